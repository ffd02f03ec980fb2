"""One function per fact, command or deadline: read, decide, save, tell."""

from dataclasses import replace
from datetime import timedelta

from kring_matching.domain import CannotPropose, Coordinator, Search
from kring_matching.domain.eligibility import stops_for
from kring_matching.process import SEARCH, Stage
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AcceptProposal,
    AssignmentActivated,
    AssignmentCompleted,
    ConfirmCoordinator,
    CoordinatorConfirmed,
    CoordinatorProposed,
    CoordinatorRefused,
    DeclineProposal,
    OfferExpires,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalExtended,
    ProposeCoordinator,
    RefuseCoordinator,
    SearchStarted,
    SearchStopped,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def keys_with_the_earlier_route(message: RequestAccepted, _office: str) -> tuple[str, ...]:
    """Name the case, and the earlier route of the same people: whoever coordinated then may do so again."""
    return (message.case_id, message.previous_case_id or "")


def start_search(message: RequestAccepted, work: Work) -> None:
    """Look for a coordinator as soon as a request is accepted (inschakeling); who did it before is kept in mind."""
    people = tuple(person.person_id for person in message.main_persons)
    earlier = work.get(Search, message.previous_case_id or "")
    known = earlier.coordinated_by if earlier is not None and earlier.office == message.office else None
    known = message.previous_coordinator_id or known
    work.save(Search(message.case_id, message.office, message.dossier, people, previous_coordinator_id=known))
    work.tell(SearchStarted(case_id=message.case_id))


def propose(message: ProposeCoordinator, work: Work) -> None:
    """Propose the case, with a clock on the answer."""
    search = work.need(Search, message.case_id)
    coordinator = work.need(Coordinator, message.coordinator_id)
    policy = POLICIES[search.dossier.policy]
    hours = message.respond_within_hours or policy.hours_to_answer(search.dossier.urgency)
    respond_by = work.now + timedelta(hours=hours)
    moved = search.moved(ProposeCoordinator)
    view = search.view_of(coordinator, active_cases(work, coordinator.id), work.now.date())
    if stops := stops_for(view, ()):
        message_ = f"this coordinator cannot be proposed: {'; '.join(stop.because.en for stop in stops)}"
        raise CannotPropose(message_)
    work.save(replace(moved, coordinator_id=coordinator.id, respond_by=respond_by))
    work.remind(OfferExpires(case_id=search.case_id, coordinator_id=coordinator.id), respond_by)
    work.tell(CoordinatorProposed(case_id=search.case_id, coordinator=coordinator.card, respond_by=respond_by))


def accept_proposal(message: AcceptProposal, work: Work) -> None:
    """The coordinator says yes and declares that there is no tie."""
    search = work.need(Search, message.case_id)
    work.save(search.accepted(message.coordinator_id, no_ties=message.no_ties))
    work.forget((OfferExpires,), message.case_id)
    work.tell(ProposalAccepted(case_id=message.case_id, coordinator_id=message.coordinator_id))


def decline_proposal(message: DeclineProposal, work: Work) -> None:
    """The coordinator says no; the search goes on."""
    search = work.need(Search, message.case_id)
    work.save(search.let_go(DeclineProposal))
    work.forget((OfferExpires,), message.case_id)
    declined = search.coordinator_id or ""
    work.tell(ProposalDeclined(case_id=message.case_id, coordinator_id=declined, reason=message.reason))


def expire_offer(message: OfferExpires, work: Work) -> None:
    """Nobody answered in time; the search goes on. An offer that was answered, or got more time, is left alone."""
    search = work.need(Search, message.case_id)
    if not search.lets_expire(message.coordinator_id, work.now):
        return
    work.save(search.let_go(OfferExpires))
    work.tell(ProposalExpired(case_id=message.case_id, coordinator_id=message.coordinator_id))


def confirm_coordinator(message: ConfirmCoordinator, work: Work) -> None:
    """The main person agrees; the assignment starts."""
    search = work.need(Search, message.case_id)
    coordinator = work.need(Coordinator, message.coordinator_id)
    work.save(search.confirmed(coordinator.id))
    work.tell(
        CoordinatorConfirmed(case_id=search.case_id, coordinator_id=coordinator.id),
        AssignmentActivated(case_id=search.case_id, coordinator=coordinator.card),
    )


def refuse_coordinator(message: RefuseCoordinator, work: Work) -> None:
    """The main person wants somebody else, and need not say why."""
    search = work.need(Search, message.case_id)
    work.save(search.let_go(RefuseCoordinator))
    work.tell(CoordinatorRefused(case_id=message.case_id, coordinator_id=search.coordinator_id or ""))


def complete_assignment(message: FollowUpEnded, work: Work) -> None:
    """The last step of the follow-up is over: the coordinator is free again."""
    search = work.need(Search, message.case_id)
    if not SEARCH.is_open(search.stage):
        return  # the main person stopped meanwhile
    if not SEARCH.knows(search.stage, FollowUpEnded):
        early = f"{message.name} came while the search is {search.stage}"
        raise NotYet(early)
    work.save(search.moved(FollowUpEnded))
    work.tell(AssignmentCompleted(case_id=message.case_id, coordinator_id=search.coordinator_id or ""))


def pause_search(message: RequestPaused, work: Work) -> None:
    """Everything waits; the clock on an open offer stands still, for nobody can answer it now."""
    search = work.get(Search, message.case_id)
    if search is None or not SEARCH.is_open(search.stage):
        return  # nothing was sought yet, or it is over
    work.save(search.paused(work.now))
    work.forget((OfferExpires,), message.case_id)


def resume_search(message: RequestResumed, work: Work) -> None:
    """It goes on, with these main persons; the clock on an open offer runs again, with the time that was left."""
    search = work.get(Search, message.case_id)
    if search is None or not SEARCH.is_open(search.stage):
        return  # nothing was sought yet, or it is over
    resumed = search.resumed(message.main_persons, work.now)
    work.save(resumed)
    if search.paused_at is None or resumed.coordinator_id is None or resumed.respond_by is None:
        return  # nobody has to answer anything
    coordinator_id, respond_by = resumed.coordinator_id, resumed.respond_by
    work.remind(OfferExpires(case_id=search.case_id, coordinator_id=coordinator_id), respond_by)
    work.tell(ProposalExtended(case_id=search.case_id, coordinator_id=coordinator_id, respond_by=respond_by))


def stop_search(message: RequestWithdrawn | RequestTransferred, work: Work) -> None:
    """The main person stopped, or another office goes on: the search, or the assignment, stops with it."""
    search = work.get(Search, message.case_id)
    if search is None or not SEARCH.knows(search.stage, type(message)):
        return  # nothing was sought yet, or it is over
    work.save(search.moved(type(message)))
    work.forget((OfferExpires,), message.case_id)
    work.tell(SearchStopped(case_id=message.case_id, coordinator_id=search.coordinator_id))


def active_cases(work: Work, coordinator_id: str) -> int:
    """Count the cases a coordinator has now."""
    return sum(search.stage is Stage.ACTIVE for search in work.all(Search, coordinator_id))
