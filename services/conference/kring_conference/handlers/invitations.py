"""Invitations, and what people say to them."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_shared.contracts.conference import (
    AnswerInvitation,
    InviteGroup,
    InviteParticipant,
    ParticipantAnswered,
    ParticipantInvited,
)
from kring_shared.kernel.work import Work


def invite_participant(message: InviteParticipant, work: Work) -> None:
    """Somebody who was spoken with is invited."""
    conference = work.need(Conference, message.case_id).moved(InviteParticipant)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.invited())
    work.tell(ParticipantInvited(case_id=message.case_id, person_id=person.id, part=person.part))


def invite_group(message: InviteGroup, work: Work) -> None:
    raise NotImplementedError


def answer_invitation(message: AnswerInvitation, work: Work) -> None:
    """Somebody says whether they come, for themselves or through the coordinator."""
    conference = work.need(Conference, message.case_id).moved(AnswerInvitation)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.answered(message.answer, work.actor))
    work.tell(ParticipantAnswered(case_id=message.case_id, person_id=person.id, answer=message.answer))
