"""The way of a request from triage to closing, and the talk without obligation beside it."""

from kring_intake.domain import Consent, Request
from kring_intake.people import seal_conditions, seal_person
from kring_intake.process import Stage
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    ConsentGiven,
    ConsentRefused,
    ConsentRequested,
    GiveConsent,
    HoldInformationTalk,
    InformationTalkCancelled,
    InformationTalkHeld,
    MandateNote,
    RefuseConsent,
    RejectRequest,
    RequestAccepted,
    RequestClosed,
    RequestRejected,
    RequestTriaged,
    RequestWithdrawn,
    TriageRequest,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def hold_information_talk(message: HoldInformationTalk, work: Work) -> None:
    """The talk was held; no request comes of it by itself."""
    work.save(work.need(Request, message.case_id).moved(HoldInformationTalk))
    work.tell(InformationTalkHeld(case_id=message.case_id))


def triage(message: TriageRequest, work: Work) -> None:
    """Settle what it is about, with the mandates that were found out since it came in."""
    request = work.need(Request, message.case_id)
    found = tuple(_mandate(message.case_id, place, note, work) for place, note in enumerate(message.mandates))
    work.save(request.triaged(message, found))
    work.tell(
        RequestTriaged(
            case_id=message.case_id,
            conference_type=message.conference_type,
            context=message.context,
            urgency=message.urgency,
            minors_involved=message.minors_involved,
        )
    )


def ask_consent(message: AskConsent, work: Work) -> None:
    """The main person was asked whether they want a conference."""
    work.save(work.need(Request, message.case_id).moved(AskConsent))
    work.tell(ConsentRequested(case_id=message.case_id))


def record_consent(message: GiveConsent, work: Work) -> None:
    """The main person said yes."""
    yes = Consent(message.purpose, message.method, work.now)
    work.save(work.need(Request, message.case_id).consented(yes))
    work.tell(ConsentGiven(case_id=message.case_id, purpose=message.purpose, method=message.method))


def record_refusal(message: RefuseConsent, work: Work) -> None:
    """The main person said no; nobody asks why."""
    work.save(work.need(Request, message.case_id).moved(RefuseConsent))
    work.tell(ConsentRefused(case_id=message.case_id, method=message.method))


def accept(message: AcceptRequest, work: Work) -> None:
    """Take it on, and tell the next steps what they need to know."""
    request = work.need(Request, message.case_id).accepted()
    work.save(request)
    work.tell(
        RequestAccepted(
            case_id=request.case_id,
            requester=request.requester,
            main_persons=request.main_persons,
            dossier=request.dossier,
            question=request.question,
            mandates=request.mandates,
        )
    )


def reject(message: RejectRequest, work: Work) -> None:
    """Do not take it on."""
    work.save(work.need(Request, message.case_id).moved(RejectRequest))
    work.tell(RequestRejected(case_id=message.case_id, reason=message.reason))


def withdraw(message: WithdrawRequest, work: Work) -> None:
    """Stop; whoever hears it stops what hangs on it. A talk is no request, so nobody else has to stop anything."""
    request = work.need(Request, message.case_id)
    work.save(request.moved(WithdrawRequest))
    is_talk = request.stage is Stage.INFORMATION_TALK
    work.tell((InformationTalkCancelled if is_talk else RequestWithdrawn)(case_id=message.case_id))


def note_search(message: SearchStarted, work: Work) -> None:
    """A coordinator is sought."""
    if (request := _if_it_matters(message, work)) is not None:
        work.save(request.moved(SearchStarted))


def note_start(message: AssignmentActivated, work: Work) -> None:
    """A coordinator started: from now on they take part."""
    if (request := _if_it_matters(message, work)) is not None:
        work.save(request.started(message.coordinator.person_id))


def close(message: RegistrationLocked, work: Work) -> None:
    """The route is registered: close it. A stopped request is registered too, and stays as it ended."""
    if (request := _if_it_matters(message, work)) is not None:
        work.save(request.moved(RegistrationLocked))
        days = request.days_since_received(work.now)
        work.tell(RequestClosed(case_id=message.case_id, outcome=message.outcome, lead_time_days=days))


def _if_it_matters(message: Fact, work: Work) -> Request | None:
    """Give the request a fact is about, or nothing once that is over.

    Raises:
        NotYet: the fact overtook the one that comes before it.
    """
    request = work.need(Request, message.case_id)
    if request.is_over:
        return None
    if not request.knows(type(message)):
        message_ = f"{message.name} came while the request is {request.stage}"
        raise NotYet(message_)
    return request


def _mandate(case_id: str, place: int, note: MandateNote, work: Work) -> Mandate:
    acceptor = seal_person(work, f"found-acceptor/{place}", note.acceptor) if note.acceptor else None
    return Mandate(
        kind=note.kind,
        conditions=seal_conditions(work, case_id, note.conditions),
        acceptor=acceptor,
        legal_deadline=note.legal_deadline,
    )
