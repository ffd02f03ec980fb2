"""The stream behind a page that changes by itself: who is told, of what, how often, and when it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from kring_portal.live import stream
from kring_portal.serving import served
from kring_portal.web.changes import Scope
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import PlanMadeWithoutMeeting, PrivateTimeEnded, PrivateTimeStarted
from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.watched.own_loop import opened_at
from tests.integration.portal.house import Person, Portal, a_portal

CASE = "019aa000000070008000000000000001"
AFTER = "019aa000000070008000000000000002"
WITHIN_SECONDS = 10


class Listener:
    """A browser with a page open."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer, self.heard = answer, asyncio.Queue[str]()

    async def listen(self) -> None:
        """Read until the stream ends; then say so."""
        with suppress(httpx.HTTPError):
            async for line in self.answer.aiter_lines():
                if line.startswith("event:"):
                    self.heard.put_nowait(line.partition(": ")[2])
        self.heard.put_nowait("over")

    async def hears(self) -> str:
        """Give the next word."""
        return await asyncio.wait_for(self.heard.get(), WITHIN_SECONDS)


@asynccontextmanager
async def listening(address: str, person: Person, query: str = "") -> AsyncIterator[Listener]:
    """Open the stream as somebody's browser does, and wait until the portal listens for it."""
    cookies = {cookie.name: cookie.value or "" for cookie in person.client.cookies.jar}
    async with (
        httpx.AsyncClient(base_url=address, cookies=cookies, timeout=httpx.Timeout(5, read=30)) as browser,
        browser.stream("GET", f"/changes{query}") as answer,
    ):
        assert answer.status_code == 200, answer.status_code
        listener = Listener(answer)
        listens = asyncio.create_task(listener.listen())
        try:
            yield listener
        finally:
            listens.cancel()
            with suppress(asyncio.CancelledError):
                await listens


@asynccontextmanager
async def a_served_portal(folder: Path) -> AsyncIterator[tuple[Portal, str]]:
    """Serve a portal over HTTP."""
    async with (
        a_portal(folder, listen=f"127.0.0.1:{free_port()}") as portal,
        served(portal.house, opened_at(portal.house.settings.listen)) as address,
    ):
        yield portal, address


async def tell(portal: Portal, fact: Fact, office: str = "utrecht") -> None:
    """Let a fact go by, as services tell it: the portal hears its subject alone."""
    bus = await portal.kring.admin()
    await bus.publish(fact.address(office, fact.case_id), b"")
    await bus.flush()


async def tell_and_hear(portal: Portal, fact: Fact, office: str = "utrecht") -> None:
    """Let a fact go by, and wait until the portal heard it: what comes after it on the bus was heard later."""
    async with portal.house.changes.listening(Scope("amersfoort", None)) as after:
        await tell(portal, fact, office)
        await tell(portal, something().model_copy(update={"case_id": AFTER}), "amersfoort")
        await asyncio.wait_for(after.wait(), WITHIN_SECONDS)


def something() -> Fact:
    """Give a fact that tells its hour."""
    return PlanMadeWithoutMeeting(case_id=CASE)


async def test_an_open_page_of_an_office_is_told_that_something_changed_there(tmp_path: Path) -> None:
    async with a_served_portal(tmp_path) as (portal, address):
        manager = await portal.manager()
        async with listening(address, manager) as listener:
            await tell(portal, something())
            assert await listener.hears() == "changed"


async def test_another_office_and_a_case_in_private_time_wake_nobody(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        changes = portal.house.changes
        of_office, of_case = Scope("utrecht", None), Scope("utrecht", frozenset({CASE}))
        async with changes.listening(of_office) as office, changes.listening(of_case) as case:
            await tell_and_hear(portal, something(), "gent")
            await tell_and_hear(portal, PrivateTimeStarted(case_id=CASE))
            assert (office.is_set(), case.is_set()) == (False, True), "who has the case open sees that it began"
            case.clear()
            await tell_and_hear(portal, something())
            assert (office.is_set(), case.is_set()) == (False, False), "nothing comes from inside"
            await tell_and_hear(portal, PrivateTimeEnded(case_id=CASE))
            assert (office.is_set(), case.is_set()) == (False, True), "its hour is not for the whole office"
            await tell_and_hear(portal, something())
            assert office.is_set()


async def test_many_changes_at_once_are_one_word(tmp_path: Path) -> None:
    async with a_served_portal(tmp_path) as (portal, address):
        manager = await portal.manager()
        async with listening(address, manager) as listener:
            began, words = asyncio.get_running_loop().time(), 0
            while asyncio.get_running_loop().time() - began < 3 * stream.TOLD_AT_MOST_EVERY:
                await tell_and_hear(portal, something())
            while not listener.heard.empty():
                words += listener.heard.get_nowait() == "changed"
            assert 2 <= words <= 4, "at most one a second"


async def test_nobody_listens_who_may_not_see_the_case_or_is_not_signed_in(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        assert (await (await portal.anybody()).get("/changes")).status_code == 401
        coordinator = await portal.signed_in(Role.COORDINATOR, "somebody-else")
        assert (await coordinator.get(f"/changes?case={CASE}")).status_code == 403
        circle = await portal.signed_in(Role.CIRCLE_MEMBER, "aunt", case_id=CASE)
        assert (await circle.get(f"/changes?case={AFTER}")).status_code == 204
        operator = await portal.signed_in(Role.OPERATOR, "operator")
        assert (await operator.get("/changes")).status_code == 204


async def test_one_session_has_so_many_open_at_most_and_gets_them_back(tmp_path: Path) -> None:
    async with a_served_portal(tmp_path) as (portal, address):
        manager = await portal.manager()
        async with (
            listening(address, manager),
            listening(address, manager),
            listening(address, manager),
            listening(address, manager),
        ):
            assert (await manager.get("/changes")).status_code == 429
        async with asyncio.timeout(WITHIN_SECONDS):
            while portal.house.changes.open:  # noqa: ASYNC110 - the portal tells nobody that it noticed
                await asyncio.sleep(0.05)


async def test_a_stream_ends_with_the_session(tmp_path: Path) -> None:
    async with a_served_portal(tmp_path) as (portal, address):
        manager = await portal.manager()
        async with listening(address, manager) as listener:
            portal.house.sessions.end_all_of("account-managerutrecht")
            assert await listener.hears() == "over"


async def test_the_portal_stops_at_once_while_pages_are_open(tmp_path: Path) -> None:
    async with a_portal(tmp_path, listen=f"127.0.0.1:{free_port()}") as portal:
        loop = asyncio.get_running_loop()
        async with served(portal.house, opened_at(portal.house.settings.listen)) as address:
            manager = await portal.manager()
            browser = listening(address, manager)
            listener = await browser.__aenter__()
            began = loop.time()
        assert await listener.hears() == "over"
        assert loop.time() - began < 3
        await browser.__aexit__(None, None, None)
