"""The search from its start to its end: begun, escalated when it takes too long, stopped or carried out."""

from collections.abc import Mapping
from dataclasses import replace

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.search import time_to_search
from kring_matching.handlers.advice import note_missing
from kring_matching.handlers.asking import watch
from kring_matching.handlers.loans import ask_neighbours, end_loans_of_case, guests_of_case
from kring_matching.process import BEGUN, SEARCH
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.intake import RequestAccepted, RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import (
    AssignmentCompleted,
    OfferExpires,
    SearchStarted,
    SearchStopped,
    SearchTooLong,
    SearchUnfilled,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Found, Work


def keys_with_the_earlier_route(message: RequestAccepted, _office: str) -> tuple[str, ...]:
    """Name the case, and the earlier route of the same people: whoever coordinated then may do so again."""
    return (message.case_id, message.previous_case_id or "")


def start_search(message: RequestAccepted, work: Work) -> None:
    """Look for a coordinator as soon as a request is accepted (inschakeling); who did it before is kept in mind.

    A tie that was found in the earlier route is a tie to the same people.
    """
    people = tuple(person.person_id for person in message.main_persons)
    found = work.get(Search, message.previous_case_id or "")
    earlier = found if found is not None and found.office == message.office else None
    known = message.previous_coordinator_id or (earlier.coordinated_by if earlier else None)
    tied = earlier.tied if earlier else ()
    search = Search(
        message.case_id,
        message.office,
        message.dossier,
        people,
        previous_coordinator_id=known,
        tied=tied,
        fill_by=work.now + time_to_search(message.dossier),
    )
    work.save(search)
    watch(search, work)
    work.tell(SearchStarted(case_id=message.case_id))


class Escalation:
    """What needs to know the offices: whom to ask when nobody was found here."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Ask among these."""
        self._offices = offices

    def escalate(self, message: SearchTooLong, work: Work) -> None:
        """Nobody was found in time: neighbours are asked, and what was missing is noted; a person sees it.

        While somebody is asked it goes on; if that comes to nothing, this is heard once more.
        """
        search = work.need(Search, message.case_id)
        if not search.takes_too_long(work.now):
            return
        unfilled = search.unfilled()
        work.save(unfilled)
        asked = ask_neighbours(unfilled, work, self._offices)
        note_missing(unfilled, work)
        work.tell(SearchUnfilled(case_id=message.case_id, asked=len(unfilled.out), offices_asked=asked))


def with_whom_it_ends(message: FollowUpEnded, office: str, found: Found) -> tuple[str, ...]:
    """Name the coordinator who is free again, and the guests of the case."""
    search = found.get(Search, message.case_id)
    coordinator_id = search.coordinator_id if search is not None else None
    return (coordinator_id or "", *guests_of_case(message, office, found))


def complete_assignment(message: FollowUpEnded, work: Work) -> None:
    """No call is left: whoever has the case is free again, and a search for another ends.

    That is so after the last step of the policy, and at once where no plan came of it or the preparation was stopped.
    """
    search = work.need(Search, message.case_id)
    if not SEARCH.is_open(search.stage):
        return  # the main person stopped meanwhile
    if not search.was_active:
        raise NotYet(f"{message.name} came before anybody began")
    work.save(search.ended(FollowUpEnded))
    work.forget((OfferExpires, SearchTooLong), message.case_id)
    if search.coordinator_id is None or search.stage not in BEGUN:
        work.tell(SearchStopped(case_id=message.case_id, coordinator_id=search.coordinator_id))
    else:
        work.tell(AssignmentCompleted(case_id=message.case_id, coordinator_id=search.coordinator_id))
        if (coordinator := work.get(Coordinator, search.coordinator_id)) is not None:
            work.save(replace(coordinator, last_case_on=message.occurred_at.date()))
    end_loans_of_case(message.case_id, work)


def stop_search(message: RequestWithdrawn | RequestTransferred, work: Work) -> None:
    """The main person stopped, or another office goes on: the search, or the assignment, stops with it."""
    search = work.get(Search, message.case_id)
    if search is None or not SEARCH.knows(search.stage, type(message)):
        return  # nothing was sought yet, or it is over
    work.save(search.ended(type(message)))
    work.forget((OfferExpires, SearchTooLong), message.case_id)
    work.tell(SearchStopped(case_id=message.case_id, coordinator_id=search.coordinator_id))
    end_loans_of_case(message.case_id, work)
