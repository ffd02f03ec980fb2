"""What the registry makes of each message, and what it tells."""

import pytest
from pydantic import ValidationError

from kring_registry.app import service
from kring_registry.domain.registration import Registration
from kring_registry.handlers import completing, conference, requests
from kring_registry.process.registration import Stage
from kring_shared.contracts.conference import ConferenceScheduled, FollowUpEnded, FollowUpResult, Mode, PlanAccepted
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequestTriaged, RequestWithdrawn
from kring_shared.contracts.registry import (
    CompleteRegistration,
    ErasureOrdered,
    LockRegistration,
    RegistrationCompleted,
    RegistrationLocked,
    RegistrationOpened,
    RegistrationReturned,
    RegistrationValidated,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound, NotYet
from kring_shared.testing.declared import heard
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.registry.cases import (
    CASE,
    EARLIER_CASE,
    LAPSED,
    MERGED,
    MOVED,
    RECEIVED_AT,
    TRIAGED,
    UNMERGED,
    VAULT,
    WHOLE_ROUTE,
    accepted,
    after,
    called,
    completion,
    distributed,
    handled,
    held,
    in_days,
    opened,
    received,
    started,
)

LATE: tuple[Fact, ...] = (started(), held(), distributed(), called(), FollowUpEnded(case_id=CASE, steps=1))


def test_a_received_request_opens_a_registration_by_itself() -> None:
    work = a_work("registry", now=RECEIVED_AT)
    requests.open_registration(received(), work)
    assert work.need(Registration, CASE).stage is Stage.OPEN
    assert [type(fact) for fact in facts_of(work)] == [RegistrationOpened]


def test_a_registration_holds_no_name_and_nothing_sealed() -> None:
    text = repr(after(*WHOLE_ROUTE, LockRegistration(case_id=CASE)))
    assert "Filip" not in text
    assert "Rachel" not in text
    assert received().requester.contact.box not in text
    assert distributed().plan.box not in text


def test_triage_settles_type_context_and_urgency() -> None:
    work = a_work("registry", opened(), now=RECEIVED_AT)
    triaged = RequestTriaged(
        case_id=CASE,
        conference_type=ConferenceType.FAMILY,
        context=Context.MANDATORY,
        urgency=Urgency.URGENT,
        minors_involved=True,
    )
    requests.note_triage(triaged, work)
    found = work.need(Registration, CASE)
    assert (found.conference_type, found.context) == (ConferenceType.FAMILY, Context.MANDATORY)
    assert (found.urgency, found.minors_involved) == (Urgency.URGENT, True)


def test_the_day_of_the_meeting_and_the_acceptance_of_the_plan_are_noted() -> None:
    work = a_work("registry", after(started()), now=RECEIVED_AT)
    venue = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), "buurthuis")
    planned = ConferenceScheduled(case_id=CASE, starts_at=in_days(50), venue=venue, mode=Mode.IN_PERSON)
    conference.note_date(planned, work)
    conference.note_acceptance(PlanAccepted(case_id=CASE, occurred_at=in_days(51), plan_version=1), work)
    found = work.need(Registration, CASE)
    assert (found.planned_on, found.plan_accepted_on) == (in_days(50).date(), in_days(51).date())
    assert found.plan_made


def test_the_whole_route_ends_in_a_locked_registration_with_a_digest() -> None:
    work = handled(LockRegistration(case_id=CASE), after(*WHOLE_ROUTE))
    locked = work.need(Registration, CASE)
    (told,) = facts_of(work)
    assert isinstance(told, RegistrationLocked)
    assert (told.outcome, told.digest) == (Outcome.MEETING_WITH_PLAN, locked.digest)
    assert locked.digest == locked.fingerprint()


def test_each_command_tells_what_happened() -> None:
    completed = after(started(), completion())
    validated = after(ValidateRegistration(case_id=CASE), registration=completed)
    told = [
        *facts_of(handled(completion(), after(started()))),
        *facts_of(handled(ValidateRegistration(case_id=CASE), completed)),
        *facts_of(handled(ReturnRegistration(case_id=CASE, code="hours-missing"), validated)),
    ]
    assert [type(f) for f in told] == [RegistrationCompleted, RegistrationValidated, RegistrationReturned]


