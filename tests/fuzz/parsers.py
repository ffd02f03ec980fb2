"""Every place where bytes or text from outside become something in Kring: one table."""

from dataclasses import replace
from typing import Final

from tests.fuzz import from_outside, laid_down, on_the_bus, over_http, sealed, set_up
from tests.fuzz.fuzzer import Parser

QUICK: Final = frozenset(
    {
        "language tag",
        "picture over a letter",
        "personal link",
        "code of a personal link",
        "address of a page of ours",
        "Accept-Language",
        "Retry-After of a gateway",
        "what became of a text message",
        "secret of a webhook",
        "form: amount of money",
        "command line: moment",
        "command line: JSON",
        "bus: body of a command",
        "bus: body of a query",
        "bus: body of a fact",
        "bus: headers and subject of a request",
        "bus: headers and subject of a fact",
        "bus: what a broker says first",
        "telephone number for a text",
        "settings: address of the bus",
        "number or day of a reason",
        "bus: answer of a service",
        "bus: receipt of a service",
        "bus: referral as it came",
    }
)
"""They take some millionths of a second, and so get many times as many."""
ROOMS: Final = (from_outside, on_the_bus, sealed, set_up, laid_down, over_http)
_ALL: Final = tuple(one for room in ROOMS for one in room.parsers())
PARSERS: Final[tuple[Parser, ...]] = tuple(replace(one, share=1.0) if one.name in QUICK else one for one in _ALL)
"""In the order in which they are put to the test."""
