"""What is left of a request, or of one person in it, once it was ordered to erase them; and what comes too late."""

from dataclasses import replace

import pytest

from kring_intake.domain import Block, KnownReferral, MergedIn, Request, Suspicion, Trace
from kring_intake.handlers.erasing import is_erased
from kring_intake.process import Stage
from kring_shared.contracts.conference import ConferenceAdjourned, PlanMadeWithoutMeeting, StillBecause
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import AgeBand, RequesterKind
from kring_shared.contracts.intake import (
    AskFunding,
    ConsentOverdue,
    LegalDeadlineNear,
    LegalDeadlineOver,
    MergeRequest,
    RequestClosed,
    RequestErased,
)
from kring_shared.contracts.matching import AssignmentCompleted
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase
from kring_shared.kernel.errors import WasErased
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import NOON, PlainVault, facts_of
from tests.unit.intake.acted import act
from tests.unit.intake.made import (
    ACCEPTOR,
    CASE,
    COORDINATOR,
    FILIP,
    MESSAGES,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_main_person,
    a_mandate,
    a_request,
)
from tests.unit.intake.sent import Desk

ORDER = "e" * 32
OTHER = "019aa0000000700080000000000000a2"
CONTACTS, PLAN = RecordKind.CONTACTS, RecordKind.PLAN
CASE_SCOPE = scope_of(Scope.CASE, CASE)
LOCKED = MESSAGES[-1]
LATE: tuple[Named, ...] = (
    *(message for message in MESSAGES if isinstance(message, Fact) and message is not LOCKED),
    AssignmentCompleted(case_id=CASE, office="utrecht", coordinator_id=COORDINATOR),
    ConferenceAdjourned(case_id=CASE, office="utrecht", because=StillBecause.NO_COORDINATOR),
    PlanMadeWithoutMeeting(case_id=CASE, office="utrecht"),
    ConsentOverdue(case_id=CASE),
    LegalDeadlineNear(case_id=CASE, body="ocj", due_on=NOON.date()),
    LegalDeadlineOver(case_id=CASE, body="ocj", due_on=NOON.date()),
)
ASKED: tuple[Command, ...] = (
    *(message for message in MESSAGES if isinstance(message, Command)),
    AskFunding(case_id=CASE),
    MergeRequest(case_id=OTHER, into_id=CASE),
)


def order(*kinds: RecordKind, person_id: str | None = None) -> ErasureOrdered:
    return ErasureOrdered(
        case_id=CASE,
        office="utrecht",
        occurred_at=NOON,
        erasure_id=ORDER,
        person_id=person_id,
        kinds=kinds or (CONTACTS, PLAN),
        because="term-over",
    )


def person(*ids: str) -> set[str]:
    return {scope_of(Scope.PERSON, person_id) for person_id in ids}


def a_desk(request: Request, *others: Aggregate) -> Desk:
    """Make an office that keeps a request, what its people are found by, and another request."""
    desk = Desk()
    traits = PlainVault().seal("utrecht", scope_of(Scope.PERSON, RACHEL), "traits")
    found_by = (
        Block("1" * 32, "2" * 32, RACHEL, CASE, "utrecht"),
        Block("6" * 32, "7" * 32, FILIP, CASE, "utrecht"),
        Trace(RACHEL, CASE, "utrecht", traits),
        KnownReferral("3" * 32, "utrecht", "kring.received", CASE),
        Suspicion("4" * 32, "utrecht", CASE, OTHER, 90),
    )
    kept = (request, replace(a_request(), case_id=OTHER), *found_by, *others)
    desk.kept |= {(type(aggregate), aggregate.id): aggregate for aggregate in kept}
    return desk


def closed(stage: Stage = Stage.CLOSED) -> Desk:
    """Make a request that is over, about a child and an adult under a mandate."""
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
    return a_desk(a_request(stage, a_main_person(), child, mandates=(a_mandate(),)))


def the_request(desk: Desk) -> Request:
    found = desk.kept[Request, CASE]
    assert isinstance(found, Request)
    return found


def answer(work: Work) -> RequestErased:
    (told,) = (fact for fact in facts_of(work) if isinstance(fact, RequestErased))
    return told


def line(kind: RecordKind, records: int) -> ErasureLine:
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)


def kept(kind: RecordKind, because: KeptBecause) -> ErasureLine:
    return ErasureLine(kind=kind, outcome=ErasureOutcome.KEPT, because=because)


