"""A fact in words: its name, and its codes; what is sealed, and ids that say nothing to a person, are left out."""

import re
from collections.abc import Iterator
from typing import Any, Final

from kring_shared.contracts.every_service import FactLine
from kring_shared.contracts.sealed import Sealed

OPAQUE: Final = re.compile(r"[0-9a-f]{32,}")
SEALED: Final = {field.alias or name for name, field in Sealed.model_fields.items()}
LEFT_OUT: Final = {"caseId", "office"}
MOST: Final = 90
"""How many characters of codes a row shows; `--json` shows them all."""


def as_object(fact: FactLine) -> dict[str, Any]:
    """Give a fact as a program reads it, without sealed values."""
    shown = fact.model_dump(mode="json", by_alias=True, exclude={"data"})
    return shown | {"fact": shown.pop("name"), "data": without_sealed(fact.data)}


def as_row(fact: FactLine) -> tuple[str, ...]:
    """Give when, who, which service, what, and its codes."""
    codes = ", ".join(f"{_spaced(name)} {value}" for name, value in _codes(without_sealed(fact.data)))
    when = f"{fact.occurred_at.astimezone():%d-%m-%Y %H:%M}"
    short = codes if len(codes) <= MOST else f"{codes[: MOST - 1]}…"
    return (when, _who(fact.by), fact.service, _words(fact.name), short)


def without_sealed(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Give JSON without its sealed values, however deep they lie."""
    if isinstance(value, dict):
        return {name: without_sealed(inner) for name, inner in value.items() if not _is_sealed(inner)}
    if isinstance(value, list | tuple):
        return [without_sealed(inner) for inner in value if not _is_sealed(inner)]
    return value


def _is_sealed(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, dict) and set(value) == SEALED


def _codes(value: Any, name: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        for inner, held in value.items():
            if inner not in LEFT_OUT:
                yield from _codes(held, inner)
    elif isinstance(value, list):
        plain = [str(each) for each in value if isinstance(each, str | int) and not OPAQUE.fullmatch(str(each))]
        if plain:
            yield name, "+".join(plain)
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif value not in {None, ""} and not OPAQUE.fullmatch(str(value)):
        yield name, str(value)


def _who(by: str) -> str:
    role, _, who = by.partition("/")
    return f"{_words(role)} {who[:8] if OPAQUE.fullmatch(who) else who}".strip()


def _words(name: str) -> str:
    return name.replace("-", " ")


def _spaced(name: str) -> str:
    return re.sub(r"(?=[A-Z])", " ", name).lower()
