"""The regional manager's rooms with something in them: each is opened, and its main step is taken on the page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.allowances import PayRates
from kring_shared.contracts.offices import EXAMPLE_OFFICES, OfficeCard
from tests.integration.portal.managing import Desk, a_desk, linked
from tests.integration.portal.test_manager_desk import BSN, refers
from tests.route.circled import Circled, a_circle, a_mandated_circle, a_plan, acceptor_of
from tests.route.coordinated import Coordinated, an_accepted_case

OFFICER = "019aa0000000700080000000000000f1"


async def test_a_conference_is_followed_up_to_a_refusal_that_the_manager_reviews(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        circle = await a_mandated_circle(desk.office, "CONTEST-1", "Noor slaapt thuis", legalDeadline="2027-02-15")
        path = f"/manager/conferences/{circle.case_id}"
        for listed in ("", "?group=before"):
            assert path in await desk.sees(f"/manager/conferences{listed}")
        assert path not in await desk.sees("/manager/conferences?group=off")
        ready = await desk.sees(path)
        assert "everything is ready" in ready
        assert "circle" in ready
        assert "Tante Loes" not in ready
        assert "(not shown)" not in ready
        assert "15 February 2027" in ready
        assert path in await desk.sees(f"/manager/requests/{circle.case_id}")
        await circle.opens()
        await circle.is_left_alone()
        alone = await Desk(desk.portal, desk.office, await desk.portal.manager()).sees(path)
        assert "Nothing of it is known here" in alone
        assert "Who takes part" not in alone
        desk.person = await desk.portal.manager()
        assert path in await desk.sees("/manager/conferences?group=day")
        await circle.presents()
        await circle.does(c.SubmitPlan(case_id=circle.case_id))
        judge = await acceptor_of(circle)
        await circle.checks(c.SendPlanBack(case_id=circle.case_id, unmet=("condition-1",)), judge)
        assert (await circle.says(c.ContestRefusal(case_id=circle.case_id))).status == "done"
        assert "/manager/conferences?plan=contested" in await desk.sees("/manager/today")
        assert path in await desk.sees("/manager/conferences?plan=contested")
        another = {"name": "P. Peeters", "email": "p@rechtbank.example"}
        said = await desk.presses(path, f"{path}/appoint-acceptor", **another)
        assert "It is noted who checks the plan" in said
        said = await desk.presses(path, f"{path}/review-refusal", decision="another-checks")
        assert "Your decision is noted" in said
        assert "is being checked" in said


async def test_a_worry_is_raised_by_the_coordinator_weighed_passed_on_and_settled(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        house = desk.portal.house
        circle = await a_circle(desk.office, "WORRY-1")
        words = "Het is thuis niet veilig."
        await circle.does(c.RaiseSafetySignal(case_id=circle.case_id, level=c.SignalLevel.ACUTE, words=words))
        assert "/manager/signals" in await desk.sees("/manager/today")
        listed = await desk.sees("/manager/signals")
        assert words not in listed
        path = linked(listed, "signals")
        assert words in await desk.sees(path)
        assert (await (await desk.at("gent")).person.get(path)).status_code == 404
        assert "It is noted that you looked" in await desk.presses(path, f"{path}/assess", level="concern")
        assert "This office has no safety officer yet" in await desk.sees(path)
        account = house.accounts.make("noor", "Noor Vos", "nl", house.now())
        hat = house.hats.give(account.id, "utrecht", Role.SAFETY_OFFICER, house.now())
        page = await desk.sees(path)
        assert f'<option value="{hat.actor_id}">Noor Vos</option>' in page
        assert path.rsplit("/", 1)[1] in page
        stranger = await desk.person.sends(f"{path}/pass-on", came_from=path, officer_id=OFFICER)
        assert stranger.status_code == 422
        passed = await desk.presses(path, f"{path}/pass-on", officer_id=hat.actor_id)
        assert "The safety officer goes on with it" in passed
        assert "with the safety officer" in await desk.sees("/manager/signals")
        assert "The worry is settled" in await desk.presses(path, f"{path}/close", outcome="safe-now")
        assert path not in await desk.sees("/manager/signals")
        request = f"/manager/requests/{circle.case_id}"
        again = await desk.presses(request, f"{request}/signals/raise", level="concern", words="Nog iets.")
        assert "The worry is written down" in again


@pytest.fixture
def offices_that_pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every office pay by the hour and the kilometre."""
    rates = PayRates(hour_cents=2500, km_rate=2300)
    cards = [card.model_copy(update={"pay": rates}) for card in EXAMPLE_OFFICES]
    file = tmp_path / "offices.json"
    file.write_bytes(TypeAdapter(list[OfficeCard]).dump_json(cards, by_alias=True))
    monkeypatch.setenv("KRING_OFFICES_FILE", str(file))


