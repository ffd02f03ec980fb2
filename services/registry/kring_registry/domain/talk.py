"""A talk without obligation, as far as it counts: in which month it was asked for, and what came of it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kring_registry.domain.record import year_key
from kring_shared.kernel.work import Aggregate


class CameOfIt(StrEnum):
    """What came of a talk."""

    WAITS = "waits"
    REQUEST = "request"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Talk(Aggregate):
    """One talk (vrijblijvend informatief gesprek): it is no request, and of who talked nothing is here.

    While it waits it is found by its case. Once it is over it stands under a random id, so that it only counts.
    """

    talk_id: str
    office: str
    month: str
    came_of_it: CameOfIt = CameOfIt.WAITS
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.talk_id

    @property
    def year_key(self) -> str:
        """Give the key of its office's year."""
        return year_key(self.office, int(self.month[:4]))

    def keys(self) -> tuple[str, ...]:
        """Give its id, and its office's year."""
        return self.talk_id, self.year_key

    def over(self, new_id: str, came_of_it: CameOfIt) -> "Talk":
        """Let it count under another id, and for what came of it."""
        return replace(self, talk_id=new_id, came_of_it=came_of_it, version=0)

    def contributions(self) -> dict[str, int]:
        """Give what it counts for."""
        return {"talks": 1} | ({"talks-to-nothing": 1} if self.came_of_it is CameOfIt.NOTHING else {})
