"""The one open question everyone comes for."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.question import must_be_agreed
from kring_shared.contracts.conference import AgreeQuestion, QuestionAgreed
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def agree_question(message: AgreeQuestion, work: Work) -> None:
    """The main persons and the requester agree on one open question; put anew, it is clear to nobody until told."""
    conference = work.need(Conference, message.case_id)
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.question)
    asking = conference.asking(sealed)
    must_be_agreed(message, work.all(Participant, message.case_id))
    work.save(asking)
    work.tell(
        QuestionAgreed(case_id=message.case_id, question=sealed, question_version=asking.question_version),
    )
