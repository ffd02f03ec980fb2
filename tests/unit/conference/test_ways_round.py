"""Ways round the hard rules that somebody could find: each is tried, and each is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.process import PlanStage
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import IMPORTED, Command
from kring_shared.contracts.field import Context, Dossier, Part
from kring_shared.contracts.intake import (
    Outcome,
    PauseReason,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotReady, Refused
from kring_shared.kernel.ids import DAY_MS
from kring_shared.runtime.lane.pages import Pages
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    JUDGE,
    PLAN,
    Case,
    alone,
    card,
    circle_member,
    guardian,
    in_days,
    main_person,
    mandate,
    prepared,
    preparing,
    ready,
    submitted,
)
from tests.unit.conference.planning import appointed

ALONE = c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
DONE = c.EndPrivateTime(case_id=CASE_ID)
FOR_TODAY = c.AdjournConference(case_id=CASE_ID)
LOCKED = RegistrationLocked(case_id=CASE_ID, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64)
BY_MISTAKE = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,), noted_by_mistake=True)


def died(case: Case, person_id: str) -> None:
    """Have everything wait because somebody died."""
    died = PauseReason.PERSON_DIED
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=died, person_id=person_id))


def oma_of(case: Case) -> str:
    """Give the one of the circle who comes."""
    return next(line.person_id for line in case.show().participants if line.name == "Oma")


@pytest.mark.parametrize("then", [(DONE,), (DONE, ALONE, DONE), (FOR_TODAY,)])
def test_a_lock_that_is_heard_before_the_circle_is_done_still_forgets_its_hours(then: tuple[Command, ...]) -> None:
    case = alone()
    case.hear(LOCKED)
    for command in then:
        case.do(command, None if command is ALONE else main_person())
    assert (case.conference.room.private_from, case.conference.room.private_until) == (None, None)


def test_a_withdrawal_in_private_time_does_not_say_that_it_was_private_time() -> None:
    (cancelled,) = alone().hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    assert isinstance(cancelled, c.ConferenceCancelled)
    assert cancelled.stage == "meeting"


def test_who_steps_out_of_private_time_tells_the_day_and_no_hour() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=oma))
    told = case.do(c.StepOut(case_id=CASE_ID, person_id=oma), circle_member(oma))
    assert {fact.name for fact in told} == {"participant-stepped-out", "support-person-ended"}
    assert {(fact.occurred_at.hour, fact.occurred_at.minute) for fact in told} == {(0, 0)}
    assert c.InterpreterCancelled.day_only
    assert c.StepOut.day_only


RAISED = c.RaiseSafetySignal(case_id=CASE_ID, level=c.SignalLevel.CONCERN, words="I am worried.")


def test_what_is_noted_of_who_worried_has_no_hour_by_which_it_leads_to_the_signal() -> None:
    pages = Pages(NOON)
    pages.asked(main_person(), RAISED)
    assert [row["at_ms"] % DAY_MS for row in pages.access] == [0]


def test_a_mistake_brings_back_only_whom_it_was_about() -> None:
    case = prepared()
    leo, aunt = case.suggest("Leo"), case.suggest("Aunt")
    died(case, leo)
    case.hear(BY_MISTAKE.model_copy(update={"noted_by_mistake": False}))
    died(case, aunt)
    case.hear(BY_MISTAKE)
    assert case.person(leo).has_left
    assert not case.person(aunt).has_left


def test_who_relied_on_somebody_who_died_is_free_to_choose_again() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=oma))
    died(case, oma)
    assert case.person(FILIP).care.support_person_id is None
    assert isinstance(case.told[-1], c.SupportPersonEnded)


def test_a_case_that_began_in_kring_is_not_taken_over_with_a_plan_its_circle_never_confirmed() -> None:
    yesterday = NOON.date() - timedelta(days=1)
    plan = c.TakeOverConference(
        case_id=CASE_ID, stood_at=c.StoodAt.HELD, held_on=yesterday, present_count=5, agreed_on=yesterday, plan=PLAN
    )
    case = preparing()
    with pytest.raises(Refused, match="began in Kring"):
        case.do(plan, an_actor(Role.REGIONAL_MANAGER))
    dossier = Dossier(policy="nl/1", context=Context.VOLUNTARY)
    before = RequestAccepted(
        case_id=CASE_ID, office="utrecht", requester=card(FILIP, "Filip"), main_persons=(), dossier=dossier, by=IMPORTED
    )
    case.hear(before)
    assert case.conference.imported


def taken(case: Case, **fields: object) -> None:
    """Have the regional manager take a case over as it stood before Kring."""
    case.stored[Conference, CASE_ID] = replace(case.conference, imported=True)
    case.do(c.TakeOverConference.model_validate({"case_id": CASE_ID, **fields}), an_actor(Role.REGIONAL_MANAGER))


@pytest.mark.parametrize("minor", [True, None])
def test_no_child_interprets_in_a_case_that_is_taken_over(minor: bool | None) -> None:  # noqa: FBT001 - a case each
    mariam = c.TakenPerson(contact=Contact(name="Mariam"), part=Part.INTERPRETER, minor=minor)
    with pytest.raises(InvalidFields, match="child never interprets"):
        taken(preparing(), stood_at=c.StoodAt.PREPARING, people=(mariam,))


def test_conditions_that_were_told_after_the_meeting_do_not_bind_a_plan_that_is_taken_over() -> None:
    day = NOON.date() - timedelta(days=10)
    after = day + timedelta(days=1)
    held = {"stood_at": c.StoodAt.HELD, "held_on": day, "agreed_on": day, "present_count": 5, "plan": PLAN}
    with pytest.raises(InvalidFields, match="do not follow each other"):
        taken(preparing(mandate("School goes on.")), **held, conditions_shared_on=after, main_persons_informed=True)


def test_no_condition_is_added_to_a_plan_that_somebody_looks_at_already() -> None:
    case = submitted(mandate("School goes on."))
    case.do(c.ConcludeConference(case_id=CASE_ID, present_count=5))
    case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-1",)), guardian())
    case.do(c.ContestRefusal(case_id=CASE_ID), main_person())
    with pytest.raises(NotReady, match="does not bind it"):
        case.do(c.AddCondition(case_id=CASE_ID, condition="Nobody smokes."), guardian())


def test_what_was_asked_after_the_circle_met_is_no_reason_to_refuse_the_plan_it_made() -> None:
    case = submitted(mandate("School goes on."))
    case.do(c.ConcludeConference(case_id=CASE_ID, present_count=5))
    case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-1",)), guardian())
    case.do(c.AddCondition(case_id=CASE_ID, condition="Nobody smokes."), guardian())
    case.do(c.ContestRefusal(case_id=CASE_ID), main_person())
    case.do(c.ReviewRefusal(case_id=CASE_ID, decision=c.Reviewed.ASK_AGAIN), an_actor(Role.REGIONAL_MANAGER))
    with pytest.raises(InvalidFields, match="1 conditions bind"):
        case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-2",)), guardian())


def test_what_was_asked_after_a_circle_made_its_plan_without_a_meeting_is_no_reason_either() -> None:
    case = ready(mandate("School goes on."))
    case.do(c.MakePlanWithoutMeeting(case_id=CASE_ID, plan=PLAN))
    case.do(c.ConfirmPlan(case_id=CASE_ID, plan_version=1, everyone_agrees=True), main_person())
    case.do(c.SubmitPlan(case_id=CASE_ID))
    case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-1",)), guardian())
    case.do(c.PostponeConference(case_id=CASE_ID, because=c.StillBecause.CIRCLE_ASKS))
    case.do(c.AddCondition(case_id=CASE_ID, condition="Nobody smokes."), guardian())
    case.do(c.ContestRefusal(case_id=CASE_ID), main_person())
    case.do(c.ReviewRefusal(case_id=CASE_ID, decision=c.Reviewed.ASK_AGAIN), an_actor(Role.REGIONAL_MANAGER))
    with pytest.raises(InvalidFields, match="1 conditions bind"):
        case.do(c.SendPlanBack(case_id=CASE_ID, unmet=("condition-2",)), guardian())


def test_one_who_compels_does_not_accept_for_another_who_fell_out() -> None:
    case = submitted(mandate("School goes on."), mandate("Nobody is hit.", acceptor_id=JUDGE))
    died(case, JUDGE)
    case.hear(BY_MISTAKE.model_copy(update={"noted_by_mistake": False}))
    with pytest.raises(NotReady, match="appoint-acceptor"):
        case.do(c.AcceptPlan(case_id=CASE_ID), guardian())
    appointed(case)
    case.do(c.AcceptPlan(case_id=CASE_ID), guardian())
    assert case.plan.stage is PlanStage.SUBMITTED


def test_an_order_of_days_does_not_give_away_that_two_people_are_kept_apart() -> None:
    case = prepared()
    leo = case.joins("Leo")
    first, second = in_days(case.now, 50), in_days(case.now, 60)
    case.do(c.ProposeDates(case_id=CASE_ID, options=(first, second)))
    case.do(c.AnswerDates(case_id=CASE_ID, person_id=FILIP, can=(first, second)))
    for person_id in (oma_of(case), leo):
        case.do(c.AnswerDates(case_id=CASE_ID, person_id=person_id, can=(first,)))
    case.do(c.AnswerDates(case_id=CASE_ID, person_id=case.joins("Aunt"), can=(second,)))
    before = case.show(main_person()).dates
    case.do(c.KeepApart(case_id=CASE_ID, person_id=leo, other_id=FILIP))
    case.do(c.KeepApart(case_id=CASE_ID, person_id=oma_of(case), other_id=FILIP))
    assert case.show(main_person()).dates == before
    assert case.show().dates != before


def test_who_is_kept_away_vanishes_from_the_list_as_whoever_stepped_out() -> None:
    case = prepared()
    leo, aunt = case.joins("Leo"), case.joins("Aunt")
    case.do(c.LeaveOut(case_id=CASE_ID, person_id=leo))
    case.do(c.StepOut(case_id=CASE_ID, person_id=aunt))
    for actor in (main_person(), circle_member(oma_of(case))):
        assert not {leo, aunt} & {line.person_id for line in case.show(actor).participants}