def of_the_case(desk: Desk) -> set[type[Aggregate]]:
    return {kind for (kind, _), found in desk.kept.items() if CASE in found.keys()}


def test_a_line_that_counts_is_left_and_nobody_is_found_by_it_any_more() -> None:
    desk = closed()
    told = answer(act(desk, order()))
    assert told.lines == (line(CONTACTS, 6), line(PLAN, 1))
    assert set(told.keys_destroyed) == {CASE_SCOPE, *person(RACHEL, FILIP, MOTHER, REQUESTER, ACCEPTOR)}
    left = the_request(desk)
    assert is_erased(left)
    assert (left.question, left.mandates, left.stage) == (None, (), Stage.CLOSED)
    assert of_the_case(desk) == {Request, ErasedCase}


def test_what_they_asked_goes_first_and_their_names_stay_until_their_own_term() -> None:
    desk = closed()
    first = answer(act(desk, order(PLAN)))
    assert (first.lines, first.keys_destroyed) == ((line(PLAN, 1),), ())
    left = the_request(desk)
    assert left.question is None
    assert [(mandate.conditions, mandate.acceptor is None) for mandate in left.mandates] == [((), False)]
    assert [main.id for main in left.main_persons] == [RACHEL, FILIP]
    second = answer(act(desk, order(CONTACTS)))
    assert CASE_SCOPE in second.keys_destroyed
    assert is_erased(the_request(desk))
    assert (answer(act(desk, order(PLAN))), answer(act(desk, order(CONTACTS)))) == (first, second)


def test_names_go_before_what_was_asked_where_that_has_the_longer_term() -> None:
    desk = closed()
    first = answer(act(desk, order(CONTACTS)))
    assert set(first.keys_destroyed) == person(RACHEL, FILIP, MOTHER, REQUESTER, ACCEPTOR)
    left = the_request(desk)
    assert left.question is not None
    assert [(len(mandate.conditions), mandate.acceptor) for mandate in left.mandates] == [(1, None)]
    second = answer(act(desk, order(PLAN)))
    assert (second.lines, second.keys_destroyed) == ((line(PLAN, 1),), (CASE_SCOPE,))
    assert (the_request(desk).question, the_request(desk).mandates) == (None, ())


def test_the_same_order_again_is_answered_the_same() -> None:
    desk = closed()
    first = answer(act(desk, order()))
    before = dict(desk.kept)
    assert answer(act(desk, order())) == first
    assert desk.kept == before


def test_a_case_that_was_never_here_is_answered_at_once() -> None:
    told = answer(act(Desk(), order(CONTACTS, PLAN, RecordKind.SIGNALS, RecordKind.ACCESS_LOG)))
    assert told.lines[:3] == (line(CONTACTS, 0), line(PLAN, 0), line(RecordKind.SIGNALS, 0))
    assert told.lines[3] == kept(RecordKind.ACCESS_LOG, KeptBecause.TERM_RUNS)


@pytest.mark.parametrize("stage", [Stage.INFORMATION_TALK, Stage.RECEIVED, Stage.CONSENTED, Stage.IN_MATCHING])
def test_a_request_of_which_nothing_can_have_ended_is_kept(stage: Stage) -> None:
    desk = a_desk(a_request(stage))
    before = the_request(desk)
    told = answer(act(desk, order()))
    assert told.lines == (kept(CONTACTS, KeptBecause.ROUTE_RUNS), kept(PLAN, KeptBecause.ROUTE_RUNS))
    assert (the_request(desk), told.keys_destroyed) == (before, ())


def test_what_was_kept_is_erased_when_it_is_ordered_after_the_end() -> None:
    desk = a_desk(a_request(Stage.IN_MATCHING))
    act(desk, order())
    desk.kept[Request, CASE] = replace(the_request(desk), stage=Stage.WITHDRAWN)
    assert [found.outcome for found in answer(act(desk, order())).lines] == [ErasureOutcome.ERASED] * 2


def test_a_registration_that_is_locked_afterwards_closes_the_line_that_is_left() -> None:
    desk = closed(Stage.IN_PREPARATION)
    act(desk, order())
    facts = facts_of(act(desk, LOCKED))
    assert [type(fact) for fact in facts] == [RequestClosed]
    assert the_request(desk).stage is Stage.CLOSED


