"""The words of a report in one language: sentences, titles of figures, how numbers and days are written."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kring_registry.domain.figures.definitions import DEFINITIONS, Definition, Kind
from kring_shared.contracts.registry import PastFigure

LANGUAGES: Final = ("nl", "en")
FAMILIES: Final = ("ended", "stopped-because", "score")
"""Figures of which there is one for each ending, reason, or group."""


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


class Words:
    """What a report says in one language."""

    def __init__(self, language: str) -> None:
        """Choose a language of `LANGUAGES`; raises `KeyError` for another."""
        self.language = language
        self._words: dict[str, Any] = _book()[language]

    def say(self, key: str, **values: object) -> str:
        """Give a sentence, with what is filled in."""
        return str(self._words[key]).format(**values)

    def title(self, key: str) -> str:
        """Give the title of a figure; English has it from the definition itself."""
        return self._told("figures", key, "") or (DEFINITIONS[key].title if key in DEFINITIONS else key)

    def name(self, key: str) -> str:
        """Name one of a family by what sets it apart, for where the family is the title already."""
        family, _, rest = key.partition("-")
        named: dict[str, str] = self._words.get("names", {})
        if family == "score":
            return ": ".join(named.get(word, word) for word in rest.split("-", 1))
        return named.get(rest) or rest.replace("-", " ")

    def meaning(self, key: str) -> str:
        """Say what is counted, and of what."""
        return self._told("meanings", key, "-meaning") or (DEFINITIONS[key].counted if key in DEFINITIONS else "")

    def _told(self, table: str, key: str, ending: str) -> str:
        """Give a sentence of this language, also of a figure that is one of a family: how it ended, why, a mark."""
        own: str | None = self._words.get(table, {}).get(key)
        if own is not None or "families" not in self._words:
            return own or ""
        family = next((name for name in FAMILIES if key.startswith(f"{name}-")), "")
        if not family:
            return ""
        names, rest = self._words["names"], key.removeprefix(f"{family}-")
        about, _, group = rest.partition("-") if family == "score" else ("", "", rest)
        text: str = self._words["families"][f"{family}{ending}"]
        return text.format(about=names.get(about, about), name=names.get(group, group))

    def part(self, part: str) -> str:
        """Name a type or a context."""
        named: dict[str, str] = self._words["parts"]
        return named.get(part, part)

    def unit(self, unit: str) -> str:
        """Give a unit as it stands behind a number, with its space; nothing where it has none."""
        named: dict[str, str] = self._words["units"]
        return named.get(unit, "")

    def month(self, day: date) -> str:
        """Name a month."""
        return str(self._words["months"][day.month - 1])

    def day(self, day: date) -> str:
        """Write a day."""
        return f"{day.day} {self.month(day)} {day.year}"

    def number(self, value: float, decimals: int) -> str:
        """Write a number with the signs of this language."""
        thousands, comma = self._words["thousands"], self._words["comma"]
        plain = f"{value:,.{decimals}f}"
        return plain.replace(",", "\0").replace(".", comma).replace("\0", thousands)

    def past_value(self, past: PastFigure, definition: Definition | None) -> str:
        """Write a figure of a year before Kring: of what it was made, as it was published."""
        whole = 0 if float(past.numerator).is_integer() else 1
        if definition is not None and definition.kind is Kind.COUNT:
            return self.number(past.numerator, whole)
        return self.say("of", numerator=self.number(past.numerator, whole), denominator=past.denominator)
