"""Who checks a plan, and what can be a reason to send it back."""

import pytest

from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage, PlanStage, Stage
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConfirmPlan,
    DraftPlan,
    EndPrivateTime,
    ParticipantSuggested,
    PlanAccepted,
    PlanAgreed,
    PlanSentBack,
    PlanSubmitted,
    StillBecause,
    WriteOutPlan,
)
from kring_shared.contracts.policies import POLICIES, AcceptedBy
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady, Refused
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    GUARDIAN,
    JUDGE,
    agreed,
    circle_member,
    guardian,
    main_person,
    mandate,
    preparing,
    submitted,
)
from tests.unit.conference.case import PLAN as WORDS
from tests.unit.conference.planning import (
    ACCEPT,
    ALONE,
    APPOINT,
    CLOCK,
    CONCLUDE,
    CONDITION,
    MANAGER,
    SUBMIT,
    appointed,
    back,
    untold,
)


def test_where_nobody_has_to_accept_the_plan_is_not_submitted() -> None:
    with pytest.raises(NotReady, match="everyone agrees is enough"):
        agreed().do(SUBMIT)


def test_only_words_that_count_are_submitted_and_once() -> None:
    case = agreed(mandate(CONDITION))
    case.do(DraftPlan(case_id=CASE_ID, plan=WORDS.model_copy(update={"stay_in_touch": "by phone"})), main_person())
    with pytest.raises(NotAllowedNow, match="while drafted"):
        case.do(SUBMIT)
    case.do(ConfirmPlan(case_id=CASE_ID, plan_version=2, everyone_agrees=True), main_person())
    (told,) = case.do(SUBMIT)
    assert told == told.model_copy(update={"plan_version": 2, "acceptor_id": GUARDIAN})
    with pytest.raises(NotAllowedNow, match="while submitted"):
        case.do(SUBMIT)


def test_nobody_but_the_coordinator_submits_and_nobody_but_the_professional_answers() -> None:
    case = agreed(mandate(CONDITION))
    for who in (main_person(), MANAGER, guardian()):
        with pytest.raises(NotPermitted):
            case.do(SUBMIT, who)
    case.do(SUBMIT)
    for who in (main_person(), MANAGER, guardian(JUDGE)):
        with pytest.raises(NotPermitted):
            case.do(ACCEPT, who)
        with pytest.raises(NotPermitted):
            case.do(back(), who)
    assert case.plan.stage is PlanStage.SUBMITTED


def test_a_plan_can_be_submitted_and_accepted_after_the_day() -> None:
    case = agreed(mandate(CONDITION))
    case.do(CONCLUDE)
    with pytest.raises(NotReady, match="accepted first"):
        case.do(WriteOutPlan(case_id=CASE_ID))
    case.do(SUBMIT)
    (accepted,) = case.do(ACCEPT, guardian())
    assert isinstance(accepted, PlanAccepted)
    assert case.conference.stage is Stage.CONCLUDED
    case.do(WriteOutPlan(case_id=CASE_ID))


def test_without_anybody_who_checks_it_the_office_appoints_somebody_first() -> None:
    case = agreed(mandate(CONDITION))
    case.stored[Participant, GUARDIAN] = case.person(GUARDIAN).goes_on(with_them=False)
    with pytest.raises(NotReady, match="appoint-acceptor"):
        case.do(SUBMIT)
    who = appointed(case)
    (told,) = case.do(SUBMIT)
    assert isinstance(told, PlanSubmitted)
    assert told.acceptor_id == who
    case.do(ACCEPT, guardian(who))


def test_how_to_reach_who_was_appointed_is_sealed_under_their_own_key() -> None:
    case = preparing(policy="be/1")
    (told,) = case.do(APPOINT, MANAGER)
    assert isinstance(told, ParticipantSuggested)
    assert told.participant.contact.scope == scope_of(Scope.PERSON, told.participant.person_id)
    assert "Vos" not in told.model_dump_json()


def test_nobody_but_the_manager_appoints() -> None:
    for who in (None, main_person()):
        with pytest.raises(NotPermitted):
            preparing(policy="be/1").do(APPOINT, who)


def test_nobody_is_appointed_where_nothing_is_checked_or_the_mandate_names_somebody() -> None:
    with pytest.raises(Refused, match="everyone agrees is enough"):
        preparing().do(APPOINT, MANAGER)
    with pytest.raises(Refused, match="who compels the help"):
        preparing(mandate(CONDITION)).do(APPOINT, MANAGER)
    appointed(preparing(mandate(CONDITION), mandate("Nobody is hit.", acceptor_id=None)))


def test_who_is_appointed_while_the_plan_lies_there_gets_it_too() -> None:
    case = submitted(policy="be/1")
    _, told = case.do(APPOINT, MANAGER)
    assert isinstance(told, PlanSubmitted)
    assert told.acceptor_id is not None
    case.do(ACCEPT, guardian(told.acceptor_id))
    assert case.plan.stage is PlanStage.ACCEPTED


def test_a_policy_may_want_a_professional_of_the_offices_choice_beside_whom_the_mandate_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = agreed(mandate(CONDITION))
    by_office = POLICIES["nl/1"].model_copy(update={"accepted_by": AcceptedBy.APPOINTED})
    monkeypatch.setitem(POLICIES, "nl/1", by_office)
    with pytest.raises(NotReady, match="appoint-acceptor"):
        case.do(SUBMIT)
    who = appointed(case)
    asked = {fact.acceptor_id for fact in case.do(SUBMIT) if isinstance(fact, PlanSubmitted)}
    assert asked == {GUARDIAN, who}
    case.do(ACCEPT, guardian(who))
    after_one = case.plan.stage
    case.do(ACCEPT, guardian(GUARDIAN))
    assert (after_one, case.plan.stage) == (PlanStage.SUBMITTED, PlanStage.ACCEPTED)


