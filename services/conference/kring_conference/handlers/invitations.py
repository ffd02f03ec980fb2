"""Invitations, and what people say to them."""

from dataclasses import replace

from kring_conference.domain.care import must_be_free_to_speak_for
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.handlers.leaving import let_go
from kring_shared.contracts.conference import (
    Answered,
    AnswerInvitation,
    GroupInvited,
    InviteGroup,
    InviteParticipant,
    ParticipantAnswered,
    ParticipantInvited,
)
from kring_shared.contracts.field import ConferenceType
from kring_shared.kernel.errors import InvalidFields, Refused
from kring_shared.kernel.work import Work


def invite_participant(message: InviteParticipant, work: Work) -> None:
    """Somebody who was spoken with is invited; who was left out, once they said that they can come safely."""
    conference = work.need(Conference, message.case_id).moved(InviteParticipant)
    person = one_of(work.all(Participant, message.case_id), message.person_id)
    work.save(conference, person.invited())
    work.tell(ParticipantInvited(case_id=message.case_id, person_id=person.id, part=person.part))


def invite_group(message: InviteGroup, work: Work) -> None:
    """A street or a group is invited openly: how many people it reached, in all, and never who.

    Raises:
        Refused: it is no community conference; there everybody is invited personally.
    """
    conference = work.need(Conference, message.case_id).moved(InviteGroup)
    if conference.kind is not ConferenceType.COMMUNITY:
        raise Refused(
            "only a community conference is open to all; here everyone is invited personally (invite-participant)"
        ).because("open-to-all-in-community-only")
    work.save(replace(conference, invited_group=message.invited))
    work.tell(GroupInvited(case_id=message.case_id, invited=message.invited))


def answer_invitation(message: AnswerInvitation, work: Work) -> None:
    """Somebody says whether and how they take part, for themselves or through the coordinator.

    Who will not be there supports nobody, interprets for nobody and speaks for nobody: those are free to choose again.

    Raises:
        InvalidFields: somebody is named who speaks for them, though they are not represented.
    """
    conference = work.need(Conference, message.case_id).moved(AnswerInvitation)
    people = work.all(Participant, message.case_id)
    person = one_of(people, message.person_id)
    if message.represented_by is not None:
        if message.answer is not Answered.IS_REPRESENTED:
            raise InvalidFields(
                ("/representedBy",), "somebody speaks for them only when the answer is is-represented"
            ).because("representative-without-need")
        must_be_free_to_speak_for(person, one_of(people, message.represented_by), conference.apart)
    answered = person.answered(message.answer, work.actor, message.represented_by)
    shown = message.may_be_shown and conference.has_two_circles
    work.save(conference, replace(answered, may_be_shown=shown))
    work.tell(ParticipantAnswered(case_id=message.case_id, person_id=person.id, answer=message.answer))
    if answered.is_away:
        let_go(message.case_id, person.id, work)
