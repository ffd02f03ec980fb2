"""What is left of a circle, a plan or one person once it was ordered to erase them, and what is refused then."""

from dataclasses import replace

import pytest

from kring_conference.app import service
from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Draft, Plan
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    CircleErased,
    FollowUpCallDue,
    FollowUpResult,
    InviteParticipant,
    ParticipantSteppedOut,
    RecordFollowUp,
    ShowConference,
    ShowPlan,
)
from kring_shared.contracts.envelope import Command, Fact, Query
from kring_shared.contracts.intake import (
    Outcome,
    PauseReason,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import AssignmentCompleted
from kring_shared.contracts.registry import ErasureOrdered, RegistrationLocked
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase
from kring_shared.kernel.errors import NotFound, WasErased
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.testing.declared import heard
from kring_shared.testing.work import an_actor
from tests.unit.conference.afterwards import went_out
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    GUARDIAN,
    PLAN,
    QUERIES,
    VAULT,
    Case,
    card,
    mandate,
    preparing,
    submitted,
)
from tests.unit.conference.every_command import EVERY_KIND, OF_A_SIGNAL, ONE_OF_EACH, by

ORDER = "e" * 32
CONTACTS, PLANS, SIGNALS = RecordKind.CONTACTS, RecordKind.PLAN, RecordKind.SIGNALS
PLAN_SCOPE, CASE_SCOPE = scope_of(Scope.PLAN, CASE_ID), scope_of(Scope.CASE, CASE_ID)
MANAGER = an_actor(Role.REGIONAL_MANAGER, "someone")


def order(*kinds: RecordKind, person_id: str | None = None) -> ErasureOrdered:
    return ErasureOrdered(
        case_id=CASE_ID, office="utrecht", erasure_id=ORDER, person_id=person_id, kinds=kinds, because="term-over"
    )


def ordered(case: Case, *kinds: RecordKind, person_id: str | None = None) -> CircleErased:
    """Order it, and destroy the keys as the lane does."""
    answer = case.hear(order(*kinds, person_id=person_id).model_copy(update={"occurred_at": case.now}))[-1]
    assert isinstance(answer, CircleErased)
    assert case.last is not None
    assert {erasure.scope for erasure in case.last.erased} >= set(answer.keys_destroyed)
    return answer


def line(kind: RecordKind, records: int) -> ErasureLine:
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)


def kept(kind: RecordKind, because: KeptBecause) -> ErasureLine:
    return ErasureLine(kind=kind, outcome=ErasureOutcome.KEPT, because=because)


def over() -> Case:
    """Make a case whose last call was made."""
    case = went_out()
    for call in case.calls():
        case.now = max(case.now, call.due_at)
        case.hear(FollowUpCallDue(case_id=CASE_ID, step=call.step))
        case.do(RecordFollowUp(case_id=CASE_ID, step=call.step, result=FollowUpResult.ON_TRACK), by_whom(call))
    return case


def by_whom(call: FollowUp) -> Actor:
    return an_actor(Role.COORDINATOR, COORDINATOR) if call.needs_coordinator else MANAGER


def kinds_of(case: Case) -> set[type[Aggregate]]:
    return {kind for kind, _ in case.stored}


def test_first_the_plan_goes_and_then_its_people_and_with_them_the_case() -> None:
    case = over()
    people = {scope_of(Scope.PERSON, key) for kind, key in case.stored if kind is Participant}
    first = ordered(case, PLANS)
    assert (first.erasure_id, first.lines, first.keys_destroyed) == (ORDER, (line(PLANS, 2),), (PLAN_SCOPE,))
    assert case.conference.question is None
    assert case.person(FILIP).card == card(FILIP, "Filip")
    rows = len(people) + len(case.calls()) + 1
    second = ordered(case, CONTACTS)
    assert second.lines == (line(CONTACTS, rows),)
    assert set(second.keys_destroyed) == {*people, CASE_SCOPE}
    assert kinds_of(case) == {ErasedCase}
    assert not case.deadlines
    assert (ordered(case, PLANS), ordered(case, CONTACTS)) == (first, second)


def test_both_at_once_leave_nothing_but_that_it_was_erased() -> None:
    case = over()
    answer = ordered(case, CONTACTS, PLANS)
    assert [found.kind for found in answer.lines] == [CONTACTS, PLANS]
    assert {CASE_SCOPE, PLAN_SCOPE} < set(answer.keys_destroyed)
    assert kinds_of(case) == {ErasedCase}


def test_people_go_before_their_plan_where_its_term_is_longer_and_the_case_keeps_its_key_until_then() -> None:
    case = over()
    assert not {CASE_SCOPE, PLAN_SCOPE} & set(ordered(case, CONTACTS).keys_destroyed)
    assert kinds_of(case) == {Conference, Plan, ErasedCase}
    assert (case.conference.coordinator_id, case.conference.day.venue) == (None, None)
    assert set(ordered(case, PLANS).keys_destroyed) == {CASE_SCOPE, PLAN_SCOPE}
    assert kinds_of(case) == {ErasedCase}


def test_the_words_of_a_plan_of_before_leave_its_row_since_the_key_of_the_case_stays_a_while() -> None:
    case = over()
    old = VAULT.seal("utrecht", CASE_SCOPE, PLAN)
    case.stored[Plan, CASE_ID] = replace(case.plan, drafts=(Draft(1, old, case.now, case.now, FILIP),))
    ordered(case, PLANS)
    assert case.plan.text.scope == PLAN_SCOPE
    assert old.box not in str(case.plan)
    assert case.plan.plan_version == 1