def test_under_two_mandates_both_must_accept_and_each_once() -> None:
    case = agreed(mandate(CONDITION), mandate("Nobody is hit.", acceptor_id=JUDGE))
    assert {fact.acceptor_id for fact in case.do(SUBMIT) if isinstance(fact, PlanSubmitted)} == {GUARDIAN, JUDGE}
    assert case.do(ACCEPT, guardian(GUARDIAN)) == []
    assert case.last is not None
    assert case.last.answer == {"stillToAccept": 1}
    assert case.last.forgotten == []
    with pytest.raises(Refused, match="before"):
        case.do(ACCEPT, guardian(GUARDIAN))
    (accepted,) = case.do(ACCEPT, guardian(JUDGE))
    assert isinstance(accepted, PlanAccepted)
    assert set(case.last.forgotten) == CLOCK


def test_where_nobody_is_compelled_one_of_several_is_enough() -> None:
    case = agreed(policy="be/1")
    second = appointed(case)
    assert len(case.do(SUBMIT)) == 2
    (accepted,) = case.do(ACCEPT, guardian(second))
    assert isinstance(accepted, PlanAccepted)


def test_no_plan_is_accepted_before_everybody_who_takes_part_knew_every_condition() -> None:
    case = submitted(mandate(CONDITION))
    untold(case)
    with pytest.raises(NotReady, match="share-conditions"):
        case.do(ACCEPT, guardian())
    assert case.plan.stage is PlanStage.SUBMITTED


def test_each_thing_that_is_not_met_is_named_once_and_the_plan_goes_back_to_the_circle() -> None:
    case = submitted(mandate(CONDITION, "Nobody is hit."))
    (told,) = case.do(back("condition-2", "safe", "condition-2"), guardian())
    assert isinstance(told, PlanSentBack)
    assert told.unmet == ("condition-2", "safe")
    assert (case.plan.stage, case.plan.unmet) == (PlanStage.SENT_BACK, ("condition-2", "safe"))
    assert case.conference.stage is Stage.PRESENTATION_PHASE
    assert case.last is not None
    assert set(case.last.forgotten) == CLOCK
    with pytest.raises(NotAllowedNow, match="while sent-back"):
        case.do(back(), guardian())


def test_a_condition_that_was_not_shared_beforehand_sends_nothing_back() -> None:
    case = submitted(mandate(CONDITION))
    with pytest.raises(InvalidFields) as refusal:
        case.do(back("safe", "condition-2"), guardian())
    assert refusal.value.fields == ("/unmet/1",)
    assert case.plan.stage is PlanStage.SUBMITTED


def test_where_help_is_free_to_refuse_a_plan_is_safe_and_lawful_or_not_and_nothing_else() -> None:
    case = submitted(policy="be/1")
    (who,) = case.plan.asked
    with pytest.raises(InvalidFields, match="no condition binds"):
        case.do(back("condition-1"), guardian(who))
    case.do(back("safe", "lawful"), guardian(who))
    assert case.plan.stage is PlanStage.SENT_BACK


def test_sent_back_the_circle_itself_words_it_anew_and_all_yeses_are_asked_again() -> None:
    case = agreed(mandate(CONDITION), mandate("Nobody is hit.", acceptor_id=JUDGE))
    case.do(SUBMIT)
    case.do(ACCEPT, guardian())
    case.do(back("condition-2"), guardian(JUDGE))
    case.do(ALONE)
    case.do(EndPrivateTime(case_id=CASE_ID), main_person())
    anew = DraftPlan(case_id=CASE_ID, plan=WORDS.model_copy(update={"whom_to_warn": "School"}))
    with pytest.raises(NotPermitted, match="only the circle"):
        case.do(anew)
    case.do(anew, main_person())
    (again,) = case.do(ConfirmPlan(case_id=CASE_ID, plan_version=2, everyone_agrees=True), main_person())
    assert isinstance(again, PlanAgreed)
    assert len(case.do(SUBMIT)) == 2
    assert case.plan.accepted_by == ()
    assert case.plan.unmet == ()


def test_sent_back_after_the_day_a_second_meeting_is_to_be_planned_and_people_are_expected_again() -> None:
    case = submitted(mandate(CONDITION))
    case.do(CONCLUDE)
    sent_back, adjourned = case.do(back(), guardian())
    assert isinstance(sent_back, PlanSentBack)
    assert isinstance(adjourned, ConferenceAdjourned)
    assert adjourned.because is StillBecause.PLAN_SENT_BACK
    assert case.conference.stage is Stage.ADJOURNED
    assert case.conference.day.starts_at is None
    assert case.person(FILIP).stage is PathStage.ANSWERED


def test_a_plan_is_not_taken_back_from_whoever_checks_it_by_talking_again() -> None:
    case = submitted(mandate(CONDITION))
    with pytest.raises(NotAllowedNow, match="while submitted"):
        case.do(ALONE)


def test_a_circle_member_is_told_where_the_plan_lies_when_they_would_change_it() -> None:
    case = submitted(mandate(CONDITION))
    with pytest.raises(NotAllowedNow, match=r"accept-plan, .*send-plan-back"):
        case.do(
            DraftPlan(case_id=CASE_ID, plan=WORDS.model_copy(update={"whom_to_warn": "School"})),
            circle_member(next(p.person_id for p in case.show().participants if p.part == "circle")),
        )
