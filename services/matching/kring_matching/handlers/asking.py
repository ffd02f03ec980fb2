"""Who is asked next: only ever somebody of the approved list, and only while no hard rule is against it."""

from collections.abc import Sequence

from kring_matching.domain import Coordinator, Lending, Search
from kring_matching.domain.eligibility import Rule, Stops, stops_for
from kring_matching.domain.load import load_of
from kring_matching.handlers.loans import end_loan_of
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.matching import CoordinatorProposed, OfferExpires, SearchTooLong, ShortlistExhausted
from kring_shared.kernel.work import Found, Work


def with_the_shortlist(message: Named, _office: str, found: Found) -> tuple[str, ...]:
    """Name who is asked now and those who may be asked next: with them come their cases and loans, their load."""
    search = found.get(Search, message.key())
    return (search.coordinator_id or "", *search.shortlist) if search is not None else ()


def stops_now(search: Search, coordinator: Coordinator, work: Work, rules: Sequence[Rule]) -> tuple[Stops, ...]:
    """Say what keeps a coordinator from a case at this moment; the case itself is not a part of their load."""
    searches, lendings = work.all(Search, coordinator.id), work.all(Lending, coordinator.id)
    load = load_of(searches, lendings, besides=search.case_id)
    return stops_for(search.view_of(coordinator, load, work.now.date()), rules)


def ask(search: Search, coordinator: Coordinator, work: Work) -> None:
    """Propose the case to one of the list, with a clock on the answer."""
    asked = search.asking(coordinator.id, work.now)
    respond_by = asked.respond_by or work.now
    work.save(asked)
    work.remind(OfferExpires(case_id=search.case_id, coordinator_id=coordinator.id), respond_by)
    work.tell(CoordinatorProposed(case_id=search.case_id, coordinator=coordinator.card, respond_by=respond_by))


def go_on_without(out: str, search: Search, work: Work, rules: Sequence[Rule]) -> None:
    """Ask the next after whoever is out of the case; somebody who was lent for it goes home."""
    end_loan_of(out, work)
    ask_next(search, work, rules)


def ask_next(search: Search, work: Work, rules: Sequence[Rule]) -> None:
    """Ask the next of the list who still can, else leave it to the manager; in a pause nobody is asked.

    The coordinators on the list must be loaded (`with_the_shortlist`): who is not cannot be asked.
    """
    if search.paused_at is not None and search.shortlist:
        work.save(search)
        return
    for coordinator in (work.get(Coordinator, one) for one in search.shortlist):
        if coordinator is not None and not stops_now(search, coordinator, work, rules):
            ask(search, coordinator, work)
            return
    left = search.passed_by()
    work.save(left)
    work.tell(ShortlistExhausted(case_id=search.case_id))
    if left.takes_too_long(work.now):  # the reminder rang while somebody was asked
        watch(left, work)


def watch(search: Search, work: Work) -> None:
    """Be reminded when the time to find somebody is over; in a pause it does not run."""
    if search.fill_by is not None and search.paused_at is None:
        work.remind(SearchTooLong(case_id=search.case_id), search.fill_by)
