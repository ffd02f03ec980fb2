"""What binds the plan: known to everybody beforehand, each with a receipt."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conditions import to_be_told, with_room_for_a_condition
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import PlanStage
from kring_shared.contracts.conference import (
    AddCondition,
    ConditionAdded,
    ConditionsReceived,
    ConditionsShared,
    ShareConditions,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work

LOOKED_AT: Final = frozenset({PlanStage.SUBMITTED, PlanStage.CONTESTED})
"""While somebody says whether a plan meets the conditions that its circle knew."""


def add_condition(message: AddCondition, work: Work) -> None:
    """Who may compel sets one more; what everybody was told before is incomplete now, until they are told this too.

    Raises:
        NotReady: a plan is being looked at, which was made without knowing of it.
    """
    conference = with_room_for_a_condition(work.need(Conference, message.case_id))
    plan = work.get(Plan, message.case_id)
    if plan is not None and plan.stage in LOOKED_AT:
        raise NotReady(
            "a plan lies before who checks it, and what its circle did not know does not bind it; answer it first"
        )
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.condition)
    with_it = replace(conference, added_conditions=(*conference.added_conditions, sealed))
    work.save(with_it)
    work.tell(ConditionAdded(case_id=message.case_id, condition=sealed, number=len(with_it.conditions)))


def share_conditions(message: ShareConditions, work: Work) -> None:
    """People were told the conditions, each with a receipt; who joins later is told later."""
    conference = work.need(Conference, message.case_id).moved(ShareConditions)
    if not conference.conditions:
        raise NotReady("there are no conditions in this case, so there is nothing to share")
    known = len(conference.conditions)
    people = to_be_told(work.all(Participant, message.case_id), message.people)
    newly = [person for person in people if person.told.conditions < known]
    if not newly:
        return  # they know them all: a receipt is given once
    for person in newly:
        told = replace(person.told, conditions=known, conditions_by=message.received_by)
        work.save(replace(person, told=told))
        work.tell(
            ConditionsReceived(
                case_id=message.case_id, person_id=person.id, received_by=message.received_by, conditions=known
            )
        )
    work.save(conference)
    work.tell(ConditionsShared(case_id=message.case_id, recipients=len(newly)))
