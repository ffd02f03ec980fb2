"""Whether somebody in the register may work, as a table."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.matching import (
    DeclareRegisterTie,
    EndCoordinatorship,
    PauseCoordinator,
    RegisterCoordinator,
    ReinstateCoordinator,
    ScreeningEnds,
    SuspendCoordinator,
)
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import INDEPENDENT

SCREENED: Final = "recruitment folder: a proof of good conduct; Flanders: an extract of the judicial record is a duty"
FREE: Final = "family folder: coordinators are citizens who do this beside their daily work"


class Standing(StrEnum):
    """Whether a coordinator may work."""

    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    LEFT = "left"


HERE: Final = (Standing.ACTIVE, Standing.PAUSED, Standing.SUSPENDED)

STANDING: Final = Process(
    name="standing",
    start=Standing.ACTIVE,
    rests=(Standing.ACTIVE,),
    steps=(
        *from_each(
            (Standing.ACTIVE, Standing.PAUSED),
            PauseCoordinator,
            Standing.PAUSED,
            because="Coordinators say themselves how much they take on.",
            source=FREE,
        ),
        *from_each(
            HERE,
            DeclareRegisterTie,
            Standing.SUSPENDED,
            because="Whoever is tied to a body that decides or helps is not independent, from that moment.",
            source=INDEPENDENT,
        ),
        *from_each(
            HERE,
            ScreeningEnds,
            Standing.SUSPENDED,
            because="Without a valid screening proof nobody comes near families.",
            source=SCREENED,
        ),
        *from_each(
            HERE,
            SuspendCoordinator,
            Standing.SUSPENDED,
            because="While a complaint or a doubt is looked into, nobody new is put at risk.",
            source="our own choice: the regional manager answers for who is sent to families",
        ),
        *from_each(
            (Standing.PAUSED, Standing.SUSPENDED),
            ReinstateCoordinator,
            Standing.ACTIVE,
            because="What stood in the way is over.",
            source=FREE,
        ),
        *from_each(
            HERE,
            EndCoordinatorship,
            Standing.LEFT,
            because="Somebody may stop at any time; what they were given comes back.",
            source=FREE,
        ),
        Step(
            Standing.LEFT,
            RegisterCoordinator,
            Standing.ACTIVE,
            because="Somebody who left may come back, and is entered anew.",
            source=FREE,
        ),
    ),
)
