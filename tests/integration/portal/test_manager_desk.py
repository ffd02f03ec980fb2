"""What comes to the regional manager's desk beside requests: look-alikes, referrals set apart, what did not arrive."""

import json
import re
from pathlib import Path

from sqlalchemy import insert

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.runtime.storage.tables import PARKED, to_ms
from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.test_manager_requests import takes
from tests.route.played import a_referral

BSN = "123456782"
MANAGER = "manager-utrecht"


async def refers(portal: Portal, reference: str, **data: object) -> None:
    """Hand in a referral as a system sends it."""
    event = json.dumps(a_referral(reference, **data))
    command = SubmitReferral(event=event, system="wijkteam-noord", channel="file")
    await portal.desk.do(command, Role.REGIONAL_MANAGER, MANAGER, "utrecht")
    await portal.kring.settle()


async def test_two_requests_that_look_alike_are_compared_merged_and_parted_again(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        first = await takes(manager, **{"p0-postal_code": "3511"})
        second = await takes(manager, **{"reference": "TEL-2", "p0-postal_code": "3511"})
        await portal.kring.settle()
        one, two = (path.rsplit("/", 1)[1] for path in (first, second))
        listed = await manager.sees("/manager/duplicates")
        assert "the same name" in listed
        assert "Rachel" not in listed
        assert "Two requests look like the same people." in await manager.sees("/manager/today")
        page = await manager.sees(f"/manager/duplicates/{two}/{one}")
        assert page.count("Rachel de Boer") == 2
        said = await manager.sends(f"/manager/duplicates/{two}/merge", into_id=one)
        assert "The two were merged; it goes on here." in said.text
        assert said.url.path == first
        assert "This goes on as" in await manager.sees(second)
        said = await manager.sends(f"{second}/undo-merge", came_from=second)
        assert "The merge was undone" in said.text
        assert "look like the same people" not in await manager.sees("/manager/today")


async def test_a_referral_with_a_national_number_is_seen_masked_and_taken_on(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        await refers(portal, "WN-1", question=f"Hoe blijft Filip ({BSN}) veilig?")
        assert "One referral was set apart" in await manager.sees("/manager/today")
        listed = await manager.sees("/manager/quarantine")
        path = re.search(r"/manager/quarantine/[0-9a-f]{32}", listed)
        assert path
        shown = await manager.sees(path[0])
        assert BSN not in shown
        assert "Hoe blijft Filip (*********) veilig?" in shown
        elsewhere = await portal.manager("gent")
        assert (await elsewhere.get(path[0])).status_code == 404
        said = await manager.sends(f"{path[0]}/release", came_from=path[0])
        assert "The referral was taken on" in said.text
        assert said.url.path.startswith("/manager/requests/")
        assert "There is nothing now" in await manager.sees("/manager/quarantine")


async def test_what_did_not_arrive_is_told_in_plain_words_and_tried_again(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        await takes(manager)
        await portal.kring.settle()
        lay_apart(portal, "letter-1")
        assert "One thing did not get through inside Kring" in await manager.sees("/manager/today")
        page = await manager.sees("/manager/letters")
        assert "This did not get through: registration" in page
        assert "The request came in." in page
        assert "Rachel" not in page
        elsewhere = await portal.manager("gent")
        assert "Everything got through" in await elsewhere.sees("/manager/letters")
        said = await manager.sends("/manager/letters/registry/again", came_from="/manager/letters", id="letter-1")
        assert "It is tried again" in said.text
        assert (await manager.sends("/manager/letters/weather/again", id="letter-1")).status_code == 404


def lay_apart(portal: Portal, letter: str) -> None:
    """Let a fact lie in the registry as one that was tried and waits for a person."""
    registry = next(one.database for one in portal.kring.running if one.service.name == "registry")
    row = {
        "id": letter,
        "key": "0" * 32,
        "kind": "intake.request-received.v1",
        "origin": "fact",
        "office": "utrecht",
        "body": "{}",
        "sealed": False,
        "tries": 5,
        "due_ms": None,
        "reason": "kring.fault",
        "parked_ms": to_ms(portal.house.now()),
    }
    with registry.begin() as tx:
        tx.execute(insert(PARKED), row)


async def test_the_other_rooms_open_and_say_when_there_is_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        for language, nothing in (
            ("nl", "Er is nu niets."),
            ("fr", "a rien pour le moment"),
            ("en", "There is nothing now."),
        ):
            manager = await portal.manager(language=language)
            for room in ("duplicates", "quarantine", "transfers", "partners", "persons", "signals", "claims"):
                assert nothing in await manager.sees(f"/manager/{room}"), room
            for room in ("registrations", "conferences", "letters", "search", "requests/new", "today"):
                page = await manager.sees(f"/manager/{room}")
                assert not re.findall(r">\s*manager-[a-z-]+", page), room


async def test_a_partner_is_written_down_agreed_with_briefed_and_left(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        said = await manager.sends(
            "/manager/partners", title="Gemeente Utrecht", systems="wijkteam-noord", refers="yes"
        )
        assert "Gemeente Utrecht" in said.text
        found = re.search(r"/manager/partners/[0-9a-f]{32}", said.text)
        assert found
        await manager.sends(f"{found[0]}/agree", came_from="/manager/partners", since="2026-01-01")
        await manager.sends(f"{found[0]}/brief", came_from="/manager/partners", held_on="2026-11-02", attended="12")
        page = await manager.sees("/manager/partners")
        assert "1 January 2026" in page
        assert "2 November 2026" in page
        said = await manager.sends(f"{found[0]}/end", came_from="/manager/partners")
        assert "works with us no more" in said.text


async def test_a_partner_keeps_every_rule_of_what_it_pays_for(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        home = "/manager/partners"
        first: dict[str, str | list[str]] = {
            "r0-types": ["family"],
            "r0-place": ["Utrecht", "", "Zeist"],
            "r0-since": "2026-01-01",
        }
        second: dict[str, str | list[str]] = {"r1-types": ["community"], "r1-since": "2026-02-01"}
        second["r1-until"] = "2026-12-31"
        said = await manager.sends(home, {"title": "Gemeente Utrecht", "refers": "yes", **first, **second})
        assert "Utrecht, Zeist" in said.text
        assert "31 December 2026" in said.text
        found = re.search(r"partners\?change=([0-9a-f]{32})", said.text)
        assert found
        form = await manager.sees(f"{home}?change={found[1]}")
        assert form.count("Take this rule away") == 2
        assert re.search(r'name="r0-places" value="Zeist" checked', form)

        change: dict[str, str | list[str]] = {"partner_id": found[1], "title": "Gemeente Utrecht"}
        change |= {"r0-places": ["Zeist"], "r0-since": "2026-01-01"}
        said = await manager.sends(home, {**change, "r1-remove": "yes", **second, "r2-since": "2026-03-01"})
        assert "Utrecht, Zeist" not in said.text
        assert "every type; Zeist" in said.text
        assert "31 December 2026" not in said.text
        assert "every type; everywhere" in said.text

        wrong = await manager.sends(home, {**change, "r0-place": "Lutjebroek", "r2-types": ["family"]})
        assert wrong.status_code == 422
        assert "every type; Zeist" in await manager.sees(home)


async def test_a_question_about_somebody_s_data_is_taken_up_and_answered(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        manager = await portal.manager()
        path = await takes(manager)
        await portal.kring.settle()
        page = await manager.sees(path)
        person = re.search(r'id="ad-who" name="person_id"><option value="([0-9a-f]{32})"', page)
        assert person
        said = await manager.sends(
            f"{path}/asks/about-data",
            came_from=path,
            person_id=person[1],
            asks_for="access",
            words="Wat weet u van mij?",
        )
        asked = re.search(r"/manager/persons/[0-9a-f]{32}", said.text)
        assert asked, said.text[:2000]
        assert "Wat weet u" not in await manager.sees(asked[0])
        assert "One person waits for an answer" in await manager.sees("/manager/today")
        assert "Wat weet u van mij?" in (await manager.sends(f"{asked[0]}/take-up", came_from=asked[0])).text
        said = await manager.sends(f"{asked[0]}/answer", came_from=asked[0], **{"with": "done"})
        assert "The answer is written down" in said.text
        assert asked[0] not in await manager.sees("/manager/persons")
