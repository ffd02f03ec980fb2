"""Where a conference can stand and which stages belong together."""

from enum import StrEnum
from typing import Final


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
