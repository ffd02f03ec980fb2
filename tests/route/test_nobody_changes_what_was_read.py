"""Values of rows are remembered and shared, so no handler of any service may change one."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row

from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage.shelves import Shelf
from tests.route.played import a_referral, played


async def test_what_is_remembered_of_a_row_is_what_the_row_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, seen, changed = Shelf.read, dict[int, Aggregate](), set[str]()
    again = 0

    def read_and_compare(shelf: Shelf[Any], row: Row[Any]) -> Aggregate:
        nonlocal again
        value: Aggregate = read(shelf, row)
        again += id(value) in seen
        seen[id(value)] = value
        if value != shelf.value(row):
            changed.add(shelf.kind.__name__)
        return value

    monkeypatch.setattr(Shelf, "read", read_and_compare)
    async with played(tmp_path, [("utrecht", a_referral("one")), ("gent", a_referral("two"))]) as whole:
        assert {fact.name for fact in whole.facts} >= {"request-received", "registration-locked"}

    assert changed == set()
    assert again > len(seen), "most of what a route reads was read before"
