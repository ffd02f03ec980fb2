"""Browsers that somebody signed in with before: their tries are counted apart.

Whoever knows a login can try it in vain until it waits; that must not keep out whom it belongs to.
"""

from typing import Final

from starlette.responses import Response

from kring_portal.web.guarding import cookie_name
from kring_portal.web.visit import Visit

REMEMBERED_S: Final = 180 * 24 * 3600


def remember(visit: Visit, login: str, answer: Response) -> None:
    """Let a browser be known for one login; it opens nothing by that."""
    house = visit.house
    mark = house.safe.seal(_box_of(login), house.now().isoformat()).replace("+", "-").replace("/", "_")
    secure = house.is_secure
    answer.set_cookie(_name(visit), mark, max_age=REMEMBERED_S, httponly=True, samesite="lax", secure=secure)


def counted_as(visit: Visit, login: str) -> str:
    """Give under what tries of a login are counted: those of a browser that is known for it stand apart."""
    mark = visit.request.cookies.get(_name(visit), "").replace("-", "+").replace("_", "/")
    when = visit.house.safe.open(
        _box_of(login), mark, ours=False
    )  # what it says, and not how: that can be written anew
    return f"{login}\n{when}" if when else login


def _box_of(login: str) -> str:
    return f"known-browser/{login}"


def _name(visit: Visit) -> str:
    return f"{cookie_name(visit.house)}-known"
