"""What was done with one participant on the way, and what they need: parts of a `Participant`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kring_shared.contracts.conference import BEFORE_AN_INVITATION, ContactKind, Covered, ReceivedBy, SupportWish
from kring_shared.contracts.sealed import Sealed


@dataclass(frozen=True)
class PersonalContact:
    """One call or visit: kind, day, minutes and kilometres; what was said is not kept."""

    how: ContactKind
    held_on: date
    minutes: int = 0
    distance_km: int = 0


@dataclass(frozen=True)
class Told:
    """What the person heard, in person; `conditions` counts how many they know, `question` which version is clear."""

    contacts: tuple[PersonalContact, ...] = ()
    covered: frozenset[Covered] = frozenset()
    question: int = 0
    conditions: int = 0
    conditions_by: ReceivedBy | None = None
    briefed: bool = False
    spoke: bool = False

    @property
    def enough_to_be_invited(self) -> bool:
        """Tell whether they heard of aim, way of working, possibilities and everyone's responsibilities."""
        return self.covered >= BEFORE_AN_INVITATION


@dataclass(frozen=True)
class Care:
    """What the person needs: to be safe, at ease, supported and understood. Words are sealed under their own key."""

    feels_safe: bool | None = None
    measures: Sealed[str] | None = None
    comfort: Sealed[str] | None = None
    comfort_asked: bool = False
    support: SupportWish | None = None
    support_person_id: str | None = None
    interpreter: str | None = None
    interpreter_id: str | None = None
    interpreter_remote: bool = False
    calendar: bool = False


@dataclass(frozen=True)
class Dates:
    """Which of the proposed days suit; `answered` tells a no to all from silence."""

    answered: bool = False
    can: frozenset[datetime] = frozenset()
    if_need_be: frozenset[datetime] = frozenset()


NOTHING_TOLD: Final = Told()
NOTHING_ASKED: Final = Care()
NO_ANSWER: Final = Dates()
