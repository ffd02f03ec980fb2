"""Ids: opaque, in the order of time, and the same again for the same cause."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel.ids import derived_id, id_at, new_id

KEY = re.compile(r"[0-9a-f]{32}")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOMENTS = st.integers(min_value=-56 * 365, max_value=300 * 365).map(
    lambda days: NOON + timedelta(days=days, seconds=days)
)


@given(MOMENTS)
def test_every_id_is_a_key(at: datetime) -> None:
    for made in (new_id(at), id_at(at, "x"), derived_id(new_id(at), "x")):
        assert KEY.fullmatch(made)


@given(MOMENTS, st.integers(min_value=1, max_value=10**9))
def test_later_ids_sort_after_earlier_ones(at: datetime, milliseconds: int) -> None:
    later = at + timedelta(milliseconds=milliseconds)
    assert new_id(at) < new_id(later)
    assert id_at(at, "z") < id_at(later, "a")


def test_fresh_ids_of_one_moment_differ() -> None:
    assert len({new_id(NOON) for _ in range(1000)}) == 1000


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_id_because_of_something_repeats_with_it_and_differs_by_label(one: str, other: str) -> None:
    cause = id_at(NOON, "the cause")
    assert derived_id(cause, one) == derived_id(cause, one)
    assert (derived_id(cause, one) == derived_id(cause, other)) == (one == other)
    assert derived_id(cause, one) != derived_id(id_at(NOON, "another cause"), one)


def test_it_keeps_the_time_of_its_cause() -> None:
    cause = new_id(NOON)
    assert derived_id(derived_id(cause, "a"), "b")[:12] == cause[:12]
    assert derived_id(cause, "a") != cause


def test_something_outside_has_the_same_id_whenever_it_is_looked_at() -> None:
    assert id_at(NOON, "REFERRALS/7") == id_at(NOON, "REFERRALS/7") != id_at(NOON, "REFERRALS/8")
