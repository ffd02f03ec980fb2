"""Every place where bytes or text from outside become something in Kring: one table."""

from typing import Final

from tests.fuzz import from_outside, on_the_bus, over_http, set_up
from tests.fuzz.fuzzer import Parser

PARSERS: Final[tuple[Parser, ...]] = (
    *from_outside.parsers(),
    *on_the_bus.parsers(),
    *set_up.parsers(),
    *over_http.parsers(),
)
"""In the order in which they are put to the test."""
