"""A breach as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.registry import AssessBreach, CloseBreach, ReportBreach
from kring_shared.kernel.process import Process, Step, from_each

IN_72_HOURS: Final = "general data protection regulation, as told by pages about it: 72 hours to tell the authority"
KNOWN_FIRST: Final = "our own choice: nothing is closed before it is known what it means"


class BreachStage(StrEnum):
    """Where a breach stands."""

    NOTED = "noted"
    ASSESSED = "assessed"
    REPORTED = "reported"
    CLOSED = "closed"


BREACH: Final = Process(
    name="breach",
    start=BreachStage.NOTED,
    steps=(
        Step(
            BreachStage.NOTED,
            AssessBreach,
            BreachStage.ASSESSED,
            because="First it is said what it means for the people it is about.",
            source=KNOWN_FIRST,
        ),
        Step(
            BreachStage.ASSESSED,
            AssessBreach,
            BreachStage.ASSESSED,
            because="Who knows more later says so.",
            source=KNOWN_FIRST,
        ),
        Step(
            BreachStage.ASSESSED,
            ReportBreach,
            BreachStage.REPORTED,
            because="Where there is a risk the authority is told, and where it is high the people too.",
            source=IN_72_HOURS,
        ),
        Step(
            BreachStage.REPORTED,
            AssessBreach,
            BreachStage.REPORTED,
            because="What was told stays told; a higher risk may ask that the people are told as well.",
            source=KNOWN_FIRST,
        ),
        Step(
            BreachStage.REPORTED,
            ReportBreach,
            BreachStage.REPORTED,
            because="The people are often told after the authority.",
            source=IN_72_HOURS,
        ),
        *from_each(
            (BreachStage.ASSESSED, BreachStage.REPORTED),
            CloseBreach,
            BreachStage.CLOSED,
            because="It ends when nobody should still be told.",
            source=IN_72_HOURS,
        ),
    ),
)
