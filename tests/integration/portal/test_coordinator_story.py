"""A coordinator's conference from the proposal to the registration, through the pages alone."""

import re
from datetime import timedelta
from pathlib import Path

from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from tests.integration.portal.coordinating import AtTheDesk, at_the_desk, local, plan_fields


async def test_a_coordinator_goes_from_a_proposal_to_a_registration_through_the_pages_alone(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        await _says_yes(desk)
        await _brings_a_circle_together(desk)
        await _sets_a_day(desk)
        await _holds_the_day(desk)
        await _gives_the_plan(desk)
        await _closes(desk)


async def _says_yes(desk: AtTheDesk) -> None:
    today = await desk.person.sees("/coordinator/today")
    place = f"/coordinator/proposals/{desk.case.case_id}"
    assert place in today
    assert "Answer before" in today
    assert "Do you want to coordinate" in await desk.person.sees(place)
    said = await desk.person.sends(f"{place}/accept-proposal", came_from=place, no_ties="true")
    assert "You said yes" in said.text
    await desk.office.kring.settle()
    agrees = m.ConfirmCoordinator(case_id=desk.case.case_id, coordinator_id=desk.case.coordinator_id)
    await desk.office.must(agrees, Role.MAIN_PERSON, desk.case.main_person)
    assert desk.home in await desk.person.sees("/coordinator/conferences")
    overview = await desk.sees()
    assert "Agree on the question" in overview
    assert "A concrete, open question is what everyone comes for" in overview


async def _brings_a_circle_together(desk: AtTheDesk) -> None:
    page = "/preparation"
    await desk.does(
        "agree-question", page, question="Wat is er nodig zodat het thuis goed gaat?", requester_agrees="true"
    )
    main, aunt = desk.case.main_person, await desk.suggests("Tante Loes", relation="tante")
    await desk.joins(main)
    await desk.joins(aunt)
    mentor = await desk.suggests("Mentor Bos", "information-giver")
    await desk.does("record-contact", f"/people/{mentor}", person_id=mentor, how="phone", covered=["aim"])
    await desk.does("record-information-need", page, need="Hoe gaat het op school?")
    circle = await desk.sees("/circle")
    assert "Tante Loes" in circle
    assert f'href="{desk.home}/people/{aunt}"' in circle
    assert "Hoe gaat het op school?" in await desk.sees(page)


async def _sets_a_day(desk: AtTheDesk) -> None:
    at, page = desk.office.clock.now() + timedelta(days=10), "/preparation"
    circle = await desk.sees("/circle")
    who = re.findall(r"/people/([0-9a-f]{32})", circle)
    mentor = re.findall(r'/people/([0-9a-f]{32})"><bdi>Mentor Bos', circle)[0]
    everything = ["aim", "working-method", "possibilities", "responsibilities", "question"]
    await desk.does("record-contact", f"/people/{mentor}", person_id=mentor, how="phone", covered=everything)
    await desk.does("invite-participant", f"/people/{mentor}", person_id=mentor)
    await desk.does("answer-invitation", f"/people/{mentor}", person_id=mentor, answer="comes")
    await desk.does("brief-professional", f"/people/{mentor}", person_id=mentor)
    need = re.search(r'name="need_id" value="([0-9a-f]{32})"', await desk.sees(page))
    assert need
    await desk.does("assign-information-need", page, need_id=need[1], giver_id=mentor)
    await desk.does("propose-dates", page, options=[local(at), local(at + timedelta(days=1)), ""])
    offered = re.findall(r'name="can" value="([^"]+)"', await desk.sees(f"/people/{desk.case.main_person}"))
    assert len(offered) == 2
    for one in sorted(set(who)):
        await desk.tries("answer-dates", f"/people/{one}", person_id=one, can=offered[0])
    place = {"venue": "Buurthuis De Linde", "mode": "in-person", "neutral": "true", "no_end_time": "true"}
    await desk.does("schedule-conference", page, starts_at=offered[0], **place)
    await desk.does("arrange-food", page)
    assert "ready for the day" in await desk.does("declare-ready")
    await desk.waits(timedelta(days=10))


async def _holds_the_day(desk: AtTheDesk) -> None:
    page = "/day"
    await desk.does("start-information-phase", page, present=desk.case.main_person)
    day = await desk.sees(page)
    assert "Has told" in day
    who = re.findall(r'do/note-arrival" class="act".*?name="person_id" value="([0-9a-f]{32})"', day, re.DOTALL)
    for one in who:
        await desk.does("note-arrival", page, person_id=one)
    await desk.does("start-private-time", page, professionals_left="true", coordinator_left="true")
    assert "The circle is alone now" in await desk.sees(page)
    assert "Write the plan down" in await desk.sees("/plan") or "circle is alone" in await desk.sees("/plan")
    await desk.does("end-private-time", page, circle_called="true")
    written = await desk.person.sends(
        f"{desk.home}/plan/write", plan_fields(review_on="2027-02-01", review_by="wij"), what_kind="draft-plan"
    )
    assert "kookt op woensdag" in written.text
    assert "Written down as a draft" in written.text
    main = desk.case.main_person
    await desk.does("confirm-plan", "/plan", plan_version="1", everyone_agrees="true", said_by=main)
    assert "The meeting is closed" in await desk.does("conclude-conference", page, present_count="3")


async def _gives_the_plan(desk: AtTheDesk) -> None:
    await desk.does("write-out-plan", "/plan")
    await desk.does("distribute-plan", "/plan")
    plan = await desk.sees("/plan")
    assert "Who has the plan" in plan
    await desk.does("confirm-receipt", "/plan", person_id=desk.case.main_person, received_by="by-hand")
    assert "has it" in await desk.sees("/plan")
    paper = await desk.person.get(f"{desk.home}/plan/paper?large=true")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


async def _closes(desk: AtTheDesk) -> None:
    assert "Call 1" in await desk.sees("/follow-up")
    assert f"{desk.home}/registration" in await desk.person.sees("/coordinator/today")
    fields: dict[str, str | list[str]] = {"hours": "30", "minutes": "15", "distance_km": "44", "days_worked": "6"}
    costs: dict[str, str | list[str]] = {"expense_kind": ["parking", "food"], "expense_euros": ["7,50", ""]}
    here = f"{desk.home}/registration"
    done = await desk.person.sends(here, {**fields, **costs}, topics=["upbringing", "school"])
    assert "The registration is complete" in done.text
    assert "1815" in done.text
    await desk.office.kring.settle()
    claims = re.findall(r"/coordinator/claims/([0-9a-f]{32})", await desk.person.sees("/coordinator/claims"))
    assert len(claims) == 1
    assert "7.50" in await desk.person.sees(f"/coordinator/claims/{claims[0]}")
