"""One visit to one page: who it is, in which language, what they ask, and the page they get."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel
from starlette.datastructures import FormData

from kring_portal.store.sessions import Session
from kring_portal.web.addresses import own_path, parts_of
from kring_portal.web.house import House
from kring_portal.web.reasons import kept
from kring_portal.web.refusals import CommandRefused, NoSession, WrongRole
from kring_portal.web.rendering import rendered
from kring_portal.web.words import DESK, Words, chosen, words_of
from kring_portal.web.wrong import Wrong, wrong_in
from kring_shared.contracts.actor import Actor, EmergencyReason, Role
from kring_shared.contracts.envelope import Command, Query, Receipt

A = TypeVar("A", bound=BaseModel)
COOKIE: Final = "kring"
SECURE_COOKIE: Final = "__Host-kring"
LANGUAGE: Final = "kring-language"
SEE_OTHER: Final = 303
BAD_FORM: Final = 422
CONFLICT: Final = 409
CAME_FROM: Final = "came-from"
"""The field by which a page that was drawn again says which page it is."""


@dataclass
class Visit:
    """A request, the person behind it where they are known, and the way to ask services in their name."""

    request: Request
    house: House
    session: Session | None
    sent: FormData | None = field(default=None, kw_only=True)
    """The form that was sent, once it is read."""
    wrong: tuple[Wrong, ...] = field(default=(), kw_only=True)
    refused_with: int = field(default=0, kw_only=True)
    """Other than nothing, the form was refused: its page is drawn again, as it was filled in."""

    @property
    def language(self) -> str:
        """Give the language of the page: as they chose, else as their browser asks."""
        if self.session is not None:
            return self.session.language
        asked = self.request.cookies.get(LANGUAGE, "")
        return asked if asked in DESK else chosen(self.request.headers.get("accept-language", ""))

    @property
    def words(self) -> Words:
        """Give the words of that language."""
        return words_of(self.language)

    @property
    def person(self) -> Session:
        """Give who it is.

        Raises:
            NoSession: nobody is signed in.
        """
        if self.session is None:
            raise NoSession
        return self.session

    @property
    def office(self) -> str:
        """Give the office they work at now."""
        return self.person.office

    def actor(self, emergency: EmergencyReason | None = None) -> Actor:
        """Give them as services know them; in an emergency its reason is their purpose.

        Raises:
            NoSession: nobody is signed in, or not in any role yet.
        """
        person = self.person
        if person.role is None:
            raise NoSession
        purpose = emergency.purpose if emergency else person.purpose
        return self.house.client.actor(person.role, person.actor_id, person.office, purpose)

    async def ask(
        self, query: Query, form: type[A], *, service: str = "", emergency: EmergencyReason | None = None
    ) -> A:
        """Ask a service in their name.

        Raises:
            RefusedAnswer: they may not, or there is nothing; it becomes a page that says so.
            NoAnswer: the service does not answer now; the same.
        """
        return await self.house.client.ask(query, self.actor(emergency), form, service=service)

    async def tries(self, command: Command, *, service: str = "", command_id: str = "") -> Receipt:
        """Give a command in their name and give the receipt, also of a refusal.

        Raises:
            NoAnswer: the service does not answer now.
        """
        return await self.house.client.do(command, self.actor(), service=service, command_id=command_id)

    async def do(self, command: Command, *, service: str = "", command_id: str = "") -> Receipt:
        """Give a command in their name.

        Raises:
            CommandRefused: it was refused; it becomes a page that says why.
            NoAnswer: the service does not answer now.
        """
        receipt = await self.tries(command, service=service, command_id=command_id)
        if receipt.status != "done":
            raise CommandRefused(receipt)
        return receipt

    async def carry_out(self, command: Command, *, to: str, said: str = "", service: str = "") -> RedirectResponse:
        """Give a command and go on to a page that says what was done; or back to where they were, told why not."""
        receipt = await self.tries(command, service=service)
        if receipt.status != "done":
            return self.back(self.came_from(to), refused=receipt)
        return self.back(to, said=said)

    async def form(self) -> FormData:
        """Read what a form sent; its token was checked before."""
        self.sent = await self.request.form(max_files=4, max_fields=500)
        return self.sent

    def refuse(self, *wrong: Wrong, status: int = BAD_FORM) -> None:
        """Let the page of the form be drawn again, as it was filled in, with what is wrong at each field."""
        self.wrong, self.refused_with = wrong, status

    def came_from(self, otherwise: str) -> str:
        """Give the page of ours they came from; a page that was drawn again says so itself, its address does not."""
        named = str(self.sent.get(CAME_FROM, "")) if self.sent is not None else ""
        if named:
            return own_path(named, otherwise)
        referrer = parts_of(self.request.headers.get("referer", ""))
        ours = referrer.netloc == self.request.headers.get("host", "") and referrer.path
        there = referrer.path + (f"?{referrer.query}" if referrer.query else "")
        return own_path(there, otherwise) if ours else otherwise

    def page(self, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - a template's
        """Render a page; what the last one left to say is said once."""
        notice = ""
        if self.session is not None and self.session.notice and status < SEE_OTHER:
            notice = self.session.notice
            self.session = self.house.sessions.change(self.session, notice="")
        mine = {"visit": self, "session": self.session, "csrf": self.session.csrf if self.session else ""}
        page = rendered(template, self.words, notice=notice, now=self.house.now(), **mine, **values)
        return HTMLResponse(page, status_code=status)

    def back(self, to: str, *, said: str = "", refused: Receipt | None = None) -> RedirectResponse:
        """Go on to a page of ours, which says what was done (a key of the words) or why it was not."""
        notice = said
        if refused is not None:
            notice = kept(refused)
            self.refuse(*wrong_in(refused), status=BAD_FORM if refused.fields else CONFLICT)
        if self.session is not None:
            self.session = self.house.sessions.change(self.session, notice=notice)
        return RedirectResponse(to, status_code=SEE_OTHER)


def visit_of(request: Request) -> Visit:
    """Give the visit of a request; its session was looked up before."""
    visit: Visit = request.state.visit
    return visit


Anybody = Annotated[Visit, Depends(visit_of)]


def signed_in_as(*roles: Role) -> Any:  # noqa: ANN401 - what FastAPI depends on
    """Let a page be for people in certain roles; whoever is not signed in signs in first.

    Raises:
        NoSession: nobody is signed in.
        WrongRole: somebody is, and in another role.
    """

    def visit(visit: Anybody) -> Visit:
        if visit.person.role is None:
            raise NoSession
        if visit.person.role not in roles:
            raise WrongRole
        return visit

    visit.roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the test that tries every page as everybody
    return Depends(visit)


Manager = Annotated[Visit, signed_in_as(Role.REGIONAL_MANAGER)]
Coordinator = Annotated[Visit, signed_in_as(Role.COORDINATOR)]
