"""The field's cases of the plan and after: sent back, contested, made early, stalling, nobody at home, danger."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import CaseFacts, FactLines
from kring_shared.runtime.bus.client import RefusedAnswer
from tests.route.circled import Circled, a_circle, a_mandated_circle, a_plan, acceptor_of
from tests.route.office import Office, an_office

FOUR_WEEKS = timedelta(days=29)


async def with_a_submitted_plan(office: Office, reference: str, *, after_the_day: bool = False) -> tuple[Circled, str]:
    circle = await a_mandated_circle(office, reference, "Noor slaapt thuis", "De school weet wie haar haalt")
    judge = await acceptor_of(circle)
    await circle.opens()
    await circle.is_left_alone()
    await circle.presents()
    await circle.does(c.SubmitPlan(case_id=circle.case_id))
    if after_the_day:
        await circle.concludes()
    return circle, judge


async def test_5_a_plan_that_misses_a_condition_names_it_goes_back_to_the_circle_and_nobody_else_changes_it(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle, judge = await with_a_submitted_plan(office, "BACK-1")
        back = c.SendPlanBack(case_id=circle.case_id, unmet=("condition-1", "condition-2"))
        assert (await circle.checks(back, judge)).status == "done"
        today = office.clock.now().date()
        edited = c.DraftPlan(case_id=circle.case_id, plan=a_plan(today, stay_in_touch="de coördinator belt"))
        assert (await circle.tries(edited)).status == "refused"
        await circle.is_left_alone()
        more = ({"who": "Tante Loes", "what": "slaapt bij Noor"}, {"who": "Tante Loes", "what": "belt de school"})
        assert await circle.presents(a_plan(today, agreements=more)) == 2
        await circle.does(c.SubmitPlan(case_id=circle.case_id))
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), judge)).status == "done"
        await circle.concludes()


async def test_5_sent_back_after_the_day_means_a_second_meeting(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle, judge = await with_a_submitted_plan(office, "BACK-2", after_the_day=True)
        await office.waits(timedelta(days=2))
        back = c.SendPlanBack(case_id=circle.case_id, unmet=("condition-1",))
        assert (await circle.checks(back, judge)).status == "done"
        assert (await circle.seen_by_coordinator()).stage == "adjourned"
        at = office.clock.now() + timedelta(days=10)
        await circle.case.sets_the_day(at)
        await circle.does(c.DeclareReady(case_id=circle.case_id))
        await circle.opens()
        await circle.is_left_alone()
        more = ({"who": "Tante Loes", "what": "slaapt bij Noor"},)
        await circle.presents(a_plan(office.clock.now().date(), agreements=more))
        await circle.does(c.SubmitPlan(case_id=circle.case_id))
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), judge)).status == "done"
        await circle.concludes()
        await circle.gives_the_plan()
        meetings = [f.meeting for f in await office.facts(circle.case_id) if isinstance(f, c.ConferenceConcluded)]
        assert meetings == [1, 2]


async def test_5_a_professional_who_does_not_answer_is_reminded_and_then_the_manager_hears(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle, judge = await with_a_submitted_plan(office, "LATE-1", after_the_day=True)
        await office.waits(timedelta(days=12))
        facts = await office.facts(circle.case_id)
        (awaited,) = [f for f in facts if isinstance(f, c.PlanAnswerAwaited)]
        (overdue,) = [f for f in facts if isinstance(f, c.PlanAnswerOverdue)]
        assert (awaited.acceptor_id, overdue.waiting_for) == (judge, 1)
        assert awaited.occurred_at < overdue.occurred_at


async def test_6_refused_though_the_conditions_are_met_goes_to_the_manager_who_has_it_looked_at_again(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle, judge = await with_a_submitted_plan(office, "CONTEST-1")
        await circle.checks(c.SendPlanBack(case_id=circle.case_id, unmet=("condition-1",)), judge)
        assert (await circle.says(c.ContestRefusal(case_id=circle.case_id))).status == "done"
        review = c.ReviewRefusal(case_id=circle.case_id, decision=c.Reviewed.ASK_AGAIN)
        assert (await circle.tries(review)).code == "kring.not-permitted"
        await office.must(review)
        assert (await circle.seen_by_coordinator()).plan_stage == "submitted"
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), judge)).status == "done"


async def test_10_a_plan_made_before_the_meeting_is_confirmed_written_out_and_counted_as_such(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "EARLY-1")
        await circle.agrees_on_a_question()
        await circle.joins("Tante Loes")
        await circle.case.joins(circle.main_persons[0])
        plan = a_plan(office.clock.now().date())
        made = await circle.says(c.MakePlanWithoutMeeting(case_id=circle.case_id, plan=plan))
        assert made.status == "done", made.message
        yes = c.ConfirmPlan(case_id=circle.case_id, plan_version=1, everyone_agrees=True)
        assert (await circle.says(yes)).status == "done"
        await circle.gives_the_plan()
        await office.waits(FOUR_WEEKS)
        await circle.does(c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.ON_TRACK))
        done = r.CompleteRegistration(case_id=circle.case_id, minutes_worked=300, distance_km=0)
        await circle.does(done)
        await office.must(r.ValidateRegistration(case_id=circle.case_id))
        await office.must(r.LockRegistration(case_id=circle.case_id))
        (closed,) = [f for f in await office.facts(circle.case_id) if isinstance(f, i.RequestClosed)]
        assert closed.outcome is i.Outcome.PLAN_WITHOUT_MEETING


async def test_26_a_plan_that_stalls_is_first_a_matter_of_whom_the_plan_names_and_then_of_an_offer(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "STALL-1")
        await circle.agrees_on_a_question()
        convener = await circle.joins("Opa Jef")
        await circle.gets_ready()
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents(a_plan(office.clock.now().date(), fallback_person=convener))
        await circle.concludes()
        await circle.gives_the_plan()
        await office.waits(FOUR_WEEKS)
        await circle.does(c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.STALLED))
        (asked,) = await of(office, circle, c.ConvenerAsked)
        assert asked.person_id == convener
        assert await of(office, circle, c.MeetingAgainOffered) == []
        await office.waits(timedelta(days=20))
        assert len(await of(office, circle, c.MeetingAgainOffered)) == 1
        told = len(await office.facts(circle.case_id))
        await office.waits(timedelta(days=200))
        later = [f.name for f in (await office.facts(circle.case_id))[told:] if f.service == "conference"]
        assert set(later) <= {"circle-erased"}, "nothing more is asked of anybody; in time what is kept goes"


async def test_27_nobody_is_at_home_so_after_some_calls_it_ends_and_no_letter_goes_to_an_old_address(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "GONE-1")
        await circle.goes_to_the_plan_in_hands()
        await office.waits(FOUR_WEEKS)
        queued = len(office.rows("notifications", "SELECT message_id FROM notification"))
        at_once = c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.UNREACHABLE)
        assert (await circle.tries(at_once)).status == "refused"
        for _ in range(3):
            await circle.does(c.RecordFollowUpAttempt(case_id=circle.case_id, step=1))
        (completed,) = await of(office, circle, c.FollowUpCompleted)
        assert completed.result is c.FollowUpResult.UNREACHABLE
        assert len(await of(office, circle, c.FollowUpEnded)) == 1
        assert len(office.rows("notifications", "SELECT message_id FROM notification")) == queued


async def test_28_danger_heard_at_a_call_goes_its_own_way_and_is_nowhere_in_the_follow_up(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "DANGER-1")
        await circle.goes_to_the_plan_in_hands()
        await office.waits(FOUR_WEEKS)
        as_result = c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.SAFETY_CONCERN)
        refused = await circle.tries(as_result)
        assert "raise-safety-signal" in refused.message
        words = "hij slaat haar weer"
        await circle.does(c.RaiseSafetySignal(case_id=circle.case_id, level=c.SignalLevel.ACUTE, words=words))
        await circle.does(c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.PARTLY))
        (line,) = (await office.asks(c.ListSafetySignals(), c.SafetySignalList)).signals
        shown = await office.asks(c.ShowSafetySignal(signal_id=line.signal_id), c.SafetySignalShown)
        assert (shown.words, shown.about_case_id) == (words, circle.case_id)
        with pytest.raises(RefusedAnswer):
            await office.asks(c.ListSafetySignals(), c.SafetySignalList, Role.COORDINATOR, circle.case.coordinator_id)
        manager = office.client.actor(Role.REGIONAL_MANAGER, "manager-utrecht", office.name)
        question = CaseFacts(case_id=circle.case_id)
        of_the_case = await office.client.ask(question, manager, FactLines, service="conference", timeout=60)
        assert not any("signal" in fact.name for fact in of_the_case.facts)
        assert not any("safety-signal" in fact.name for fact in await office.facts(circle.case_id))
        everything = "\n".join(fact.model_dump_json() for fact in await office.facts())
        assert words not in everything
        assert "safety-concern" not in everything


async def of(office: Office, circle: Circled, kind: type[Any]) -> list[Any]:
    """Give the facts of one kind of a case."""
    return [fact for fact in await office.facts(circle.case_id) if isinstance(fact, kind)]
