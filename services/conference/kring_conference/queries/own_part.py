"""What one professional has to know and do in a conference; nothing of the circle, and nothing in private time."""

from typing import Any, Final

from kring_conference.domain.acceptance import CONDITION, still_asked
from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import LEFT, Participant, one_of
from kring_conference.domain.plan import Plan
from kring_conference.domain.recipients import agreements_of, items_asked_of, recipients
from kring_conference.process import PathStage, PlanStage, Stage
from kring_conference.queries.calendar import place_of
from kring_conference.queries.conference import NO_PLAN, possible
from kring_conference.queries.people import NOT_SHOWN
from kring_conference.queries.plan import answered
from kring_shared.contracts.conference import (
    AcceptPlan,
    AddCondition,
    AnswerHelp,
    ConfirmReceipt,
    OwnCondition,
    OwnHelp,
    OwnNeed,
    OwnPartShown,
    PlanText,
    SendPlanBack,
    ShowOwnPart,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import opened
from kring_shared.runtime.declared.routes import Reader

ANSWERS: Final = frozenset({AcceptPlan.name, SendPlanBack.name})


def knows_the_day(person: Participant) -> bool:
    """Tell whether somebody may know when and where: they were asked to come, and it goes on with them."""
    return person.is_invited and not person.is_out


def show_own_part(query: ShowOwnPart, reader: Reader) -> OwnPartShown:
    """Show a professional their part.

    Raises:
        NotFound: there is no such conference, or nobody in it has that id.
    """
    conference: Conference | None = reader.get(Conference, query.case_id)
    if conference is None:
        raise NotFound("no conference is known under that id in this office: look whether office and id are right")
    if conference.stage is Stage.PRIVATE_TIME:
        return OwnPartShown(case_id=query.case_id, stage=conference.stage, plan_stage=NOT_SHOWN)
    people: list[Participant] = reader.all(Participant, query.case_id)
    plan: Plan | None = reader.get(Plan, query.case_id)
    person = one_of(people, reader.actor.id)
    shown: dict[str, Any] = _of_the_day(conference, people, reader) if knows_the_day(person) else {}
    if person.part is Part.ACCEPTOR:
        shown |= _for_who_checks(conference, plan, people, person, reader)
    if plan is not None and plan.distributed_on is not None:
        shown |= _of_the_plan(plan, person, reader)
    offered = set(possible(conference, plan, reader.all(FollowUp, query.case_id)))
    gets_it_whole = plan is not None and person.id in recipients(people, conference, plan.handed_to)
    return OwnPartShown(
        case_id=query.case_id,
        stage=conference.stage,
        plan_stage=plan.stage if plan else NO_PLAN,
        part=person.part,
        own_stage=LEFT if person.is_out else person.shown_stage,
        prepared=person.stage is PathStage.PREPARED,
        needs=tuple(
            OwnNeed(need_id=need.need_id, need=opened(need.words, reader))
            for need in conference.information
            if need.giver_id == person.id
        ),
        **shown,
        possible=_possible(offered & _theirs(conference, person), shown, gets_it_whole=gets_it_whole),
    )


def _of_the_day(conference: Conference, people: list[Participant], reader: Reader) -> dict[str, Any]:
    day = conference.day
    planned = day.starts_at is not None
    return {
        "starts_at": day.starts_at,
        "venue": place_of(conference, people, reader) if planned else "",
        "mode": day.mode if planned else None,
    }


def _for_who_checks(
    conference: Conference, plan: Plan | None, people: list[Participant], person: Participant, reader: Reader
) -> dict[str, Any]:
    waits = (
        plan is not None
        and plan.stage is PlanStage.SUBMITTED
        and person.id in plan.waiting_for(still_asked(plan, people))
    )
    return {
        "conditions": tuple(
            OwnCondition(
                code=f"{CONDITION}{number}", condition=opened(condition, reader), binds=number <= conference.binding
            )
            for number, condition in enumerate(conference.conditions, start=1)
        ),
        "unmet": plan.unmet if plan else (),
        "asked_to_accept": waits,
        "legal_deadline": min((m.legal_deadline for m in conference.mandates if m.legal_deadline), default=None),
    }


def _of_the_plan(plan: Plan, person: Participant, reader: Reader) -> dict[str, Any]:
    """Give what binds them and what is asked of them, of the version that counts; nothing else of it."""
    draft = (plan.counting if plan.stands else None) or plan.latest
    text = reader.open(draft.text, PlanText)
    if isinstance(text, Erased):
        return {}
    return {
        "agreements": agreements_of(text, person.id),
        "help_asked": tuple(
            OwnHelp(item=item, what=text.help_asked[item - 1].what, said=answered(item, plan, draft))
            for item in items_asked_of(text, person.id)
        ),
        "plan_received": person.plan_received == plan.plan_version,
    }


def _theirs(conference: Conference, person: Participant) -> set[str]:
    """Name what who checks the plan does by the tables; a condition binds nothing where nobody is compelled."""
    if person.part is not Part.ACCEPTOR:
        return set()
    return {*ANSWERS, AddCondition.name} if conference.is_mandatory else set(ANSWERS)


def _possible(offered: set[str], shown: dict[str, Any], *, gets_it_whole: bool) -> tuple[str, ...]:
    """Name what leads somewhere now, sorted: what was asked of them, and that they have what they were given."""
    found = offered if shown.get("asked_to_accept") else offered - ANSWERS
    if shown.get("help_asked"):
        found = found | {AnswerHelp.name}
    gets_something = gets_it_whole or bool(shown.get("agreements") or shown.get("help_asked"))
    if gets_something and shown.get("plan_received") is False:
        found = found | {ConfirmReceipt.name}
    return tuple(sorted(found))
