"""One message as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import ConferenceCancelled, ParticipantNotInvited, ParticipantSteppedOut
from kring_shared.contracts.intake import (
    ConsentRefused,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestRejected,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.contracts.notifications import NotificationFailed, NotificationSent, NotificationSuppressed
from kring_shared.kernel.process import Process, Step

STOPS = "practice elsewhere: consent can be withdrawn at any moment"
OWN_CHOICE = "process description: a conference is held when the main person wants it"
STOP_AT_ONCE = "our own choice: after a death no automatic message may reach anybody"
BOTH_CONFIRM = "our own choice: a request changes office only when both offices say so"
A_PERSON_DECIDES = "our own choice: Kring finds who looks alike, and only a person says who is the same"
NOT_KEPT = "our own choice: without a yes nothing personal may be kept; the people did not ask us to"
INDEPENDENT = "recruitment folder: not employed by or otherwise tied to those who decide or help"
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
            because="There is no way to reach the person, it is not for them, they were erased, or the case waits.",
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
            Status.QUEUED,
            ConsentRefused,
            Status.SUPPRESSED,
            because="The main person said no, so there is nothing left to say to anybody.",
            source=OWN_CHOICE,
        ),
        Step(
            Status.QUEUED,
            RequestRejected,
            Status.SUPPRESSED,
            because="The office does not take it on; whoever wrote before that wrote too early.",
            source=OWN_CHOICE,
        ),
        Step(
            Status.QUEUED,
            RequestPaused,
            Status.SUPPRESSED,
            because="Somebody died, or people are divided: a person speaks with them first, and no machine does.",
            source=STOP_AT_ONCE,
        ),
        Step(
            Status.QUEUED,
            RequestTransferred,
            Status.SUPPRESSED,
            because="Another office goes on with it, and writes itself.",
            source=BOTH_CONFIRM,
        ),
        Step(
            Status.QUEUED,
            RequestMerged,
            Status.SUPPRESSED,
            because="It goes on as another request, from which these people hear.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            Status.QUEUED,
            RequestLapsed,
            Status.SUPPRESSED,
            because="Nobody said yes in time, and whom it was about is not known any more.",
            source=NOT_KEPT,
        ),
        Step(
            Status.QUEUED,
            ConferenceCancelled,
            Status.SUPPRESSED,
            because="There is nothing left to come to.",
            source=OWN_CHOICE,
        ),
        Step(
            Status.QUEUED,
            ParticipantSteppedOut,
            Status.SUPPRESSED,
            because="Who stepped out is left alone.",
            source=STOPS,
        ),
        Step(
            Status.QUEUED,
            ParticipantNotInvited,
            Status.SUPPRESSED,
            because="It is not for them; whoever speaks with them does so in person.",
            source="family folder: everybody can take part safely",
        ),
        Step(
            Status.QUEUED,
            AssignmentFrozen,
            Status.SUPPRESSED,
            because="It was for a coordinator, who may know nothing of the case now.",
            source=INDEPENDENT,
        ),
        Step(
            Status.QUEUED,
            AssignmentHandedOver,
            Status.SUPPRESSED,
            because="It was for a coordinator who is out of the case; somebody else goes on.",
            source=INDEPENDENT,
        ),
        Step(
            Status.SUPPRESSED,
            NotificationSent,
            Status.SENT,
            because="It was on its way already when it was called back.",
            source=TRUTH,
        ),
        Step(
            Status.SUPPRESSED,
            NotificationFailed,
            Status.FAILED,
            because="It was on its way already when it was called back, and may have gone out.",
            source=TRUTH,
        ),
    ),
)
