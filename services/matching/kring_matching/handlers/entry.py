"""Finds the entry of the register a command is about: one's own people, and those who are still here."""

from kring_matching.domain import Coordinator, Lending, Search
from kring_matching.process import BEGUN, LENDING, SEARCH, Standing
from kring_shared.contracts.matching.register import AboutCoordinator
from kring_shared.kernel.errors import NotAllowedNow, Refused
from kring_shared.kernel.work import Work


def own_entry(message: AboutCoordinator, work: Work) -> Coordinator:
    """Give an entry of this office's own register.

    Raises:
        NotFound: nobody stands there under that id.
        Refused: it is a guest, whose papers, things and leave are the affair of the office that lends them.
    """
    entry = work.need(Coordinator, message.coordinator_id)
    if entry.lent_by is not None:
        message_ = f"this coordinator is a guest: ask office {entry.lent_by}, which lends them"
        raise Refused(message_).because("is-a-guest")
    return entry


def present_entry(message: AboutCoordinator, work: Work) -> Coordinator:
    """Give an entry of somebody who is still here; otherwise as `own_entry`.

    Raises:
        NotAllowedNow: they left; who comes back is entered anew first.
    """
    entry = own_entry(message, work)
    if entry.standing is Standing.LEFT:
        raise NotAllowedNow(asked=message.name, stage=entry.standing.value, possible=entry.possible)
    return entry


def running_cases(coordinator_id: str, work: Work) -> int:
    """Count the cases somebody coordinates now, those that are frozen too: they wait for somebody else."""
    return sum(s.stage in BEGUN for s in work.all(Search, coordinator_id))


def held_cases(coordinator_id: str, work: Work) -> int:
    """Count what somebody holds in any way: cases, open proposals, and loans to a neighbour office."""
    searches = sum(SEARCH.is_open(s.stage) for s in work.all(Search, coordinator_id))
    loans = work.all(Lending, coordinator_id)
    return searches + sum(LENDING.is_open(one.stage) for one in loans)
