"""The one way along which anything is erased: an order, the answer of each service, and a receipt with its proof."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from kring_registry.domain.chain import EntryKind, chain_key
from kring_registry.domain.erasure import OWN, Erasure, erasure_by_term
from kring_registry.domain.keeping import PASSING, TERM_OVER, Keeping, Waits
from kring_registry.domain.registration import Registration
from kring_registry.handlers import chain, satisfaction
from kring_shared.contracts.conference import CircleErased
from kring_shared.contracts.field import Context
from kring_shared.contracts.intake import RequestErased
from kring_shared.contracts.matching import SearchErased
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import (
    ErasureAnswersDue,
    ErasureExecuted,
    ErasureOrdered,
    ErasureOverdue,
    RetentionDue,
)
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, RecordKind
from kring_shared.kernel.work import Work

ANSWER_DAYS: Final = 3
"""Days in which every service answers; then somebody has to look."""
AGAIN_DAYS: Final = 28
"""Days after which what a service kept at its term is ordered once more."""

Answered = RequestErased | SearchErased | CircleErased | MessagesErased


def order(work: Work, case_id: str, person_id: str | None, kinds: tuple[RecordKind, ...], because: str) -> str:
    """Order what may go of a case, or of one person in it, and say of the rest why it is kept.

    What is kept on a ground that passes (a hold, a legal file, a running route) is ordered by itself once it passed.
    The message's keys must name what `order_keys` gives.

    Args:
        work: The room of the message that orders.
        case_id: The case.
        person_id: Only what is about this person; none for the whole case.
        kinds: Which kinds of record are to go.
        because: Why, as a code.

    Returns:
        The id of the order; `show-erasure` gives its receipt, at once or once every service answered.
    """
    return order_what_waited(work, case_id, Waits(kinds, because, person_id))


def order_what_waited(work: Work, case_id: str, asked: Waits) -> str:
    """Order what was kept on a ground that passed; the same as `order`, and its term came as often as it came."""
    label = f"erasure/{case_id}/{asked.person_id or 'all'}/{asked.because}/{'+'.join(asked.kinds)}"
    return _give(work, _known(case_id, work) or _nothing_left(case_id, work), asked, work.new_id(label))


def order_keys(office: str, case_id: str) -> tuple[str, ...]:
    """Name what a message that orders has to load beside its own: the case, and the office's chain."""
    return case_id, chain_key(office)


def order_by_term(work: Work, keeping: Keeping, kind: RecordKind, attempt: int) -> None:
    """Order a kind of record whose term is over; the message's keys name the order's id, so that it is given once.

    While the case is held nothing is ordered, and no receipt made: it waits.
    """
    erasure_id, waits = erasure_by_term(keeping.case_id, kind, attempt), Waits((kind,), TERM_OVER, attempt=attempt)
    if keeping.why_kept(kind, None, TERM_OVER) in PASSING:
        work.save(keeping.waits(waits))
    elif work.get(Erasure, erasure_id) is None:
        _give(work, keeping, waits, erasure_id)


def keeping_of(case_id: str, work: Work) -> Keeping:
    """Give what is kept of a case; of one that began before terms were counted, from its registration."""
    return _known(case_id, work) or work.need(Keeping, case_id)


def _known(case_id: str, work: Work) -> Keeping | None:
    found = work.get(Keeping, case_id)
    registration = work.get(Registration, case_id)
    if found is not None or registration is None:
        return found
    return Keeping(
        case_id=case_id,
        office=registration.office,
        policy=registration.policy,
        compelled=registration.context is Context.MANDATORY,
        bound=registration.conditions > 0,
    )


def _nothing_left(case_id: str, work: Work) -> Keeping:
    """Stand for a case of which no terms are left: every service is asked all the same, and the receipt says so."""
    return Keeping(case_id, work.office, policy="", ended_on=work.now.date())


def _give(work: Work, keeping: Keeping, asked: Waits, erasure_id: str) -> str:
    goes, kept = keeping.divided(asked.kinds, asked.person_id, asked.because)
    later = tuple(each.kind for each in kept if each.because in PASSING)
    if _known(keeping.case_id, work) is not None:
        work.save(keeping.waits(replace(asked, kinds=later)) if later else keeping)
    erasure = Erasure(
        erasure_id=erasure_id,
        case_id=keeping.case_id,
        office=work.office,
        person_id=asked.person_id,
        kinds=goes,
        because=asked.because,
        ordered_on=work.now.date(),
        kept=kept,
        attempt=asked.attempt,
    )
    _begin(erasure, work)
    return erasure_id


