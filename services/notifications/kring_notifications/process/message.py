"""One message as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts import registry as r
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import (
    A_PERSON_DECIDES,
    BOTH_CONFIRM,
    CONSENT_ENDS,
    INDEPENDENT,
    MAIN_PERSON_WANTS_IT,
    NOT_KEPT,
    STOP_AT_ONCE,
)

AT_HOME: Final = "family folder: everybody can take part safely"
TRUTH: Final = "our own choice: the record says what happened, not what was meant"
VOCABULARY: Final = "GOV.UK Notify: temporary and permanent failures are told apart, and delivered is not read"


class Status(StrEnum):
    """Where one message stands; a person who works with it reads these words."""

    QUEUED = "queued"
    DELAYED = "delayed"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    TO_TELL = "to-tell"
    TOLD = "told"
    UNREACHED = "unreached"
    SUPPRESSED = "suppressed"


ON_ITS_WAY: Final = (Status.QUEUED, Status.DELAYED)
OPEN: Final = (*ON_ITS_WAY, Status.TO_TELL)
"""Where it did not reach anybody yet, and can be called back whole."""

CALLED_BACK: Final = tuple(
    step
    for on, because, source in (
        (
            i.RequestWithdrawn,
            "The main person stopped, and everything that was still to be said is left unsaid.",
            CONSENT_ENDS,
        ),
        (
            i.ConsentRefused,
            "The main person said no, so there is nothing left to say to anybody.",
            MAIN_PERSON_WANTS_IT,
        ),
        (
            i.RequestRejected,
            "The office does not take it on; whoever wrote before that wrote too early.",
            MAIN_PERSON_WANTS_IT,
        ),
        (
            i.RequestPaused,
            "Somebody died, or people are divided: a person speaks with them first, and no machine does.",
            STOP_AT_ONCE,
        ),
        (i.RequestTransferred, "Another office goes on with it, and writes itself.", BOTH_CONFIRM),
        (i.RequestMerged, "It goes on as another request, from which these people hear.", A_PERSON_DECIDES),
        (i.RequestLapsed, "Nobody said yes in time, and whom it was about is not known any more.", NOT_KEPT),
        (c.ConferenceCancelled, "There is nothing left to come to.", MAIN_PERSON_WANTS_IT),
        (c.ParticipantSteppedOut, "Who stepped out is left alone.", CONSENT_ENDS),
        (c.ParticipantNotInvited, "It is not for them; whoever speaks with them does so in person.", AT_HOME),
        (
            m.AssignmentFrozen,
            "It was for a coordinator, who may know nothing of the case now.",
            INDEPENDENT,
        ),
        (
            m.AssignmentHandedOver,
            "It was for a coordinator who is out of the case; somebody else goes on.",
            INDEPENDENT,
        ),
        (n.ContactWishesRecorded, "They asked not to be written to or called.", CONSENT_ENDS),
        (r.ErasureOrdered, "Its term is over or they asked so: whom it was to is not known any more.", NOT_KEPT),
    )
    for step in from_each(OPEN, on, Status.SUPPRESSED, because=because, source=source)
)

MESSAGE: Final = Process(
    name="message",
    start=Status.QUEUED,
    rests=(Status.SENT, Status.DELIVERED, Status.SUPPRESSED, Status.UNREACHED),
    steps=(
        *from_each(
            (*ON_ITS_WAY, Status.FAILED, Status.TO_TELL, Status.UNREACHED),
            n.NotificationQueued,
            Status.QUEUED,
            because="It goes out by the first way that is left, or again when a person decides so.",
            source="family folder: people are asked in person; a message is only a help",
        ),
        *from_each(
            ON_ITS_WAY,
            n.NotificationSent,
            Status.SENT,
            because="The channel took it; by this decision it is never carried out again.",
            source=TRUTH,
        ),
        *from_each(
            ON_ITS_WAY,
            n.NotificationDelayed,
            Status.DELAYED,
            because="It certainly did not go out, and is tried again later.",
            source=VOCABULARY,
        ),
        *from_each(
            (*ON_ITS_WAY, Status.SENT, Status.DELIVERED),
            n.NotificationFailed,
            Status.FAILED,
            because="It did not arrive, or nobody knows whether it went out.",
            source=VOCABULARY,
        ),
        Step(
            Status.SENT,
            n.NotificationDelivered,
            Status.DELIVERED,
            because="Who carries it says that it arrived; that somebody read it, nobody knows.",
            source=VOCABULARY,
        ),
        *from_each(
            (*ON_ITS_WAY, Status.FAILED, Status.UNREACHED),
            n.NotificationToTell,
            Status.TO_TELL,
            because="No way is left, they want to be called, or it may have gone out: a person speaks with them.",
            source="recruitment folder: people are spoken with one by one",
        ),
        *from_each(
            (Status.TO_TELL, Status.UNREACHED),
            n.NotificationTold,
            Status.TOLD,
            because="A person told it.",
            source=TRUTH,
        ),
        Step(
            Status.TO_TELL,
            n.NotificationUnreached,
            Status.UNREACHED,
            because="A person tried, and could not reach them.",
            source=TRUTH,
        ),
        *from_each(
            (*OPEN, Status.FAILED),
            n.NotificationSuppressed,
            Status.SUPPRESSED,
            because="It is not for them, it came too late or too early, they were erased, or the case waits.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        *CALLED_BACK,
        Step(
            Status.SUPPRESSED,
            n.NotificationSent,
            Status.SENT,
            because="It was on its way already when it was called back.",
            source=TRUTH,
        ),
        Step(
            Status.SUPPRESSED,
            n.NotificationFailed,
            Status.FAILED,
            because="It was on its way already when it was called back, and may have gone out.",
            source=TRUTH,
        ),
    ),
)
