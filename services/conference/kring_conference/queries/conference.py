"""What people ask the conference: how far it is, and who takes part, as far as each may know."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import is_over
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.messages import ANSWERS
from kring_conference.process import CONFERENCE, FOLLOW_UP, PLAN, PREPARATION, WAITS_IN_A_PAUSE
from kring_conference.readiness import Preparation, missing
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import ConferenceShown, ParticipantLine, ShowConference
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.routes import Reader

NO_PLAN = "none"
NOT_SHOWN = "(not shown)"
ERASED = "(erased)"
ONLY_A_COORDINATORS = frozenset(
    message.name
    for message, roles in RIGHTS.items()
    if issubclass(message, Command) and message in ANSWERS and set(roles) == {Role.COORDINATOR}
)
"""The commands that nobody but the coordinator may give; while there is none they lead nowhere."""


def show_conference(query: ShowConference, reader: Reader) -> ConferenceShown:
    """Tell how far a conference is."""
    conference: Conference | None = reader.get(Conference, query.case_id)
    if conference is None:
        message = "no conference is known under that id in this office"
        raise NotFound(message)
    people: list[Participant] = reader.all(Participant, query.case_id)
    calls: list[FollowUp] = sorted(reader.all(FollowUp, query.case_id), key=lambda call: call.step)
    plan: Plan | None = reader.get(Plan, query.case_id)
    preparing = conference.stage in PREPARATION
    return ConferenceShown(
        case_id=query.case_id,
        stage=conference.stage,
        plan_stage=plan.stage if plan else NO_PLAN,
        question=_question(conference, reader),
        starts_at=conference.day.starts_at,
        participants=tuple(_line(person, reader) for person in people),
        missing=missing(Preparation(conference, people, reader.now)) if preparing else (),
        follow_ups=tuple(_call(call, reader.actor) for call in calls),
        possible=possible(conference, plan, calls),
        paused=conference.paused_at is not None,
        awaits_coordinator=conference.awaits_coordinator and not is_over(conference, plan, calls),
    )


def possible(conference: Conference, plan: Plan | None, calls: list[FollowUp]) -> tuple[str, ...]:
    """Name the commands that lead somewhere now, sorted; what moves conference and plan together needs both tables."""
    offered = set(CONFERENCE.possible(conference.stage))
    if plan is not None:
        together = {step.on.name for step in CONFERENCE.steps} & {step.on.name for step in PLAN.steps}
        of_plan = set(PLAN.possible(plan.stage))
        offered = (offered ^ of_plan) - together | (offered & of_plan)
    for call in calls:
        offered |= set(FOLLOW_UP.possible(call.stage))
    if conference.paused_at is not None:
        offered -= {command.name for command in WAITS_IN_A_PAUSE}
    if conference.awaits_coordinator:
        offered -= ONLY_A_COORDINATORS
    return tuple(sorted(offered))


def _question(conference: Conference, reader: Reader) -> str:
    if conference.question is None:
        return ""
    text = reader.open(conference.question, str)
    return ERASED if isinstance(text, Erased) else text


def _line(person: Participant, reader: Reader) -> ParticipantLine:
    name = NOT_SHOWN
    if _may_see_name(person, reader.actor):
        contact = reader.open(person.card.contact, Contact)
        name = ERASED if isinstance(contact, Erased) else contact.name
    return ParticipantLine(person_id=person.id, name=name, part=person.part, stage=person.shown_stage)


def _may_see_name(person: Participant, actor: Actor) -> bool:
    """Tell whether a name may be opened: the office counts people, the circle sees who was invited."""
    if actor.role in {Role.COORDINATOR, Role.MAIN_PERSON}:
        return True
    return actor.role is Role.CIRCLE_MEMBER and person.takes_part


def _call(call: FollowUp, actor: Actor) -> str:
    """Say how far a call is; its result is for those who answer for the route, and the main persons."""
    if call.result and actor.role is not Role.CIRCLE_MEMBER:
        return f"{call.step}: {call.stage}, {call.result}"
    return f"{call.step}: {call.stage}, due {call.due_at:%Y-%m-%d}"
