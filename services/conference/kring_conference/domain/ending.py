"""How a case comes to its end here: what closing a meeting takes, and whether anything is left to do, by anybody."""

from collections.abc import Iterable
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, HELD, IN_THE_MAKING, PLAN, Stage
from kring_shared.contracts.conference import RoomRule
from kring_shared.kernel.errors import NotReady

BY_NATURE_OF_PRIVATE_TIME: Final = frozenset(
    {RoomRule.PROFESSIONAL_STAYED, RoomRule.COORDINATOR_STAYED, RoomRule.SOMEBODY_LISTENED_IN}
)
"""Rules that can only be broken in part two; while it runs nobody notes anything, so they are noted afterwards."""
MEETING: Final = "meeting"


def where_it_stood(stage: Stage) -> str:
    """Say where a conference was when it stopped; of one in which people were together never in which of its parts.

    The fact that tells it has an hour, and in private time that hour would be one of the circle's own.
    """
    return MEETING if stage in HELD else stage.value


def demand_honest_end(plan: Plan | None, *, without_plan: bool) -> None:
    """Hold what is said of the plan against the plan.

    Raises:
        NotReady: the two differ.
    """
    unsettled = plan is None or plan.stage in IN_THE_MAKING
    if unsettled and not without_plan:
        lacking = "no plan was written down" if plan is None else f"the plan is {plan.stage}, and not agreed on"
        message = (
            f"{lacking}: let the circle confirm its plan (draft-plan, confirm-plan), meet again (adjourn-conference), "
            "or say honestly that none came of it (withoutPlan)"
        )
        raise NotReady(message)
    if without_plan and plan is not None and not unsettled:
        message = f"there is a plan, and it is {plan.stage}; close the meeting with it"
        raise NotReady(message)


def is_over(conference: Conference, plan: Plan | None, calls: Iterable[FollowUp]) -> bool:
    """Tell whether the conference, its plan and every call are over: then nobody waits for a coordinator either."""
    plan_may_stay = plan is None or PLAN.may_stay(plan.stage)
    return CONFERENCE.may_stay(conference.stage) and plan_may_stay and not any(call.is_open for call in calls)
