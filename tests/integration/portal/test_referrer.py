"""Who refers by hand: a form that loses nothing, and one's own referrals in three words."""

from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import CaseList, ListCases, RequestShown, ShowRequest
from tests.integration.portal.house import a_portal

FILLED = {
    "reference": "WN-7",
    "name": "M. Jansen",
    "organisation": "Wijkteam Noord",
    "email": "m.jansen@wijkteam.example",
    "person": "Filip",
    "birth_year": "2015",
    "languages": "nl, ar",
    "municipality": "Utrecht",
    "context": "voluntary",
    "urgency": "normal",
    "question": "Wat is er nodig zodat Filip rustig kan opgroeien?",
}


async def test_a_referral_by_form_is_taken_and_seen_by_its_sender_alone(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        referrer = await portal.signed_in(Role.REQUESTER, "referrer-1")
        assert "Your own reference" in await referrer.sees("/referrer/new")
        said = await referrer.sends("/referrer/new", **FILLED)
        assert said.url.path == "/referrer"
        assert "The referral was received." in said.text
        assert "WN-7" in said.text
        assert "Filip" not in said.text
        other = await portal.signed_in(Role.REQUESTER, "referrer-2")
        assert "WN-7" not in await other.sees("/referrer")


async def test_a_mandate_goes_in_with_its_conditions(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        referrer = await portal.signed_in(Role.REQUESTER, "referrer-1")
        without = await referrer.sends("/referrer/new", **FILLED | {"context": "mandatory"})
        assert without.status_code == 422
        assert "Choose which" in without.text
        assert FILLED["question"] in without.text
        mandate = {"mandate": "youthCourt", "conditions": "De kinderen slapen thuis\nIedere week naar school"}
        said = await referrer.sends("/referrer/new", **FILLED | {"context": "mandatory"} | mandate)
        assert said.status_code == 200
        manager = (Role.REGIONAL_MANAGER, "m", "utrecht")
        (case,) = (await portal.desk.ask(ListCases(office="utrecht"), *manager, CaseList)).cases
        shown = await portal.desk.ask(ShowRequest(case_id=case.case_id), *manager, RequestShown)
        assert shown.mandates[0].conditions == ("De kinderen slapen thuis", "Iedere week naar school")


async def test_nothing_typed_is_lost_and_no_national_number_goes_in(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        referrer = await portal.signed_in(Role.REQUESTER, "referrer-1")
        wrong = FILLED | {"birth_year": "soon", "email": "", "question": "BSN 111222333"}
        answer = await referrer.sends("/referrer/new", **wrong)
        assert answer.status_code == 422
        for typed in ("soon", "Wijkteam Noord", "nl, ar"):
            assert typed in answer.text
        assert "Take it out" in answer.text
        assert "WN-7" not in await referrer.sees("/referrer")


async def test_the_pages_are_for_referrers(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        coordinator = await portal.signed_in(Role.COORDINATOR, "coordinator-1")
        assert (await coordinator.get("/referrer")).status_code == 403
