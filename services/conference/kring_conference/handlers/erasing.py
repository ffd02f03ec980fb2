"""Erasing what was ordered: a circle, its plan, its signals, or one person of it."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import is_over
from kring_conference.domain.erasing import NO_WORDS, without_contacts, without_plan, without_words
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.signal import Signal, signals_of
from kring_conference.handlers.leaving import let_go
from kring_conference.handlers.opening import WAITED_FOR
from kring_conference.process import CONFERENCE
from kring_shared.contracts.conference import CircleErased, ParticipantSteppedOut, StepOut
from kring_shared.contracts.field import Part
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase, answer, erased, kept
from kring_shared.kernel.work import Work

CARRY_THE_ROUTE: Final = frozenset({Part.MAIN_PERSON, Part.ACCEPTOR})
"""Whom a route cannot go on without, as long as it runs: first it is withdrawn, or somebody else accepts the plan."""


def keys_with_signals(message: ErasureOrdered, _office: str) -> tuple[str, ...]:
    """Name the case, and the key only this message knows: by it the signals of a case are found."""
    return (message.case_id, signals_of(message.case_id))


def erase(message: ErasureOrdered, work: Work) -> None:
    """Erase the ordered kinds of a whole case, or what is about one person; a case that was never here is answered."""
    if message.person_id is None:
        _erase_case(message, work)
    else:
        _erase_person(message, message.person_id, work)


def _erase_case(order: ErasureOrdered, work: Work) -> None:
    """Erase a whole case; its own key goes once neither its people nor what they made is here any more."""
    case_id, kinds = order.case_id, set(order.kinds)
    before = work.get(ErasedCase, case_id) or ErasedCase(case_id, order.office)
    gone = kinds | {kind for kind in RecordKind if before.gone_on(kind)}
    scopes: set[str] = set()
    lines = []
    if RecordKind.CONTACTS in kinds:
        scopes |= _scopes_of_people(case_id, work)
        lines.append(erased(RecordKind.CONTACTS, _erase_contacts(case_id, work)))
    if RecordKind.PLAN in kinds:
        if work.get(Plan, case_id) is not None:
            scopes.add(scope_of(Scope.PLAN, case_id))
        lines.append(erased(RecordKind.PLAN, _erase_plan(case_id, work)))
    conference = work.get(Conference, case_id)
    if gone >= {RecordKind.CONTACTS, RecordKind.PLAN} and conference is not None:
        scopes.add(scope_of(Scope.CASE, case_id))
        work.remove(conference, *work.all(Plan, case_id))
    silent: tuple[str, ...] = ()
    if RecordKind.SIGNALS in kinds and (conference is not None or before.gone):
        lines.append(ErasureLine(kind=RecordKind.SIGNALS, outcome=ErasureOutcome.ERASED))
        silent = _erase_signals(case_id, work)
    answer(order, CircleErased, work, lines, *scopes, silent=silent)


def _erase_contacts(case_id: str, work: Work) -> int:
    """Take away who takes part and who calls them; of the conference, who it is about and where they meet."""
    conference = work.get(Conference, case_id)
    if conference is None:
        return 0
    rows = (*work.all(Participant, case_id), *work.all(FollowUp, case_id))
    work.forget(WAITED_FOR, case_id)
    work.remove(*rows)
    work.save(without_contacts(conference))
    return len(rows) + 1


def _erase_plan(case_id: str, work: Work) -> int:
    """Take away the words of the plan and what it was made for: the question, the conditions, what was to be known."""
    conference, plan = work.get(Conference, case_id), work.get(Plan, case_id)
    emptied: list[Conference | Plan] = []
    if conference is not None and (bare := without_plan(conference)) != conference:
        emptied.append(bare)
    if plan is not None:
        emptied.append(without_words(plan, work.seal(scope_of(Scope.PLAN, case_id), NO_WORDS)))
    work.save(*emptied)
    return len(emptied)


def _scopes_of_people(case_id: str, work: Work) -> set[str]:
    """Name the keys of everybody who was asked, and of who accepts a plan for a mandate."""
    scopes = {person.card.contact.scope for person in work.all(Participant, case_id)}
    conference = work.get(Conference, case_id)
    mandates = conference.mandates if conference is not None else ()
    return scopes | {mandate.acceptor.contact.scope for mandate in mandates if mandate.acceptor is not None}


def _erase_signals(case_id: str, work: Work) -> tuple[str, ...]:
    """Take away closed signals and give their keys; one that is open goes when it is closed.

    Whether there were any, and whether one is open, no answer tells: it would stand in the file of the case.
    """
    silent = []
    for signal in work.all(Signal, signals_of(case_id)):
        if signal.is_closed:
            work.remove(signal)
            silent.append(scope_of(Scope.SIGNAL, signal.id))
        else:
            work.save(replace(signal, goes_when_closed=True))
    return tuple(silent)


def _erase_person(order: ErasureOrdered, person_id: str, work: Work) -> None:
    """Erase one person, but for whom the route cannot do without as long as it runs.

    Their lines in the plan are everybody's agreements; a signal names nobody by whom it could be found.
    """
    kinds = set(order.kinds)
    person = next((p for p in work.all(Participant, order.case_id) if p.id == person_id), None)
    lines: list[ErasureLine] = []
    scopes: tuple[str, ...] = ()
    if RecordKind.CONTACTS in kinds and person is not None:
        if person.part in CARRY_THE_ROUTE and not person.has_stopped and _runs(order.case_id, work):
            lines.append(kept(RecordKind.CONTACTS, KeptBecause.ROUTE_RUNS))
        else:
            scopes = (person.card.contact.scope,)
            lines.append(erased(RecordKind.CONTACTS, _forget_person(person, work)))
    if RecordKind.PLAN in kinds and person is not None and _has_words(order.case_id, work):
        lines.append(kept(RecordKind.PLAN, KeptBecause.OTHERS_NEED_IT))
    if RecordKind.SIGNALS in kinds:
        lines.append(kept(RecordKind.SIGNALS, KeptBecause.NOBODY_NAMED))
    answer(order, CircleErased, work, lines, *scopes)


def _forget_person(person: Participant, work: Work) -> int:
    """Take somebody out of the circle: who relied on them is free, and where the route runs it goes on without them."""
    case_id = person.case_id
    conference = work.need(Conference, case_id)
    let_go(case_id, person.id, work)
    work.remove(person)
    for other in work.all(Participant, case_id):
        if other.suggested_by == person.id:
            work.save(replace(other, suggested_by=None))
    work.save(without_contacts(conference, of=person.id))
    if not person.has_stopped and _runs(case_id, work) and CONFERENCE.knows(conference.stage, StepOut):
        work.tell(ParticipantSteppedOut(case_id=case_id, person_id=person.id))
    return 1


def _runs(case_id: str, work: Work) -> bool:
    conference = work.need(Conference, case_id)
    return not is_over(conference, work.get(Plan, case_id), work.all(FollowUp, case_id))


def _has_words(case_id: str, work: Work) -> bool:
    before = work.get(ErasedCase, case_id)
    return work.get(Plan, case_id) is not None and (before is None or before.gone_on(RecordKind.PLAN) is None)
