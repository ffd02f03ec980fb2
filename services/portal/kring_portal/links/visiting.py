"""A visit behind a personal link: asked anew at every page what the link opens, so that a closed one closes at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from kring_portal.store.sessions import Session, new_csrf
from kring_portal.web.guarding import link_cookie
from kring_portal.web.refusals import NoSession
from kring_portal.web.visit import LANGUAGE, Visit
from kring_portal.web.words import LETTERS, chosen
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.notifications import LinkOpened, LinkPurpose, OpenLink, UseLink, link_id, offices_of
from kring_shared.runtime.bus.client import RefusedAnswer

PATH: Final = "/k"
PURPOSE: Final = "personal-link"
"""Why they ask, in the access log of every service."""
SESSION_LETTERS: Final = 32


@dataclass
class LinkVisit(Visit):
    """Somebody behind a link, in a language they are written to in; nobody signs in here."""

    opened: LinkOpened | None = None

    @property
    def language(self) -> str:
        """Give the language of the page: as they chose, else their own, else as their browser asks."""
        if self.session is not None:
            return self.session.language
        asked = self.request.cookies.get(LANGUAGE, "")
        if asked in LETTERS:
            return asked
        theirs = self.opened.language.partition("-")[0].lower() if self.opened else ""
        return theirs if theirs in LETTERS else chosen(self.request.headers.get("accept-language", ""), LETTERS)

    @property
    def young(self) -> bool:
        """Tell whether the words are those for a child."""
        return self.opened is not None and self.opened.minor

    def say(self, key: str, /, **values: object) -> str:
        """Give words, those for a child where it is one and there are others for them."""
        own = f"{key}-young"
        return self.words(own if self.young and self.words.has(own) else key, **values)

    def edge(self, office: str) -> Actor:
        """Give the portal itself, which asks what a link opens before anybody is known."""
        return self.house.client.actor(Role.EDGE, "portal", office, "open-a-link")

    async def look(self, token: str) -> LinkOpened:
        """Ask what a link opens; nothing is used up by looking.

        Raises:
            NoSession: nothing.
        """
        for office in offices_of(token.lower(), self.house.offices):
            try:
                self.opened = await self._ask(office, link_id(token))
            except NoSession:
                continue
            return self.opened
        raise NoSession

    async def begin(self, token: str, answer: Response) -> None:
        """Open a link: count it, and begin a visit bound to it; a visit of before is over.

        Raises:
            NoSession: it opens nothing.
        """
        opened = await self.look(token)
        used = await self.house.client.do(UseLink(link_id=link_id(token)), self.edge(opened.office))
        if used.status != "done":
            raise NoSession
        language = self.language
        if self.session is not None:
            self.house.sessions.end(self.session.digest)
        session = Session(
            csrf=new_csrf(),
            language=language,
            purpose=PURPOSE,
            link=link_id(token),
            office=opened.office,
            role=opened.role,
            actor_id=opened.person_id,
            case_id=opened.case_id,
        )
        secret = self.house.sessions.begin(session, self.house.now())
        secure = self.house.is_secure
        answer.set_cookie(link_cookie(self.house), secret, path=PATH, httponly=True, samesite="strict", secure=secure)

    async def again(self, *purposes: LinkPurpose) -> LinkOpened:
        """Ask what the link of this visit opens now; with purposes, only if it is for one of them.

        Raises:
            NoSession: there is no visit, the link is closed, or it is for something else.
        """
        session = self.person
        self.opened = await self._ask(session.office, session.link or "", session.digest[:SESSION_LETTERS])
        if purposes and self.opened.purpose not in purposes:
            raise NoSession
        return self.opened

    def page(self, template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - a template's
        """Render a page with what every page behind a link says: until when, and whom to call."""
        shown: dict[str, Any] = {
            "say": self.say,
            "languages": LETTERS,
            "closes_at": self.closes_at,
            "telephone": self.telephone,
            "wrong": "",
            "typed": {},
        }
        return super().page(template, status=status, **(shown | values))

    @property
    def telephone(self) -> str:
        """Give the number of the office to call; none where nothing on the page may show who it is from."""
        card = self.house.offices.get(self.opened.office) if self.opened and not self.opened.neutral else None
        return card.telephone if card else ""

    @property
    def closes_at(self) -> datetime | None:
        """Give until when the link is open, where there is one."""
        return self.opened.closes_at if self.opened else None

    async def _ask(self, office: str, asked: str, session: str = "") -> LinkOpened:
        query = OpenLink(link_id=asked, session=session)
        try:
            return await self.house.client.ask(query, self.edge(office), LinkOpened)
        except RefusedAnswer as refused:
            raise NoSession from refused


def behind(request: Request) -> LinkVisit:
    """Give the visit of a request as one behind a link."""
    visit: Visit = request.state.visit
    if isinstance(visit, LinkVisit):
        return visit
    request.state.visit = LinkVisit(visit.request, visit.house, visit.session)
    return behind(request)


def ended(visit: LinkVisit) -> None:
    """End a visit; what is shown after it knows nothing of whom it was for."""
    if visit.session is not None:
        visit.house.sessions.end(visit.session.digest)
    visit.session = visit.opened = None


def forgotten(visit: LinkVisit, answer: Response) -> Response:
    """Leave nothing of a visit: neither here nor in the browser."""
    ended(visit)
    secure = visit.house.is_secure  # a browser takes no word on a `__Secure-` cookie that does not say so
    answer.delete_cookie(link_cookie(visit.house), path=PATH, httponly=True, samesite="strict", secure=secure)
    return answer


Behind = Annotated[LinkVisit, Depends(behind)]
