"""What goes wrong behind a link becomes a calm page that says the same of everything, and whom to ask instead."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError

from kring_portal.links.visiting import LinkVisit, behind, ended, forgotten
from kring_portal.web.refusals import CommandRefused, NoSession, TooMany, WrongRole, WrongToken
from kring_shared.kernel.errors import NoAnswer
from kring_shared.runtime.bus.client import RefusedAnswer

GONE: Final = 404
NOT_NOW: Final = 409
AWAY: Final = 503


class Calm(APIRoute):
    """A page that never shows a refusal of the desk."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer, and turn what went wrong into the page for it."""
        answered = super().get_route_handler()

        async def calmly(request: Request) -> Response:
            visit = behind(request)
            try:
                return await answered(request)
            except (NoSession, WrongRole, WrongToken, TooMany):
                return closed(visit)
            except (RefusedAnswer, CommandRefused, ValidationError, RequestValidationError):
                return visit.page("links/refused.html", status=NOT_NOW, key="links-not-now")
            except NoAnswer:
                return visit.page("links/refused.html", status=AWAY, key="links-no-answer")

        return calmly


def closed(visit: LinkVisit) -> Response:
    """Say that a link opens nothing, in the same words whatever the reason; nothing of the visit is left."""
    ended(visit)
    return forgotten(visit, visit.page("links/refused.html", status=GONE, key="links-closed"))
