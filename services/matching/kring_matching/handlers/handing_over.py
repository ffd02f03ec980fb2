"""A case goes to another coordinator: what the family agreed to and who was invited stays as it is."""

from kring_matching.domain import Search
from kring_matching.handlers.asking import watch
from kring_matching.handlers.loans import end_loan_of
from kring_shared.contracts.matching import (
    AssignmentHandedOver,
    HandOverAssignment,
    HandOverReason,
    OfferExpires,
    SearchTooLong,
)
from kring_shared.kernel.work import Work


def hand_over(message: HandOverAssignment, work: Work) -> None:
    """Take the case from its coordinator; the manager approves anew who may be asked."""
    take_from_coordinator(work.need(Search, message.case_id), message.reason, work)


def take_from_coordinator(search: Search, reason: HandOverReason, work: Work) -> None:
    """Take a case from whoever has it or is asked for it, for good, and seek another with the whole time anew.

    Raises:
        NotAllowedNow: nobody has it and nobody is asked.
    """
    out = search.coordinator_id or ""
    handed_over = search.handed_over(reason, work.now)
    work.save(handed_over)
    work.forget((OfferExpires, SearchTooLong), search.case_id)
    watch(handed_over, work)
    work.tell(AssignmentHandedOver(case_id=search.case_id, coordinator_id=out, reason=reason))
    end_loan_of(out, work)
