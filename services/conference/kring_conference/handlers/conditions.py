"""What binds the plan: known to everybody beforehand, each with a receipt."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import AddCondition, ConditionsShared, ShareConditions
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def add_condition(message: AddCondition, work: Work) -> None:
    raise NotImplementedError


def share_conditions(message: ShareConditions, work: Work) -> None:
    """Everyone who was spoken with so far was told the conditions; who joins later is told later."""
    conference = work.need(Conference, message.case_id).moved(ShareConditions)
    if not conference.conditions:
        raise NotReady("there are no conditions in this case, so there is nothing to share")
    people = work.all(Participant, message.case_id)
    told = [person for person in people if person.spoken_with and not person.is_out]
    if not told:
        raise NotReady("speak with those who take part first (record-contact); nobody can have been told yet")
    known = len(conference.conditions)
    work.save(conference, *(replace(person, told=replace(person.told, conditions=known)) for person in told))
    work.tell(ConditionsShared(case_id=message.case_id, recipients=len(told)))
