"""What can be compared of two histories: what happened in which route on which day, without ids and without words."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from kring_shared.contracts.envelope import Fact

CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,40}")
OPAQUE: Final = re.compile(r"[0-9a-f]{16,}")
LEFT_OUT: Final = frozenset({"number"})
"""A place in an office's chain: who of two was first within one moment says nothing about either."""
ENVELOPE: Final = frozenset(Fact.model_fields)


class History:
    """Notes facts by route."""

    def __init__(self, references: Mapping[str, str]) -> None:
        """Start empty; `references` says, by case id, which route a fact is of."""
        self._references = references
        self._lines: list[str] = []

    def see(self, fact: Fact) -> None:
        """Note a fact: whose, which day, which kind, and its codes and numbers."""
        route = self._references.get(fact.case_id, fact.office)
        values = {name: getattr(fact, name) for name in type(fact).model_fields if name not in ENVELOPE | LEFT_OUT}
        codes = " ".join(f"{name}={code}" for name, value in values.items() for code in _codes(value))
        self._lines.append(f"{route} {fact.occurred_at:%Y-%m-%d} {fact.kind()} {codes}")

    def lines(self) -> list[str]:
        """Give it in an order that two runs share."""
        return sorted(self._lines)

    def digest(self) -> str:
        """Give SHA-256 over all of it, hexadecimal."""
        return sha256("\n".join(self.lines()).encode()).hexdigest()


def _codes(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a field holds
    """Give what a field says in codes, numbers and days; ids, words and what is sealed are left out."""
    if isinstance(value, bool | int):
        yield str(value)
    elif isinstance(value, datetime):
        yield f"{value:%Y-%m-%d}"
    elif isinstance(value, str):
        if CODE.fullmatch(value) and not OPAQUE.fullmatch(value):
            yield value
    elif isinstance(value, tuple | list):
        yield f"{len(value)}:"
        for one in value:
            yield from _codes(one)
