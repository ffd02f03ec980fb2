"""One call after the conference, as a table; how many calls there are, and when, is the policy's."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import FollowUpCallDue, RecordFollowUp, RecordFollowUpAttempt
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import BOTH_CONFIRM, CONSENT_ENDS, INDEPENDENT


class CallStage(StrEnum):
    """Where one call stands."""

    PLANNED = "planned"
    DUE = "due"
    DONE = "done"
    STOPPED = "stopped"


FOLLOW_UP: Final = Process(
    name="follow-up",
    start=CallStage.PLANNED,
    steps=(
        Step(
            CallStage.PLANNED,
            FollowUpCallDue,
            CallStage.DUE,
            because="The circle works with its plan for a while before anybody asks how it goes.",
            source="recruitment folder: a call after four weeks; trainer's text: after three months",
        ),
        Step(
            CallStage.DUE,
            RecordFollowUp,
            CallStage.DONE,
            because="How it goes is asked, and kept as a code; also that nobody could be reached.",
            source="recruitment folder: to hear how the plan goes",
        ),
        Step(
            CallStage.DUE,
            RecordFollowUpAttempt,
            CallStage.DUE,
            because="People are not always at home; after some attempts the call ends, and no letter follows.",
            source="our own choice: never a letter with case content to an old address",
        ),
        Step(
            CallStage.DUE,
            AssignmentFrozen,
            CallStage.PLANNED,
            because="Whoever was asked to call may not; they are asked anew when they go on, or somebody else is.",
            source=INDEPENDENT,
        ),
        Step(
            CallStage.DUE,
            AssignmentHandedOver,
            CallStage.PLANNED,
            because="The successor is asked to call.",
            source="our own choice: another coordinator goes on where the one before left it",
        ),
        *from_each(
            (CallStage.PLANNED, CallStage.DUE),
            RequestWithdrawn,
            CallStage.STOPPED,
            because="Who stopped is not called.",
            source=CONSENT_ENDS,
        ),
        *from_each(
            (CallStage.PLANNED, CallStage.DUE),
            RequestTransferred,
            CallStage.STOPPED,
            because="Whoever goes on at another office hears from that office.",
            source=BOTH_CONFIRM,
        ),
    ),
)
