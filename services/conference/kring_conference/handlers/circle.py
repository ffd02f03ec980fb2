"""Who is suggested, on which side, and who steps out."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, may_be_suggested
from kring_shared.contracts.conference import ParticipantSuggested, PlaceOnSide, StepOut, SuggestParticipant
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def suggest_participant(message: SuggestParticipant, work: Work) -> None:
    """Somebody may be asked; answers the new person's id."""
    conference = work.need(Conference, message.case_id).moved(SuggestParticipant)
    may_be_suggested(message.part, work.actor)
    person_id = work.new_id("participant")
    sealed = work.seal(scope_of(Scope.PERSON, person_id), message.contact)
    card = PersonCard(person_id=person_id, contact=sealed, languages=message.languages, minor=message.minor)
    work.save(conference, Participant(card, message.case_id, work.office, message.part))
    work.tell(ParticipantSuggested(case_id=message.case_id, participant=card, part=message.part))
    work.answer = {"personId": person_id}


def place_on_side(message: PlaceOnSide, work: Work) -> None:
    raise NotImplementedError


def step_out(message: StepOut, work: Work) -> None:
    raise NotImplementedError
