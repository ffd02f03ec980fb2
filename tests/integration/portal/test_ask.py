"""Anybody may ask: in their own language, without an account, without losing a word; machines may not."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from kring_portal.ask.against_abuse import reference_of
from kring_portal.web.words import LETTERS
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import CaseList, ListCases, RequestShown, ShowRequest
from kring_shared.runtime.running import assembly
from tests.integration.portal.house import Person, Portal, a_portal

FILLED = {
    "what": "conference",
    "who": "other",
    "name": "Oma Jansje",
    "about": "Filip",
    "phone": "030 000 12 34",
    "municipality": "Zeist",
    "question": "Wie helpt Filip naar school?",
}


class SetForward:
    """A clock that a test puts forward."""

    ahead = timedelta()

    def now(self) -> datetime:
        """Give the moment."""
        return datetime.now(UTC) + self.ahead

    def pass_by(self, step: timedelta) -> None:
        """Let time pass."""
        self.ahead += step


def opened(page: str) -> str:
    """Find what a form carries."""
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return found[1]


async def fill_in(person: Person, *, language: str = "nl", page: str = "", **fields: str) -> httpx.Response:
    """Open the form and send it."""
    token = opened(page or await person.sees(f"/ask/{language}"))
    return await person.client.post(f"/ask/{language}", data={"opened": token, **FILLED, **fields})


async def requests(portal: Portal, office: str = "utrecht") -> list[RequestShown]:
    """Give the requests of an office as its manager sees them."""
    listed = await portal.desk.ask(ListCases(office=office), Role.REGIONAL_MANAGER, "m", office, CaseList)
    asked = [ShowRequest(case_id=one.case_id) for one in listed.cases]
    return [await portal.desk.ask(one, Role.REGIONAL_MANAGER, "m", office, RequestShown) for one in asked]


async def test_a_grandmother_asks_and_the_nearest_office_has_it(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        answer = await fill_in(await portal.anybody(), neutral="yes")
        assert answer.status_code == 200
        assert re.fullmatch(r"/ask/nl/received/utrecht/[2-9A-Z]{3}(-[2-9A-Z]{3}){2}", answer.url.path)
        assert not answer.url.query
        reference = answer.url.path.rpartition("/")[2]
        assert reference in answer.text
        assert "Filip" not in answer.text
        (request,) = await requests(portal)
        assert request.main_persons[0].name == "Filip"
        assert request.requester.name == "Oma Jansje"
        assert request.question == FILLED["question"]
        assert request.references == (reference,)


async def test_a_form_that_is_sent_twice_is_one_request(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        person = await portal.anybody()
        page = await person.sees("/ask/nl")
        first, second = await fill_in(person, page=page), await fill_in(person, page=page)
        assert first.url == second.url
        assert len(await requests(portal)) == 1


async def test_a_talk_binds_nobody_and_becomes_no_request_by_itself(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        await fill_in(await portal.anybody(), what="talk", who="myself", about="")
        (request,) = await requests(portal)
        assert request.case.stage == "information-talk"


@pytest.mark.parametrize("language", LETTERS)
async def test_the_form_is_there_in_every_language_people_are_written_to_in(tmp_path: Path, language: str) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        person = await portal.anybody(**{"accept-language": language})
        page = await person.sees("/ask")
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
        assert f'action="/ask/{language}"' in page
        assert not re.search(r">ask-[a-z]", page)
        answer = await fill_in(person, language=language)
        assert f"/ask/{language}/received/utrecht/" in answer.url.path


async def test_nothing_that_was_typed_is_lost_when_something_is_missing(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        person = await portal.anybody()
        answer = await fill_in(person, what="", phone="", email="geen adres", municipality="Atlantis")
        assert answer.status_code == 422
        for typed in ("Oma Jansje", "Filip", "geen adres", "Atlantis", FILLED["question"]):
            assert typed in answer.text
        assert '<select id="f-office"' in answer.text
        mended = await fill_in(person, page=answer.text, municipality="Atlantis", office="gent")
        assert "/received/gent/" in mended.url.path
        assert await requests(portal) == []


async def test_a_national_number_is_refused_kindly_and_goes_nowhere(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        answer = await fill_in(await portal.anybody(), question="Zijn BSN is 111222333.")
        assert answer.status_code == 422
        assert "Dat hebben we niet nodig" in answer.text
        assert await requests(portal) == []


async def test_a_machine_that_fills_in_what_nobody_sees_learns_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        answer = await fill_in(await portal.anybody(), website="https://buy.example")
        assert "/received/" in answer.url.path
        assert await requests(portal) == []


async def test_faster_than_a_hand_is_asked_to_look_once_more(tmp_path: Path) -> None:
    clock = SetForward()
    async with a_portal(tmp_path, clock) as portal:
        person = await portal.anybody()
        early = await fill_in(person)
        assert (early.status_code, FILLED["question"] in early.text) == (429, True)
        clock.pass_by(timedelta(seconds=5))
        assert "/received/" in (await fill_in(person, page=early.text)).url.path
        old = await person.sees("/ask/nl")
        clock.pass_by(timedelta(hours=13))
        late = await fill_in(person, page=old)
        assert (late.status_code, FILLED["question"] in late.text) == (422, True)
        assert (await fill_in(person, page=old.replace(opened(old), "x.1.y"))).status_code == 422


async def test_one_address_sends_a_few_an_hour_and_all_together_so_many(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0, ask_per_hour=2, ask_in_all=3, trusted_proxies=["127.0.0.1"]) as portal:
        one = await portal.anybody(**{"x-forwarded-for": "192.0.2.1"})
        said = [(await fill_in(one)).status_code for _ in range(3)]
        assert said == [200, 200, 429]
        other = await portal.anybody(**{"x-forwarded-for": "192.0.2.2"})
        assert [(await fill_in(other)).status_code for _ in range(2)] == [200, 429]
        assert len(await requests(portal)) == 3


async def test_while_intake_is_away_all_that_was_typed_stays(tmp_path: Path) -> None:
    async with a_portal(tmp_path, ask_seconds=0) as portal:
        person = await portal.anybody()
        page = await person.sees("/ask/nl")
        await assembly.stop_all(portal.kring.running)
        portal.kring.running = []
        answer = await fill_in(person, page=page)
        assert (answer.status_code, FILLED["question"] in answer.text) == (503, True)


def test_a_reference_is_easily_told_over_the_telephone() -> None:
    made = {reference_of(str(n)) for n in range(1000)}
    assert len(made) == 1000
    assert not any(set(one) & set("01IO") for one in made)
