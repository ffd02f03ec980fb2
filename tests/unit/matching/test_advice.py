"""An office sees whom to seek; outside nothing is told from fewer than ten requests, and never of anybody."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Missing
from kring_matching.domain.advice import LEAST, Counts, for_everybody, for_the_office, lines_of, year_of
from kring_matching.domain.missing import FAR, LEFT, UNFILLED
from kring_matching.queries.advice import recruitment_advice
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import Advice, RecruitmentAdvice
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.searches import a_search
from tests.unit.stores import migrated

THIS_MONTH, LAST_MONTH = date(2026, 11, 1), date(2026, 10, 1)
TIGRINYA: Final = ("language", "ti")

MISSED = st.tuples(
    st.integers(0, 25),  # which request, or which leaver
    st.sampled_from((UNFILLED, FAR, LEFT)),
    st.sampled_from((TIGRINYA, ("language", "ar"), ("region", "Utrecht"), ("background", "moroccan"))),
)


def counted(missed: Iterable[tuple[int, str, tuple[str, str]]]) -> Counts:
    """Count as the rows are counted: each request once as unfilled and once as far."""
    return Counter((what, value, because) for _, because, (what, value) in set(missed))


@given(st.lists(MISSED, max_size=150))
def test_outside_no_line_comes_from_fewer_than_ten_requests_whatever_was_missing(
    missed: list[tuple[int, str, tuple[str, str]]],
) -> None:
    for line in for_everybody(lines_of(counted(missed))):
        requests = {who for who, because, thing in missed if thing == (line.what, line.value) and because != LEFT}
        assert len(requests) >= LEAST
        for number in (line.unfilled, line.far, line.left):
            assert number % LEAST == 0


@given(st.lists(MISSED, max_size=150))
def test_the_office_sees_every_line_but_what_was_said_in_private_by_few(
    missed: list[tuple[int, str, tuple[str, str]]],
) -> None:
    lines = lines_of(counted(missed))
    shown = for_the_office(lines)
    assert {one for one in shown if one.what != "background"} == {one for one in lines if one.what != "background"}
    assert all(max(one.unfilled, one.far) >= LEAST for one in shown if one.what == "background")


@given(st.lists(MISSED, min_size=1, max_size=150), MISSED)
def test_one_request_more_is_not_seen_outside_unless_it_fills_a_ten(
    missed: list[tuple[int, str, tuple[str, str]]], one_more: tuple[int, str, tuple[str, str]]
) -> None:
    before, after = (for_everybody(lines_of(counted(known))) for known in (missed, [*missed, one_more]))
    _, because, thing = one_more
    grown = counted([*missed, one_more])[*thing, because]
    if grown % LEAST:
        assert before == after


def test_what_was_missed_most_comes_first_with_its_reasons_side_by_side() -> None:
    counts = {(*TIGRINYA, UNFILLED): 3, (*TIGRINYA, FAR): 2, ("scope", "learning", LEFT): 4}
    first, second = lines_of(counts)
    assert (first.what, first.value, first.unfilled, first.far, first.left) == ("language", "ti", 3, 2, 0)
    assert (second.value, second.left) == ("learning", 4)


def test_five_unfilled_and_then_found_far_away_are_five_requests_not_ten() -> None:
    assert not for_everybody(lines_of({(*TIGRINYA, UNFILLED): 5, (*TIGRINYA, FAR): 5, (*TIGRINYA, LEFT): 50}))


def test_the_year_is_twelve_months_and_outside_it_ends_before_the_running_one() -> None:
    assert year_of(NOON.date(), outward=False) == (date(2025, 12, 1), date(2026, 12, 1))
    assert year_of(NOON.date(), outward=True) == (date(2025, 11, 1), date(2026, 11, 1))
    assert year_of(date(2027, 1, 31), outward=True) == (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def advice(database: Database, *, outward: bool = False, now: datetime = NOON) -> Advice:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), now, an_actor())
        return recruitment_advice(RecruitmentAdvice(outward=outward), reader)


def missed(thing: tuple[str, str], times: int, *, month: date = LAST_MONTH, office: str = "utrecht") -> list[Missing]:
    what, value = thing
    label = f"{office} {month} {what} {value}"
    return [Missing(id_at(NOON, f"{label} {n}")[12:], office, month, UNFILLED, what, value) for n in range(times)]


def test_the_advice_counts_a_year_of_this_office(database: Database) -> None:
    elsewhere = missed(TIGRINYA, 3, office="gent")
    long_ago = missed(TIGRINYA, 4, month=date(2025, 11, 1))
    put(database, *missed(TIGRINYA, 2), *missed(TIGRINYA, 1, month=THIS_MONTH), *elsewhere, *long_ago)
    (line,) = advice(database).lines
    assert (line.value, line.unfilled) == ("ti", 3)


def test_requests_are_the_searches_whose_request_came_in_that_year(database: Database) -> None:
    moments = (NOON - timedelta(days=1), datetime(2025, 12, 1, tzinfo=UTC), datetime(2025, 11, 30, 23, tzinfo=UTC))
    put(database, *(a_search(case_id=id_at(moment, "a case")) for moment in moments))
    assert advice(database).requests == 2
    assert advice(database, outward=True).requests == 0


def test_outside_the_rest_is_counted_as_left_out_and_the_running_month_is_not_told(database: Database) -> None:
    fresh = missed(("language", "ar"), 30, month=THIS_MONTH)
    put(database, *missed(TIGRINYA, 14), *missed(("language", "so"), 9), *fresh)
    told = advice(database, outward=True)
    assert [(line.value, line.unfilled) for line in told.lines] == [("ti", 10)]
    assert told.suppressed == 1


def test_a_background_few_wished_for_is_left_out_for_the_office_too(database: Database) -> None:
    put(database, *missed(("background", "moroccan"), 9), *missed(("gender", "female"), 1))
    told = advice(database)
    assert [line.what for line in told.lines] == ["gender"]
    assert told.suppressed == 1


def test_what_was_said_in_private_changes_once_a_month_so_that_no_day_shows_who_said_it(database: Database) -> None:
    put(database, *missed(("background", "moroccan"), 19))
    before = advice(database)
    put(database, *missed(("background", "moroccan"), 1, month=THIS_MONTH), *missed(("background", "syrian"), 1))
    after = advice(database)
    assert after.lines == before.lines
    assert [line.unfilled for line in after.lines] == [10]
    next_month = advice(database, now=NOON + timedelta(days=15))
    assert [line.unfilled for line in next_month.lines] == [20]


def test_no_id_of_anything_is_in_the_advice(database: Database) -> None:
    rows = missed(TIGRINYA, 12)
    put(database, *rows, a_search(case_id=id_at(NOON, "a case")))
    for outward in (True, False):
        text = advice(database, outward=outward).model_dump_json()
        assert "ti" in text
        assert not re.search(r"[0-9a-f]{12}", text)


def test_an_office_without_anything_missing_gets_no_advice(database: Database) -> None:
    assert advice(database) == Advice(requests=0, lines=())


def test_only_the_office_asks_for_advice() -> None:
    assert set(RIGHTS[RecruitmentAdvice]) == {Role.REGIONAL_MANAGER}
