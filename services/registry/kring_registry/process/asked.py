"""What a person asks about their data as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.registry import AnswerPerson, ExtendAnswer, TakeUpAsked
from kring_shared.kernel.process import Process, Step, stays

WITHIN_A_MONTH: Final = "general data protection regulation, as told by pages about it: an answer within a month"
KNOWN_BY_NAME: Final = "our own choice: who answers is known by name, and a complaint is not handled by its subject"


class AskedStage(StrEnum):
    """Where it stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    ANSWERED = "answered"


ASKED: Final = Process(
    name="asked",
    start=AskedStage.RECEIVED,
    steps=(
        Step(
            AskedStage.RECEIVED,
            TakeUpAsked,
            AskedStage.TAKEN_UP,
            because="One person handles it, and reads what was said.",
            source=KNOWN_BY_NAME,
        ),
        Step(
            AskedStage.TAKEN_UP,
            TakeUpAsked,
            AskedStage.TAKEN_UP,
            because="Somebody else goes on with it when the first is away.",
            source=KNOWN_BY_NAME,
        ),
        *stays(
            (AskedStage.RECEIVED, AskedStage.TAKEN_UP),
            ExtendAnswer,
            because="Where it is much, two months more are taken, once, and whoever asked is told why.",
            source=WITHIN_A_MONTH,
        ),
        Step(
            AskedStage.TAKEN_UP,
            AnswerPerson,
            AskedStage.ANSWERED,
            because="Whoever asked hears what was done, and where something was not, why.",
            source=WITHIN_A_MONTH,
        ),
    ),
)
