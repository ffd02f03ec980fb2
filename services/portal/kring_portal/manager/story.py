"""The story of a case, out of what every service told about it: sentences, in order, a day at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from kring_portal.web.words import ZONE
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.every_service import FactLine, FactLines

SAID: Final = {
    "purpose": "purpose",
    "method": "method",
    "reason": "because",
    "because": "because",
    "outcome": "outcome",
    "conferenceType": "conference",
    "context": "context",
    "toOffice": "office",
    "decision": "reviewed",
    "risk": "risk",
}
"""Fields of facts that a sentence is clearer with, and the kind of word each holds; all of them are codes."""
DAY_ONLY: Final = frozenset(f"{fact.service}.{fact.name}" for fact in FACTS.values() if fact.day_only)
MESSAGES: Final = "notifications"


@dataclass(frozen=True)
class Told:
    """One sentence: what happened, by whom, how often in a row, and when; no hour where only the day counts."""

    key: str
    role: str
    times: int
    at: datetime | None
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Day:
    """One day of the story."""

    day: date
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Story:
    """The story, how many messages went out beside it, and which services could not tell theirs."""

    days: tuple[Day, ...]
    messages: int
    silent: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is told yet."""
        return not self.days


def story_of(answers: Mapping[str, FactLines | None]) -> Story:
    """Tell the facts in the order in which they happened."""
    lines = [line for one in answers.values() if one for line in one.facts]
    told = sorted((line for line in lines if line.service != MESSAGES), key=lambda line: (line.occurred_at, line.id))
    days = groupby(told, key=lambda line: line.occurred_at.astimezone(ZONE).date())
    return Story(
        days=tuple(Day(day, _told(of_the_day)) for day, of_the_day in days),
        messages=sum(line.service == MESSAGES and line.name == "notification-queued" for line in lines),
        silent=tuple(service for service, answer in answers.items() if answer is None),
    )


def _told(lines: Iterable[FactLine]) -> tuple[Told, ...]:
    rows = [(f"fact-{line.service}-{line.name}", line.by.partition("/")[0], _words(line), line) for line in lines]
    told = []
    for (key, role, words), same in groupby(rows, key=lambda row: row[:3]):
        first, *rest = (row[3] for row in same)
        hour = None if f"{first.service}.{first.name}" in DAY_ONLY else first.occurred_at
        told.append(Told(key, "" if role == "system" else role, 1 + len(rest), hour, words))
    return tuple(told)


def _words(line: FactLine) -> tuple[tuple[str, str], ...]:
    return tuple((kind, str(line.data[name])) for name, kind in SAID.items() if isinstance(line.data.get(name), str))
