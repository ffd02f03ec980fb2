"""What a whole conference leaves in the registration: counts, days and codes, and nothing of what was said."""

from datetime import date

import pytest

from kring_registry.app import service
from kring_registry.domain.registration import Registration
from kring_registry.handlers import requests
from kring_registry.handlers.conference import SETTLED_BY_INTAKE
from kring_shared.contracts.conference import (
    CancelledBecause,
    FollowUpCompleted,
    FollowUpResult,
    HelpAnswered,
    PlanOutcome,
    PresentationStarted,
    PrivateTimeEnded,
    PrivateTimeStarted,
    SafetySignalAssessed,
    SafetySignalClosed,
    SafetySignalOverdue,
    SafetySignalPassedOn,
    SafetySignalRaised,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import Outcome, RequestWithdrawn, StopReason
from kring_shared.contracts.registry import LockRegistration, RegistrationLocked, ValidateRegistration
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.declared import heard
from kring_shared.testing.work import a_work, facts_of
from tests.unit.registry.cases import (
    BOOKED,
    CASE,
    ENDED,
    FELL_OUT,
    HANDLERS,
    SENT_BACK,
    VAULT,
    WITHOUT_MEETING,
    accepted,
    after,
    agreed,
    cancelled,
    completion,
    condition,
    distributed,
    handled,
    held,
    in_days,
    opened,
    plan_accepted,
    received,
    started,
)

WITHDRAWN = RequestWithdrawn(case_id=CASE)
HELP = HelpAnswered(case_id=CASE, item=1, granted=True)
NEW: tuple[Fact, ...] = (
    condition(1),
    BOOKED,
    FELL_OUT,
    agreed(),
    WITHOUT_MEETING,
    SENT_BACK,
    plan_accepted(),
    HELP,
    cancelled(),
)


def test_the_plan_leaves_how_much_is_own_strength_and_how_much_is_professional_help() -> None:
    found = after(started(), agreed(own=4, help_=2), held())
    assert (found.own_strengths, found.professional_help) == (4, 2)
    again = after(agreed(own=5, help_=1, version=2), registration=found)
    assert (again.own_strengths, again.professional_help) == (5, 1)
    assert "oma" not in repr(again).lower()


@pytest.mark.parametrize("order", [(WITHOUT_MEETING, agreed()), (agreed(), WITHOUT_MEETING)], ids=["first", "last"])
def test_a_plan_made_without_a_meeting_is_a_plan_once_the_circle_confirmed_it(order: tuple[Fact, ...]) -> None:
    stopped = after(started(), *order, WITHDRAWN)
    assert (stopped.outcome, stopped.held_on, stopped.plan_made) == (Outcome.PLAN_WITHOUT_MEETING, None, True)
    assert after(started(), WITHOUT_MEETING, WITHDRAWN).outcome is Outcome.STOPPED_IN_PREPARATION


def test_a_plan_without_a_meeting_that_came_back_is_one_again_when_the_circle_confirms_it_anew() -> None:
    back = after(started(), WITHOUT_MEETING, agreed(), SENT_BACK)
    assert not back.plan_made
    assert after(agreed(version=2), registration=back).how_it_ended() is Outcome.PLAN_WITHOUT_MEETING


def test_of_two_meetings_the_first_day_counts_and_the_last_one_says_how_it_ended() -> None:
    found = after(started(), agreed(), held(present=9), SENT_BACK, agreed(version=2), held(meeting=2, present=7))
    assert (found.held_on, found.present_count, found.meetings) == (date(2027, 1, 9), 7, 2)
    assert (found.how_it_ended(), found.sent_back) == (Outcome.MEETING_WITH_PLAN, 1)


def test_a_plan_that_came_back_after_the_day_and_was_never_made_anew_is_none() -> None:
    back = after(started(), agreed(), held(), SENT_BACK)
    assert back.how_it_ended() is Outcome.MEETING_WITHOUT_PLAN
    assert after(held(PlanOutcome.NO_PLAN, meeting=2), registration=back).how_it_ended() is Outcome.MEETING_WITHOUT_PLAN
    stopped = after(cancelled(), WITHDRAWN, registration=back)
    assert (stopped.outcome, stopped.own_strengths, stopped.professional_help) == (
        Outcome.MEETING_WITHOUT_PLAN,
        None,
        None,
    )


def test_a_plan_that_was_sent_back_in_the_room_and_then_agreed_counts_as_a_plan() -> None:
    found = after(started(), agreed(), SENT_BACK, agreed(version=2), held(), plan_accepted())
    assert (found.how_it_ended(), found.sent_back) == (Outcome.MEETING_WITH_PLAN, 1)
    assert found.plan_accepted_on == in_days(51).date()


def test_accepted_after_all_a_plan_needs_no_second_meeting_to_count() -> None:
    found = after(started(), agreed(), held(), SENT_BACK, plan_accepted())
    assert found.how_it_ended() is Outcome.MEETING_WITH_PLAN


@pytest.mark.parametrize("because", sorted(set(CancelledBecause) - SETTLED_BY_INTAKE))
def test_a_preparation_that_the_coordinator_stops_is_completed_and_locked_with_its_reason(
    because: CancelledBecause,
) -> None:
    ready = after(started(), cancelled(because), ENDED, completion(), ValidateRegistration(case_id=CASE))
    work = handled(LockRegistration(case_id=CASE), ready)
    (told,) = facts_of(work)
    assert isinstance(told, RegistrationLocked)
    assert told.outcome is Outcome.STOPPED_IN_PREPARATION
    assert ready.stop_reason == because.value


@pytest.mark.parametrize("because", sorted(SETTLED_BY_INTAKE))
def test_what_the_request_says_itself_is_not_kept_twice(because: CancelledBecause) -> None:
    assert handled(cancelled(because), after(started(), agreed(), held())).changed == {}


def test_a_plan_that_went_out_stays_a_plan_whatever_stops_afterwards() -> None:
    assert after(started(), held(), distributed(), cancelled()).plan_made


def test_why_people_withdrew_is_kept_only_where_they_told_it_by_themselves() -> None:
    told = WITHDRAWN.model_copy(update={"reason": StopReason.WANTS_NO_NETWORK})
    assert after(started(), told).stop_reason == "wants-no-network"
    assert after(started(), WITHDRAWN).stop_reason is None


def test_conditions_are_counted_whichever_is_heard_first() -> None:
    sealed = VAULT.seal("utrecht", "case/x", "Filip gaat naar school")
    request = accepted(None, Mandate(kind="youthCourt", conditions=(sealed, sealed)), Mandate(kind="other"))
    assert after(request, condition(3)).conditions == 3
    assert after(condition(3), request).conditions == 3
    assert after(request).conditions == 2


def test_languages_that_were_interpreted_are_kept_and_one_whose_interpreter_fell_out_is_not() -> None:
    booked = after(BOOKED, BOOKED.model_copy(update={"remote": True}), BOOKED.model_copy(update={"language": "ar"}))
    assert booked.interpreted == ("ar", "ti")
    assert after(FELL_OUT, registration=booked).interpreted == ("ar",)
    assert after(FELL_OUT, BOOKED, registration=booked).interpreted == ("ar", "ti")


def test_what_was_before_kring_counts_by_its_own_days() -> None:
    work, days = a_work("registry"), [date(2026, 3, day) for day in (1, 2, 3, 4)]
    requests.open_registration(received().model_copy(update={"received_on": days[0]}), work)
    found = after(
        started().model_copy(update={"started_on": days[1]}),
        plan_accepted().model_copy(update={"accepted_on": days[2]}),
        distributed().model_copy(update={"distributed_on": days[3]}),
        registration=work.need(Registration, CASE),
    )
    assert [found.received_on, found.started_on, found.plan_accepted_on, found.plan_distributed_on] == days


def test_what_professionals_answer_is_counted_line_by_line_and_a_later_word_replaces_the_earlier() -> None:
    found = after(HELP, HELP.model_copy(update={"item": 2, "granted": False}), HELP.model_copy(update={"item": 3}))
    assert found.help_answers == ((1, True), (2, False), (3, True))
    assert after(HELP.model_copy(update={"granted": False}), registration=found).help_answers[0] == (1, False)


def test_a_worry_about_safety_is_no_result_of_a_follow_up() -> None:
    told = FollowUpCompleted(case_id=CASE, step=1, result=FollowUpResult.SAFETY_CONCERN)
    assert handled(told, opened()).changed == {}


def test_nothing_of_private_time_and_no_safety_signal_is_even_heard() -> None:
    signals = {SafetySignalRaised, SafetySignalAssessed, SafetySignalPassedOn, SafetySignalClosed, SafetySignalOverdue}
    assert set(heard(service)) & {PrivateTimeStarted, PrivateTimeEnded, PresentationStarted, *signals} == set()


@pytest.mark.parametrize("fact", NEW, ids=lambda f: f.name)
def test_a_fact_of_the_conference_waits_for_the_request_and_changes_nothing_after_the_lock(fact: Fact) -> None:
    with pytest.raises(NotYet):
        HANDLERS[type(fact)](fact, a_work("registry"))
    assert handled(fact, after(started(), WITHDRAWN)).changed == {}