def _begin(erasure: Erasure, work: Work) -> None:
    """Tell every service; where nothing may go the receipt is complete at once."""
    if not erasure.kinds:
        _execute(erasure, work)
        return
    work.save(erasure)
    work.tell(
        ErasureOrdered(
            case_id=erasure.case_id,
            erasure_id=erasure.erasure_id,
            person_id=erasure.person_id,
            kinds=erasure.kinds,
            because=erasure.because,
        )
    )
    due = work.now + timedelta(days=ANSWER_DAYS)
    work.remind(ErasureAnswersDue(case_id=erasure.case_id, erasure_id=erasure.erasure_id), due)


def answer_keys(message: Answered | ErasureOrdered | ErasureAnswersDue, office: str) -> tuple[str, ...]:
    """Name the case, the order, and the chain its receipt goes into."""
    return message.case_id, message.erasure_id, chain_key(office)


def do_own_part(message: ErasureOrdered, work: Work) -> None:
    """Erase what the registry itself has of these kinds; of people it has next to nothing.

    A registry that was restored hears an order from the ledger that it does not know: it takes it up again, and asks
    every service anew, since their answers may have come before.
    """
    if work.get(Erasure, message.erasure_id) is None:
        _begin(_taken_up(message), work)
    erasure = work.need(Erasure, message.erasure_id)
    if OWN not in erasure.missing:
        return  # it was told twice, after something was restored
    before = len(work.erased)
    lines = tuple(_forgotten(kind, erasure, work) for kind in erasure.kinds)
    scopes = tuple(each.scope for each in work.erased[before:])
    _keep(erasure.did_own(work.now, lines, scopes), work)


def _taken_up(message: ErasureOrdered) -> Erasure:
    return Erasure(
        erasure_id=message.erasure_id,
        case_id=message.case_id,
        office=message.office,
        person_id=message.person_id,
        kinds=message.kinds,
        because=message.because,
        ordered_on=message.occurred_at.date(),
    )


def note_answer(message: Answered, work: Work) -> None:
    """Keep what a service answered; when it was the last one the receipt is complete."""
    erasure = work.need(Erasure, message.erasure_id)
    if not erasure.knows(type(message)):
        return  # it was ordered twice, after something was restored; the receipt stands
    _keep(erasure.answered(message), work)


def _keep(erasure: Erasure, work: Work) -> None:
    """Keep an order with one answer more; the last one completes the receipt."""
    if erasure.missing:
        work.save(erasure)
    else:
        _execute(erasure, work)


def answers_are_due(message: ErasureAnswersDue, work: Work) -> None:
    """Days went by: tell who did not answer, so that somebody looks."""
    erasure = work.get(Erasure, message.erasure_id)
    if erasure is None or not erasure.knows(ErasureAnswersDue):
        return  # every service answered
    work.save(erasure.moved(ErasureAnswersDue))
    work.tell(ErasureOverdue(case_id=erasure.case_id, erasure_id=erasure.erasure_id, services=erasure.missing))


def _execute(erasure: Erasure, work: Work) -> None:
    """Put the proof of the receipt into the office's chain, and tell that it is done."""
    proof = erasure.fingerprint()
    number = chain.append(work, EntryKind.ERASURE, proof)
    work.save(replace(erasure.moved(ErasureExecuted), proof=proof, number=number))
    if erasure.person_id is None and erasure.kinds:
        _note_gone(erasure, work)
    work.tell(
        ErasureExecuted(
            case_id=erasure.case_id,
            erasure_id=erasure.erasure_id,
            person_id=erasure.person_id,
            kinds=erasure.kinds,
            kept=erasure.kept,
        )
    )


def _note_gone(erasure: Erasure, work: Work) -> None:
    """Note what is gone of the whole case; what a service kept comes due once more."""
    stays = erasure.kept_by_a_service
    if (keeping := work.get(Keeping, erasure.case_id)) is not None:
        keeping = keeping.gone(tuple(kind for kind in erasure.kinds if kind not in stays), work.now.date())
        work.save(keeping)
        if work.get(Registration, erasure.case_id) is None and keeping.is_empty:
            work.remove(keeping)  # its registration lost the case already; this was the last of it
    for kind in stays:
        again = RetentionDue(case_id=erasure.case_id, kind_of_record=kind, attempt=erasure.attempt + 1)
        work.remind(again, work.now + timedelta(days=AGAIN_DAYS))


def _forgotten(kind: RecordKind, erasure: Erasure, work: Work) -> ErasureLine:
    """Take away what is kept of one kind: who would be asked for scores goes with how to reach them."""
    before = len(work.removed)
    if kind is RecordKind.CONTACTS:
        satisfaction.forget(work, erasure.case_id, erasure.person_id)
    records = len(work.removed) - before
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)
