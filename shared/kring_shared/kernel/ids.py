"""Opaque ids whose first bits are time, so that databases and streams keep them in order.

An id made *because of* something repeats when that something is handled again: its time part is the cause's and the
rest is a hash of the cause, the service and a label. That is what makes a repeated delivery tell the same facts.
"""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
DAY_MS: Final = 24 * 60 * 60 * 1000


def new_id(at: datetime) -> str:
    """Make a fresh id at a moment (aware): 48 bits of milliseconds, 80 random bits, 32 hexadecimal digits."""
    return _time(at) + secrets.token_hex(10)


def derived_id(cause: str, label: str) -> str:
    """Make the id that `cause` (an id) always leads to under `label`; same cause and label, same id."""
    return cause[:12] + blake2b(f"{cause}/{label}".encode(), digest_size=10).hexdigest()


def without_hour(made: str) -> str:
    """Give an id whose time part says only the day (UTC), and whose rest is the same."""
    ms = int(made[:12], 16)
    return f"{ms - ms % DAY_MS:012x}" + made[12:]


def id_at(at: datetime, label: str) -> str:
    """Make the id of something outside that has a moment (aware) and a stable label, such as a place in a stream."""
    return _time(at) + blake2b(label.encode(), digest_size=10).hexdigest()


def _time(at: datetime) -> str:
    return f"{(at - BEGINNING) // MILLISECOND & 0xFFFFFFFFFFFF:012x}"  # whole numbers: a float would lose some of them
