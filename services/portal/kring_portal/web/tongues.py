"""Languages that people here speak, by name, so that nobody has to know a code."""

from collections.abc import Iterable
from typing import Final

from kring_portal.web.words import Words

CODES: Final = (
    "nl fr de en ar zgh rif kab tr pl bg ro ru uk fa ps ku ckb so ti am om ha yo es pt pap srn it el hu sq sr hr bs mk "
    "cs sk lt lv zh yue vi hi ur ta pa bn ne id jv th tl sw ln rw rn wo ff fy li hy az ka mn da sv no fi he ja ko"
)
SPOKEN: Final = tuple(CODES.split())
"""What is asked for most; any other stays as it was written down."""


def named(words: Words, tag: str) -> str:
    """Name a language in the language of the page; its tag where it has no name."""
    name = words.locale.languages.get(tag.partition("-")[0])
    return str(name) if name else tag


def to_choose_from(words: Words, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give languages as tag and name, by name; what somebody speaks already is always among them."""
    found = {tag: named(words, tag) for tag in (*SPOKEN, *also)}
    return sorted(found.items(), key=lambda one: one[1].casefold())


def tags_in(said: Iterable[object]) -> tuple[str, ...]:
    """Read tags out of fields, each once and in order; a field may hold several, with commas."""
    parts = (part.strip() for one in said for part in str(one).replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
