"""The processes: the conference, each participant's path, the plan, each call afterwards, and a safety signal."""

from kring_conference.process.conference import ALLOWED_IN_PRIVATE_TIME, CONFERENCE, WAITS_IN_A_PAUSE
from kring_conference.process.follow_up import FOLLOW_UP, CallStage
from kring_conference.process.participant import PARTICIPANT, PathStage
from kring_conference.process.plan import IN_THE_MAKING, PLAN, STANDS, PlanStage
from kring_conference.process.signal import SIGNAL, SignalStage
from kring_conference.process.stages import HELD, PREPARATION, Stage

__all__ = [
    "ALLOWED_IN_PRIVATE_TIME",
    "CONFERENCE",
    "FOLLOW_UP",
    "HELD",
    "IN_THE_MAKING",
    "PARTICIPANT",
    "PLAN",
    "PREPARATION",
    "SIGNAL",
    "STANDS",
    "WAITS_IN_A_PAUSE",
    "CallStage",
    "PathStage",
    "PlanStage",
    "SignalStage",
    "Stage",
]
