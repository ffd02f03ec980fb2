"""An offer with a clock: the coordinator says yes or no, or time passes; then the family agrees, or wants another."""

from collections.abc import Sequence

from kring_matching.domain import CannotPropose, Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.domain.shortlist import needs_support
from kring_matching.handlers.advice import note_far
from kring_matching.handlers.asking import go_on_without, stops_now
from kring_matching.handlers.loans import note_confirmed
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    AcceptProposal,
    AssignmentActivated,
    ConfirmCoordinator,
    CoordinatorConfirmed,
    CoordinatorRefused,
    DeclineProposal,
    DeclineReason,
    OfferExpires,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    RefuseCoordinator,
    SearchTooLong,
)
from kring_shared.kernel.work import Work


class Offers:
    """What people answer; after each no the next of the approved list is asked, held against these rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Hold everybody against these rules as well."""
        self._rules = rules

    def accept(self, message: AcceptProposal, work: Work) -> None:
        """The coordinator says yes and declares that there is no tie; whoever declares one has declined for good."""
        search = work.need(Search, message.case_id)
        if not message.no_ties:
            search.must_be_asked(message.coordinator_id)
            self._declined(search, DeclineReason.TIE, work)
            return
        accepted = search.accepted(message.coordinator_id)
        self._still_can(search, work.need(Coordinator, message.coordinator_id), work, "decline it")
        work.save(accepted)
        work.forget((OfferExpires,), message.case_id)
        work.tell(ProposalAccepted(case_id=message.case_id, coordinator_id=message.coordinator_id))

    def decline(self, message: DeclineProposal, work: Work) -> None:
        """The coordinator says no, which is fine; the next of the list is asked."""
        self._declined(work.need(Search, message.case_id), message.reason, work)

    def _declined(self, search: Search, reason: DeclineReason, work: Work) -> None:
        let_go = search.let_go(DeclineProposal, tied=reason is DeclineReason.TIE)
        declined = search.coordinator_id or ""
        work.forget((OfferExpires,), search.case_id)
        work.tell(ProposalDeclined(case_id=search.case_id, coordinator_id=declined, reason=reason))
        go_on_without(declined, let_go, work, self._rules)

    def expire(self, message: OfferExpires, work: Work) -> None:
        """Nobody answered in time; an offer that was answered, or got more time, is left alone."""
        search = work.need(Search, message.case_id)
        if not search.lets_expire(message.coordinator_id, work.now):
            return
        work.tell(ProposalExpired(case_id=message.case_id, coordinator_id=message.coordinator_id))
        go_on_without(message.coordinator_id, search.let_go(OfferExpires), work, self._rules)

    def confirm(self, message: ConfirmCoordinator, work: Work) -> None:
        """The main person agrees; the assignment (inschakeling) starts, or goes on where the one before left it."""
        search = work.need(Search, message.case_id)
        coordinator = work.need(Coordinator, message.coordinator_id)
        confirmed = search.confirmed(coordinator.id, supported=needs_support(coordinator, search.policy))
        self._still_can(search, coordinator, work, "refuse this coordinator")
        work.save(confirmed)
        work.forget((SearchTooLong,), search.case_id)
        work.tell(
            CoordinatorConfirmed(case_id=search.case_id, coordinator_id=coordinator.id),
            AssignmentActivated(
                case_id=search.case_id, coordinator=coordinator.card, supervised_by=confirmed.supervised_by
            ),
        )
        note_confirmed(search.case_id, coordinator.id, work)
        note_far(confirmed, coordinator, work)

    def refuse(self, message: RefuseCoordinator, work: Work) -> None:
        """The main person wants somebody else, and need not say why."""
        search = work.need(Search, message.case_id)
        let_go = search.let_go(RefuseCoordinator)
        refused = search.coordinator_id or ""
        work.tell(CoordinatorRefused(case_id=message.case_id, coordinator_id=refused))
        go_on_without(refused, let_go, work, self._rules)

    def _still_can(self, search: Search, coordinator: Coordinator, work: Work, instead: str) -> None:
        """Hold what may have changed since they were asked against the hard rules once more.

        Which rule it is the family does not hear: a tie or a screening is the coordinator's own affair.
        """
        stops = stops_now(search, coordinator, work, self._rules)
        if stops and work.actor is not None and work.actor.role is Role.MAIN_PERSON:
            raise CannotPropose(f"this coordinator cannot come after all; the office can tell you more; {instead}")
        if stops:
            why = ", ".join(f"{stop.code} ({stop.because.en})" for stop in stops)
            raise CannotPropose(
                f"this coordinator cannot take the case on any more: {why}; {instead}, then another is asked"
            )
