"""Where a conference can stand, which stages belong together, and what may be done without leaving one."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.process import Step


class Stage(StrEnum):
    """Where one conference stands."""

    AWAITING_COORDINATOR = "awaiting-coordinator"
    PREPARING = "preparing"
    READY = "ready"
    POSTPONED = "postponed"
    INFORMATION_PHASE = "information-phase"
    PRIVATE_TIME = "private-time"
    PRESENTATION_PHASE = "presentation-phase"
    ADJOURNED = "adjourned"
    WITHOUT_MEETING = "without-meeting"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


PREPARATION: Final = (Stage.PREPARING, Stage.READY, Stage.POSTPONED, Stage.ADJOURNED)
"""While there is something to arrange: before the first meeting, and between two."""
HELD: Final = (Stage.INFORMATION_PHASE, Stage.PRIVATE_TIME, Stage.PRESENTATION_PHASE)
"""While people are together."""


def stays(stages: tuple[Stage, ...], on: type[Named], *, because: str, source: str) -> tuple[Step[Stage], ...]:
    """Write what may be done in several stages without leaving them."""
    return tuple(Step(stage, on, stage, because, source) for stage in stages)
