"""Lets somebody not work from one moment to the next, whatever the reason: one way, so that none forgets a part."""

from kring_matching.domain import Coordinator
from kring_matching.handlers.entry import running_cases
from kring_matching.handlers.issued import ask_things_back
from kring_matching.handlers.lending import withdraw_loans_of
from kring_matching.process import Standing
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.matching import CoordinatorSuspended, SuspensionReason
from kring_shared.kernel.work import Work


def suspend(entry: Coordinator, on: type[Named], reason: SuspensionReason, work: Work) -> None:
    """Suspend somebody, or let another reason take the place of the one there was; tell what is new of it.

    Who is lent to a neighbour comes back: that office cannot know why, and need not.

    Raises:
        NotAllowedNow: they left.
    """
    after = entry.suspended(on, reason, work.now.date())
    work.save(after)
    if (after.standing, after.standing_because) != (entry.standing, entry.standing_because):
        running = running_cases(entry.id, work)
        work.tell(CoordinatorSuspended(case_id=entry.id, reason=reason, running_cases=running))
    if entry.standing is not Standing.SUSPENDED:
        ask_things_back(after, work)
        withdraw_loans_of(entry.id, work)
