"""Meetings, study days, workshops and trainings as a table."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.matching import CancelGathering, PlanGathering, RecordAttendance, SignOff, SignUp
from kring_shared.kernel.process import Process, Step, from_each

SUPPORT: Final = "recruitment folder: regional meetings, study days and workshops support coordinators"


class GatheringStage(StrEnum):
    """Where a gathering stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


GATHERING: Final = Process(
    name="gathering",
    start=GatheringStage.PLANNED,
    rests=(GatheringStage.HELD,),
    steps=(
        Step(
            GatheringStage.PLANNED,
            PlanGathering,
            GatheringStage.PLANNED,
            because="A day or a place may change until it is held.",
            source=SUPPORT,
        ),
        Step(
            GatheringStage.PLANNED,
            SignUp,
            GatheringStage.PLANNED,
            because="People come by their own choice.",
            source=SUPPORT,
        ),
        Step(
            GatheringStage.HELD,
            SignUp,
            GatheringStage.HELD,
            because="A day somebody missed is done in a training that is going on already.",
            source="our own choice: the folder asks for every day, and does not say how a missed one is made up",
        ),
        *from_each(
            (GatheringStage.PLANNED, GatheringStage.HELD),
            RecordAttendance,
            GatheringStage.HELD,
            because="Who was there on each day counts for the training, and is noted day by day.",
            source="recruitment folder: a training of six days in two parts",
        ),
        Step(
            GatheringStage.PLANNED,
            SignOff,
            GatheringStage.PLANNED,
            because="Somebody may be unable to come.",
            source=SUPPORT,
        ),
        Step(
            GatheringStage.PLANNED,
            CancelGathering,
            GatheringStage.CANCELLED,
            because="What does not take place is told to those who would come.",
            source=SUPPORT,
        ),
    ),
)
