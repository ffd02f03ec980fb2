"""Part one: professionals inform, and leave."""

from dataclasses import replace

from kring_conference.domain.attendance import arrived, given, must_be_a_circle, must_not_meet, there
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.process import PathStage
from kring_conference.readiness import Preparation, must_be_ready
from kring_shared.contracts.conference import (
    ConditionsExplained,
    ExplainConditions,
    InformationGiven,
    InformationPhaseStarted,
    NoteArrival,
    ParticipantAttended,
    RecordInformationGiven,
    StartInformationPhase,
)
from kring_shared.kernel.work import Work


def start_information_phase(message: StartInformationPhase, work: Work) -> None:
    """Open the meeting; what changed since it was declared ready is looked at once more.

    Raises:
        NotReady: something is missing, nobody of the circle is there, or people would meet who are kept apart.
        NotFound: somebody who is said to be there is not known here.
        Refused: somebody who is said to be there was not to come.
    """
    conference, people = work.need(Conference, message.case_id), work.all(Participant, message.case_id)
    opened = conference.opened(work.now)
    must_be_ready(Preparation(conference, people, work.now, on_the_day=True))
    named = [one_of(people, person_id).id for person_id in message.present]
    here = [arrived(p) for p in people if (p.id in named if named else p.is_expected)]
    must_be_a_circle(here)
    must_not_meet(conference.apart, here)
    absent = [p.absent() for p in people if named and p.id not in named]
    work.save(opened, *here, *absent)
    work.tell(InformationPhaseStarted(case_id=message.case_id))
    work.tell(*(ParticipantAttended(case_id=message.case_id, person_id=person.id) for person in here))


def note_arrival(message: NoteArrival, work: Work) -> None:
    """Somebody came later; whoever is noted already, is there.

    Raises:
        NotReady: somebody is there whom they never meet.
        Refused: they were not to come.
    """
    conference = work.need(Conference, message.case_id).moved(NoteArrival)
    people = work.all(Participant, message.case_id)
    person = one_of(people, message.person_id)
    if person.stage is PathStage.ATTENDED:
        return
    here = arrived(person)
    must_not_meet(conference.apart, [*there(people), here])
    work.save(conference, here)
    work.tell(ParticipantAttended(case_id=message.case_id, person_id=person.id))


def record_information_given(message: RecordInformationGiven, work: Work) -> None:
    """A professional spoke; that is all that is kept of it, and told once.

    Raises:
        Refused: it is no professional, or they were not there.
    """
    conference = work.need(Conference, message.case_id).moved(RecordInformationGiven)
    person = given(one_of(work.all(Participant, message.case_id), message.person_id))
    if person.told.spoke:
        return
    work.save(conference, replace(person, told=replace(person.told, spoke=True)))
    work.tell(InformationGiven(case_id=message.case_id, person_id=person.id))


def explain_conditions(message: ExplainConditions, work: Work) -> None:
    """The conditions were explained once more, to everybody in the room; told once."""
    before = work.need(Conference, message.case_id)
    explained = before.explained()
    if before.room.conditions_explained:
        return
    work.save(explained)
    work.tell(ConditionsExplained(case_id=message.case_id))
