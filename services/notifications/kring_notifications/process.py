"""One message as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.notifications import NotificationFailed, NotificationSent, NotificationSuppressed
from kring_shared.kernel.process import Process, Step

STOPS = "practice elsewhere: consent can be withdrawn at any moment"
TRUTH = "our own choice: the record says what happened, not what was meant"


class Status(StrEnum):
    """Where one message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


MESSAGE: Final = Process(
    name="message",
    start=Status.QUEUED,
    steps=(
        Step(
            Status.QUEUED,
            NotificationSent,
            Status.SENT,
            because="The channel took it; it is never carried out again.",
            source=TRUTH,
        ),
        Step(
            Status.QUEUED,
            NotificationFailed,
            Status.FAILED,
            because="It did not go out, or nobody knows whether it did: a person looks, and no machine tries again.",
            source=TRUTH,
        ),
        Step(
            Status.QUEUED,
            NotificationSuppressed,
            Status.SUPPRESSED,
            because="There is no way to reach the person, or the person was erased.",
            source="family folder: people are asked in person; a message is only a help",
        ),
        Step(
            Status.QUEUED,
            RequestWithdrawn,
            Status.SUPPRESSED,
            because="The main person stopped, and everything that was still to be said is left unsaid.",
            source=STOPS,
        ),
        Step(
            Status.SUPPRESSED,
            NotificationSent,
            Status.SENT,
            because="It was on its way already when the case stopped.",
            source=TRUTH,
        ),
        Step(
            Status.SUPPRESSED,
            NotificationFailed,
            Status.FAILED,
            because="It was on its way already when the case stopped, and may have gone out.",
            source=TRUTH,
        ),
    ),
)
