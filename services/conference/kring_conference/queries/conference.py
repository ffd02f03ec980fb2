"""What people ask the conference: how far it is, and who takes part, as far as each may know."""

from typing import Any, Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.dates import best_dates
from kring_conference.domain.ending import is_over
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import (
    ALLOWED_IN_PRIVATE_TIME,
    CONFERENCE,
    FOLLOW_UP,
    PLAN,
    PREPARATION,
    WAITS_IN_A_PAUSE,
    PlanStage,
    Stage,
)
from kring_conference.queries.people import NOT_SHOWN, lines
from kring_conference.readiness import Preparation, checklist
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    AcceptPlan,
    ChecklistLine,
    ConferenceShown,
    ConfirmPlan,
    InformationLine,
    ReviewRefusal,
    SendPlanBack,
    ShowConference,
    StartPrivateTime,
    SubmitPlan,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import opened
from kring_shared.runtime.declared.routes import Reader

NO_PLAN: Final = "none"
THE_CIRCLE: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER})
ONLY_A_COORDINATORS: Final = frozenset(
    message.name
    for message, roles in RIGHTS.items()
    if issubclass(message, Command) and message.service == "conference" and set(roles) == {Role.COORDINATOR}
)
"""The commands that nobody but the coordinator may give; while there is none they lead nowhere."""
OF_A_PLAN: Final = frozenset(
    command.name for command in (ConfirmPlan, SubmitPlan, AcceptPlan, SendPlanBack, WriteOutPlan)
)
"""What the conference's table lets through, and needs a plan."""


def show_conference(query: ShowConference, reader: Reader) -> ConferenceShown:
    """Tell how far a conference is."""
    conference: Conference | None = reader.get(Conference, query.case_id)
    if conference is None:
        raise NotFound("no conference is known under that id in this office: look whether office and id are right")
    if conference.stage is Stage.PRIVATE_TIME:
        return _that_the_circle_is_alone(conference, reader.actor)
    people: list[Participant] = reader.all(Participant, query.case_id)
    calls: list[FollowUp] = sorted(reader.all(FollowUp, query.case_id), key=lambda call: call.step)
    plan: Plan | None = reader.get(Plan, query.case_id)
    return ConferenceShown(
        case_id=query.case_id,
        stage=conference.stage,
        plan_stage=plan.stage if plan else NO_PLAN,
        question=opened(conference.question, reader),
        starts_at=conference.day.starts_at,
        participants=lines(conference, people, reader),
        follow_ups=tuple(_call(call, reader.actor) for call in calls),
        possible=possible(conference, plan, calls),
        paused=conference.paused_at is not None,
        awaits_coordinator=conference.awaits_coordinator and not is_over(conference, plan, calls),
        conditions=tuple(opened(condition, reader) for condition in conference.conditions),
        invited_group=conference.invited_group,
        legal_deadline=min((m.legal_deadline for m in conference.mandates if m.legal_deadline), default=None),
        **_of_the_preparation(conference, people, reader),
        **_for_some(conference, reader),
    )


def _that_the_circle_is_alone(conference: Conference, actor: Actor) -> ConferenceShown:
    """Show that it is private time, and what whoever asks may do; to everybody, the office as well."""
    theirs = {command for command in ALLOWED_IN_PRIVATE_TIME if actor.role in RIGHTS[command]}
    return ConferenceShown(
        case_id=conference.case_id,
        stage=conference.stage,
        plan_stage=NOT_SHOWN,
        question="",
        starts_at=None,
        participants=(),
        missing=(),
        follow_ups=(),
        possible=tuple(sorted(command.name for command in theirs)),
    )


def _of_the_preparation(conference: Conference, people: list[Participant], reader: Reader) -> dict[str, Any]:
    """Show what is still to be arranged; nothing once the meeting opened, or it is off."""
    if conference.stage not in PREPARATION:
        return {"missing": ()}
    to_coordinator = reader.actor.role is Role.COORDINATOR
    listed = checklist(Preparation(conference, people, reader.now), to_coordinator=to_coordinator)
    return {
        "missing": tuple(line.what for line in listed if not line.done),
        "checklist": tuple(
            ChecklistLine(check=line.check, done=line.done, what=line.what, because=line.because) for line in listed
        ),
        # In the order of days, too, nobody else reads that some are kept apart.
        "dates": best_dates(conference.day, people, conference.apart if to_coordinator else frozenset()),
    }


def _for_some(conference: Conference, reader: Reader) -> dict[str, Any]:
    """Show what some may know: what the circle asks, when it was alone, who is kept apart, what it repeats, where."""
    role = reader.actor.role
    shown: dict[str, Any] = {}
    if role in THE_CIRCLE | {Role.COORDINATOR}:
        room = conference.room
        shown |= {"private_from": room.private_from, "private_until": room.private_until}
    if role is Role.COORDINATOR or (role in THE_CIRCLE and not conference.has_two_circles):
        # Of two circles neither knows beforehand what the other one asks.
        shown["information"] = tuple(
            InformationLine(need_id=need.need_id, need=opened(need.words, reader), giver_id=need.giver_id)
            for need in conference.information
        )
    if role is Role.COORDINATOR:
        shown["venue"] = opened(conference.day.venue, reader)
        shown["kept_apart"] = tuple(sorted(tuple(sorted(pair)) for pair in conference.apart))
    if role is not Role.CIRCLE_MEMBER:
        shown["previous_case_id"] = conference.previous_case_id
    return shown


def possible(conference: Conference, plan: Plan | None, calls: list[FollowUp]) -> tuple[str, ...]:
    """Name the commands that lead somewhere now, sorted; what moves conference and plan together needs both tables."""
    offered = set(CONFERENCE.possible(conference.stage))
    if plan is None:
        offered -= OF_A_PLAN
    else:
        together = {step.on.name for step in CONFERENCE.steps} & {step.on.name for step in PLAN.steps}
        if plan.stage is PlanStage.WITH_CIRCLE:
            together -= {StartPrivateTime.name}  # it is with the circle already
        of_plan = set(PLAN.possible(plan.stage))
        offered = (offered ^ of_plan) - together | (offered & of_plan)
        if (
            plan.stage is PlanStage.CONTESTED
        ):  # what it leads to depends on the decision, so no step of a table is on it
            offered.add(ReviewRefusal.name)
    for call in calls:
        offered |= set(FOLLOW_UP.possible(call.stage))
    if conference.paused_at is not None:
        offered -= {command.name for command in WAITS_IN_A_PAUSE}
    if conference.awaits_coordinator:
        offered -= ONLY_A_COORDINATORS
    return tuple(sorted(offered))


def _call(call: FollowUp, actor: Actor) -> str:
    """Say how far a call is; its result is for those who answer for the route, and the main persons."""
    if call.result and actor.role is not Role.CIRCLE_MEMBER:
        return f"{call.step}: {call.stage}, {call.result}"
    return f"{call.step}: {call.stage}, due {call.due_at:%Y-%m-%d}"
