"""The words of a copy, a file for each language: headings, what each part is for, labels, codes as people say them."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kring_shared.runtime.paper.plan.headings import day_in

LANGUAGES: Final = ("nl", "en")
BETWEEN: Final = re.compile(r"(: |, | \(|\))")
"""What stands between the codes of a value that has several."""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
PLAIN: Final = re.compile(r"\d*")


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`."""
        self.language = language
        self._read = _file(language)

    def __getitem__(self, name: str) -> str:
        """Give a sentence of the page."""
        return str(self._read[name])

    def service(self, name: str) -> str:
        """Name a service as people know it; one from elsewhere by its own name."""
        return str(self._read["services"].get(name, name))

    def part(self, title: str) -> tuple[str, str]:
        """Give the heading of a part and what it is for; of one from elsewhere its code, with spaces."""
        known = self._read["parts"].get(title, {})
        return known.get("title", title.replace("-", " ")), known.get("why", "")

    def label(self, code: str) -> str:
        """Say what a line is."""
        return str(self._read["labels"].get(code, code.replace("-", " ")))

    def value(self, value: str) -> str:
        """Say codes and days in words; anything else, such as people's own words, stays as it is."""
        pieces = BETWEEN.split(value)
        said = [self._piece(piece) if n % 2 == 0 else piece for n, piece in enumerate(pieces)]
        return value if None in said else "".join(piece for piece in said if piece is not None)

    def day(self, day: date) -> str:
        """Write a day out."""
        return day_in(self.language, day)

    def _piece(self, piece: str) -> str | None:
        """Say one code or day; none for what is neither."""
        if DAY.fullmatch(piece):
            return self.day(date.fromisoformat(piece))
        known = self._read["values"].get(piece)
        return piece if known is None and PLAIN.fullmatch(piece) else known


@cache
def _file(language: str) -> dict[str, Any]:
    text = files(__package__).joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
