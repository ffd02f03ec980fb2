"""Why something was refused, in the words of whoever reads it: by reason, else by code; never a service's own words."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from kring_portal.web.words import Words

REFUSED: Final = "refused "
SAID: Final = ("code", "asked", "stage", "fields", "missing", "why", "details")


class SaysWhy(Protocol):
    """A receipt, as far as it says why."""

    @property
    def code(self) -> str:
        """Give the code of the refusal."""

    @property
    def why(self) -> str:
        """Give the code of the reason; empty where the code says it all."""

    @property
    def details(self) -> Mapping[str, str]:
        """Give the numbers and days of the reason."""


def reason(words: Words, refused: SaysWhy | Mapping[str, Any]) -> str:
    """Say why something was refused, and what to do now."""
    code, why, details = _parts(refused)
    keys = (f"refused-why-{why}", f"refused-{code.replace('.', '-')}", "refused-other")
    key = next(one for one in keys if words.has(one))
    return words(key, **{name: shown(words, value) for name, value in details.items()})


def kept(refused: Any) -> str:  # noqa: ANN401 - a receipt, whose fields are named above
    """Write down a refusal for the next page: codes, numbers and days, and nothing of a person."""
    return REFUSED + json.dumps({name: getattr(refused, name) for name in SAID})


def read_back(notice: str) -> dict[str, Any] | None:
    """Read back what was refused; nothing where the notice says what was done."""
    if not notice.startswith(REFUSED):
        return None
    said: dict[str, Any] = json.loads(notice.removeprefix(REFUSED))
    return said


def _parts(refused: SaysWhy | Mapping[str, Any]) -> tuple[str, str, Mapping[str, str]]:
    if isinstance(refused, Mapping):
        return refused["code"], refused["why"], refused["details"]
    return refused.code, refused.why, refused.details


def shown(words: Words, value: object) -> object:
    """Give a number as a number, and a day as it is written here; what is neither stays as it is."""
    if not isinstance(value, str):
        return value
    if value.isdecimal():
        return int(value)
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:  # a service of another maker may say a range, or whatever else has no letters
        return value
