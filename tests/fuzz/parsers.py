"""Every place where bytes or text from outside become something in Kring: one table."""

from typing import Final

from tests.fuzz import from_outside, laid_down, on_the_bus, over_http, sealed, set_up
from tests.fuzz.fuzzer import Parser

ROOMS: Final = (from_outside, on_the_bus, sealed, set_up, laid_down, over_http)
PARSERS: Final[tuple[Parser, ...]] = tuple(one for room in ROOMS for one in room.parsers())
"""In the order in which they are put to the test."""
