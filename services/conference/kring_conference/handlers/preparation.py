"""Weeks in which the circle grows and everything the meeting needs is arranged."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, may_be_suggested, one_of
from kring_conference.readiness import Preparation, demand_ready
from kring_shared.contracts.conference import (
    AgreeQuestion,
    AnswerInvitation,
    ConditionsShared,
    ConferenceReady,
    ConferenceScheduled,
    DeclareReady,
    InviteParticipant,
    ParticipantAnswered,
    ParticipantInformed,
    ParticipantInvited,
    ParticipantSuggested,
    QuestionAgreed,
    RecordContact,
    ScheduleConference,
    ShareConditions,
    SuggestParticipant,
)
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def agree_question(message: AgreeQuestion, work: Work) -> None:
    """The main persons and the requester agree on one open question; it may be put anew later."""
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.question)
    conference = work.need(Conference, message.case_id).asking(sealed)
    work.save(conference)
    work.tell(
        QuestionAgreed(case_id=message.case_id, question=sealed, question_version=conference.question_version),
    )


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


def record_contact(message: RecordContact, work: Work) -> None:
    """The coordinator spoke with somebody."""
    conference = work.need(Conference, message.case_id).moved(RecordContact)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.informed(message.how))
    work.tell(ParticipantInformed(case_id=message.case_id, person_id=person.id, how=message.how))


def invite_participant(message: InviteParticipant, work: Work) -> None:
    """Somebody who was spoken with is invited."""
    conference = work.need(Conference, message.case_id).moved(InviteParticipant)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.invited())
    work.tell(ParticipantInvited(case_id=message.case_id, person_id=person.id, part=person.part))


def answer_invitation(message: AnswerInvitation, work: Work) -> None:
    """Somebody says whether they come, for themselves or through the coordinator."""
    conference = work.need(Conference, message.case_id).moved(AnswerInvitation)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.answered(message.answer, work.actor))
    work.tell(ParticipantAnswered(case_id=message.case_id, person_id=person.id, answer=message.answer))


def share_conditions(message: ShareConditions, work: Work) -> None:
    """Everyone who was spoken with so far was told the conditions; who joins later is told later."""
    conference = work.need(Conference, message.case_id).moved(ShareConditions)
    if not conference.conditions:
        raise NotReady("there are no conditions in this case, so there is nothing to share")
    people = work.all(Participant, message.case_id)
    told = [person for person in people if person.spoken_with and not person.has_left]
    if not told:
        raise NotReady("speak with those who take part first (record-contact); nobody can have been told yet")
    work.save(conference, *(person.told_conditions() for person in told))
    work.tell(ConditionsShared(case_id=message.case_id, recipients=len(told)))


def schedule_conference(message: ScheduleConference, work: Work) -> None:
    """The participants chose a day and a neutral place."""
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.venue)
    work.save(work.need(Conference, message.case_id).scheduled(message.starts_at, sealed, work.now))
    work.tell(
        ConferenceScheduled(case_id=message.case_id, starts_at=message.starts_at, venue=sealed, mode=message.mode),
    )


def declare_ready(message: DeclareReady, work: Work) -> None:
    """Everything is there; refused with what is still to be done when it is not."""
    conference = work.need(Conference, message.case_id)
    people = work.all(Participant, message.case_id)
    ready = conference.moved(DeclareReady)
    demand_ready(Preparation(conference, people, work.now))
    work.save(ready)
    work.tell(ConferenceReady(case_id=message.case_id, expected=sum(person.is_expected for person in people)))
