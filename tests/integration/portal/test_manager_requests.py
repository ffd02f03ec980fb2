"""The regional manager takes a request by telephone and brings it to where a coordinator is sought."""

import re
from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import CaseList, ListCases
from tests.integration.portal.house import Person, Portal, a_portal

BSN = "123456782"
CALL = {
    "reference": "TEL-1",
    "channel": "phone",
    "requester_kind": "professional",
    "requester_name": "M. Jansen",
    "requester_organisation": "Wijkteam Noord",
    "requester_phone": "030 000 45 67",
    "people": "1",
    "mandates": "1",
    "p0-name": "Rachel de Boer",
    "p0-birth_year": "1986",
    "p0-languages": "nl",
    "question": "Wat is er nodig zodat het thuis rustig wordt?",
    "context": "voluntary",
    "urgency": "normal",
    "minors_involved": "no",
}
"""What somebody says at the telephone."""
NAMES = ("Rachel", "Jansen", "Wijkteam")


async def takes(person: Person, **changes: str) -> str:
    """Take a call, and give the address of the request that came of it."""
    said = await person.sends("/manager/requests/new", **(CALL | changes))
    assert said.status_code == 200, said.text[:3000]
    return said.url.path


async def settled(portal: Portal) -> None:
    """Let everything have its effect."""
    await portal.kring.settle()


def hidden(page: str, name: str) -> str:
    """Give the id that the first hidden field of that name holds."""
    found = re.search(rf'type="hidden" name="{name}" value="([0-9a-f]{{32}})"', page)
    assert found, name
    return found[1]


