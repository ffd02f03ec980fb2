"""Rows that say that something could not be used must never be refused themselves; moments come back as they went."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from kring_shared.runtime.storage.tables import ACCESS, PARKED, fitting, from_ms, to_ms

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=10**13))
def test_a_moment_that_was_written_down_is_due_when_the_clock_stands_at_it(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms
    assert to_ms(from_ms(ms) - timedelta(microseconds=1)) == ms - 1


def test_milliseconds_count_from_1970() -> None:
    assert to_ms(NOON) == int(NOON.timestamp()) * 1000
    assert from_ms(0).year == 1970


@given(st.text(max_size=300))
def test_any_text_is_made_to_fit(text: str) -> None:
    for table in (ACCESS, PARKED):
        row = fitting(table, {c.name: text for c in table.c} | {"seq": 7})
        assert row["seq"] == 7
        for name, value in row.items():
            if name != "seq":
                kind = table.c[name].type
                assert len(value) <= ((kind.length if isinstance(kind, String) else None) or len(text))
                assert "\0" not in value


def test_what_fits_is_left_as_it_is() -> None:
    assert fitting(PARKED, {"kind": "street.guest-came.v1", "due_ms": None}) == {
        "kind": "street.guest-came.v1",
        "due_ms": None,
    }
