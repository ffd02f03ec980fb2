"""Ties to a body that decides on help or gives it: the first of the two rules of independence, and nothing lifts it."""

from collections.abc import Sequence
from dataclasses import replace

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.handlers.conflicts import declare_tie, freeze_cases_of, with_their_shortlists
from kring_matching.handlers.entry import own_entry
from kring_matching.handlers.suspending import suspend
from kring_matching.process import STANDING
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    ConflictKind,
    DeclareConflict,
    DeclareRegisterTie,
    EndRegisterTie,
    RegisterTieDeclared,
    RegisterTieEnded,
    SuspensionReason,
    TieKind,
)
from kring_shared.contracts.matching.register import AboutCoordinator
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Found, Work


class Ties:
    """Takes somebody out of all they do; who is asked instead is held against the rules that were plugged in."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Hold who comes next against these rules as well."""
        self._rules = rules

    def declare(self, message: DeclareRegisterTie, work: Work) -> None:
        """Somebody, a guest too, is tied to such a body: from this moment they do not work, and reach no case."""
        self.tie(work.need(Coordinator, message.coordinator_id), message.tie, work)

    def declare_in_a_case(self, message: DeclareConflict, work: Work) -> None:
        """A tie to one case; of a helping body, said by the coordinator themselves, it is one to the register as well.

        When somebody else says so, the manager looks first.
        """
        search = work.need(Search, message.case_id)
        entry = work.get(Coordinator, search.coordinator_id or "")
        themselves = work.actor is not None and work.actor.role is Role.COORDINATOR
        if entry is None or not themselves or message.tie is not ConflictKind.HELPING_BODY:
            declare_tie(search, message.tie, work, self._rules)
        else:
            search.moved(DeclareConflict)  # before anything else: whether it can be done now
            self.tie(entry, TieKind.OTHER, work)

    def tie(self, entry: Coordinator, kind: TieKind, work: Work) -> None:
        """Note a tie, suspend, and freeze every case at once; said again, it freezes what came in between.

        Raises:
            NotAllowedNow: they left.
        """
        STANDING.next(entry.standing, DeclareRegisterTie)
        if kind not in entry.ties:
            entry = replace(entry, ties=(*entry.ties, kind))
            work.tell(RegisterTieDeclared(case_id=entry.id, tie=kind))
        suspend(entry, DeclareRegisterTie, SuspensionReason.INDEPENDENCE_LOST, work)
        freeze_cases_of(entry.id, work, self._rules)


def end(message: EndRegisterTie, work: Work) -> None:
    """A tie is over; whether they work again the regional manager decides, by reinstating them."""
    entry = own_entry(message, work)
    if message.tie not in entry.ties:
        message_ = f"no such tie is declared; declared: {', '.join(entry.ties) or 'none'}"
        raise Refused(message_).because("no-such-tie")
    work.save(replace(entry, ties=tuple(one for one in entry.ties if one is not message.tie)))
    work.tell(RegisterTieEnded(case_id=entry.id, tie=message.tie))


def who_comes_next(message: AboutCoordinator, _office: str, found: Found) -> tuple[str, ...]:
    """Name those on the lists of the cases for which this coordinator is asked now."""
    return with_their_shortlists(message.coordinator_id, found)
