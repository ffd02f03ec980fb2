"""What keeps the public form from being filled in by machines, without asking people to prove anything.

The form says, signed, when it was opened and under which number; a field that nobody sees must stay empty; each address
may send a few in an hour, and all together no more than an office can read.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kring_portal.web.house import House

TRAP: Final = "website"
OPENED: Final = "opened"
GOOD_FOR: Final = timedelta(hours=12)
HOUR_S: Final = 3600
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_OF_THIS_PROCESS: Final = secrets.token_bytes(32)


@dataclass(frozen=True)
class Opened:
    """A form that was opened: its number, and when."""

    number: str
    at: datetime


def opened_now(house: House) -> str:
    """Give what a new form carries."""
    body = f"{secrets.token_hex(12)}.{int(house.now().timestamp() * 1000)}"
    return f"{body}.{_mark(house, body)}"


def opened_before(house: House, token: str) -> Opened | None:
    """Read what a form carried; none when we did not make it, or long ago."""
    body, _, mark = token.rpartition(".")
    if not hmac.compare_digest(mark.encode(), _mark(house, body).encode()):
        return None
    number, _, at = body.partition(".")
    when = datetime.fromtimestamp(int(at) / 1000, tz=house.now().tzinfo)
    return Opened(number, when) if house.now() - when <= GOOD_FOR else None


def too_fast(house: House, opened: Opened) -> bool:
    """Tell whether nobody can have filled it in by hand."""
    return house.now() - opened.at < timedelta(seconds=house.settings.ask_seconds)


def too_many(house: House, address: str) -> bool:
    """Tell whether this address sent as many as one may in an hour, or all together did."""
    settings, now = house.settings, house.now()
    if not house.limits.take(f"ask/{address}", now, most=settings.ask_per_hour, per_s=HOUR_S).yes:
        return True
    return not house.limits.take("ask-in-all", now, most=settings.ask_in_all, per_s=HOUR_S).yes


def reference_of(number: str) -> str:
    """Give the reference of a form: nine letters and digits that are easily told over the telephone."""
    left = int.from_bytes(hashlib.sha256(number.encode()).digest())
    letters = []
    for _ in range(9):
        left, at = divmod(left, len(LETTERS))
        letters.append(LETTERS[at])
    return "-".join("".join(letters[n : n + 3]) for n in (0, 3, 6))


def _mark(house: House, body: str) -> str:
    edge = house.settings.edge_key.get_secret_value().encode()
    key = hashlib.sha256(b"kring-ask/" + (edge or _OF_THIS_PROCESS)).digest()
    return base64.urlsafe_b64encode(hmac.new(key, body.encode(), hashlib.sha256).digest()).decode().rstrip("=")
