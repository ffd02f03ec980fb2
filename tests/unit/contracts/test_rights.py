"""The rights table: complete, and with what the field never allows left out of it for everybody."""

import pytest

from kring_shared.contracts import conference, intake, matching, notifications, registry
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.envelope import Command, Named, Query
from kring_shared.contracts.every_service import ListDeadLetters, Ready, RetryDeadLetter
from kring_shared.contracts.rights import RIGHTS, Right

ASKABLE: set[type[Named]] = {*COMMANDS.values(), *QUERIES.values()} - {Ready}
FAMILY = {Role.MAIN_PERSON, Role.CIRCLE_MEMBER}


def may(role: Role) -> set[type[Named]]:
    return {message for message, roles in RIGHTS.items() if role in roles}


def test_every_command_and_query_is_in_the_table_and_nothing_else() -> None:
    assert set(RIGHTS) == ASKABLE
    assert all(issubclass(message, Command | Query) for message in RIGHTS)


def test_every_message_may_be_asked_by_somebody() -> None:
    assert [message.kind() for message, roles in RIGHTS.items() if not roles] == []


OUTSIDE = {Role.FUNDER, Role.RESEARCHER, Role.OTHER_OFFICE}


@pytest.mark.parametrize("role", sorted(OUTSIDE))
def test_who_takes_no_part_in_the_route_sees_published_figures_without_small_numbers_and_nothing_else(
    role: Role,
) -> None:
    assert may(role) == {registry.OutwardFigures}


def test_who_refers_hands_in_and_asks_where_it_stands_and_nothing_more() -> None:
    assert may(Role.REQUESTER) == {intake.SubmitReferral, intake.ShowReferralStatus, intake.ListOwnReferrals}


def test_only_who_works_at_the_office_reaches_further_than_own_cases() -> None:
    further = {
        role
        for message, roles in RIGHTS.items()
        for role, right in roles.items()
        if right is Right.OFFICE and message is not registry.OutwardFigures
    }
    assert further - {Role.EDGE} == {Role.REGIONAL_MANAGER, Role.OPERATOR, Role.TRAINER, Role.SUPERVISOR}


def test_who_trains_plans_gatherings_and_notes_who_was_there_and_sees_no_case() -> None:
    assert may(Role.TRAINER) == {
        matching.PlanGathering,
        matching.RecordAttendance,
        matching.ListGatherings,
        matching.ShowGathering,
        matching.ShowAgenda,
        matching.ListCareers,
    }


def test_who_supports_coordinators_sees_their_way_and_their_questions_and_no_case() -> None:
    assert may(Role.SUPERVISOR) == {
        matching.ListCareers,
        matching.ShowCareer,
        matching.EvaluateConference,
        matching.RecordCoaching,
        matching.ListHelpdesk,
        matching.ShowHelpdeskCase,
        matching.TakeHelpdeskCase,
        matching.AnswerHelpdeskCase,
    }


def test_who_manages_accounts_may_ask_nothing_of_the_route() -> None:
    assert may(Role.ADMINISTRATOR) == set()


def test_the_portal_itself_asks_what_a_link_opens_and_nothing_else() -> None:
    of_links: set[type[Named]] = {notifications.OpenLink, notifications.UseLink, notifications.CheckCode}
    assert may(Role.EDGE) == of_links
    for message in of_links:
        assert set(RIGHTS[message]) == {Role.EDGE}


def test_whoever_may_not_read_a_plan_gives_nobody_the_code_to_it() -> None:
    for message in (notifications.GiveCode, notifications.ShowCode):
        assert RIGHTS[message] == {Role.COORDINATOR: Right.OWN}


def test_an_operator_sees_no_case_from_within() -> None:
    of_nobody = {matching.ShowAgenda, notifications.ReportArrival, registry.OutwardFigures, registry.RecountYear}
    by_opaque_ids = {registry.VerifyChain, registry.ListErasures, registry.ShowErasure, registry.NoteBreach}
    cases = {intake.ListCases, intake.ListQuarantine, ListDeadLetters, RetryDeadLetter}
    assert may(Role.OPERATOR) == cases | of_nobody | by_opaque_ids


