"""A coordinator at their desk: a case that was proposed to them, and what they do with it through pages alone."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from kring_portal.web.words import ZONE
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import Person, Portal
from tests.integration.portal.peopled import a_peopled_portal
from tests.route.coordinated import Coordinated, an_accepted_case
from tests.route.office import Office

NOTICE_OF_NO = 'class="notice no"'
EVERYTHING = ["aim", "working-method", "possibilities", "responsibilities", "question"]


@dataclass
class AtTheDesk:
    """One coordinator, one case, and the pages of it."""

    portal: Portal
    office: Office
    case: Coordinated
    person: Person

    @property
    def home(self) -> str:
        """Give the page of the case."""
        return f"/coordinator/conferences/{self.case.case_id}"

    async def sees(self, page: str = "") -> str:
        """Open a page of the case."""
        return await self.person.sees(self.home + page)

    async def does(self, name: str, page: str = "", /, **fields: str | list[str]) -> str:
        """Send the form of a command from a page, and give the page that follows; it says of no refusal."""
        answer = await self.tries(name, page, **fields)
        assert answer.status_code == 200, answer.text[:1500]
        assert NOTICE_OF_NO not in answer.text, _said(answer.text)
        return answer.text

    async def tries(self, name: str, page: str = "", /, **fields: str | list[str]) -> httpx.Response:
        """Send a form that may be refused."""
        answer = await self.person.sends(f"{self.home}/do/{name}", came_from=self.home + page, **fields)
        await self.office.kring.settle()
        return answer

    async def joins(self, who: str, answer: str = "comes") -> None:
        """Speak with somebody, ask whether it is safe and what they need, invite, and hear."""
        page = f"/people/{who}"
        await self.does("record-contact", page, person_id=who, how="home-visit", covered=EVERYTHING, minutes="60")
        await self.does("record-safety", page, person_id=who, feels_safe="true")
        await self.does("record-needs", page, person_id=who, comfort="koffie", support="not-wanted", interpreter="")
        await self.does("invite-participant", page, person_id=who)
        await self.does("answer-invitation", page, person_id=who, answer=answer)

    async def waits(self, time: timedelta) -> None:
        """Let time pass; whoever comes back after days signs in again."""
        await self.office.waits(time)
        self.person = await self.portal.signed_in(Role.COORDINATOR, self.case.coordinator_id)

    async def suggests(self, name: str, part: str = "circle", **fields: str) -> str:
        """Add somebody to the circle; give their id, as the page that follows has it."""
        sent = {"contact.name": name, "part": part, "languages": "nl"} | fields
        answer = await self.tries("suggest-participant", "/circle", **sent)
        found = re.search(r"/people/([0-9a-f]{32})", str(answer.url))
        assert found, _said(answer.text)
        return found[1]


def local(moment: datetime) -> str:
    """Write a moment as a browser sends it, in the clock of the place."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def plan_fields(**more: str | list[str]) -> dict[str, str | list[str]]:
    """Fill in the form of a plan: one line is written in, the others stay empty."""
    lines: dict[str, str | list[str]] = {
        "who": ["Tante Loes", ""],
        "what": ["kookt op woensdag", ""],
        "when": ["elke week", ""],
    }
    rest: dict[str, str | list[str]] = {
        "how_long": ["", ""],
        "borne_by": ["circle", "circle"],
        "help_what": [""],
        "help_of_whom": [""],
    }
    said: dict[str, str | list[str]] = {
        "help_person": [""],
        "strengths": "We wonen dichtbij.",
        "fallback_convener": "Tante Loes",
    }
    return {**lines, **rest, **said, "whom_to_warn": "de huisarts", "legal_form": "none", **more}


def _said(text: str) -> str:
    return " ".join(re.findall(r'class="notice[^>]*>(.*?)</div>|<h1>(.*?)</h1>', text, re.DOTALL)[0]) if text else ""


@asynccontextmanager
async def at_the_desk(folder: Path, **data: Any) -> AsyncGenerator[AtTheDesk]:  # noqa: ANN401 - fields of a referral
    """Open the desk of a coordinator to whom a case was just proposed."""
    async with a_peopled_portal(folder, load=5) as (portal, office):
        case = await an_accepted_case(office, "bureau", **data)
        await case.approves()
        await office.kring.settle()
        case.coordinator_id = (await case.search()).coordinator_id or ""
        person = await portal.signed_in(Role.COORDINATOR, case.coordinator_id)
        yield AtTheDesk(portal, office, case, person)


@asynccontextmanager
async def a_running_case(folder: Path, **data: Any) -> AsyncGenerator[AtTheDesk]:  # noqa: ANN401 - fields of a referral
    """Open the desk of a coordinator who said yes, and with whom the main person agrees."""
    async with at_the_desk(folder, **data) as desk:
        await desk.case.says_yes()
        await desk.office.kring.settle()
        yield desk