async def has_a_plan(circle: Circled) -> None:
    """Let a circle make its plan before there is a meeting, so that all of it falls into one year."""
    await circle.agrees_on_a_question()
    await circle.joins("Tante Loes")
    await circle.case.joins(circle.main_persons[0])
    plan = a_plan(circle.office.clock.now().date())
    made = await circle.says(c.MakePlanWithoutMeeting(case_id=circle.case_id, plan=plan))
    yes = await circle.says(c.ConfirmPlan(case_id=circle.case_id, plan_version=1, everyone_agrees=True))
    assert (made.status, yes.status) == ("done", "done")
    await circle.gives_the_plan()


async def completes(circle: Circled) -> None:
    """Let the coordinator fill in the registration."""
    done = r.CompleteRegistration(case_id=circle.case_id, minutes_worked=900, distance_km=40, topics=("upbringing",))
    await circle.does(done)


async def sends_in(desk: Desk, circle: Circled, claim_id: str) -> None:
    """Let the coordinator say on which days they worked, and send the claim in."""
    day = desk.office.clock.now().date()
    days = (day, day - timedelta(days=1), day - timedelta(days=2))
    await circle.does(r.ChangeClaim(claim_id=claim_id, minutes_worked=900, distance_km=40, days=days))
    await circle.does(r.SubmitClaim(claim_id=claim_id))


