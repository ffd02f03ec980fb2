"""Two families and a handful of coordinators to whom anything happens; every promise is held after each step."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Final

from kring_matching.domain import Borrowing, Coordinator, Search
from kring_matching.domain.load import load_of
from kring_matching.domain.loan import borrowing_key_of, guest_id_of
from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Borrowed, Stage
from kring_matching.store.search import row_of, value_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching import (
    ApproveShortlist,
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    ConflictDeclared,
    CoordinatorProposed,
    CoordinatorRefused,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    HandOverAssignment,
    HandOverReason,
    OfferExpires,
    ProposalDeclined,
    ProposalExpired,
    SearchStopped,
    SearchTooLong,
    TieKind,
)
from kring_shared.kernel.errors import KringError, Refused
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.testing.work import NOON, a_work, an_actor, facts_of
from tests.unit.matching.searches import CASE, DOSSIER, FILIP, JOOST, RACHEL, a_coordinator, routes

OTHER: Final = "0" * 31 + "8"
LOAN: Final = "0" * 31 + "7"
GUEST: Final = guest_id_of(LOAN)
ANS, TIED, NOBODY = "0" * 31 + "5", "0" * 31 + "6", "f" * 32
PEOPLE: Final = (RACHEL, JOOST, ANS, GUEST, TIED)
CASES: Final = (CASE, OTHER)
WITH_SOMEBODY: Final = frozenset({Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE, Stage.FROZEN})
OUT: Final = (
    ProposalDeclined,
    ProposalExpired,
    CoordinatorRefused,
    ConflictDeclared,
    AssignmentHandedOver,
    SearchStopped,
    AssignmentCompleted,
)
"""What tells that a coordinator has no part in a case any more, or not for now."""


def an_office() -> tuple[Aggregate, ...]:
    """Make the register and two searches: an ordinary one, and an urgent one in Flanders."""
    urgent = DOSSIER.model_copy(update={"urgency": Urgency.URGENT, "policy": "be/1"})
    return (
        Search(CASE, "utrecht", DOSSIER, (FILIP,)).begun(NOON),
        Search(OTHER, "utrecht", urgent, (FILIP,)).begun(NOON),
        a_coordinator(RACHEL, maximum_load=1),
        a_coordinator(JOOST, maximum_load=1),
        a_coordinator(ANS, maximum_load=2),
        a_coordinator(TIED, ties=(TieKind.GOVERNS,)),
        a_coordinator(GUEST, lent_by="amersfoort", for_case=CASE, maximum_load=1),
        Borrowing(
            borrowing_key=borrowing_key_of(LOAN),
            loan_id=LOAN,
            case_id=CASE,
            office="utrecht",
            from_office="amersfoort",
            conference_type=ConferenceType.FAMILY,
            urgency=Urgency.NORMAL,
            languages=(),
            answer_by=NOON,
            guest_id=GUEST,
            stage=Borrowed.OFFERED,
        ),
    )


class Tried:
    """One office, its clocks, and who has a part in which case as far as the facts told it."""

    def __init__(self) -> None:
        """Begin with both searches started."""
        self.kept: dict[tuple[type, str], Aggregate] = {(type(a), a.id): a for a in an_office()}
        self.clocks: list[tuple[datetime, Deadline]] = [
            (self.search(case_id).fill_by or NOON, SearchTooLong(case_id=case_id)) for case_id in CASES
        ]
        self.has_part: dict[str, str] = {}
        self.tied: set[tuple[str, str]] = set()
        self.now = NOON
        self._count = 0

    def search(self, case_id: str) -> Search:
        """Give a search as it is stored."""
        found = self.kept[Search, case_id]
        assert isinstance(found, Search)
        return found

    def coordinator(self, coordinator_id: str) -> Coordinator:
        """Give somebody of the register as they are stored."""
        found = self.kept[Coordinator, coordinator_id]
        assert isinstance(found, Coordinator)
        return found

    def coordinators(self) -> tuple[str, ...]:
        """Name who is asked for one of the cases or has it, the frozen ones too."""
        return tuple(one for case_id in CASES if (one := self.search(case_id).coordinator_id))

    def give(self, message: Named) -> bool:
        """Let matching handle a message, hold what came of it against every promise, and tell whether it was done."""
        before, clocks = dict(self.kept), list(self.clocks)
        work = self._work(message)
        try:
            routes()[message.kind()].handle(message, work)
        except KringError as refused:
            _refused_truly(message, refused)
            assert (self.kept, self.clocks) == (before, clocks), "a refusal changed something"
            return False
        for place in work.removed:
            self.kept.pop(place, None)
        self.kept |= work.changed
        self.clocks = [one for one in self.clocks if (one[1].kind(), one[1].key()) not in work.forgotten]
        self.clocks += [(reminder.due, reminder.deadline) for reminder in work.reminders]
        for case_id in CASES:
            was = before[Search, case_id]
            assert isinstance(was, Search)
            self._keeps_its_promises(was, message, facts_of(work))
        self._nobody_gets_too_much()
        return True

    def time_passes(self, hours: int) -> None:
        """Let every clock ring that runs out, each at its moment."""
        until = self.now + timedelta(hours=hours)
        while due := [one for one in self.clocks if one[0] <= until]:
            first = min(due, key=lambda one: one[0])
            self.clocks.remove(first)
            self.now = max(self.now, first[0])
            self.give(first[1])
        self.now = until

    def _work(self, message: Named) -> Work:
        self._count += 1
        route = routes()[message.kind()]
        keys = route.keys(message, "utrecht")
        if route.then is not None:
            seen = a_work("matching", *self._found(keys))
            keys = (*keys, *route.then(message, "utrecht", Found(seen.loaded, seen.groups)))
        actor = an_actor() if isinstance(message, Command) else None
        cause = derived_id(CASE, str(self._count))
        return a_work("matching", *self._found(keys), actor=actor, now=self.now, cause=cause)

    def _found(self, keys: tuple[str, ...]) -> list[Aggregate]:
        return [kept for kept in self.kept.values() if set(keys) & set(kept.keys())]

    def _keeps_its_promises(self, before: Search, message: Named, told: list[Fact]) -> None:
        after = self.search(before.case_id)
        assert value_of(SimpleNamespace(**row_of(after), version=after.version)) == after  # type: ignore[arg-type]
        _goes_where_arrows_lead(before, after)
        assert before.paused_at is None or after == before or type(message) not in WAITS_IN_A_PAUSE
        self._facts_tell_who_has_a_part(after, [fact for fact in told if fact.case_id == after.case_id])
        self._nobody_tied_is_asked_or_begins(after)
        self._clocks_run(after)
        if after.case_id == message.key() and _ties(before, message):
            self.tied.add((after.case_id, before.coordinator_id or ""))
        assert {one for case_id, one in self.tied if case_id == after.case_id} <= set(after.tied)
        assert (after.coordinator_id is not None) == (after.stage in WITH_SOMEBODY) or not SEARCH.is_open(after.stage)

    def _facts_tell_who_has_a_part(self, after: Search, told: list[Fact]) -> None:
        for fact in told:
            has_part = self.has_part.get(fact.case_id)
            if isinstance(fact, CoordinatorProposed):
                assert has_part is None, "two are asked at once"
                assert fact.coordinator.person_id in after.approved, "somebody is asked whom nobody approved"
                assert fact.coordinator.person_id not in after.out
                self.has_part[fact.case_id] = fact.coordinator.person_id
            elif isinstance(fact, AssignmentRestored):
                assert has_part is None
                self.has_part[fact.case_id] = fact.coordinator.person_id
            elif isinstance(fact, AssignmentActivated):
                assert has_part == fact.coordinator.person_id, "somebody begins who was not asked"
            elif isinstance(fact, (AssignmentFrozen, *OUT)):
                self.has_part.pop(fact.case_id, None)
        people = {who for role, who in after.parties() if role == Role.COORDINATOR.value}
        if SEARCH.is_open(after.stage):
            told_so = self.has_part.get(after.case_id)
            assert people == ({told_so} if told_so else set()), "the facts tell another story than the rights"
        assert not people & after.out, "somebody who is out takes part"
        assert after.stage is not Stage.FROZEN or not people, "a frozen coordinator takes part"

    def _nobody_tied_is_asked_or_begins(self, after: Search) -> None:
        if after.coordinator_id is None or after.stage is Stage.FROZEN or not SEARCH.is_open(after.stage):
            return
        assert after.coordinator_id not in after.tied
        assert not self.coordinator(after.coordinator_id).ties
        assert after.coordinator_id in after.approved

    def _clocks_run(self, after: Search) -> None:
        mine = [(due, one) for due, one in self.clocks if one.key() == after.case_id]
        offers = [(due, one.coordinator_id) for due, one in mine if isinstance(one, OfferExpires)]
        terms = [due for due, one in mine if isinstance(one, SearchTooLong)]
        if after.stage is Stage.PROPOSED and after.paused_at is None:
            assert (after.respond_by, after.coordinator_id) in offers, "an offer is open and no clock runs"
        if after.stage is Stage.SEARCHING and after.paused_at is None:
            assert after.fill_by in terms, "somebody is sought and no clock runs"
        if after.paused_at is not None or not SEARCH.is_open(after.stage):
            assert not offers, "a clock runs though nobody can answer"
            assert not terms

    def _nobody_gets_too_much(self) -> None:
        for coordinator_id in PEOPLE:
            searches = [self.search(case_id) for case_id in CASES]
            load = load_of(one for one in searches if one.coordinator_id == coordinator_id)
            assert load <= self.coordinator(coordinator_id).maximum_load


def _refused_truly(message: Named, refused: KringError) -> None:
    """Only what a person asks is refused; facts and clocks always come to something."""
    assert isinstance(message, Command), f"{message.name} came to nothing: {refused}"
    assert isinstance(refused, Refused), f"{message.name} is {refused.code}"


def _ties(before: Search, message: Named) -> bool:
    """Tell whether a message that was done ties the coordinator to the case for ever."""
    if isinstance(message, DeclareConflict):
        return before.stage is not Stage.ACTIVE  # who has begun is frozen first
    declined = isinstance(message, DeclineProposal) and message.reason is DeclineReason.TIE
    return declined or (isinstance(message, HandOverAssignment) and message.reason is HandOverReason.CONFLICT)


def _goes_where_arrows_lead(before: Search, after: Search) -> None:
    """Hold a change against the table: one arrow, or back to searching and from there to the next of the list."""
    if after.stage is before.stage and after.coordinator_id == before.coordinator_id:
        return
    arrows = {(step.at, step.to) for step in SEARCH.steps}
    asks = (Stage.SEARCHING, SEARCH.next(Stage.SEARCHING, ApproveShortlist))
    by_itself = (before.stage, Stage.SEARCHING) in arrows and asks == (Stage.SEARCHING, after.stage)
    assert (before.stage, after.stage) in arrows or by_itself