def test_people_say_for_themselves_how_they_want_to_hear_and_only_who_works_sees_what_is_to_be_told() -> None:
    for wish in (notifications.RecordContactWishes, notifications.CorrectContact):
        assert set(RIGHTS[wish]) == FAMILY | {Role.COORDINATOR, Role.REGIONAL_MANAGER}
    for told in (
        notifications.ListToTell,
        notifications.ShowToTell,
        notifications.NoteTold,
        notifications.ResendMessage,
    ):
        assert set(RIGHTS[told]) == {Role.COORDINATOR, Role.REGIONAL_MANAGER}


def test_private_time_is_ended_by_the_circle_and_noted_by_the_coordinator_it_calls_and_by_nobody_else() -> None:
    assert set(RIGHTS[conference.EndPrivateTime]) == FAMILY | {Role.COORDINATOR}


def test_what_may_be_asked_in_private_time_is_for_the_circle_and_the_coordinator_only() -> None:
    for message in (conference.EndPrivateTime, conference.AdjournConference, conference.StepOut):
        assert set(RIGHTS[message]) == FAMILY | {Role.COORDINATOR}


def test_whoever_is_with_the_family_may_worry_aloud_and_so_may_the_manager_who_calls_them() -> None:
    assert set(RIGHTS[conference.RaiseSafetySignal]) == FAMILY | {Role.COORDINATOR, Role.REGIONAL_MANAGER}


def test_a_plan_is_checked_by_the_mandated_professional_and_nobody_else() -> None:
    checks: set[type[Named]] = {conference.AddCondition, conference.AcceptPlan, conference.SendPlanBack}
    for message in checks:
        assert set(RIGHTS[message]) == {Role.MANDATED_PROFESSIONAL}
    asked_of_them = {conference.ConfirmReceipt, conference.AnswerHelp, conference.ShowPlan, conference.ShowCalendar}
    asked_of_them |= {conference.ListOwnConferences, conference.ShowOwnPart}
    assert may(Role.MANDATED_PROFESSIONAL) == checks | asked_of_them | {registry.AnswerSatisfaction}


def test_who_informs_may_ask_for_what_binds_them_and_nothing_more() -> None:
    assert may(Role.INFORMATION_GIVER) == {
        conference.ConfirmReceipt,
        conference.AnswerHelp,
        conference.ShowPlan,
        conference.ShowCalendar,
        conference.ListOwnConferences,
        conference.ShowOwnPart,
        registry.AnswerSatisfaction,
    }


def test_the_regional_manager_reads_no_plan_and_decides_nothing_in_the_conference() -> None:
    asked = {message for message in may(Role.REGIONAL_MANAGER) if message.service == "conference"}
    assert asked == {
        conference.ShowConference,
        conference.ListConferences,
        conference.AppointAcceptor,
        conference.ReviewRefusal,
        conference.RecordFollowUpAttempt,
        conference.RecordFollowUp,
        conference.RaiseSafetySignal,
        conference.AssessSafetySignal,
        conference.PassSafetySignalOn,
        conference.CloseSafetySignal,
        conference.ListSafetySignals,
        conference.ShowSafetySignal,
        conference.TakeOverConference,
    }


def test_a_safety_officer_sees_the_signals_given_to_them_and_nothing_else() -> None:
    assert may(Role.SAFETY_OFFICER) == {
        conference.ListOwnSafetySignals,
        conference.ShowSafetySignal,
        conference.CloseSafetySignal,
    }


def test_only_a_coordinator_answers_for_a_coordinator() -> None:
    for message in (matching.AcceptProposal, matching.DeclineProposal, registry.CompleteRegistration):
        assert RIGHTS[message] == {Role.COORDINATOR: Right.OWN}
