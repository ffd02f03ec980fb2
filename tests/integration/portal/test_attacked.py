"""What a hostile hand tries at the portal's doors, and what it comes to."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from kring_portal.api import delivering
from kring_portal.api.delivering import Refusal, hand_over
from kring_portal.building import build
from kring_portal.store.systems import Systems
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import Person, a_portal
from tests.integration.portal.signing_in import PASSWORD, anybody, csrf_in, known

REFERRER = Role.REQUESTER


async def tries(person: Person, password: str) -> int:
    page = await person.sends("/sign-in", login="noor", password=password, next="/account")
    return page.status_code


async def test_who_knows_a_login_cannot_keep_out_whom_it_belongs_to(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await known(portal, "noor", REFERRER, app=False)
        noor, stranger = await anybody(portal), await anybody(portal)
        page = await noor.sends("/sign-in", login="noor", password=PASSWORD, next="/account")
        noor.csrf = csrf_in(page.text)
        await noor.sends("/sign-out")
        assert [await tries(stranger, f"wrong password {n}") for n in range(6)] == [422] * 5 + [429]
        assert await tries(stranger, PASSWORD) == 429
        assert await tries(noor, PASSWORD) == 200


async def test_a_browser_that_is_known_waits_as_well_however_its_mark_is_written(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await known(portal, "noor", REFERRER, app=False)
        thief = await anybody(portal)
        page = await thief.sends("/sign-in", login="noor", password=PASSWORD, next="/account")
        thief.csrf = csrf_in(page.text)
        await thief.sends("/sign-out")
        mark = thief.client.cookies["kring-known"]
        said = []
        for n in range(6):
            thief.client.cookies.set("kring-known", mark + "." * n, domain="portal.test")
            said.append(await tries(thief, f"wrong password {n}"))
        assert said == [422] * 5 + [429]


async def test_a_mark_of_one_login_is_none_of_another(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await known(portal, "noor", REFERRER, app=False)
        await known(portal, "piet", REFERRER, app=False)
        piet = await anybody(portal)
        page = await piet.sends("/sign-in", login="piet", password=PASSWORD, next="/account")
        piet.csrf = csrf_in(page.text)
        await piet.sends("/sign-out")
        assert [await tries(piet, f"wrong password {n}") for n in range(6)] == [422] * 5 + [429]
        assert await tries(await anybody(portal), PASSWORD) == 429, "it was counted for every browser"


async def test_a_page_named_as_if_it_were_another_host_leads_nowhere(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person = await portal.signed_in(REFERRER, "system-noor")
        person.client.follow_redirects = False
        for there in ("//elsewhere.example/", "/\\elsewhere.example/"):
            headers = {"referer": f"http://portal.test{there}"}
            answer = await person.client.post(
                "/language", data={"csrf": person.csrf, "language": "nl"}, headers=headers
            )
            assert answer.status_code == 303
            assert "elsewhere" not in answer.headers["location"]


async def test_what_is_said_of_the_host_opens_no_way_past_the_token(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person = await portal.signed_in(REFERRER, "system-noor")
        for host in ("portal.test/v1/?", "portal.test/k/?", "portal.test/static/?"):
            answer = await person.client.post("/account/sessions", data={"session": "all"}, headers={"host": host})
            assert answer.status_code == 403
            assert answer.headers["cache-control"] == "no-store"


async def test_a_page_that_fails_is_guarded_as_any_other(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        app = build(portal.house)

        async def fails() -> None:
            raise RuntimeError("something of Noor Jansen")

        app.router.add_api_route("/fails", fails)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://portal.test") as client:
            answer = await client.get("/fails")
        assert answer.status_code == 500
        assert "Noor" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_receiver_that_answers_a_letter_at_a_time_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "ANSWER_WITHIN_S", 1.0)
    ended = asyncio.Event()

    async def drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nx: ")
        try:
            while not ended.is_set():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.1)  # each letter within the time for one
        except OSError:
            pass
        finally:
            writer.close()

    async with a_portal(tmp_path, webhooks_inside=True) as portal:
        server: Any = await asyncio.start_server(drips, "127.0.0.1", 0)
        url = f"http://localhost:{server.sockets[0].getsockname()[1]}/kring"
        system, _ = Systems(portal.house.database).add("wijkteam-noord", "", ("webhooks",), portal.house.now())
        hook = portal.house.webhooks.add(system.id, url, portal.house.now())
        with pytest.raises(Refusal, match="not-reached"):
            async with asyncio.timeout(20):
                await hand_over(portal.house, hook, "event-1", b"{}")
        ended.set()
        server.close()


async def test_requests_for_tokens_are_counted_by_where_they_come_from_and_not_by_the_name_they_give(
    tmp_path: Path,
) -> None:
    async with a_portal(tmp_path, api_per_minute=3) as portal:
        person = await anybody(portal)
        said = [
            (
                await person.client.post(
                    "/v1/token",
                    data={"grant_type": "client_credentials", "client_id": f"system-{n}", "client_secret": "x"},
                )
            ).status_code
            for n in range(5)
        ]
        assert said == [401, 401, 401, 429, 429]


async def test_the_cookie_of_a_link_is_taken_away_in_a_way_that_a_browser_heeds(tmp_path: Path) -> None:
    async with a_portal(tmp_path, url="https://portal.test") as portal:
        answer = await (await anybody(portal)).get("/k/page")
        assert answer.status_code == 404
        gone = answer.headers["set-cookie"]
        assert gone.startswith("__Secure-kring-link=")
        assert {"Secure", "HttpOnly", "Path=/k", "Max-Age=0"} <= set(gone.split("; "))


async def test_what_is_asked_for_stands_in_no_name_of_a_file(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person = await portal.signed_in(Role.RESEARCHER, "researcher-1")
        answer = await person.client.get(
            "/researcher/figures.csv", params={"year": 2025, "by": 'x"; filename="evil.html'}
        )
        assert "evil" not in answer.headers.get("content-disposition", "")


async def test_nobody_sends_the_portal_to_its_provider_without_end(tmp_path: Path) -> None:
    async with a_portal(tmp_path, open_posts_a_minute=2) as portal:
        person = await anybody(portal)
        said = [(await person.get("/sign-in/provider")).status_code for _ in range(3)]
        assert said == [503, 503, 429]
