"""Figures: every change is counted where it happens, and what is counted anew is the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring_registry.domain.counted import countable_of
from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.figures.contributions import contributions
from kring_registry.domain.figures.definitions import DEFINITIONS, Kind
from kring_registry.domain.record import Countable, Record
from kring_registry.domain.registration import Registration
from kring_registry.domain.talk import CameOfIt, Talk
from kring_shared.contracts.conference import FollowUpResult, HelpAnswered, Mode, PlanOutcome, PlanSubmitted
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import RequesterKind
from kring_shared.contracts.intake import (
    InformationTalkCancelled,
    InformationTalkLapsed,
    InformationTalkRequested,
    Outcome,
    RequestWithdrawn,
    StopReason,
)
from kring_shared.contracts.matching import SearchStarted, SearchUnfilled
from kring_shared.contracts.registry import By, Figures, LockRegistration, ReturnRegistration
from kring_shared.kernel.errors import InvalidFields, KringError
from tests.unit.registry.cases import (
    BOOKED,
    CASE,
    EARLIER_CASE,
    ENDED,
    FELL_OUT,
    LAPSED,
    MERGED,
    MOVED,
    RACHEL,
    RECEIVED_AT,
    SENT_BACK,
    TRIAGED,
    UNMERGED,
    WHOLE_ROUTE,
    WITHOUT_MEETING,
    accepted,
    after,
    agreed,
    called,
    cancelled,
    card,
    completion,
    condition,
    distributed,
    held,
    in_days,
    opened,
    plan_accepted,
    received,
    started,
)
from tests.unit.registry.figured import WHOLE, figure, from_cells, from_rows, made_of, shown
from tests.unit.registry.lane import Lane

LOCK = LockRegistration(case_id=CASE)
HELP = HelpAnswered(case_id=CASE, item=1, granted=True)
SOUGHT = SearchStarted(case_id=CASE, occurred_at=in_days(1))
UNFILLED = SearchUnfilled(case_id=CASE, occurred_at=in_days(2), asked=3)
SUBMITTED = PlanSubmitted(case_id=CASE, plan_version=1)
WITHDRAWN = RequestWithdrawn(case_id=CASE, reason=StopReason.SITUATION_CHANGED)
TALK = InformationTalkRequested(
    case_id=CASE,
    office="utrecht",
    occurred_at=RECEIVED_AT - timedelta(days=30),
    requester_kind=RequesterKind.CLOSE_PERSON,
    requester=card(RACHEL, "Rachel"),
)


def about(message: Named, number: int, **changes: Any) -> Named:  # noqa: ANN401 - fields
    return message.model_copy(update={"case_id": f"{number:032x}", **changes})


def told(*stories: tuple[Named, ...]) -> Lane:
    """Let a lane hear one story after another, each of a case of its own, counted from 1."""
    lane = Lane()
    for number, story in enumerate(stories, 1):
        for message in story:
            lane.handle(about(message, number))
    return lane


def test_figures_count_the_requests_of_a_period_and_what_became_of_them() -> None:
    lane = told(
        (received(EARLIER_CASE),),
        (received(), RequestWithdrawn(case_id=CASE)),
        (received(EARLIER_CASE), MERGED),
        (received(), started(), MOVED),
        (received(), MERGED, UNMERGED),
        (received(), LAPSED),
        (received(), started(), RequestWithdrawn(case_id=CASE)),
        (received(), started(), held(PlanOutcome.NO_PLAN)),
        (received(), *WHOLE_ROUTE),
        (received(), *WHOLE_ROUTE, LOCK),
    )
    for number, received_on in ((901, date(2025, 12, 31)), (902, date(2027, 1, 1))):
        lane.handle(about(received(), number, received_on=received_on))
    lane.handle(about(received(), 903, office="gent"))
    counted = shown(lane)
    short = counted.model_dump(include={"requests", "started", "meetings", "plans", "stopped", "repeats"})
    assert short == {"requests": 8, "started": 4, "meetings": 3, "plans": 2, "stopped": 3, "repeats": 1}
    assert shown(lane, office="gent").requests == 1


def test_a_numerator_never_travels_without_its_denominator() -> None:
    counted = shown(told((received(), *WHOLE_ROUTE, LOCK), (received(), WITHDRAWN), (received(), started()))).whole
    assert made_of(figure(counted, "plan-rate-of-requests")) == (1.0, 3)
    assert made_of(figure(counted, "plan-rate-of-started")) == (1.0, 2)
    assert made_of(figure(counted, "stopped")) == (1.0, 3)
    assert made_of(figure(counted, "ended-meeting-with-plan")) == (1.0, 2)
    assert made_of(figure(counted, "stopped-because-situation-changed")) == (1.0, 1)
    assert made_of(figure(counted, "present")) == (9.0, 1)
    assert made_of(figure(counted, "hours")) == (25.0, 1)
    assert made_of(figure(counted, "kilometres")) == (84.0, 1)
    assert made_of(figure(counted, "on-track-share")) == (1.0, 1)
    assert counted is not None
    assert [one.key for one in counted.figures] == list(DEFINITIONS)


def test_a_share_of_nothing_is_no_number() -> None:
    rate = figure(shown(Lane()).whole, "plan-rate-of-requests")
    assert (rate.numerator, rate.denominator, rate.value, rate.suppressed) == (0.0, 0, None, False)


def test_the_search_the_plan_and_its_acceptance_are_counted() -> None:
    search = (received(), SOUGHT, UNFILLED, started(), SOUGHT)
    lane = told(
        (*search, held(), agreed(4, 2), SUBMITTED, SENT_BACK, SUBMITTED, plan_accepted(), HELP, BOOKED),
        (received(), SOUGHT, started(), held(), SUBMITTED, SENT_BACK),
    )
    whole = shown(lane).whole
    assert made_of(figure(whole, "unfilled-rate")) == (1.0, 2)
    assert (figure(whole, "time-to-match").value, figure(whole, "time-to-match").denominator) == (2.0, 2)
    assert made_of(figure(whole, "acceptance-rate")) == (1.0, 2)
    assert made_of(figure(whole, "own-strengths")) == (4.0, 1)
    assert made_of(figure(whole, "help-granted-share")) == (1.0, 1)
    assert made_of(figure(whole, "interpreter-share")) == (1.0, 2)


@pytest.mark.parametrize(("days", "median"), [((10,), 10.0), ((10, 40), 25.0), ((4, 40, 50), 40.0)])
def test_lead_time_is_a_median_and_the_shortest_stands_beside_it(days: tuple[int, ...], median: float) -> None:
    meetings = [held().model_copy(update={"held_on": in_days(day).date()}) for day in days]
    whole = shown(told(*((received(), started(), meeting) for meeting in meetings))).whole
    assert (figure(whole, "lead-time").value, figure(whole, "lead-time").denominator) == (median, len(days))
    assert figure(whole, "lead-time-shortest").value == days[0]


def test_a_period_is_made_of_whole_months_and_ends_after_it_begins() -> None:
    lane = told((received(),))
    assert shown(lane, until=date(2027, 1, 1)).requests == 1
    assert shown(lane, since=date(2026, 11, 1), until=date(2026, 11, 30)).requests == 1
    assert shown(lane, since=date(2026, 12, 1)).requests == 0
    for since, until in (((2026, 1, 2), (2026, 12, 31)), ((2026, 1, 1), (2026, 12, 30)), ((2026, 1, 1), (2026, 1, 1))):
        with pytest.raises(InvalidFields, match="whole months"):
            shown(lane, since=date(*since), until=date(*until))
    with pytest.raises(InvalidFields, match="earlier day"):
        shown(lane, since=WHOLE.until, until=WHOLE.since)
    with pytest.raises(InvalidFields, match="60 years"):
        shown(lane, since=date(1900, 1, 1))


@pytest.mark.parametrize("by", [By.MONTH, By.YEAR, By.TYPE, By.CONTEXT, By.OFFICE])
def test_parts_add_up_to_the_whole(by: By) -> None:
    lane = told((received(), *WHOLE_ROUTE), (received(), TRIAGED, started(), held()), (received(), TRIAGED, WITHDRAWN))
    counted = shown(lane, by=by, since=date(2026, 11, 1))
    for key, definition in DEFINITIONS.items():
        if definition.kind is not Kind.MEDIAN and definition.by_case and key != "lead-time-shortest":
            numerators, denominators = zip(*(made_of(figure(part, key)) for part in counted.parts), strict=True)
            assert made_of(figure(counted.whole, key)) == (sum(numerators), sum(denominators)), key


def test_figures_can_be_asked_of_one_type_or_context() -> None:
    lane = told((received(), TRIAGED), (received(),))
    assert shown(lane, conference_type=TRIAGED.conference_type).requests == 1
    assert shown(lane, context=TRIAGED.context).requests == 1
    assert [part.part for part in shown(lane, by=By.TYPE).parts] == ["restorative", "unknown"]


def test_talks_that_led_to_nothing_are_counted_beside_the_requests_and_keep_no_case() -> None:
    nothing, lapsed = (kind(case_id=CASE) for kind in (InformationTalkCancelled, InformationTalkLapsed))
    lane = told((TALK, nothing), (TALK, lapsed), (TALK, received()), (TALK,))
    counted = shown(lane, by=By.TYPE)
    assert made_of(figure(counted.whole, "declined-offers")) == (2.0, 4)
    assert (counted.requests, [part.part for part in counted.parts]) == (1, ["unknown"])
    assert made_of(figure(counted.parts[0], "declined-offers")) == (None, None), "a talk has no type"
    over = [talk for talk in lane.all(Talk) if talk.came_of_it is not CameOfIt.WAITS]
    assert len(over) == 3
    assert not {talk.talk_id for talk in over} & {f"{number:032x}" for number in range(1, 5)}


def test_figures_stay_as_they_were_when_cases_leave() -> None:
    lane = told((received(), *WHOLE_ROUTE, LOCK), (received(), WITHDRAWN), (received(), started()))
    before = shown(lane)
    lane.pass_until(datetime(2028, 6, 1, tzinfo=UTC))
    assert (len(lane.all(Record)), len(lane.all(Registration))) == (2, 1)
    assert shown(lane) == before
    assert from_cells(lane) == from_rows(lane)


def test_what_changes_nothing_that_is_counted_writes_no_cell() -> None:
    lane = told((received(), started()))
    (cell,) = lane.all(Cell)
    lane.handle(about(condition(1), 1))
    assert lane.all(Cell) == [cell]


STEPS: list[Named] = [
    TRIAGED, accepted(), SOUGHT, UNFILLED, started(), condition(1), BOOKED, FELL_OUT, held(), held(PlanOutcome.NO_PLAN),
    held(meeting=2), WITHOUT_MEETING, agreed(), SUBMITTED, SENT_BACK, plan_accepted(), distributed(), HELP, called(),
    ENDED, cancelled(), completion(), ReturnRegistration(case_id=CASE, code="hours-missing"), LOCK, WITHDRAWN, LAPSED,
    MOVED, MERGED, UNMERGED, *WHOLE_ROUTE,
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(STEPS)), max_size=25))
def test_whatever_happens_in_whatever_order_cells_hold_what_the_registrations_come_to(
    steps: list[tuple[int, Named]],
) -> None:
    lane = told((received(),), (received(EARLIER_CASE),), (received(),))
    for number, message in steps:
        try:
            lane.handle(about(message, number))
        except KringError:
            continue  # refused, or too early: nothing changed
        assert from_cells(lane) == from_rows(lane)


NUMBERS = st.one_of(st.none(), st.integers(0, 400))


@given(
    st.builds(
        replace,
        st.just(after(*WHOLE_ROUTE)),
        started_on=st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2027, 3, 1))),
        held_on=st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2027, 6, 1))),
        searched_on=st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2027, 1, 1))),
        present_count=NUMBERS,
        own_strengths=NUMBERS,
        plan_made=st.booleans(),
        minors_involved=st.sampled_from([None, True, False]),
        outcome=st.sampled_from([None, *Outcome]),
        stop_reason=st.sampled_from([None, *StopReason]),
        follow_ups=st.lists(st.sampled_from(FollowUpResult), max_size=3).map(lambda all_: tuple(enumerate(all_, 1))),
        help_answers=st.lists(st.booleans(), max_size=4).map(lambda all_: tuple(enumerate(all_, 1))),
        mode=st.sampled_from([None, *Mode]),
        submitted=st.booleans(),
        unfilled=st.booleans(),
        reconvened=st.booleans(),
    )
)
def test_a_record_counts_for_exactly_what_its_registration_counted_for(registration: Registration) -> None:
    stored = Countable.from_json(countable_of(registration).as_json())
    record = Record("f" * 32, registration.office, stored)
    assert contributions(record) == contributions(registration)


def test_what_moved_away_or_was_set_aside_counts_for_nothing() -> None:
    assert [contributions(after(step)) for step in (MOVED, MERGED)] == [{}, {}]
    assert contributions(opened())["requests"] == 1


def test_every_definition_says_in_a_sentence_what_is_counted() -> None:
    assert all(one.counted.endswith(".") and one.title and one.source for one in DEFINITIONS.values())
    assert Figures.kind() == "registry.figures.v1"
