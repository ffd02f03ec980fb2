"""Whoever may not work any more is asked for nothing any more: the next of the list is asked at once."""

from collections.abc import Sequence

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.handlers.asking import go_on_without
from kring_matching.handlers.conflicts import with_their_shortlists
from kring_matching.handlers.screening import end_screening
from kring_matching.handlers.standing import suspend_coordinator
from kring_matching.process import NOT_BEGUN, Standing
from kring_shared.contracts.matching import (
    AssignmentHandedOver,
    HandOverAssignment,
    HandOverReason,
    OfferExpires,
    ScreeningEnds,
    SuspendCoordinator,
)
from kring_shared.kernel.work import Found, Work


class SteppingOut:
    """Suspends; who is asked instead is held against the rules that were plugged in."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Hold who comes next against these rules as well."""
        self._rules = rules

    def suspend(self, message: SuspendCoordinator, work: Work) -> None:
        """The regional manager lets somebody not work for now."""
        suspend_coordinator(message, work)
        self._ask_others(message.coordinator_id, work)

    def end_screening(self, message: ScreeningEnds, work: Work) -> None:
        """The proof ended; one that was renewed meanwhile changes nothing."""
        end_screening(message, work)
        self._ask_others(message.case_id, work)

    def _ask_others(self, coordinator_id: str, work: Work) -> None:
        """Let go of what they were asked for or said yes to: a family waits for nobody who cannot come.

        What they have begun stays theirs until the manager hands it over.
        """
        entry = work.get(Coordinator, coordinator_id)
        if entry is None or entry.standing is not Standing.SUSPENDED:
            return
        for search in [one for one in work.all(Search, coordinator_id) if one.stage in NOT_BEGUN]:
            work.forget((OfferExpires,), search.case_id)
            reason = HandOverReason.OTHER  # why is the office's own affair, not the case's
            work.tell(AssignmentHandedOver(case_id=search.case_id, coordinator_id=coordinator_id, reason=reason))
            go_on_without(coordinator_id, search.let_go(HandOverAssignment), work, self._rules)


def who_comes_next(message: SuspendCoordinator | ScreeningEnds, _office: str, found: Found) -> tuple[str, ...]:
    """Name those on the lists of the cases for which this coordinator is asked now."""
    return with_their_shortlists(message.key(), found)