def test_the_same_order_again_is_answered_the_same_and_breaks_nothing() -> None:
    case = over()
    first = ordered(case, CONTACTS, PLANS)
    before = dict(case.stored)
    assert ordered(case, CONTACTS, PLANS) == first
    assert case.stored == before
    assert case.last is not None
    assert {erasure.scope for erasure in case.last.erased} == set(first.keys_destroyed)


def test_a_case_that_was_never_here_is_answered_and_what_still_comes_of_it_is_settled() -> None:
    case = Case()
    accepted = RequestAccepted(
        case_id=CASE_ID,
        office="utrecht",
        requester=card(FILIP, "Filip"),
        main_persons=(card(FILIP, "Filip"),),
        dossier=case.conference.dossier,
    )
    case.stored.clear()
    answer = ordered(case, CONTACTS, PLANS, SIGNALS, RecordKind.CLAIMS)
    assert {found.outcome for found in answer.lines} == {ErasureOutcome.NOTHING_HERE}
    assert answer.keys_destroyed == ()
    case.hear(accepted)
    assert kinds_of(case) == {ErasedCase}


def test_the_access_log_has_a_term_for_each_of_its_lines() -> None:
    answer = ordered(over(), RecordKind.ACCESS_LOG)
    assert answer.lines == (kept(RecordKind.ACCESS_LOG, KeptBecause.TERM_RUNS),)


@pytest.mark.parametrize("command", ONE_OF_EACH, ids=lambda command: command.name)
def test_every_command_of_an_erased_case_is_refused_with_the_day(command: Command) -> None:
    case = over()
    ordered(case, CONTACTS, PLANS)
    day = str(case.now.date())
    with pytest.raises(WasErased, match=f"erased on {day}"):
        case._handle(command, by(command))


def test_no_kind_of_command_is_left_out() -> None:
    assert {type(command) for command in (*ONE_OF_EACH, *OF_A_SIGNAL)} == EVERY_KIND
    assert set(service.own(Query)) >= {ShowConference, ShowPlan}


@pytest.mark.parametrize("query", [ShowConference(case_id=CASE_ID), ShowPlan(case_id=CASE_ID)], ids=["whole", "plan"])
def test_nothing_of_an_erased_case_is_shown(query: Query) -> None:
    case = over()
    ordered(case, CONTACTS, PLANS)
    reader = Reader(None, case.view(), VAULT, case.now, MANAGER)  # type: ignore[arg-type]  # no table is read
    with pytest.raises(WasErased):
        QUERIES[query.kind()].answer(query, reader)


LATE: tuple[Fact, ...] = (
    RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.CONSENT_DIVIDED),
    RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,)),
    RequestWithdrawn(case_id=CASE_ID, office="utrecht"),
    AssignmentCompleted(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR),
    RegistrationLocked(case_id=CASE_ID, office="utrecht", outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64),
)


@pytest.mark.parametrize("fact", LATE, ids=lambda fact: fact.name)
def test_what_comes_late_is_settled_and_changes_nothing(fact: Fact) -> None:
    assert type(fact) in heard(service)
    case = over()
    ordered(case, CONTACTS, PLANS)
    before = dict(case.stored)
    assert case.hear(fact) == []
    assert case.stored == before


def test_a_deadline_that_rings_late_is_settled() -> None:
    case = over()
    ordered(case, CONTACTS, PLANS)
    assert case.hear(FollowUpCallDue(case_id=CASE_ID, step=1)) == []


def test_somebody_of_the_circle_is_erased_while_the_route_runs_and_it_goes_on_without_them() -> None:
    case = preparing(mandate("Oma stays away."))
    oma = case.joins("Oma")
    case.stored[Participant, FILIP] = replace(case.person(FILIP), suggested_by=oma)
    case.now = case.now.replace(hour=15)
    answer = ordered(case, CONTACTS, PLANS, person_id=oma)
    assert answer.lines == (line(CONTACTS, 1), line(PLANS, 0))
    assert answer.keys_destroyed == (scope_of(Scope.PERSON, oma),)
    assert ParticipantSteppedOut in {type(fact) for fact in case.told}
    assert (Participant, oma) not in case.stored
    assert case.person(FILIP).suggested_by is None
    with pytest.raises(NotFound, match="nobody is known under that id"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=oma))


@pytest.mark.parametrize("person_id", [FILIP, GUARDIAN], ids=["main person", "who accepts the plan"])
def test_whom_a_route_needs_is_kept_while_it_runs(person_id: str) -> None:
    case = submitted(mandate("One."))
    answer = ordered(case, CONTACTS, PLANS, SIGNALS, person_id=person_id)
    assert answer.lines == (
        kept(CONTACTS, KeptBecause.ROUTE_RUNS),
        kept(PLANS, KeptBecause.OTHERS_NEED_IT),
        kept(SIGNALS, KeptBecause.NOBODY_NAMED),
    )
    assert answer.keys_destroyed == ()
    assert case.person(person_id).id == person_id


def test_a_main_person_is_erased_once_the_route_is_over_and_what_was_kept_before_is_looked_at_again() -> None:
    case = submitted(mandate("One."))
    ordered(case, CONTACTS, person_id=FILIP)
    case.hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht", occurred_at=case.now))
    answer = ordered(case, CONTACTS, person_id=FILIP)
    assert answer.lines == (line(CONTACTS, 1),)
    assert answer.keys_destroyed == (scope_of(Scope.PERSON, FILIP),)
    assert case.show(MANAGER).case_id == CASE_ID  # the case itself goes on


def test_somebody_who_is_nobodys_participant_has_nothing_here() -> None:
    answer = ordered(preparing(), CONTACTS, PLANS, person_id=COORDINATOR)
    assert answer.lines == (line(CONTACTS, 0), line(PLANS, 0))
