"""A question to the helpdesk as a table."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.matching import AnswerHelpdeskCase, HelpdeskAnswerDue, TakeHelpdeskCase
from kring_shared.kernel.process import Process, from_each, stays

HELPDESK_HELPS: Final = "recruitment folder: a helpdesk for coordinators"


class HelpdeskStage(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    TAKEN = "taken"
    OVERDUE = "overdue"
    ANSWERED = "answered"


WAITS: Final = (HelpdeskStage.OPEN, HelpdeskStage.TAKEN, HelpdeskStage.OVERDUE)

HELPDESK: Final = Process(
    name="helpdesk",
    start=HelpdeskStage.OPEN,
    steps=(
        *from_each(
            (HelpdeskStage.OPEN, HelpdeskStage.TAKEN),
            TakeHelpdeskCase,
            HelpdeskStage.TAKEN,
            because="A question has one owner, who may change.",
            source=HELPDESK_HELPS,
        ),
        *stays(
            (HelpdeskStage.OVERDUE,),
            TakeHelpdeskCase,
            because="Taken late, it is still late.",
            source=HELPDESK_HELPS,
        ),
        *from_each(
            (HelpdeskStage.OPEN, HelpdeskStage.TAKEN),
            HelpdeskAnswerDue,
            HelpdeskStage.OVERDUE,
            because="A coordinator who waits for help has a family that waits.",
            source="our own choice: every question has a clock",
        ),
        *from_each(
            WAITS,
            AnswerHelpdeskCase,
            HelpdeskStage.ANSWERED,
            because="The coordinator can go on.",
            source=HELPDESK_HELPS,
        ),
    ),
)
