"""The steps on the way in: what is remembered between them, and the session at the end."""

import json
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from kring_portal.signing import factors
from kring_portal.signing.known import remember
from kring_portal.store.accounts import Account
from kring_portal.store.doors import GOOD_FOR, Door, Kind
from kring_portal.store.sessions import Session, new_csrf
from kring_portal.web.addresses import own_path
from kring_portal.web.guarding import cookie_name
from kring_portal.web.menus import home_of
from kring_portal.web.visit import SEE_OTHER, Visit

STEP: Final = "step"


@dataclass(frozen=True)
class Step:
    """Somebody who is half way in: whose account it is, and what is remembered."""

    key: str
    account: Account
    kept: dict[str, str]


def stepping(visit: Visit, kind: Kind, to: str, account_id: str, **kept: str) -> Response:
    """Go on to the next step; what is remembered of it stays here, and the browser keeps the key."""
    house = visit.house
    payload = house.safe.seal(_box_of(kind, account_id), json.dumps(kept))
    key = house.doors.make(kind, house.now(), account_id=account_id, payload=payload)
    answer = RedirectResponse(to, status_code=SEE_OTHER)
    lasts = int(GOOD_FOR[kind].total_seconds())
    answer.set_cookie(_step(visit), key, max_age=lasts, httponly=True, samesite="lax", secure=house.is_secure)
    return answer


def step_of(visit: Visit, kind: Kind) -> Step | None:
    """Give the step somebody is at; none when it is over, or the account was closed meanwhile."""
    key = step_key(visit)
    door = visit.house.doors.look(key, kind, now=visit.house.now()) if key else None
    account = visit.house.accounts.find(door.account_id) if door else None
    if door is None or account is None or account.closed:
        return None
    kept = kept_of(visit, door)
    return Step(key, account, kept) if kept else None


def kept_of(visit: Visit, door: Door) -> dict[str, str]:
    """Give what is remembered of a step; nothing where it cannot be read any more."""
    kept: dict[str, str] = json.loads(visit.house.safe.open(_box_of(door.kind, door.account_id), door.payload) or "{}")
    return kept


def step_key(visit: Visit) -> str:
    """Give the key of the step that this browser is at; empty where it is at none."""
    return visit.request.cookies.get(_step(visit), "")


def used(visit: Visit, step: Step, kind: Kind) -> bool:
    """Take a step; false when it was taken already."""
    door = visit.house.doors.look(step.key, kind, now=visit.house.now())
    return door is not None and visit.house.doors.use(door)


def after_first(visit: Visit, account: Account, first: str, wanted: str) -> Response:
    """Go on after the first factor: to the second, to making one, or in."""
    house = visit.house
    if account.totp and not factors.has_second(first):
        return stepping(visit, Kind.SECOND, "/sign-in/code", account.id, first=first, wanted=wanted)
    hats = house.hats.of(account.id, house.now())
    if factors.any_needs(hats, house.settings) and not house.is_demo and not factors.has_second(first):
        return to_enrol(visit, account, first, wanted)
    return enter(visit, account, first, wanted)


def to_enrol(visit: Visit, account: Account, first: str, wanted: str) -> Response:
    """Go and make a second factor."""
    secret = factors.new_secret()
    return stepping(visit, Kind.ENROL, "/sign-in/app", account.id, secret=secret, first=first, wanted=wanted)


def enter(visit: Visit, account: Account, shown: str, wanted: str) -> Response:
    """Begin a session under a new cookie, in the only role somebody has; else they choose one first."""
    house, now = visit.house, visit.house.now()
    if visit.session is not None:
        house.sessions.end(visit.session.digest)
    hats = [hat for hat in house.hats.of(account.id, now) if hat.fits(now)]
    only = hats[0] if len(hats) == 1 else None
    session = Session(
        csrf=new_csrf(),
        language=account.language,
        account_id=account.id,
        office=only.office if only else "",
        role=only.role if only else None,
        actor_id=only.actor_id if only else "",
        factors=shown,
        ends_at=only.ends if only else None,
    )
    if house.journal.changed_since_signed_in(account.id):
        session = replace(session, notice="signing-roles-changed")
    secret = house.sessions.begin(session, now)
    house.journal.note("signed-in", now, account_id=account.id, by=account.id, outcome=shown.replace("+", "-"))
    path = own_path(wanted)
    to = (path or home_of(only.role)) if only else "/choose-role" + (f"?next={quote(path)}" if path else "")
    answer = RedirectResponse(to, status_code=SEE_OTHER)
    answer.delete_cookie(_step(visit), secure=house.is_secure, httponly=True, samesite="lax")
    remember(visit, account.login, answer)
    return with_session(visit, answer, secret)


def with_session(visit: Visit, answer: Response, secret: str) -> Response:
    """Hand over the cookie of a session: no script reads it, and it is gone when the browser closes."""
    secure = visit.house.is_secure
    answer.set_cookie(cookie_name(visit.house), secret, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


def _box_of(kind: Kind, account_id: str) -> str:
    return f"step/{kind}/{account_id}"


def _step(visit: Visit) -> str:
    return f"{cookie_name(visit.house)}-{STEP}"
