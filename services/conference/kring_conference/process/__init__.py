"""Three processes: the conference itself, the plan the circle makes, and each call afterwards."""

from kring_conference.process.conference import CONFERENCE, WAITS_IN_A_PAUSE, Stage
from kring_conference.process.follow_up import FOLLOW_UP, CallStage
from kring_conference.process.plan import PLAN, PlanStage

__all__ = ["CONFERENCE", "FOLLOW_UP", "PLAN", "WAITS_IN_A_PAUSE", "CallStage", "PlanStage", "Stage"]
