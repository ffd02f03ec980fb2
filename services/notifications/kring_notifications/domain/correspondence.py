"""What the office writes about one case: since when, whether it still may, and the day people are reminded of."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate

REMIND_BEFORE: Final = timedelta(days=2)
SILENT_AFTER: Final = timedelta(weeks=4)
"""How long after a letter about a search that takes longer the family is not told the same again."""


def desk_of(office: str) -> str:
    """Give the id under which what an office itself hears is kept."""
    return id_at(BEGINNING, f"desk/{office}")


@dataclass(frozen=True)
class Correspondence(Aggregate):
    """Everything the office writes about one case (briefwisseling), and whether it still may.

    What it writes to a coordinator about themselves stands under the coordinator's own id, as in the register.
    """

    case_id: str
    office: str
    neutral_sender: bool = False
    coordination: Coordination = NOBODY_YET
    starts_at: datetime | None = None
    remind_at: datetime | None = None
    search_told_at: datetime | None = None
    sequence: int = 0
    """How often the day was planned, moved or called off, as calendars count it."""
    reference: str = ""
    """What the system that referred calls it; nothing personal."""
    stopped: bool = False
    paused: bool = False
    is_over: bool = False
    """The request was closed: nothing more is sent by itself but what the circle asked for."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    @property
    def teller(self) -> str:
        """Give who tells what no message could: the coordinator, or the office's desk while there is none."""
        return self.coordination.present or desk_of(self.office)

    def teller_of(self, person_id: str) -> str:
        """Give who tells somebody what no message could; a coordinator does not telephone themselves."""
        return desk_of(self.office) if self.teller == person_id else self.teller

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who coordinates now, who may see which messages there were."""
        return self.coordination.parties()

    def scheduled(self, starts_at: datetime, now: datetime, sequence: int = 0) -> "Correspondence":
        """Plan the reminder: two days before, at once when that is past already, none for what began."""
        # Whole seconds: a due time is kept in milliseconds, and may not come out before the moment it stands for.
        remind_at = max(starts_at - REMIND_BEFORE, now).replace(microsecond=0) if starts_at > now else None
        return replace(self, starts_at=starts_at, remind_at=remind_at, sequence=max(sequence, self.sequence))

    def must_remind(self, now: datetime) -> bool:
        """Tell whether this is the moment; not when the day was moved, the reminder given, or the meeting begun."""
        if self.paused:
            return False
        return self.remind_at is not None and self.starts_at is not None and self.remind_at <= now < self.starts_at

    def has_met(self, now: datetime) -> bool:
        """Tell whether the meeting began: then nobody needs to hear that it is off."""
        return self.starts_at is not None and self.starts_at <= now

    def reminded(self) -> "Correspondence":
        """Note that the reminder was given."""
        return replace(self, remind_at=None)

    def may_tell_of_search(self, now: datetime) -> bool:
        """Tell whether the family hears that nobody was found yet; not once somebody began, and not again so soon."""
        if self.coordination.coordinator_id is not None:
            return False
        return self.search_told_at is None or now - self.search_told_at > SILENT_AFTER

    def adjourned(self) -> "Correspondence":
        """Forget the day: it is off, or the meeting was broken off, and another day is chosen."""
        return replace(self, starts_at=None, remind_at=None, sequence=self.sequence + (self.starts_at is not None))

    def with_nothing_ahead(self, at: datetime) -> "Correspondence":
        """Note that no meeting is ahead: it was held at a moment, or from then on none is needed.

        A reminder whose moment lies before that one stays: told early, this takes back nothing that came first.
        """
        came_first = self.remind_at is not None and self.remind_at < at
        return replace(self, starts_at=min(self.starts_at or at, at), remind_at=self.remind_at if came_first else None)

    def is_moved_to(self, starts_at: datetime, now: datetime) -> bool:
        """Tell whether people knew of another day that is still to come."""
        return self.starts_at is not None and not self.has_met(now) and self.starts_at != starts_at

    def ended(self) -> "Correspondence":
        """Stop for good: nothing that is heard later leads to a message."""
        return replace(self, stopped=True, remind_at=None)

    def gone_on(self, now: datetime) -> "Correspondence":
        """Go on after a pause. A reminder whose moment passed meanwhile is not made up for: the coordinator speaks."""
        still_ahead = self.remind_at is not None and self.remind_at > now
        return replace(self, paused=False, remind_at=self.remind_at if still_ahead else None)

    def emptied(self) -> "Correspondence":
        """Stop for good, and know nothing but that it was there."""
        return Correspondence(self.case_id, self.office, stopped=True, version=self.version)