def test_a_request_that_lapsed_before_has_nothing_left() -> None:
    desk = a_desk(replace(a_request(Stage.LAPSED), main_persons=(), question=None))
    told = answer(act(desk, order()))
    assert told.lines == (line(CONTACTS, 0), line(PLAN, 0))


def test_of_a_merged_request_what_the_other_goes_on_with_stays() -> None:
    merged = replace(a_request(Stage.MERGED, mandates=(a_mandate(),)), merged_into=OTHER)
    desk = a_desk(merged)
    other = desk.kept[Request, OTHER]
    assert isinstance(other, Request)
    desk.kept[Request, OTHER] = replace(other, merged_in=(MergedIn(CASE, mandates=(a_mandate(),)),))
    told = answer(act(desk, order()))
    assert set(told.keys_destroyed) == {CASE_SCOPE, *person(RACHEL, REQUESTER)}


@pytest.mark.parametrize("late", LATE, ids=lambda message: message.name)
def test_what_comes_late_is_settled_and_changes_nothing(late: Named) -> None:
    desk = closed()
    act(desk, order())
    before = dict(desk.kept)
    assert facts_of(act(desk, late)) == []
    assert desk.kept == before


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.name)
def test_what_somebody_asks_is_refused_with_the_day(command: Command) -> None:
    desk = closed()
    act(desk, order())
    with pytest.raises(WasErased, match="erased on 2026-11-20"):
        act(desk, command)


@pytest.mark.parametrize(
    "person_id", [RACHEL, FILIP, MOTHER, ACCEPTOR, REQUESTER], ids=["adult", "child", "holder", "acceptor", "referrer"]
)
def test_whom_a_running_route_needs_is_kept_and_what_they_asked_is_everybodys(person_id: str) -> None:
    desk = closed(Stage.IN_PREPARATION)
    before = the_request(desk)
    told = answer(act(desk, order(person_id=person_id)))
    assert told.lines == (kept(CONTACTS, KeptBecause.ROUTE_RUNS), kept(PLAN, KeptBecause.OTHERS_NEED_IT))
    assert (the_request(desk), told.keys_destroyed) == (before, ())


def test_somebody_close_who_asked_is_an_id_from_then_on_while_it_runs() -> None:
    desk = closed(Stage.IN_PREPARATION)
    desk.kept[Request, CASE] = replace(the_request(desk), requester_kind=RequesterKind.CLOSE_PERSON)
    told = answer(act(desk, order(CONTACTS, person_id=REQUESTER)))
    assert (told.lines, set(told.keys_destroyed)) == ((line(CONTACTS, 1),), person(REQUESTER))
    assert the_request(desk).requester.languages == ()


def test_who_takes_no_part_any_more_goes_while_it_runs_for_the_others() -> None:
    desk = closed(Stage.IN_PREPARATION)
    out = tuple(replace(main, left_out=main.id == FILIP) for main in the_request(desk).main_persons)
    desk.kept[Request, CASE] = replace(the_request(desk), main_persons=out)
    told = answer(act(desk, order(CONTACTS, person_id=FILIP)))
    assert (told.lines, set(told.keys_destroyed)) == ((line(CONTACTS, 2),), person(FILIP))
    rachel, filip = the_request(desk).main_persons
    assert rachel == out[0]
    assert (filip.id, filip.card.minor, filip.age_band, filip.details) == (FILIP, None, None, None)
    assert [found.person_id for found in desk.kept.values() if isinstance(found, Block | Trace)] == [RACHEL, RACHEL]


@pytest.mark.parametrize("person_id", [RACHEL, MOTHER, ACCEPTOR, REQUESTER])
def test_once_it_is_over_anybody_goes_and_the_others_stay(person_id: str) -> None:
    desk = closed()
    first = answer(act(desk, order(CONTACTS, person_id=person_id)))
    assert first.lines[0].outcome is ErasureOutcome.ERASED
    assert set(first.keys_destroyed) == person(person_id)
    assert answer(act(desk, order(CONTACTS, person_id=person_id))) == first
    whole = answer(act(desk, order()))
    assert person(FILIP) < set(whole.keys_destroyed)


def test_somebody_who_has_no_part_in_it_has_nothing_here() -> None:
    told = answer(act(closed(), order(person_id=COORDINATOR)))
    assert told.lines == (line(CONTACTS, 0), line(PLAN, 0))
