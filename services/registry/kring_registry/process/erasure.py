"""The order to erase as a table: it waits for every service, and is done when all of them answered."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import CircleErased
from kring_shared.contracts.intake import RequestErased
from kring_shared.contracts.matching import SearchErased
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import ErasureAnswersDue, ErasureExecuted
from kring_shared.kernel.process import Process, Step, from_each, stays

EVERY_COPY: Final = "our own choice: what is erased in one place and stands in another is not erased"
NOBODY_FORGETS: Final = "our own choice: a service that does not answer is told to whoever runs it"


class ErasureStage(StrEnum):
    """Where an order stands."""

    ORDERED = "ordered"
    LATE = "late"
    EXECUTED = "executed"


OPEN: Final = (ErasureStage.ORDERED, ErasureStage.LATE)
ANSWERS: Final = (RequestErased, SearchErased, CircleErased, MessagesErased)
"""What each of the other services tells when it did its part."""

ERASURE: Final = Process(
    name="erasure",
    start=ErasureStage.ORDERED,
    steps=(
        *(
            step
            for answer in ANSWERS
            for step in stays(
                OPEN,
                answer,
                because="Each service erases what it has, and says what it keeps and why.",
                source=EVERY_COPY,
            )
        ),
        Step(
            ErasureStage.ORDERED,
            ErasureAnswersDue,
            ErasureStage.LATE,
            because="Somebody has to look why a service did not answer in days.",
            source=NOBODY_FORGETS,
        ),
        *from_each(
            OPEN,
            ErasureExecuted,
            ErasureStage.EXECUTED,
            because="Every service answered: the receipt is complete, and its proof goes into the chain.",
            source=EVERY_COPY,
        ),
    ),
)
