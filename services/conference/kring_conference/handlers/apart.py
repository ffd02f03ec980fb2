"""Who may not meet, and who is not invited for safety; known to the coordinator only."""

from dataclasses import replace

from kring_conference.domain.apart import pair_of
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.sides import is_still_heard
from kring_conference.handlers.leaving import let_go, part_ways
from kring_shared.contracts.conference import KeepApart, LeaveOut, NoLongerApart, ParticipantNotInvited
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def keep_apart(message: KeepApart, work: Work) -> None:
    """Two people are never in one room. Said again, it changes nothing; nothing tells it to anybody."""
    conference = work.need(Conference, message.case_id).moved(KeepApart)
    pair = pair_of(work.all(Participant, message.case_id), message.person_id, message.other_id)
    work.save(replace(conference, apart=conference.apart | {pair}))
    part_ways(message.case_id, message.person_id, message.other_id, work)


def no_longer_apart(message: NoLongerApart, work: Work) -> None:
    """Both said that they can meet. That nobody kept them apart is fine too."""
    conference = work.need(Conference, message.case_id).moved(NoLongerApart)
    pair = pair_of(work.all(Participant, message.case_id), message.person_id, message.other_id)
    work.save(replace(conference, apart=conference.apart - {pair}))


def leave_out(message: LeaveOut, work: Work) -> None:
    """Somebody is not invited, for safety or a court's ban; whoever relied on them chooses again.

    Raises:
        NotReady: nobody whom it is about would be heard any more; a letter or a spokesperson is still possible.
    """
    conference = work.need(Conference, message.case_id).moved(LeaveOut)
    people = work.all(Participant, message.case_id)
    person = one_of(people, message.person_id).left_out(message.hear_by)
    if not person.is_heard and not is_still_heard(people, person, conference.kind):
        raise NotReady("then nobody it is about is heard: let them be heard by letter or through somebody (hearBy)")
    work.save(conference, person)
    work.tell(ParticipantNotInvited(case_id=message.case_id, person_id=person.id))
    let_go(message.case_id, person.id, work)
