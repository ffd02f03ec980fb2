"""A regional manager at their desk: pages are opened and forms sent as they stand there, and no word is missing."""

import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

from kring_portal.web.words import Words
from kring_shared.kernel.clock import DrivenClock
from tests.integration.portal.house import Person, Portal, a_portal
from tests.route.office import Office
from tests.route.played import START

NOTICE_OF_NO: Final = 'class="notice no"'


@contextmanager
def no_word_missing() -> Iterator[None]:
    """Fail when a page shows a key or a code because there were no words for it."""
    missing: set[str] = set()
    say, term = Words.__call__, Words.term

    def saying(words: Words, key: str, /, **values: object) -> str:
        missing.update([] if words.has(key) else [key])
        return say(words, key, **values)

    def naming(words: Words, kind: str, code: str) -> str:
        key = f"{kind}-{code.replace('.', '-').replace('_', '-')}"
        missing.update([] if not code or words.has(key) else [key])
        return term(words, kind, code)

    with patch.object(Words, "__call__", saying), patch.object(Words, "term", naming):
        yield
    assert missing == set()


@dataclass
class Desk:
    """A regional manager at work in one office."""

    portal: Portal
    office: Office
    person: Person

    async def at(self, name: str) -> "Desk":
        """Give the regional manager of another office."""
        return Desk(self.portal, self.office.at(name), await self.portal.manager(name))

    async def sees(self, page: str) -> str:
        """Open a page, once all is settled."""
        await self.portal.kring.settle()
        return await self.person.sees(page)

    async def presses(self, page: str, action: str, **fields: str | list[str]) -> str:
        """Send a form that stands on a page, and give the page that follows; it says of no refusal."""
        assert f'action="{action}"' in await self.sees(page), f"{action} is not on {page}"
        answer = await self.person.sends(action, came_from=page, **fields)
        assert answer.status_code == 200, answer.text[:1500]
        assert NOTICE_OF_NO not in answer.text, answer.text.partition(NOTICE_OF_NO)[2][:600]
        await self.portal.kring.settle()
        return answer.text

    async def waits(self, time: timedelta) -> None:
        """Let time pass; whoever comes back after days signs in again."""
        await self.office.waits(time)
        self.person = await self.portal.manager(self.office.name)


@asynccontextmanager
async def a_desk(folder: Path, name: str = "utrecht") -> AsyncGenerator[Desk]:
    """Open a portal over a Kring without cases; the clock stands still until it is moved."""
    clock = DrivenClock(START)
    async with a_portal(folder, clock) as portal:
        office = Office(portal.kring, portal.house.client, clock, name)
        with no_word_missing():
            yield Desk(portal, office, await portal.manager(name))


def linked(page: str, room: str) -> str:
    """Give the first link into a room that a page has."""
    found = re.search(rf"/manager/{room}/[0-9a-f]{{32}}", page)
    assert found, f"no link to {room}"
    return found[0]
