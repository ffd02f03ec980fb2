"""A registration's whole life, in any order: filled, locked, reported, gone; at every moment the chain holds."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kring_registry.domain.chain import ChainEntry
from kring_registry.domain.counted import countable_of
from kring_registry.domain.record import Countable, Departed, Record
from kring_registry.domain.registration import Registration
from kring_registry.process.registration import Stage
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.registry import (
    LockRegistration,
    PlaceHold,
    RegistrationDeIdentified,
    RegistrationLocked,
    RegistrationReported,
    ReleaseHold,
    ReportYear,
    ReturnRegistration,
    ValidateRegistration,
    YearReported,
)
from kring_shared.kernel.errors import NotReady, NotYet, Refused
from tests.unit.registry.cases import (
    BOOKED,
    CASE,
    LAPSED,
    MEETS_AGAIN,
    MERGED,
    MOVED,
    SENT_BACK,
    TRIAGED,
    UNMERGED,
    WHOLE_ROUTE,
    agreed,
    called,
    completion,
    held,
    plan_accepted,
    received,
    started,
)
from tests.unit.registry.lane import Lane, about, lock

CASES = st.integers(1, 4)
HEARD: tuple[Named, ...] = (
    TRIAGED,
    started(),
    BOOKED,
    agreed(),
    SENT_BACK,
    held(),
    plan_accepted(),
    called(),
    MEETS_AGAIN,
    MOVED,
    MERGED,
    UNMERGED,
    LAPSED,
    RequestWithdrawn(case_id=CASE),
)
ASKED: tuple[Named, ...] = (
    completion(),
    ReturnRegistration(case_id=CASE, code="hours-missing"),
    ValidateRegistration(case_id=CASE),
    LockRegistration(case_id=CASE),
    PlaceHold(case_id=CASE, code="court-asks"),
    ReleaseHold(case_id=CASE),
)


class Life(RuleBasedStateMachine):
    """Four cases of one office over some years."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.lane = Lane()
        self.was_locked: dict[str, Registration] = {}

    def tried(self, message: Named) -> None:
        """Handle a message on this day; what cannot be done yet, or any more, is left alone."""
        if "occurred_at" in type(message).model_fields:
            message = message.model_copy(update={"occurred_at": self.lane.now})
        before = dict(self.lane.stored)
        try:
            self.lane.handle(message)
        except (Refused, NotYet):
            assert self.lane.stored == before
        self.note()

    def note(self) -> None:
        """Remember what was locked, as it was."""
        for found in self.lane.all(Registration):
            if found.is_sealed:
                self.was_locked.setdefault(found.case_id, found)

    @rule(number=CASES)
    def comes_in(self, number: int) -> None:
        """A request comes in, once for each case."""
        self.received(number)

    def received(self, number: int) -> None:
        """Let a request come in that did not yet."""
        message = about(received(), number)
        if message.key() not in {fact.case_id for fact in self.lane.told}:
            self.tried(message)

    @rule(number=CASES, message=st.sampled_from(HEARD))
    def heard(self, number: int, message: Named) -> None:
        """Something is heard, in any order."""
        self.tried(about(message, number))

    @rule(number=CASES, message=st.sampled_from(ASKED))
    def asked(self, number: int, message: Named) -> None:
        """Somebody asks something, whether it can be done or not."""
        self.tried(about(message, number))

    @rule(number=CASES)
    def goes_on(self, number: int) -> None:
        """A case goes the whole route, as far as it can."""
        self.whole_route(number)

    def whole_route(self, number: int) -> None:
        """Take a case along the whole route."""
        for message in (*WHOLE_ROUTE, LockRegistration(case_id=CASE)):
            self.tried(about(message, number))

    @rule(numbers=st.sets(CASES, min_size=2))
    def several_are_locked(self, numbers: set[int]) -> None:
        """Some cases go from their request to the lock on one day."""
        for number in sorted(numbers):
            self.received(number)
            self.whole_route(number)

    @rule(days=st.sampled_from([1, 20, 45, 200, 400]))
    def time_passes(self, days: int) -> None:
        """Days go by, and what is due comes."""
        self.lane.pass_until(self.lane.now + timedelta(days=days))
        self.note()

    @rule(year=st.sampled_from([2026, 2027]))
    def year_is_published(self, year: int) -> None:
        """The office publishes a year, where it can."""
        self.tried(ReportYear(year=year))

    @rule()
    def year_is_closed(self) -> None:
        """What is still open stops, the year goes by, and it is published."""
        year = self.lane.now.year
        for number in range(1, 5):
            self.tried(about(RequestWithdrawn(case_id=CASE), number))
        self.lane.pass_until(datetime(year + 1, 1, 2, tzinfo=UTC))
        self.note()
        self.tried(ReportYear(year=year))

    def teardown(self) -> None:
        """Say how far it went, for whoever wants to see that it went far."""
        event(f"{len(self.lane.all(Record))} records")
        event(f"{sum(isinstance(fact, RegistrationReported) for fact in self.lane.told)} reported")

    @invariant()
    def the_chain_holds(self) -> None:
        """Verify finds no fault, whatever came and went."""
        assert self.lane.checked().faults == []
        numbers = sorted(entry.number for entry in self.lane.all(ChainEntry))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def what_was_locked_stands_or_has_left(self) -> None:
        """A locked registration is what it was, or its case left and only what counts of it is here."""
        here = {found.case_id: found for found in self.lane.all(Registration)}
        gone = {departed.case_id for departed in self.lane.all(Departed)}
        assert not gone & set(here)
        left: list[Countable] = []
        for case_id, before in self.was_locked.items():
            if case_id in here:
                before.must_stand(here[case_id])
                assert here[case_id].is_sealed
            else:
                assert case_id in gone
                left.append(countable_of(before))
        assert Counter(record.counted for record in self.lane.all(Record)) == Counter(left)

    @invariant()
    def nothing_goes_before_its_term(self) -> None:
        """Nothing left within a year of its lock, and nothing that is due is still here unless it is held."""
        today = self.lane.now.date()
        for found in self.lane.all(Registration):
            assert (found.due_on is not None) == (found.stage in {*LEAVING}), found.stage
            assert found.due_on is None or found.due_on > today
        for departed in self.lane.all(Departed):
            before = self.was_locked.get(departed.case_id)
            assert before is None or (before.due_on or date.max) <= today

    @invariant()
    def everything_is_told_once(self) -> None:
        """Each lock, report and end is told once."""
        for kind in (RegistrationLocked, RegistrationReported, RegistrationDeIdentified):
            about_cases = [fact.case_id for fact in self.lane.told if isinstance(fact, kind)]
            assert len(about_cases) == len(set(about_cases))


LEAVING = (Stage.LOCKED, Stage.REPORTED, Stage.MOVED, Stage.SET_ASIDE)
TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_year_that_is_published_reports_what_was_locked_and_refuses_while_something_can_still_change() -> None:
    lane = lock(Lane(), 1, 2)
    lane.handle(about(received(), 3))
    lane.now += timedelta(days=60)
    with pytest.raises(NotReady, match="1 registrations of requests received in 2026 are not locked yet"):
        lane.handle(ReportYear(year=2026))
    assert {found.stage for found in lane.all(Registration)} == {Stage.LOCKED, Stage.OPEN}
    lane.handle(about(RequestWithdrawn(case_id=CASE, occurred_at=lane.now), 3))
    lane.handle(ReportYear(year=2026))
    assert {found.stage for found in lane.all(Registration)} == {Stage.REPORTED}
    (told,) = (fact for fact in lane.told if isinstance(fact, YearReported))
    assert told.head == lane.checked().before
    assert lane.checked().faults == []
    lane.pass_until(lane.now + timedelta(days=500))
    assert (lane.all(Registration), len(lane.all(Record))) == ([], 3)
