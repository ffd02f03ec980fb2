"""How a meeting stops or is closed, a preparation called off, and whether anything is left to do in a case at all."""

from collections.abc import Iterable
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, HELD, IN_THE_MAKING, PLAN, PlanStage, Stage
from kring_shared.contracts.conference import CancelledBecause, RoomRule, StillBecause
from kring_shared.kernel.errors import InvalidFields, NotReady

BY_NATURE_OF_PRIVATE_TIME: Final = frozenset(
    {RoomRule.PROFESSIONAL_STAYED, RoomRule.COORDINATOR_STAYED, RoomRule.SOMEBODY_LISTENED_IN}
)
"""Rules that can only be broken in part two; while it runs nobody notes anything, so they are noted afterwards."""
STOPS_PRIVATE_TIME: Final = frozenset(
    {StillBecause.CIRCLE_WANTS_MORE_TIME, StillBecause.CIRCLE_ASKS, StillBecause.SAFETY}
)
"""Why a coordinator may break private time off: the circle says so, or somebody is not safe. Never a clock."""
COORDINATORS_CODES: Final = frozenset(
    {CancelledBecause.NETWORK_TOO_SMALL, CancelledBecause.SITUATION_CHANGED, CancelledBecause.OTHER_HELP_CAME_FIRST}
)
"""What a coordinator can find; the other codes follow from what somebody else did."""
MEETING: Final = "meeting"


def where_it_stood(stage: Stage) -> str:
    """Say where a conference was when it stopped; of one in which people were together never in which of its parts.

    The fact that tells it has an hour, and in private time that hour would be one of the circle's own.
    """
    return MEETING if stage in HELD else stage.value


def must_be_free_to_stop(
    conference: Conference, plan: Plan | None, because: StillBecause, *, by_coordinator: bool
) -> None:
    """Hold why people stop for today against where they are.

    Raises:
        NotReady: the plan is with who checks it, or accepted, so no second meeting is needed; or a coordinator would
            end private time, which only the circle does.
        InvalidFields: that nobody coordinates is seen by itself, and by nobody noted.
    """
    if because is StillBecause.NO_COORDINATOR:
        raise InvalidFields(
            ("/because",), "that nobody coordinates needs no note; say why the circle stops for today"
        ).because("needs-no-note")
    if conference.stage is Stage.PRIVATE_TIME and by_coordinator and because not in STOPS_PRIVATE_TIME:
        raise NotReady(
            "only the circle ends private time; it may ask to go on another day, and you may stop for safety"
        )
    on_its_way = plan is not None and plan.stage in {PlanStage.SUBMITTED, PlanStage.ACCEPTED}
    if conference.stage is Stage.PRESENTATION_PHASE and on_its_way:
        raise NotReady(
            "the plan is on its way: close the meeting (conclude-conference); sent back, it gets a second one"
        )


def must_be_free_to_call_off(because: CancelledBecause) -> None:
    """Hold why a coordinator calls a conference off.

    Raises:
        InvalidFields: a code that only follows from what somebody else does.
    """
    if because not in COORDINATORS_CODES:
        codes = ", ".join(sorted(COORDINATORS_CODES))
        raise InvalidFields(
            ("/because",),
            f"a coordinator stops a preparation because of one of: {codes}; who wants to stop, says so themselves",
        ).because("reason-does-not-fit")


def must_end_honestly(plan: Plan | None, *, without_plan: bool) -> None:
    """Hold what is said of the plan against the plan.

    Raises:
        NotReady: the two differ.
    """
    unsettled = plan is None or plan.stage in IN_THE_MAKING
    if unsettled and not without_plan:
        lacking = "no plan was written down" if plan is None else f"the plan is {plan.stage}, and not agreed on"
        raise NotReady(
            f"{lacking}: let the circle confirm its plan (draft-plan, confirm-plan), meet again (adjourn-conference), "
            "or say honestly that none came of it (withoutPlan)"
        )
    if without_plan and plan is not None and not unsettled:
        raise NotReady(f"there is a plan, and it is {plan.stage}; close the meeting with it")


def is_over(conference: Conference, plan: Plan | None, calls: Iterable[FollowUp]) -> bool:
    """Tell whether the conference, its plan and every call are over: then nobody waits for a coordinator either."""
    plan_may_stay = plan is None or PLAN.may_stay(plan.stage)
    return CONFERENCE.may_stay(conference.stage) and plan_may_stay and not any(call.is_open for call in calls)