async def test_a_request_by_telephone_is_taken_on(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        path = await takes(manager)
        await settled(portal)
        page = await manager.sees(path)
        assert "Rachel de Boer" in page
        assert "Settle what it is about" in page
        triage = {"conference_type": "family", "context": "voluntary", "urgency": "normal", "minors_involved": "no"}
        assert "It is settled what it is about" in (await manager.sends(f"{path}/triage-request", **triage)).text
        page = await manager.sees(path)
        person_id = hidden(page, "person_id")
        said = await manager.sends(f"{path}/settle-authority", person_id=person_id, age_band="adult", all_known="yes")
        assert "It is noted who decides" in said.text
        said = await manager.sends(f"{path}/give-consent", giver_id=person_id, method="by-phone", purpose="conference")
        assert "Their yes is written down" in said.text
        await settled(portal)
        assert "Everybody said yes" in await manager.sees(path)
        assert "The request was taken on" in (await manager.sends(f"{path}/accept-request")).text
        await settled(portal)
        page = await manager.sees(path)
        assert "A coordinator is sought" in page
        assert "Type, context and urgency were settled." in page
        assert "regional manager" in page


async def test_what_was_typed_is_never_lost_and_a_national_number_goes_nowhere(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        wrong = await manager.sends("/manager/requests/new", **(CALL | {"requester_phone": "", "p0-name": ""}))
        assert wrong.status_code == 422
        assert "needs an e-mail address, telephone or postal address" in wrong.text
        assert "Look at this: is missing" in wrong.text
        assert 'value="M. Jansen"' in wrong.text
        assert "Wat is er nodig zodat het thuis rustig wordt?" in wrong.text
        more = await manager.sends("/manager/requests/new", **(CALL | {"more": "person"}))
        assert "Main person 2" in more.text
        assert 'value="Rachel de Boer"' in more.text
        number = await manager.sends("/manager/requests/new", **(CALL | {"question": f"Haar BSN is {BSN}."}))
        assert number.status_code == 422
        assert "Kring never keeps such a number" in number.text
        assert BSN not in number.text
        assert "*********" in number.text
        advice = await manager.sends(
            "/manager/requests/new", **(CALL | {"more": "question", "question": "Moet Filip uit huis?"})
        )
        assert "Advice about the wording" in advice.text
        listed = await portal.desk.ask(
            ListCases(office="utrecht"), Role.REGIONAL_MANAGER, "manager-utrecht", "utrecht", CaseList
        )
        assert listed.cases == ()


async def test_a_refused_step_says_why_and_changes_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        path = await takes(manager)
        refused = await manager.sends(f"{path}/accept-request", came_from=path)
        assert refused.url.path == path
        assert "This step does not fit where the case is now" in refused.text
        assert "The case is now at: came in" in refused.text
        assert (await manager.sends(f"{path}/grant-wish", came_from=path)).status_code == 404
        assert "Settle what it is about" in await manager.sees(path)


async def test_a_step_that_is_not_ready_says_everything_that_is_to_be_done_first(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager(language="nl")
        path = await takes(manager, **{"p0-birth_year": "2015"})
        triage = {"conference_type": "family", "context": "mandatory", "urgency": "normal", "minors_involved": "yes"}
        assert 'class="notice no"' not in (await manager.sends(f"{path}/triage-request", **triage)).text
        person_id = hidden(await manager.sees(path), "person_id")
        holder = {"holder1_name": "A. de Boer", "holder1_phone": "030 000 11 22", "all_known": "yes"}
        await manager.sends(f"{path}/settle-authority", person_id=person_id, age_band="under-12", **holder)
        answer = {"method": "by-phone", "purpose": "conference"}
        await manager.sends(f"{path}/give-consent", giver_id=await _holder(manager, path), **answer)
        refused = await manager.sends(f"{path}/accept-request", came_from=path)
        assert "Doe eerst dit:" in refused.text
        assert "Leg vast welke instantie het oplegt." in refused.text
        assert "Noteer van elk kind of het naar zijn eigen mening is gevraagd." in refused.text


async def _holder(manager: Person, path: str) -> str:
    found = re.search(r'<option value="([0-9a-f]{32})">A. de Boer</option>', await manager.sees(path))
    assert found
    return found[1]


async def test_people_of_another_office_see_nothing_of_it(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        path = await takes(await portal.manager())
        await settled(portal)
        elsewhere = await portal.manager("gent")
        for page in (path, f"{path}/story", f"{path}/who-looked"):
            answer = await elsewhere.get(page)
            assert "Rachel" not in answer.text
        assert (await elsewhere.get(path)).status_code == 404
        assert path not in await elsewhere.sees("/manager/requests")
        assert "One request came in" not in await elsewhere.sees("/manager/today")
        found = await elsewhere.sends("/manager/search", words="Rachel de Boer")
        assert "Nothing was found" in found.text
        coordinator = await portal.signed_in(Role.COORDINATOR, "c" * 32)
        assert (await coordinator.get(path)).status_code == 403


async def test_nothing_personal_stands_in_an_address_or_a_title(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        path = await takes(manager)
        await settled(portal)
        found = await manager.sends("/manager/search", words="Rachel de Boer")
        assert path in found.text
        assert found.url.query == b""
        for page in (found.text, await manager.sees(path), await manager.sees("/manager/requests")):
            title = re.search(r"<title>(.*?)</title>", page)
            assert title
            links = re.findall(r'(?:href|action|formaction|hx-get)="([^"]*)"', page)
            assert not [one for one in (*links, title[1]) if any(name in one for name in NAMES)]
        board = await manager.sees("/manager/requests")
        assert not [name for name in NAMES if name in board]


async def test_today_says_what_waits_and_which_clock_runs_out_first(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        assert "Nothing waits for you" in await manager.sees("/manager/today")
        path = await takes(manager)
        case_id = path.rsplit("/", 1)[1]
        said = await manager.sends(
            "/manager/breaches", words="Een brief ging naar het verkeerde adres.", found_hours_ago="1", people="2"
        )
        assert "72 hours run" in said.text
        today = await manager.sees("/manager/today")
        assert "One request came in: look what it is about." in today
        assert "One data breach is not closed." in today
        assert today.index("One data breach") < today.index("One request came in")
        assert "Judge or report a data breach" in today
        assert "/manager/requests?stage=received" in today
        assert case_id[-6:] in await manager.sees("/manager/requests?stage=received")
