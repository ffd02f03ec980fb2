"""What the circle wants to know, and the professionals who answer it."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.information import InformationNeed, assigned
from kring_conference.domain.participant import Participant, one_of
from kring_shared.contracts.conference import (
    AssignInformationNeed,
    BriefProfessional,
    InformationGiverBriefed,
    InformationNeedRecorded,
    RecordInformationNeed,
)
from kring_shared.contracts.envelope import Key
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work


def record_information_need(message: RecordInformationNeed, work: Work) -> None:
    """The circle wants to know something; answers the need's id."""
    conference = work.need(Conference, message.case_id).moved(RecordInformationNeed)
    need = InformationNeed(work.new_id("need"), work.seal(scope_of(Scope.CASE, message.case_id), message.need))
    work.save(replace(conference, information=(*conference.information, need)))
    work.tell(InformationNeedRecorded(case_id=message.case_id, need_id=need.need_id, need=need.words))
    work.answer = {"needId": need.need_id}


def assign_information_need(message: AssignInformationNeed, work: Work) -> None:
    """A professional answers it, on the day; another one may take it over."""
    conference = work.need(Conference, message.case_id).moved(AssignInformationNeed)
    giver = _professional(work, message.case_id, message.giver_id)
    needs = assigned(conference.information, message.need_id, giver.id)
    work.save(replace(conference, information=needs))


def brief_professional(message: BriefProfessional, work: Work) -> None:
    """A professional knows their role: inform, answer, and leave."""
    conference = work.need(Conference, message.case_id).moved(BriefProfessional)
    person = _professional(work, message.case_id, message.person_id)
    if person.told.briefed:
        return  # told once is told
    work.save(conference, replace(person, told=replace(person.told, briefed=True)))
    work.tell(InformationGiverBriefed(case_id=message.case_id, person_id=person.id))


def _professional(work: Work, case_id: Key, person_id: Key) -> Participant:
    person = one_of(work.all(Participant, case_id), person_id)
    if not person.part.is_professional:
        raise Refused(
            "only a professional informs and leaves; suggest one (suggest-participant, part information-giver)"
        ).because("only-professionals-inform")
    if person.is_out:
        raise Refused("this professional takes no further part; find another one (suggest-participant)").because(
            "takes-no-further-part"
        )
    return person
