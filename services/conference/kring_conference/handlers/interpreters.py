"""Everybody speaks in their own language; a child never interprets."""

from dataclasses import replace

from kring_conference.domain.care import must_be_free_to_interpret
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.handlers.leaving import let_go
from kring_shared.contracts.conference import (
    Answered,
    BookInterpreter,
    CancelInterpreter,
    InterpreterBooked,
    ParticipantAnswered,
)
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work


def book_interpreter(message: BookInterpreter, work: Work) -> None:
    """An interpreter speaks for somebody, in the room or from afar; booked again, another takes their place."""
    conference = work.need(Conference, message.case_id).moved(BookInterpreter)
    people = work.all(Participant, message.case_id)
    person, interpreter = one_of(people, message.person_id), one_of(people, message.interpreter_id)
    must_be_free_to_interpret(person, interpreter, conference.apart)
    care = replace(person.care, interpreter_id=interpreter.id, interpreter_remote=message.remote)
    if care == person.care:
        return  # said twice
    work.save(conference, replace(person, care=care))
    language = str(care.interpreter)
    work.tell(InterpreterBooked(case_id=message.case_id, language=language, remote=message.remote))


def cancel_interpreter(message: CancelInterpreter, work: Work) -> None:
    """An interpreter falls out; for everybody who relied on them another is sought, from afar if need be.

    Raises:
        Refused: nobody relies on them (any more).
    """
    conference = work.need(Conference, message.case_id).moved(CancelInterpreter)
    people = work.all(Participant, message.case_id)
    interpreter = one_of(people, message.interpreter_id)
    if not any(person.care.interpreter_id == interpreter.id for person in people):
        raise Refused("nobody relies on this interpreter; book one with book-interpreter").because(
            "nobody-relies-on-interpreter"
        )
    work.save(conference)
    if interpreter.is_expected:
        work.save(interpreter.answered(Answered.DOES_NOT_COME, work.actor))
        work.tell(
            ParticipantAnswered(case_id=message.case_id, person_id=interpreter.id, answer=Answered.DOES_NOT_COME),
        )
    let_go(message.case_id, interpreter.id, work)