@pytest.mark.usefixtures("offices_that_pay")
async def test_a_registration_is_given_back_checked_and_locked_and_its_claim_paid(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        circle = await a_circle(desk.office, "PAY-1")
        request, room = f"/manager/requests/{circle.case_id}", "/manager/registrations"
        await has_a_plan(circle)
        await desk.waits(timedelta(days=29))
        assert "the coordinator fills it in" in await desk.sees(room)
        await circle.does(c.RecordFollowUp(case_id=circle.case_id, step=1, result=c.FollowUpResult.ON_TRACK))
        await completes(circle)
        assert f"{room}?stage=completed" in await desk.sees("/manager/today")
        said = await desk.presses(request, f"{request}/return-registration", code="hours-missing")
        assert "It went back to the coordinator" in said
        await completes(circle)
        listed = f"{room}?stage=completed"
        said = await desk.presses(listed, f"{request}/validate-registration", back=room)
        assert "The registration was checked" in said
        await is_paid(desk, circle)
        assert "/manager/claims/" in await desk.sees(request)
        listed = f"{room}?stage=validated"
        assert "The registration is locked" in await desk.presses(listed, f"{request}/lock-registration", back=room)
        assert request not in await desk.sees(room)
        assert "locked" in await desk.sees(request)


async def is_paid(desk: Desk, circle: Circled) -> None:
    """See a claim come in, give it back, approve it once it is right, and pay it."""
    draft = linked(await desk.sees("/manager/claims?stage=draft"), "claims")
    await sends_in(desk, circle, draft.rpartition("/")[2])
    assert "/manager/claims?stage=submitted" in await desk.sees("/manager/today")
    assert draft in await desk.sees("/manager/claims")
    assert "given back" in await desk.presses(draft, f"{draft}/return", code="days-unclear")
    assert draft in await desk.sees("/manager/claims?stage=returned")
    await sends_in(desk, circle, draft.rpartition("/")[2])
    assert "The claim was approved" in await desk.presses(draft, f"{draft}/approve")
    assert draft in await desk.sees("/manager/claims?stage=approved")
    paid_on = desk.office.clock.now().date().isoformat()
    assert "It is noted that it was paid" in await desk.presses(draft, f"{draft}/paid", paid_on=paid_on)
    assert draft in await desk.sees("/manager/claims?stage=paid")
    assert "paid" in await desk.sees(draft)


async def says(desk: Desk, case: Coordinated, purpose: str) -> None:
    """Write down on the request's page that its main person says yes to something."""
    page = f"/manager/requests/{case.case_id}"
    said = {"giver_id": case.main_person, "method": "by-phone", "purpose": purpose}
    assert "Their yes is written down" in await desk.presses(page, f"{page}/give-consent", **said)


async def test_a_request_is_offered_to_another_office_which_says_no_and_then_yes(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        gent, case = await desk.at("gent"), await an_accepted_case(desk.office, "MOVE-1")
        name = (await desk.office.shown(case.case_id)).main_persons[0].name
        page, room = f"/manager/requests/{case.case_id}", "/manager/transfers"
        assert "For one request a coordinator has to be asked." in await desk.sees("/manager/today")
        await says(desk, case, "transfer")
        offer = {"to_office": "gent", "reason": "family-moved"}
        assert "The other office was asked" in await desk.presses(page, f"{page}/offer-transfer", **offer)
        assert "Another office thinks about taking it over" in await desk.sees(page)
        assert "The offer was taken back" in await desk.presses(room, f"{page}/recall-transfer")
        await desk.presses(page, f"{page}/offer-transfer", **offer)
        assert "/manager/transfers" in await gent.sees("/manager/today")
        offered = await gent.sees(room)
        assert name not in offered
        said = await gent.presses(room, f"{waiting(offered)}/refuse", reason="not-now")
        assert "hears that we do not take it over" in said
        await desk.presses(page, f"{page}/offer-transfer", **offer)
        said = await gent.presses(room, f"{waiting(await gent.sees(room))}/accept")
        assert "the file follows by itself" in said
        moved = linked(await gent.sees(room), "requests")
        assert name in await gent.sees(moved)
        assert page in await desk.sees(room)
        assert name not in await desk.sees(page)


def waiting(page: str) -> str:
    """Give the offer that a page can answer."""
    found = re.search(r'action="(/manager/transfers/[0-9a-f]{32})/accept"', page)
    assert found
    return found[1]


async def test_a_funder_says_no_then_yes_somebody_takes_a_yes_back_and_somebody_dies(tmp_path: Path) -> None:
    async with a_desk(tmp_path, "amersfoort") as desk:
        line = await desk.office.refers("MONEY-1")
        await desk.office.triages(line.case_id)
        (person,) = await desk.office.settles(line.case_id)
        await desk.office.all_say_yes(line.case_id)
        page = f"/manager/requests/{line.case_id}"
        assert "It is noted that a funder was asked" in await desk.presses(page, f"{page}/ask-funding")
        assert "/manager/requests?stage=awaiting-funding" in await desk.sees("/manager/today")
        no = {"reason": "budget-used", "objection_until": "2027-01-15"}
        assert "the family hears how to object" in await desk.presses(page, f"{page}/refuse-funding", **no)
        assert "the funder said no" in await desk.sees(page)
        await desk.presses(page, f"{page}/ask-funding")
        assert "It is known who pays" in await desk.presses(page, f"{page}/grant-funding")
        assert "it is paid for" in await desk.sees(page)
        await desk.presses(page, f"{page}/accept-request")
        back = {"giver_id": person.person_id, "method": "by-phone", "purpose": "conference"}
        took = await desk.person.sends(f"{page}/withdraw-consent", came_from=page, **back)
        assert "Their yes was taken back" in took.text
        assert f'formaction="{page}/withdraw-consent"' not in await desk.sees(page)
        assert line.case_id in await desk.sees("/manager/requests?stage=withdrawn")
        other = await an_accepted_circle(desk, "DIED-1")
        page = f"/manager/requests/{other.case_id}"
        died = await desk.presses(page, f"{page}/record-death", person_id=other.main_person)
        assert "Every message stopped" in died
        assert "/manager/requests?held=person-died" in await desk.sees("/manager/today")
        assert other.case_id in await desk.sees("/manager/requests?held=person-died")
        said = await desk.presses(page, f"{page}/resume-request", noted_by_mistake="yes")
        assert "It goes on" in said


async def an_accepted_circle(desk: Desk, reference: str) -> Coordinated:
    """Take on a request at an office where a funder pays."""
    line = await desk.office.refers(reference, mainPersons=[{"name": "Otto Kuipers", "birthYear": 1951}])
    await desk.office.triages(line.case_id)
    (person,) = await desk.office.settles(line.case_id)
    await desk.office.all_say_yes(line.case_id)
    return Coordinated(desk.office, line.case_id, person.person_id)


async def test_a_referral_that_was_set_apart_is_sent_back_with_a_reason(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        await refers(desk.portal, "APART-1", question=f"Hoe blijft Filip ({BSN}) veilig?")
        path = linked(await desk.sees("/manager/quarantine"), "quarantine")
        said = await desk.presses(path, f"{path}/reject", reason="send-without-number")
        assert "It was not taken on; the sender hears why" in said
        assert path not in await desk.sees("/manager/quarantine")


async def test_a_question_about_data_gets_more_time_and_is_answered_in_part_with_a_reason(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        case = await an_accepted_case(desk.office, "ASK-1")
        request = f"/manager/requests/{case.case_id}"
        asks = {"person_id": case.main_person, "asks_for": "erasure", "words": "Haal alles weg.", "about": ""}
        path = linked(await desk.presses(request, f"{request}/asks/about-data", **asks), "persons")
        assert "Haal alles weg." in await desk.presses(path, f"{path}/take-up")
        assert "two months more" in await desk.presses(path, f"{path}/extend", code="much-to-gather")
        answer = {"with": "refused", "code": "legal-file-runs"}
        assert "The answer is written down" in await desk.presses(path, f"{path}/answer", **answer)
        assert path in await desk.sees("/manager/persons?every=yes")
        assert "not done" in await desk.sees(path)


async def test_a_breach_is_weighed_reported_and_closed(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        room = "/manager/persons"
        breach = {"words": "Een brief ging naar het verkeerde adres.", "found_hours_ago": "2", "people": "3"}
        noted = await desk.presses(room, "/manager/breaches", **breach)
        found = re.search(r"/manager/breaches/[0-9a-f]{32}", noted)
        assert found
        assert "It is noted what it means" in await desk.presses(room, f"{found[0]}/assess", risk="high")
        told = {"reference": "AP-2026-17", "people_told": "yes"}
        assert "It is noted who was told" in await desk.presses(room, f"{found[0]}/report", **told)
        assert "The breach is closed" in await desk.presses(room, f"{found[0]}/close")
        assert "/close" not in await desk.sees(room)
