"""Asking one case how satisfied people are, as a table: when forms go out, and when they are closed."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import ConferenceCancelled, ConferenceConcluded, PlanDistributed
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import (
    ConsentRefused,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import RecordScoreWishes, SatisfactionClosed
from kring_shared.kernel.process import Process, Step, from_each, stays

ASKED_PER_GROUP: Final = "yearly figures: everybody who took part is asked for marks, each group with its own form"
A_YES_OF_ITS_OWN: Final = "our own choice: nobody gets a form who did not say yes to it"
LEFT_ALONE: Final = "practice elsewhere: who stops is left alone"
NOTHING_STAYS: Final = "our own choice: what links an answer to a family is kept for no day longer than it is needed"


class RoundStage(StrEnum):
    """Where the asking of one case stands."""

    WISHES = "wishes"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


STOPS: Final[tuple[type[Fact], ...]] = (
    RequestWithdrawn,
    RequestRejected,
    ConsentRefused,
    RequestLapsed,
    RequestTransferred,
    RequestMerged,
    ConferenceCancelled,
)
"""After which nobody of the case is asked any more."""

SATISFACTION: Final = Process(
    name="satisfaction",
    start=RoundStage.WISHES,
    steps=(
        *stays(
            (RoundStage.WISHES, RoundStage.OPEN),
            RecordScoreWishes,
            because="Each person says for themself whether they want to be asked, and may change their mind.",
            source=A_YES_OF_ITS_OWN,
        ),
        Step(
            RoundStage.WISHES,
            PlanDistributed,
            RoundStage.OPEN,
            because="The plan is in their hands: now people can say what they think of it.",
            source=ASKED_PER_GROUP,
        ),
        Step(
            RoundStage.WISHES,
            ConferenceConcluded,
            RoundStage.OPEN,
            because="There was a meeting without a plan, and what people think of it counts as much.",
            source=ASKED_PER_GROUP,
        ),
        Step(
            RoundStage.OPEN,
            SatisfactionClosed,
            RoundStage.CLOSED,
            because="After the closing day nothing leads from a form to this case any more.",
            source=NOTHING_STAYS,
        ),
        *from_each(
            (RoundStage.WISHES, RoundStage.OPEN),
            RequestPaused,
            RoundStage.PAUSED,
            because="Somebody died, or people disagree: no form may lie there now, and every yes was said before.",
            source=LEFT_ALONE,
        ),
        Step(
            RoundStage.PAUSED,
            RequestResumed,
            RoundStage.WISHES,
            because="It goes on, and whoever wants to be asked says so anew.",
            source=A_YES_OF_ITS_OWN,
        ),
        *(
            step
            for stop in STOPS
            for step in from_each(
                (RoundStage.WISHES, RoundStage.OPEN, RoundStage.PAUSED),
                stop,
                RoundStage.CLOSED,
                because="It stopped: forms are closed at once, and nobody is asked.",
                source=LEFT_ALONE,
            )
        ),
    ),
)
