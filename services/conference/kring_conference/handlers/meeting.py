"""Part one: professionals inform, and leave."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.readiness import Preparation, demand_ready
from kring_shared.contracts.conference import (
    ExplainConditions,
    InformationPhaseStarted,
    NoteArrival,
    RecordInformationGiven,
    StartInformationPhase,
)
from kring_shared.kernel.work import Work


def start_information_phase(message: StartInformationPhase, work: Work) -> None:
    """Open the meeting; what changed since it was declared ready is looked at once more."""
    conference = work.need(Conference, message.case_id)
    opened = conference.opened(work.now)
    demand_ready(Preparation(conference, work.all(Participant, message.case_id), work.now, on_the_day=True))
    work.save(opened)
    work.tell(InformationPhaseStarted(case_id=message.case_id))


def note_arrival(message: NoteArrival, work: Work) -> None:
    raise NotImplementedError


def record_information_given(message: RecordInformationGiven, work: Work) -> None:
    raise NotImplementedError


def explain_conditions(message: ExplainConditions, work: Work) -> None:
    raise NotImplementedError
