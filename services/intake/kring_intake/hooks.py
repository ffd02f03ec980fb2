"""What an intake plugin offers: a check that reads a question (vraagstelling) and gives advice about it.

The plugins of intake are of several kinds and come through one door, so a service that holds them tells them apart by
what they can do, never by their name: `isinstance(plugin, QuestionCheck)`, or `question_checks` for all at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

NOT_CHECKED: Final = "not-checked"
"""The code of a check that cannot read the language of a question; silence would mean that it is open."""


@dataclass(frozen=True)
class Remark:
    """One piece of advice about a question, for the people who word it together; it refuses nothing.

    What it says is the check's own words and never repeats the question, so a remark may be shown and counted; only
    together with the question does `span` point at anybody.
    """

    code: str
    """What was seen, a word of the check's own: `closed`, `leading`."""
    nl: str
    """The explanation in Dutch: short, kind, and with a way to say it openly."""
    en: str
    """The same in English."""
    span: tuple[int, int] | None = None
    """Which characters of the question it is about, first and one past the last; absent when it is about all of it."""


@runtime_checkable
class QuestionCheck(Protocol):
    """Reads a question and says where it is less open than it could be; people decide."""

    languages: frozenset[str]
    """The languages it can read, BCP 47; it finds out by itself which one a question is in."""

    def look(self, question: str) -> tuple[Remark, ...]:
        """Give advice, none when nothing was seen; that is no proof that the question is open.

        Pure, and never raises: no I/O, no clock, any text. A question in a language it cannot read gets one remark
        that says so, `NOT_CHECKED`.
        """


def question_checks(plugins: Mapping[str, object]) -> dict[str, QuestionCheck]:
    """Give the question checks among the plugins of intake, by name; the other kinds are left out."""
    return {name: plugin for name, plugin in plugins.items() if isinstance(plugin, QuestionCheck)}
