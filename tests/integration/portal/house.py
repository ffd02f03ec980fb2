"""A portal over a whole Kring in one folder, and people who are signed in without typing a password."""

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from kring_portal.building import build
from kring_portal.serving import house_of
from kring_portal.settings import Settings
from kring_portal.store.sessions import Session, new_csrf
from kring_portal.web.guarding import cookie_name
from kring_portal.web.house import House
from kring_shared.contracts.actor import Role
from kring_shared.kernel.clock import Clock
from kring_shared.runtime.embedded.embedded import Embedded, sqlite_url
from kring_shared.testing.people.desk import Desk

Fields = Mapping[str, str | list[str]]
ADDRESS = "http://portal.test"


@dataclass
class Person:
    """Somebody at a browser: a client with their cookie, and the token their forms carry."""

    client: httpx.AsyncClient
    csrf: str
    address: str = ADDRESS

    async def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(path)

    async def sees(self, path: str) -> str:
        """Open a page that must be there; give its text as it stands in the source."""
        answer = await self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.text

    async def sends(
        self, path: str, filled: Fields | None = None, /, *, came_from: str = "", **fields: str | list[str]
    ) -> httpx.Response:
        """Send a form, and follow to the page that says what was done."""
        headers = {"referer": self.address + (came_from or path)}
        return await self.client.post(path, data={"csrf": self.csrf, **(filled or {}), **fields}, headers=headers)


@dataclass
class Portal:
    """A portal and the Kring behind it."""

    kring: Embedded
    house: House
    desk: Desk
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    async def anybody(self, **headers: str) -> Person:
        """Give somebody who is not signed in."""
        transport = httpx.ASGITransport(build(self.house), raise_app_exceptions=True)
        address = self.house.settings.url or ADDRESS
        client = httpx.AsyncClient(transport=transport, base_url=address, follow_redirects=True, headers=headers)
        self.clients.append(client)
        return Person(client, "", address)

    async def signed_in(
        self,
        role: Role,
        actor_id: str,
        office: str = "utrecht",
        *,
        language: str = "en",
        account_id: str = "",
        case_id: str = "",
    ) -> Person:
        """Give somebody who is signed in, in a role; services know them by this id."""
        person = await self.anybody()
        csrf = new_csrf()
        account = account_id or "account-" + re.sub(r"\W", "", actor_id)[:20]
        session = Session(
            csrf=csrf,
            language=language,
            account_id=account,
            office=office,
            role=role,
            actor_id=actor_id,
            case_id=case_id,
            factors="password+totp",
        )
        secret = self.house.sessions.begin(session, self.house.now())
        person.client.cookies.set(cookie_name(self.house), secret, domain=str(person.client.base_url.host))
        person.csrf = csrf
        return person

    async def manager(self, office: str = "utrecht", *, language: str = "en") -> Person:
        """Give the regional manager of an office."""
        return await self.signed_in(Role.REGIONAL_MANAGER, f"manager-{office}", office, language=language)


@asynccontextmanager
async def a_portal(
    folder: Path,
    clock: Clock | None = None,
    **settings: Any,  # noqa: ANN401 - the portal's own
) -> AsyncGenerator[Portal]:
    """Start a whole Kring and a portal over it; nothing listens for HTTP, pages are asked for in this process."""
    async with Embedded(folder / "kring", clock=clock) as kring:
        client = await kring.client()
        url = SecretStr(sqlite_url(kring.folder.db / "portal.db"))
        house = house_of(Settings(database_url=url, **settings), client, kring.shared.offices())
        portal = Portal(kring, house, Desk(client))
        try:
            async with house.changes.heard(await kring.admin()):
                yield portal
        finally:
            for one in portal.clients:
                await one.aclose()
            house.database.close()
