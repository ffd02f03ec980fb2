"""How a conference begins, and how it stops before its time: what other steps of the route tell."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE, FOLLOW_UP, PLAN
from kring_shared.contracts.conference import ConferenceCancelled, FollowUpCallDue, PreparationStarted
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import RequestAccepted, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.kernel.work import Work


def open_conference(message: RequestAccepted, work: Work) -> None:
    """Keep what the preparation needs; it begins when there is a coordinator. Nobody here was spoken with yet."""
    case_id, office = message.case_id, message.office
    work.save(Conference(case_id, office, message.dossier, message.mandates, message.question))
    for card in message.main_persons:
        work.save(Participant(card, case_id, office, Part.MAIN_PERSON))
    for mandate in message.mandates:
        if mandate.acceptor:
            work.save(Participant(mandate.acceptor, case_id, office, Part.ACCEPTOR))


def start_preparation(message: AssignmentActivated, work: Work) -> None:
    """The coordinator whom the main person agreed to begins. Told too late, when all was stopped, it is left alone."""
    conference = work.need(Conference, message.case_id)
    if not CONFERENCE.knows(conference.stage, AssignmentActivated):
        return
    work.save(conference.prepared_by(message.coordinator.person_id))
    work.tell(PreparationStarted(case_id=message.case_id, coordinator_id=message.coordinator.person_id))


def cancel(message: RequestWithdrawn, work: Work) -> None:
    """The main person stopped: the conference, its plan and its calls stop, as far as they are not over."""
    conference = work.get(Conference, message.case_id)
    if conference is None:
        return  # it was withdrawn before it was accepted: nothing was ever prepared
    plan = work.get(Plan, message.case_id)
    calls = [c for c in work.all(FollowUp, message.case_id) if FOLLOW_UP.knows(c.stage, RequestWithdrawn)]
    conference_stops = CONFERENCE.knows(conference.stage, RequestWithdrawn)
    plan_stops = plan is not None and PLAN.knows(plan.stage, RequestWithdrawn)
    if not (conference_stops or plan_stops or calls):
        return  # everything is over already
    if conference_stops:
        work.save(conference.moved(RequestWithdrawn))
    if plan is not None and plan_stops:
        work.save(plan.moved(RequestWithdrawn))
    work.save(*(call.moved(RequestWithdrawn) for call in calls))
    work.forget((FollowUpCallDue,), message.case_id)
    work.tell(ConferenceCancelled(case_id=message.case_id, stage=conference.stage.value))
