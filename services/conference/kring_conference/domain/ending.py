"""Whether a case has come to its end here: nothing is left to do, by anybody."""

from collections.abc import Iterable

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, PLAN


def is_over(conference: Conference, plan: Plan | None, calls: Iterable[FollowUp]) -> bool:
    """Tell whether the conference, its plan and every call are over: then nobody waits for a coordinator either."""
    of_plan = plan is not None and PLAN.is_open(plan.stage)
    return not (CONFERENCE.is_open(conference.stage) or of_plan or any(call.is_open for call in calls))
