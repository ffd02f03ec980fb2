"""The way of a request from triage to closing, and the talk without obligation beside it."""

from dataclasses import replace

from kring_intake.domain import Answered, Request, Said, Suspicion
from kring_intake.domain.consent import (
    PAST_THE_GATE,
    answers_of,
    giver_named,
    looked_at_anew,
    stop_by,
    without_conference,
)
from kring_intake.domain.readiness import must_be_ready, must_be_told_apart
from kring_intake.handlers.consent import save_and_tell, tell_said, themselves
from kring_intake.handlers.deadlines import deadline_of, set_legal_deadlines
from kring_intake.handlers.funding import funded
from kring_intake.handlers.receipts import tell_sender
from kring_intake.handlers.transfers import recall_if_offered
from kring_intake.people import seal_conditions, seal_person
from kring_intake.process import TALKS
from kring_intake.translation.referral import let_weeks_begin
from kring_shared.contracts.conference import (
    ConferenceAdjourned,
    ConferenceConcluded,
    InformationPhaseStarted,
    PlanMadeWithoutMeeting,
    StillBecause,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import (
    AcceptRequest,
    ConsentMethod,
    HoldInformationTalk,
    InformationTalkCancelled,
    InformationTalkHeld,
    MandateNote,
    Purpose,
    RejectRequest,
    RequestAccepted,
    RequestClosed,
    RequestRejected,
    RequestTriaged,
    TriageRequest,
    WithdrawRequest,
)
from kring_shared.contracts.matching import SearchStarted
from kring_shared.contracts.referral import ReferralState
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def hold_information_talk(message: HoldInformationTalk, work: Work) -> None:
    """The talk was held; no request comes of it by itself."""
    work.save(work.need(Request, message.case_id).moved(HoldInformationTalk))
    work.tell(InformationTalkHeld(case_id=message.case_id))


def triage(message: TriageRequest, work: Work) -> None:
    """Settle what it is about, with the mandates that were found out since it came in.

    Answers about something that is now another type or context are asked for anew; else they stand.
    """
    before = work.need(Request, message.case_id)
    found = tuple(_mandate(message.case_id, place, note, work) for place, note in enumerate(message.mandates))
    triaged = before.triaged(message, found)
    set_legal_deadlines(triaged, work, before=before)
    if _is_something_else(before, triaged):
        triaged = without_conference(triaged)
        if before.stage in PAST_THE_GATE:  # the weeks it came in under may be over, and it is asked for anew
            let_weeks_begin(before.case_id, before.dossier.policy, work)
    work.tell(
        RequestTriaged(
            case_id=message.case_id,
            conference_type=message.conference_type,
            context=message.context,
            urgency=message.urgency,
            minors_involved=message.minors_involved,
            languages=triaged.dossier.languages,
        )
    )
    save_and_tell(triaged, looked_at_anew(triaged), ConsentMethod.IN_PERSON, work)


def accept(message: AcceptRequest, work: Work) -> None:
    """Take it on, and tell the next steps what they need to know."""
    request = work.need(Request, message.case_id)
    must_be_ready(request)
    must_be_told_apart(work.all(Suspicion, request.case_id))
    accepted = funded(request, work).moved(AcceptRequest)
    work.save(accepted)
    tell_sender(accepted.case_id, ReferralState.TAKEN_ON, work)
    work.tell(
        RequestAccepted(
            case_id=accepted.case_id,
            requester=accepted.requester,
            main_persons=tuple(person.card for person in accepted.active_persons),
            dossier=accepted.dossier,
            question=accepted.question,
            mandates=accepted.standing_mandates,
            previous_case_id=accepted.previous_case_id,
            previous_coordinator_id=accepted.previous_coordinator_id,
        )
    )


def reject(message: RejectRequest, work: Work) -> None:
    """Do not take it on."""
    request = recall_if_offered(work.need(Request, message.case_id), work)
    work.save(request.moved(RejectRequest))
    tell_sender(message.case_id, ReferralState.ENDED, work)
    work.tell(RequestRejected(case_id=message.case_id, reason=message.reason))


def withdraw(message: WithdrawRequest, work: Work) -> None:
    """Stop; whoever hears it stops what hangs on it.

    Who is one of several that decide stops for themselves: the others are spoken with first. A talk is no request, so
    nobody else has to stop anything.
    """
    request = recall_if_offered(work.need(Request, message.case_id), work)
    who = themselves(work)
    if request.stage in TALKS:
        work.save(request.moved(WithdrawRequest))
        work.tell(InformationTalkCancelled(case_id=message.case_id))
    elif who is None or request.is_over:
        save_and_tell(request, request.moved(WithdrawRequest), ConsentMethod.IN_PERSON, work, reason=message.reason)
    else:
        giver_id, giver = giver_named(request, None, who)
        had_said_yes = answers_of(request).get(giver_id) is Answered.YES
        answer = Answered.WITHDRAWN if had_said_yes else Answered.NO
        said = Said(Purpose.CONFERENCE, giver_id, giver, answer, ConsentMethod.IN_WRITING, work.now)
        tell_said(said, work, request.case_id)
        save_and_tell(request, stop_by(request, said), said.method, work, reason=message.reason)


def note_search(message: SearchStarted, work: Work) -> None:
    """A coordinator is sought."""
    if (request := if_it_matters(message, work)) is not None:
        work.save(request.moved(SearchStarted))


def note_meeting(message: InformationPhaseStarted | ConferenceConcluded | PlanMadeWithoutMeeting, work: Work) -> None:
    """The circle meets, or made its plan without: from now on it stays with this office. True also after the end.

    That a meeting was concluded says so too: one that was held before Kring never opened here.
    """
    work.save(replace(work.need(Request, message.case_id), has_met=True))


def note_adjournment(message: ConferenceAdjourned, work: Work) -> None:
    """Without a coordinator it breaks off before the circle was alone: no plan is there yet to stay with this office.

    Whatever else it breaks off for, the circle may have been alone already, or its plan was sent back: it has met.
    """
    if message.because is StillBecause.NO_COORDINATOR:
        work.save(replace(work.need(Request, message.case_id), has_met=False))


def close(message: RegistrationLocked, work: Work) -> None:
    """The route is registered: close it. A stopped request is registered too, and stays as it ended."""
    if (request := if_it_matters(message, work)) is not None:
        work.save(recall_if_offered(request, work).moved(RegistrationLocked))
        days = request.days_since_received(work.now)
        tell_sender(message.case_id, ReferralState.ENDED, work)
        work.tell(RequestClosed(case_id=message.case_id, outcome=message.outcome, lead_time_days=days))


def if_it_matters(message: Fact, work: Work) -> Request | None:
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


def _is_something_else(before: Request, after: Request) -> bool:
    was, now = before.dossier, after.dossier
    return (was.conference_type, was.context) != (now.conference_type, now.context)


def _mandate(case_id: str, place: int, note: MandateNote, work: Work) -> Mandate:
    acceptor = seal_person(work, f"found-acceptor/{place}", note.acceptor) if note.acceptor else None
    return Mandate(
        kind=note.kind,
        for_persons=note.for_persons,
        conditions=seal_conditions(work, case_id, note.conditions),
        acceptor=acceptor,
        legal_deadline=deadline_of(note, place),
        legal_term=note.legal_term or "",
    )
