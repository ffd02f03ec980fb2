"""What people need: to be safe, at ease, supported."""

from dataclasses import replace

from kring_conference.domain.care import must_be_free_to_support
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.path import Care
from kring_shared.contracts.conference import (
    CalendarAsked,
    ChooseSupportPerson,
    EndSupport,
    InterpreterCancelled,
    InterpreterNeeded,
    RecordNeeds,
    RecordSafety,
    SupportPersonChosen,
    SupportPersonEnded,
    SupportWish,
)
from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work


def record_safety(message: RecordSafety, work: Work) -> None:
    """Somebody said whether they can come safely. No fact tells it, and nobody but the coordinator sees it."""
    conference = work.need(Conference, message.case_id).moved(RecordSafety)
    person = one_of(work.all(Participant, message.case_id), message.person_id).goes_along()
    measures = _sealed(person, message.measures, work)
    work.save(conference, replace(person, care=replace(person.care, feels_safe=message.feels_safe, measures=measures)))


def record_needs(message: RecordNeeds, work: Work) -> None:
    """Somebody said what they need; what is not mentioned stays as it was."""
    conference = work.need(Conference, message.case_id).moved(RecordNeeds)
    person = one_of(work.all(Participant, message.case_id), message.person_id).goes_along()
    person.must_speak_for_self(work.actor)
    care = person.care
    if message.comfort is not None:
        care = replace(care, comfort=_sealed(person, message.comfort, work), comfort_asked=True)
    if message.calendar is not None and message.calendar != care.calendar:
        care = replace(care, calendar=message.calendar)
        work.tell(CalendarAsked(case_id=message.case_id, person_id=person.id, wanted=message.calendar))
    if message.support is not None:
        care = _supported(message.support, person, care, work)
    if message.interpreter is not None and message.interpreter != (care.interpreter or ""):
        care = _understood(message.interpreter or None, person, care, work)
    work.save(conference, replace(person, care=care))


def choose_support_person(message: ChooseSupportPerson, work: Work) -> None:
    """Somebody chose who stands beside them: the person themselves, children too, or the coordinator notes it."""
    conference = work.need(Conference, message.case_id).moved(ChooseSupportPerson)
    people = work.all(Participant, message.case_id)
    person, chosen = one_of(people, message.person_id), one_of(people, message.support_person_id)
    person.must_speak_for_self(work.actor)
    must_be_free_to_support(person, chosen, conference.apart)
    before = person.care.support_person_id
    if before == chosen.id:
        return  # said twice
    care = replace(person.care, support=SupportWish.WANTED, support_person_id=chosen.id)
    work.save(conference, replace(person, care=care))
    if before is not None:
        _tell_support_ended(person, before, work)
    work.tell(SupportPersonChosen(case_id=message.case_id, person_id=person.id, support_person_id=chosen.id))


def end_support(message: EndSupport, work: Work) -> None:
    """Whoever stood beside somebody does so no more, as when they turn out to be a party; the person chooses again.

    The person says so, or whoever stood beside them, or the coordinator notes it.

    Raises:
        Refused: nobody stands beside them now.
        NotPermitted: somebody else says so.
    """
    conference = work.need(Conference, message.case_id).moved(EndSupport)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    before = person.care.support_person_id
    if work.actor is None or work.actor.id != before:
        person.must_speak_for_self(work.actor)
    if before is None:
        raise Refused("nobody stands beside this person now; choose somebody with choose-support-person").because(
            "nobody-stands-beside"
        )
    work.save(conference, replace(person, care=replace(person.care, support_person_id=None)))
    _tell_support_ended(person, before, work)


def _supported(wish: SupportWish, person: Participant, care: Care, work: Work) -> Care:
    """Take over whether they want somebody beside them; who wants nobody has nobody."""
    before = care.support_person_id
    if wish is SupportWish.WANTED or before is None:
        return replace(care, support=wish)
    _tell_support_ended(person, before, work)
    return replace(care, support=wish, support_person_id=None)


def _understood(language: str | None, person: Participant, care: Care, work: Work) -> Care:
    """Take over for which language they need an interpreter; one who was booked for another is free."""
    if care.interpreter is not None and care.interpreter_id is not None:
        work.tell(InterpreterCancelled(case_id=person.case_id, language=care.interpreter))
    if language is not None:
        work.tell(InterpreterNeeded(case_id=person.case_id, language=language))
    return replace(care, interpreter=language, interpreter_id=None, interpreter_remote=False)


def _tell_support_ended(person: Participant, before: str, work: Work) -> None:
    work.tell(SupportPersonEnded(case_id=person.case_id, person_id=person.id, support_person_id=before))


def _sealed(person: Participant, words: str, work: Work) -> Sealed[str] | None:
    return work.seal(scope_of(Scope.PERSON, person.id), words) if words else None
