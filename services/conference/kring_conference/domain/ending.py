"""Whether a case has come to its end here: nothing is left to do, by anybody."""

from collections.abc import Iterable

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, PLAN


def is_over(conference: Conference, plan: Plan | None, calls: Iterable[FollowUp]) -> bool:
    """Tell whether the conference, its plan and every call are over: then nobody waits for a coordinator either."""
    plan_may_stay = plan is None or PLAN.may_stay(plan.stage)
    return CONFERENCE.may_stay(conference.stage) and plan_may_stay and not any(call.is_open for call in calls)
