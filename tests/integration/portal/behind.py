"""A case with a circle behind a portal, and links to hand over."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import (
    CodeShown,
    GiveCode,
    GiveLink,
    LinkList,
    LinkPurpose,
    LinkShown,
    ListLinks,
    ShowCode,
    ShowLink,
)
from kring_shared.kernel.clock import DrivenClock
from tests.integration.portal.house import ADDRESS, Person, Portal, a_portal
from tests.route.circled import Circled, a_circle
from tests.route.coordinated import ABOUT
from tests.route.office import Office
from tests.route.played import START

AUNT = "Tante Loes"


@dataclass
class Family:
    """A portal, a case with a circle, and an aunt who was invited and said nothing yet."""

    portal: Portal
    circled: Circled
    clock: DrivenClock

    @property
    def case_id(self) -> str:
        """Give the case."""
        return self.circled.case_id

    @property
    def coordinator(self) -> str:
        """Give who coordinates."""
        return self.circled.case.coordinator_id

    @property
    def aunt(self) -> str:
        """Give the aunt's id."""
        return self.circled.people[AUNT]

    async def link(self, purpose: LinkPurpose, who: str = "") -> str:
        """Have the coordinator make a link; give its secret."""
        given = await self.circled.office.must(
            GiveLink(case_id=self.case_id, person_id=who or self.aunt, purpose=purpose),
            Role.COORDINATOR,
            self.coordinator,
        )
        link_id = str((given.answer or {})["linkId"])
        asked = ShowLink(case_id=self.case_id, link_id=link_id)
        shown = await self.circled.office.asks(asked, LinkShown, Role.COORDINATOR, self.coordinator)
        return shown.token

    async def code(self, who: str = "") -> str:
        """Have the coordinator give a code."""
        person = who or self.aunt
        await self.circled.does(GiveCode(case_id=self.case_id, person_id=person))
        asked = ShowCode(case_id=self.case_id, person_id=person)
        return (await self.circled.office.asks(asked, CodeShown, Role.COORDINATOR, self.coordinator)).code

    async def listed(self) -> LinkList:
        """List the links, as the regional manager sees them."""
        return await self.circled.office.asks(ListLinks(case_id=self.case_id), LinkList)

    async def line(self, who: str = "") -> c.ParticipantLine:
        """Show somebody as the coordinator sees them."""
        shown = await self.circled.seen_by_coordinator()
        return next(line for line in shown.participants if line.person_id == (who or self.aunt))

    async def visitor(self, language: str = "en") -> Person:
        """Give somebody with a browser, who is known to nobody."""
        return await self.portal.anybody(**{"accept-language": language})

    async def opens(self, token: str, language: str = "en") -> tuple[Person, httpx.Response]:
        """Press the button behind a link; give the person, and the page they get."""
        person = await self.visitor(language)
        answer = await person.sends(f"/k/{token}")
        person.csrf = token_in(answer)
        return person, answer


def token_in(answer: httpx.Response) -> str:
    """Read the token out of a page's first form."""
    _, found, rest = answer.text.partition('name="csrf" value="')
    return rest.partition('"')[0] if found else ""


@asynccontextmanager
async def a_family(folder: Path) -> AsyncGenerator[Family]:
    """Bring a family to the moment at which its aunt was invited."""
    clock = DrivenClock(START)
    async with a_portal(folder, clock=clock) as portal:
        office = Office(portal.kring, portal.house.client, clock)
        circled = await a_circle(office, "WT-2026-0001")
        await circled.agrees_on_a_question()
        who = await circled.suggests(AUNT, Part.CIRCLE, languages=("en",))
        said: dict[str, Any] = {"case_id": circled.case_id, "person_id": who}
        await circled.does(c.RecordContact(**said, how=c.ContactKind.HOME_VISIT, covered=ABOUT))
        await circled.does(c.RecordSafety(**said, feels_safe=True))
        wish = c.SupportWish.NOT_WANTED
        await circled.does(c.RecordNeeds(**said, comfort="koffie", support=wish))
        await circled.does(c.InviteParticipant(**said))
        yield Family(portal, circled, clock)


def cookies_of(person: Person) -> dict[str, str]:
    """Give the cookies that a browser sends behind a link."""
    return {one.name: one.path for one in person.client.cookies.jar}


HERE = f"{ADDRESS}/k/page"
