"""The one open question everyone comes for."""

from kring_conference.domain.conference import Conference
from kring_shared.contracts.conference import AgreeQuestion, QuestionAgreed
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def agree_question(message: AgreeQuestion, work: Work) -> None:
    """The main persons and the requester agree on one open question; it may be put anew later."""
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.question)
    conference = work.need(Conference, message.case_id).asking(sealed)
    work.save(conference)
    work.tell(
        QuestionAgreed(case_id=message.case_id, question=sealed, question_version=conference.question_version),
    )
