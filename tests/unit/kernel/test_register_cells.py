"""Cells of an office's list: a day, languages, scopes, yes or no, as people and spreadsheets write them."""

from collections.abc import Mapping
from datetime import date

import pytest

from kring_shared.contracts.field import ConferenceType
from kring_shared.kernel.spreadsheet import Cell
from tests.unit.kernel.office_lists import (
    entered,
    the_coordinator,
)


@pytest.mark.parametrize(
    "written",
    ["2028-10-31", "31-10-2028", "31/10/2028", "31.10.2028", "31-okt-2028", "31 oktober 2028", date(2028, 10, 31)],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(written: Cell) -> None:
    assert entered(screening_valid_until=written).screening_valid_until == date(2028, 10, 31)


@pytest.mark.parametrize(
    "written", ["10/31/2028", "31-10-28", "47423", 47423.0, "31-13-2028", "ooit", "1-1-0028", True]
)
def test_a_day_that_could_be_another_is_refused(written: Cell) -> None:
    (problem,) = the_coordinator(screening_valid_until=written).problems
    assert problem == (
        "screening_valid_until: write the day as 2028-10-31 or 31-10-2028, with four digits for the year"
    )


@pytest.mark.parametrize(
    ("written", "languages", "levels"),
    [
        ("nl:native tr:good", ("nl", "tr"), {"nl": "native", "tr": "good"}),
        ("nl, tr", ("nl", "tr"), {}),
        ("NL", ("nl",), {}),
        ("Nederlands (moedertaal); Turks: goed / Engels", ("nl", "tr", "en"), {"nl": "native", "tr": "good"}),
        ("nl en tr", ("nl", "en", "tr"), {}),
        ("nl-BE ber", ("nl-BE", "ber"), {}),
        ("Nederlandse gebarentaal, Dutch", ("dse", "nl"), {}),
    ],
)
def test_languages_are_read_by_tag_or_name_with_a_level_or_without(
    written: str, languages: tuple[str, ...], levels: Mapping[str, str]
) -> None:
    command = entered(languages=written)
    assert command.languages == languages
    assert {skill.language: skill.level for skill in command.levels} == levels


@pytest.mark.parametrize("written", ["Klingonisch", "nl:heel goed", "xx", "nl, ?", "nl tr:native:good", ":native", ","])
def test_a_language_nobody_knows_is_refused(written: str) -> None:
    (problem,) = the_coordinator(languages=written).problems
    assert problem.startswith("languages: write a tag or a name for each language")


@pytest.mark.parametrize(
    "written",
    ["family community", "familie, buurt", "Familie / groep", "familie + groep of buurt", "Familie en groep/buurt"],
)
def test_scopes_are_read_by_code_or_in_dutch(written: str) -> None:
    assert entered(scopes=written).scopes == (ConferenceType.FAMILY, ConferenceType.COMMUNITY)


@pytest.mark.parametrize(
    ("written", "tied"), [("Ja", True), ("nee", False), ("no", False), (True, True), ("ONWAAR", False)]
)
def test_yes_and_no_are_read_in_two_languages(written: Cell, *, tied: bool) -> None:
    assert entered(tied_to_helping_body=written).employer_is_helping_body is tied


@pytest.mark.parametrize("written", ["", None, "x", "weet niet"])
def test_whether_somebody_is_tied_is_never_guessed(written: Cell) -> None:
    line = the_coordinator(tied_to_helping_body=written)
    assert line.command is None
    assert [problem.split(":")[0] for problem in line.problems] == ["tied_to_helping_body"]
