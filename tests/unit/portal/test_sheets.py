"""Rows for a spreadsheet: what is text stays text."""

import pytest

from kring_portal.manager_people.exporting import as_csv


@pytest.mark.parametrize("said", ["=1+1", "+31", "-2", "@x", "\t=1", "\r=1"])
def test_a_spreadsheet_reckons_with_nothing_that_is_text(said: str) -> None:
    (_, *rows) = as_csv([{"about": said}]).split("\r\n", 1)
    assert rows[0].lstrip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    assert as_csv([{"how many": -2, "about": "two"}]) == "how many,about\r\n-2,two\r\n"
