"""A meeting, study day, workshop or training: when, where, for how many, and who was there."""

from dataclasses import dataclass, replace
from datetime import datetime

from kring_matching.process import GATHERING, GatheringStage
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import GatheringKind
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Gathering(Aggregate):
    """One gathering (bijeenkomst) of one or more days."""

    gathering_id: str
    office: str
    kind_of: GatheringKind
    title: str
    days: tuple[datetime, ...]
    place: str = ""
    agenda: tuple[str, ...] = ()
    room_for: int = 20
    scope: ConferenceType | None = None
    public: bool = True
    stage: GatheringStage = GatheringStage.PLANNED
    signed_up: tuple[str, ...] = ()
    present: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Who was there, by day."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.gathering_id

    def moved(self, on: type[Named]) -> "Gathering":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=GATHERING.next(self.stage, on))
