"""Referrals over HTTP: in by one or by many, in either encoding, once, and seen again by whoever sent them alone."""

import json
from pathlib import Path

from kring_portal.api.referrals import MOST
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import CaseList, ListCases
from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.systems import BATCH, STRUCTURED, a_client, an_event, let_in


async def cases(portal: Portal, office: str = "utrecht") -> int:
    """Count the cases of an office."""
    found = await portal.desk.ask(ListCases(office=office), Role.REGIONAL_MANAGER, "m", office, CaseList)
    return len(found.cases)


async def test_a_referral_is_received_once_however_often_it_is_sent(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        first = await client.post("/referrals", json=an_event(), headers={"content-type": STRUCTURED})
        again = await client.post("/referrals", json=an_event())
        assert (first.status_code, again.status_code) == (202, 202)
        (one,), (two,) = first.json()["receipts"], again.json()["receipts"]
        assert (one["status"], two["status"]) == ("received", "repeated")
        assert one["requestId"] == two["requestId"]
        assert await cases(portal) == 1, "Zeist lies nearest to Utrecht"
        assert first.headers["api-version"] == "1.0.0"
        assert first.headers["ratelimit"].startswith('"default";r=')


async def test_binary_events_are_taken_as_structured_ones_are(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        event = an_event()
        headers = {f"ce-{name}": value for name, value in event.items() if name != "data"}
        answer = await client.post("/referrals", json=event["data"], headers=headers)
        assert answer.json()["receipts"][0]["status"] == "received"
        again = await client.post("/referrals", json=event)
        assert again.json()["receipts"][0]["status"] == "repeated"


async def test_of_many_each_has_its_receipt_and_one_spoils_no_other(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        events = [an_event("WN-1"), {"no": "event"}, an_event("WN-2", context="by force"), an_event("WN-3")]
        answer = await client.post("/referrals", content=json.dumps(events), headers={"content-type": BATCH})
        assert answer.status_code == 202
        assert [one["status"] for one in answer.json()["receipts"]] == ["received", "refused", "refused", "received"]
        assert answer.json()["receipts"][2]["fields"] == ["/data/context"]
        assert await cases(portal) == 2
        over = await client.post("/referrals", json=[{}] * (MOST + 1))
        assert (over.status_code, over.json()["code"]) == (400, "kring.too-many")


async def test_what_is_refused_is_a_problem_that_repeats_nothing_of_it(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        wrong = await client.post("/referrals", json=an_event(context="Geheim", urgency=3))
        assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
        assert wrong.json()["fields"] == ["/data/context", "/data/urgency"]
        assert "Geheim" not in wrong.text
        broken = await client.post("/referrals", content=b"{", headers={"content-type": STRUCTURED})
        assert (broken.status_code, broken.json()["code"]) == (400, "kring.not-json")
        large = await client.post("/referrals", json=an_event(question="x" * 70_000))
        assert (large.status_code, large.json()["code"]) == (413, "kring.too-large")
        nowhere = await client.post("/referrals", json=an_event(mainPersons=[{"name": "Filip"}]))
        assert (nowhere.status_code, nowhere.json()["code"]) == (422, "kring.unknown-office")
        other = await client.post("/referrals", content=b"a,b", headers={"content-type": "text/csv"})
        assert other.status_code == 415
        form = await client.get("/referrals", headers={"accept": "text/html"})
        assert form.status_code == 406


async def test_a_national_number_is_set_apart_and_never_said_again(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        answer = await client.post("/referrals", json=an_event(question="BSN 111222333"))
        assert answer.json()["receipts"][0]["status"] == "quarantined"
        assert "111222333" not in answer.text


async def test_a_sender_sees_its_own_page_by_page_and_nobody_s_else(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        client = await a_client(portal, *await let_in(portal))
        await client.post("/referrals", json=[an_event(f"WN-{n}") for n in range(3)])
        page = await client.get("/referrals?limit=2")
        assert [one["reference"] for one in page.json()["referrals"]] == ["WN-2", "WN-1"]
        following = page.links["next"]["url"]
        rest = (await client.get(following.partition("/v1")[2])).json()
        assert [one["reference"] for one in rest["referrals"]] == ["WN-0"]
        assert rest["next"] == ""
        request = rest["referrals"][0]["requestId"]
        mine = await client.get(f"/referrals/{request}")
        assert (mine.json()["reference"], mine.json()["status"]) == ("WN-0", "received")
        other = await a_client(portal, *await let_in(portal, name="school-zuid"))
        assert (await other.get("/referrals")).json()["referrals"] == []
        assert (await other.get(f"/referrals/{request}")).status_code == 404


async def test_an_outsider_does_not_learn_that_the_same_people_are_known(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await a_client(portal, *await let_in(portal))
        other = await a_client(portal, *await let_in(portal, name="school-zuid"))
        people = [{"name": "Filip van der Berg", "birthYear": 2015, "postalCode": "3511", "municipality": "Utrecht"}]
        await one.post("/referrals", json=an_event("A", mainPersons=people))
        second = an_event("B", mainPersons=people) | {"source": "urn:nl:school-zuid"}
        answer = await other.post("/referrals", json=second)
        assert answer.json()["receipts"][0]["code"] == "kring.received"
