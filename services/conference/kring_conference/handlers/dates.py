"""The participants choose the day."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.dates import answered, must_be_proposable
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.path import NO_ANSWER
from kring_shared.contracts.conference import AnswerDates, DatesProposed, ProposeDates
from kring_shared.kernel.work import Work


def propose_dates(message: ProposeDates, work: Work) -> None:
    """Days are laid before the participants; what they said of the days before counts no more."""
    conference = work.need(Conference, message.case_id).moved(ProposeDates)
    options = must_be_proposable(message.options, work.now)
    work.save(replace(conference, day=replace(conference.day, options=options)))
    people = work.all(Participant, message.case_id)
    work.save(*(replace(person, dates=NO_ANSWER) for person in people if person.dates != NO_ANSWER))
    work.tell(DatesProposed(case_id=message.case_id, options=options))


def answer_dates(message: AnswerDates, work: Work) -> None:
    """Somebody says which days they can, for themselves or through the coordinator; who can when, no fact tells."""
    conference = work.need(Conference, message.case_id).moved(AnswerDates)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    person.must_speak_for_self(work.actor)
    work.save(conference, answered(person, message, conference.day.options))
