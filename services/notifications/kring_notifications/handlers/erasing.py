"""Erasing what was ordered: the people of a case or one of them, what was written to them, and every file of it.

An address lies under the key of its person, which intake and conference destroy: here a coordinator's, and that of
another organisation's system, stand beside those of a family, and go on.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from kring_notifications.domain import Correspondence, Correspondent, Notification, correspondent_id
from kring_notifications.handlers.links import take_away
from kring_notifications.ports import DELIVER, DONE, FORGET, LOOK_AFTER, Ended, Forget
from kring_notifications.process.message import OPEN
from kring_shared.contracts.notifications import AnswerAwaited, MessagesErased, ReminderDue, SuppressedBecause
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.erased import carry_out, erased, kept, tell
from kring_shared.kernel.work import Work

AGAIN_AFTER: Final = timedelta(minutes=10)
"""How long after a folder could not be emptied it is tried again; as long as it takes, since nobody else does it."""


def erase(message: ErasureOrdered, work: Work) -> None:
    """Erase a case, or one person in it; it is answered once no channel of ours keeps a letter to them."""
    lines: list[ErasureLine] = []
    gone: tuple[Notification, ...] = ()
    if RecordKind.CONTACTS in message.kinds:
        written = [note for note in work.all(Notification, message.case_id) if note.case_id == message.case_id]
        if message.person_id is None:
            lines.append(_erase_case(message.case_id, written, work))
            gone = tuple(written)
        else:
            to_them = tuple(note for note in written if note.person_id == message.person_id)
            line, is_nobody = _erase_person(message.case_id, message.person_id, len(to_them), work)
            lines.append(line)
            gone = to_them if is_nobody else ()
    carry_out(message, work, lines)
    if sending_ids := _taken_back(gone, work):
        forget(message.case_id, sending_ids, work, order=message)
    else:
        tell(message, MessagesErased, work)


def note_forgotten(message: Ended, work: Work) -> None:
    """No channel keeps anything of these messages any more: their rows go, and the order is answered.

    Where that did not succeed, it is tried again, and until then nobody is told that it is done.
    """
    asked = Forget.model_validate_json(message.body)
    if message.code != DONE:
        work.send_out(FORGET, asked.case_id, asked, due=work.now + AGAIN_AFTER)
    elif asked.order is not None:
        ids = set(asked.sending_ids)
        work.remove(*(note for note in work.all(Notification, asked.case_id) if ids & set(note.sent_as)))
        tell(asked.order, MessagesErased, work)


def forget(case_id: str, sending_ids: Iterable[str], work: Work, *, order: ErasureOrdered | None = None) -> None:
    """Have every channel take away what is left of messages."""
    if ids := tuple(sending_ids):
        work.send_out(FORGET, case_id, Forget(case_id=case_id, sending_ids=ids, order=order))


def _erase_case(case_id: str, written: list[Notification], work: Work) -> ErasureLine:
    """Take away everybody and what was written; counted once, also when it is ordered again before it is answered."""
    case, people = work.get(Correspondence, case_id), work.all(Correspondent, case_id)
    work.forget((ReminderDue, AnswerAwaited), case_id)
    work.remove(*people)
    links = take_away(case_id, work)
    if case is None:
        return erased(RecordKind.CONTACTS, len(people) + links)
    work.remove(case)
    return erased(RecordKind.CONTACTS, 1 + len(people) + len(written) + links)


def _erase_person(case_id: str, person_id: str, letters: int, work: Work) -> tuple[ErasureLine, bool]:
    """Make somebody nobody to whom anything is written, if the route can do without them; tell whether they are now.

    The row stays, with an id and nothing else: what is still told about them finds it, and leads to no letter.
    """
    case = work.get(Correspondence, case_id)
    person = work.get(Correspondent, correspondent_id(case_id, person_id))
    if case is None or person is None or case.coordination.coordinator_id == person_id:
        return erased(RecordKind.CONTACTS, 0), False
    if person.carries(case):
        return kept(RecordKind.CONTACTS, KeptBecause.ROUTE_RUNS), False
    nothing = person.emptied(work.seal(scope_of(Scope.PERSON, person_id), Contact(name="-")))
    if nothing.emptied_before(person):
        return erased(RecordKind.CONTACTS, 0), True
    work.save(nothing)
    links = take_away(case_id, work, person_id)
    return erased(RecordKind.CONTACTS, 1 + letters + links), True


def _taken_back(notes: Iterable[Notification], work: Work) -> tuple[str, ...]:
    """Take back what did not leave, and give what channels know the rest by; these rows stay until that is gone."""
    ids: list[str] = []
    for note in notes:
        work.call_back(DELIVER, note.id)
        work.call_back(LOOK_AFTER, note.id)
        if not note.sent_as:
            work.remove(note)
            continue
        ids += note.sent_as
        if note.status in OPEN:
            work.save(note.suppressed(ErasureOrdered, SuppressedBecause.ERASED))
    return tuple(ids)
