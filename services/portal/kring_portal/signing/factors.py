"""The second factor: a code of six digits that an app makes each half minute, good once; or a recovery code."""

import io
from datetime import datetime
from typing import Final

import pyotp
import segno

from kring_portal.settings import Settings
from kring_portal.store.accounts import Account
from kring_portal.store.hats import Hat
from kring_portal.web.house import House
from kring_shared.contracts.actor import Role

PERIOD: Final = 30
DIGITS: Final = 6
NEAR: Final = (0, -1, 1)
"""A clock may be half a minute wrong."""
SEE_NO_NAMES: Final = frozenset({Role.REQUESTER, Role.RESEARCHER})
ALWAYS: Final = frozenset({Role.MANDATED_PROFESSIONAL})
"""Whoever may compel shows twice who they are, whatever is set."""
SECONDS: Final = ("+totp", "+recovery", "+provider")


def needs_second(role: Role, settings: Settings) -> bool:
    """Tell whether a role takes a second factor."""
    return role in ALWAYS or (settings.second_factor and role not in SEE_NO_NAMES)


def any_needs(hats: list[Hat], settings: Settings) -> bool:
    """Tell whether any of somebody's roles takes one."""
    return any(needs_second(hat.role, settings) for hat in hats)


def has_second(factors: str) -> bool:
    """Tell whether a session was begun with one."""
    return factors.endswith(SECONDS)


def new_secret() -> str:
    """Make what the app and we share."""
    return pyotp.random_base32()


def in_fours(secret: str) -> str:
    """Write a secret so that it can be typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(secret: str, login: str) -> str:
    """Draw what the app reads: an SVG without any style of its own."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Kring")
    drawn = io.BytesIO()
    segno.make(uri, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, svgclass="qr", lineclass=None,
        dark="#000", light="#fff", border=3,
    )  # fmt: skip
    return drawn.getvalue().decode()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Give the half minute a code is of; none when it is wrong."""
    digits = "".join(one for one in code if one.isascii() and one.isdigit())
    if len(digits) != DIGITS or not secret:
        return None
    here = int(now.timestamp()) // PERIOD
    made = pyotp.TOTP(secret)
    return next(
        (here + near for near in NEAR if pyotp.utils.strings_equal(made.generate_otp(here + near), digits)), None
    )


def box_of(account_id: str) -> str:
    """Name the box that the secret of an account lies in."""
    return f"second-factor/{account_id}"


def shown(house: House, account: Account, code: str) -> str:
    """Give by what somebody showed the second time who they are: `totp`, `recovery`, or nothing when it was wrong."""
    step = step_of(house.safe.open(box_of(account.id), account.totp), code, house.now())
    if step is not None:
        return "totp" if house.accounts.use_step(account.id, step) else ""
    return "recovery" if house.accounts.use_recovery(account.id, code) else ""
