"""Who may compel, through pages alone: conditions before the day, and a yes or what the plan does not meet."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.kernel.clock import DrivenClock
from tests.integration.portal.house import Person, Portal, a_portal
from tests.route.circled import Circled, a_mandated_circle, a_plan, acceptor_of
from tests.route.office import Office
from tests.route.played import START

CONDITION = "Noor slaapt thuis"
ANSWERS = "Your answer"


@asynccontextmanager
async def a_judge(folder: Path) -> AsyncGenerator[tuple[Portal, Circled, Person, str]]:
    """Bring a circle to the day, and let its judge sign in; give the page of the conference as well."""
    clock = DrivenClock(START)
    async with a_portal(folder, clock) as portal:
        office = Office(portal.kring, portal.house.client, clock)
        circle = await a_mandated_circle(office, "WT-2026-0001", CONDITION)
        judge = await portal.signed_in(Role.MANDATED_PROFESSIONAL, await acceptor_of(circle))
        yield portal, circle, judge, f"/professional/{circle.case_id}"


async def the_plan_lies_before(portal: Portal, circle: Circled) -> Person:
    """Go through the day up to a plan that waits for an answer; whoever comes back after days signs in again."""
    who = await acceptor_of(circle)
    await circle.opens()
    await circle.is_left_alone()
    helped = ({"what": "hulp bij het aanvragen", "of_whom": "de rechtbank", "person_id": who},)
    await circle.presents(a_plan(circle.office.clock.now().date(), help_asked=helped))
    await circle.does(c.SubmitPlan(case_id=circle.case_id))
    return await portal.signed_in(Role.MANDATED_PROFESSIONAL, who)


async def test_who_checks_the_plan_sees_the_day_and_the_conditions_and_may_add_one(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (_, circle, judge, page):
        assert page in await judge.sees("/professional")
        before = await judge.sees(page)
        assert CONDITION in before
        assert "Buurthuis De Linde" in before
        assert "Tante Loes" not in before
        added = await judge.sends(f"{page}/add-condition", condition="De school weet wie haar haalt")
        assert "De school weet wie haar haalt" in added.text
        assert added.text.count("the plan has to meet this") == 2
        assert len((await circle.seen_by_coordinator()).conditions) == 2


async def test_while_the_circle_is_alone_a_professional_reads_that_and_no_more(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (portal, circle, _, page):
        who = await acceptor_of(circle)
        await circle.opens()
        await circle.is_left_alone()
        judge = await portal.signed_in(Role.MANDATED_PROFESSIONAL, who)
        alone = await judge.sees(page)
        assert "The circle is alone now" in alone
        assert CONDITION not in alone
        assert "Buurthuis De Linde" not in alone


async def test_a_plan_goes_back_only_with_what_it_does_not_meet(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (portal, circle, _, page):
        judge = await the_plan_lies_before(portal, circle)
        assert "The circle asks for your answer" in await judge.sees(page)
        plan = await judge.sees(f"{page}/plan")
        assert "kookt op woensdag" in plan
        assert CONDITION in plan
        without = await judge.sends(f"{page}/send-plan-back", came_from=f"{page}/plan")
        assert without.status_code == 422
        assert (await circle.seen_by_coordinator()).plan_stage == "submitted"
        back = await judge.sends(f"{page}/send-plan-back", unmet=["condition-1"])
        assert "You sent the plan back" in back.text
        assert "not met" in back.text
        (told,) = await circle.told(c.PlanSentBack)
        assert isinstance(told, c.PlanSentBack)
        assert told.unmet == ("condition-1",)


async def test_a_plan_is_accepted_and_what_was_asked_is_answered(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (portal, circle, _, page):
        judge = await the_plan_lies_before(portal, circle)
        accepted = await judge.sends(f"{page}/accept-plan", came_from=f"{page}/plan")
        assert "It is done." in accepted.text
        assert ANSWERS not in await judge.sees(f"{page}/plan")
        await circle.concludes()
        await circle.gives_the_plan()
        asked = await judge.sees(page)
        assert "hulp bij het aanvragen" in asked
        assert "not answered yet" in asked
        answered = await judge.sends(f"{page}/answer-help", item="1", granted="true", starts_on="2027-03-01")
        assert "you said yes, from 1 March 2027" in answered.text
        received = await judge.sends(f"{page}/confirm-receipt")
        assert "you have it" in received.text


async def test_a_calendar_file_is_for_who_asked_the_coordinator_for_one(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (_, circle, judge, page):
        assert "There is no file for your calendar" in (await judge.get(f"{page}/calendar")).text
        wish = c.RecordNeeds(case_id=circle.case_id, person_id=await acceptor_of(circle), calendar=True)
        await circle.does(wish)
        file = await judge.get(f"{page}/calendar")
        assert file.headers["content-type"].startswith("text/calendar")
        assert "BEGIN:VEVENT" in file.text


async def test_a_conference_of_somebody_else_is_not_there(tmp_path: Path) -> None:
    async with a_judge(tmp_path) as (portal, circle, _, page):
        other = await portal.signed_in(Role.MANDATED_PROFESSIONAL, circle.people["Tante Loes"])
        assert "You take part in no conference now." in await other.sees("/professional")
        assert CONDITION not in (await other.get(page)).text
        assert (await other.get(page)).status_code in {403, 404}