def test_results_of_calls_still_come_in_after_the_coordinator_completed_it() -> None:
    found = after(started(), held(), completion(), called())
    assert found.stage is Stage.COMPLETED
    assert found.follow_ups == ((1, FollowUpResult.ON_TRACK),)


@pytest.mark.parametrize("fact", LATE, ids=lambda f: f.name)
def test_a_fact_that_comes_after_the_lock_changes_nothing(fact: Fact) -> None:
    locked = after(RequestWithdrawn(case_id=CASE))
    work = handled(fact, locked)
    assert work.changed == {}
    assert work.told == []


def test_a_withdrawal_locks_what_is_known_and_tells_it_once() -> None:
    work = handled(RequestWithdrawn(case_id=CASE), after(started()))
    (told,) = facts_of(work)
    assert isinstance(told, RegistrationLocked)
    assert told.outcome is Outcome.STOPPED_IN_PREPARATION
    again = handled(RequestWithdrawn(case_id=CASE), work.need(Registration, CASE))
    assert again.told == []


def test_a_request_to_which_nobody_said_yes_in_time_is_locked_and_that_is_told_once() -> None:
    work = handled(LAPSED, after(TRIAGED))
    (told,) = facts_of(work)
    assert isinstance(told, RegistrationLocked)
    assert told.outcome is Outcome.STOPPED_BEFORE_START
    assert handled(LAPSED, work.need(Registration, CASE)).told == []


@pytest.mark.parametrize("fact", [MOVED, MERGED], ids=lambda f: f.name)
def test_what_goes_on_elsewhere_or_as_another_request_is_neither_locked_nor_filled_any_more(fact: Fact) -> None:
    work = handled(fact, opened())
    assert work.told == []
    found = work.need(Registration, CASE)
    assert (found.outcome, found.digest) == (None, "")
    for late in LATE:
        assert handled(late, found).changed == {}


def test_a_wrong_merge_that_is_undone_opens_the_registration_as_it_was() -> None:
    before = after(TRIAGED)
    assert after(MERGED, UNMERGED, registration=before) == before
    assert handled(UNMERGED, before).changed == {}


@pytest.mark.parametrize("fact", [MOVED, MERGED, UNMERGED, LAPSED], ids=lambda f: f.name)
def test_what_is_locked_stays_locked_whatever_becomes_of_the_request(fact: Fact) -> None:
    assert handled(fact, after(RequestWithdrawn(case_id=CASE))).changed == {}


def test_a_request_after_an_earlier_route_of_the_same_people_is_a_repeat() -> None:
    assert not opened().repeat
    assert opened(EARLIER_CASE).repeat


def test_a_repeat_that_comes_to_light_at_triage_is_noted_when_the_request_is_taken_on() -> None:
    assert after(accepted(EARLIER_CASE)).repeat
    assert not after(accepted()).repeat
    assert after(accepted(), registration=opened(EARLIER_CASE)).repeat


def test_a_withdrawal_during_the_follow_up_does_not_wait_for_calls_that_never_come() -> None:
    locked = after(*WHOLE_ROUTE[:4], RequestWithdrawn(case_id=CASE))
    assert (locked.stage, locked.outcome) == (Stage.LOCKED, Outcome.MEETING_WITH_PLAN)


def test_a_fact_before_its_request_waits_and_a_command_about_an_unknown_case_is_refused() -> None:
    with pytest.raises(NotYet):
        requests.note_start(started(), a_work("registry"))
    with pytest.raises(NotFound):
        completing.complete(completion(), a_work("registry", actor=an_actor()))


def test_a_topic_is_a_code_and_never_a_sentence() -> None:
    with pytest.raises(ValidationError):
        CompleteRegistration(case_id=CASE, minutes_worked=1, distance_km=1, topics=("Filip woont bij oma",))


def test_what_is_declared_is_what_is_there() -> None:
    assert [m for m in heard(service) if m.service == "registry"] == [ErasureOrdered], (
        "only what a restored registry forgot"
    )
