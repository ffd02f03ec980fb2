"""The names of the columns of an office's list, and what is not under one of them."""

import pytest

from kring_shared.kernel.register_columns import CANDIDATE_COLUMNS, COORDINATOR_COLUMNS
from kring_shared.kernel.register_file import (
    TOO_MANY,
    read_candidates,
    read_coordinators,
)
from kring_shared.kernel.spreadsheet import Cell, SheetRow, UnreadableSheet
from tests.unit.kernel.office_lists import (
    CANDIDATE,
    COORDINATOR,
    NAME,
    a_sheet,
)

BSN = "111222333"


def test_columns_may_have_dutch_names_in_any_case_and_order() -> None:
    names: dict[str, Cell] = {
        "VOG geldig tot": "31-10-2028",
        "Naam": NAME,
        "E-mailadres": "filip@kring.example",
        "Telefoon": "030-1234567",
        "TALEN": "nl",
        "Nr.": 12,
        "Soort conferentie": "familie",
        "Gemeente": "Utrecht",
        "Band met hulpverlening": "nee",
        "Reisafstand (km)": "40 km",
    }
    (line,) = read_coordinators(a_sheet(names), "utrecht").lines
    assert line.command is not None, line.problems
    assert (line.command.contact.name, line.command.municipality, line.command.travel_limit_km) == (NAME, "Utrecht", 40)


def test_no_name_of_a_column_means_two_things() -> None:
    for columns in (COORDINATOR_COLUMNS, CANDIDATE_COLUMNS):
        names = [name for column in columns for name in (column.name, *column.others)]
        plain = ["".join(letter for letter in name.casefold() if letter.isalnum()) for name in names]
        assert sorted(set(plain)) == sorted(plain)


def test_a_column_nobody_knows_is_named_and_its_numbers_are_not() -> None:
    read = read_coordinators(a_sheet({**COORDINATOR, "Rooster": "x", "": None, f"oud {BSN}": ""}), "utrecht")
    assert read.unknown_columns == ("Rooster", "oud *********")
    assert read.lines[0].command is not None


@pytest.mark.parametrize(
    "missing", ["reference", "name", "languages", "scopes", "screening_valid_until", "tied_to_helping_body"]
)
def test_a_needed_column_that_is_missing_refuses_the_list_as_a_whole(missing: str) -> None:
    names = tuple(name for name in COORDINATOR if name != missing)
    with pytest.raises(UnreadableSheet, match=f"missing: {missing}.*nothing was done"):
        read_coordinators(a_sheet(COORDINATOR, columns=names), "utrecht")


@pytest.mark.parametrize("rows", [(), (SheetRow(1, tuple(COORDINATOR.values())),)], ids=["empty", "no names on top"])
def test_a_list_without_names_of_columns_is_refused_without_showing_what_is_in_it(rows: tuple[SheetRow, ...]) -> None:
    with pytest.raises(UnreadableSheet, match="email or phone") as refused:
        read_coordinators(rows, "utrecht")
    assert NAME not in str(refused.value)


def test_a_column_twice_is_refused_since_either_could_be_meant() -> None:
    with pytest.raises(UnreadableSheet, match=r"twice.*: name"):
        read_coordinators(a_sheet({**COORDINATOR, "Naam": NAME}), "utrecht")


def test_above_the_names_of_the_columns_there_may_be_a_title() -> None:
    rows = (SheetRow(1, ("Onze lijst", "", "nummer")), *(SheetRow(r.number + 3, r.cells) for r in a_sheet(CANDIDATE)))
    (line,) = read_candidates(rows, "utrecht").lines
    assert (line.number, line.problems) == (5, ())


def test_a_cell_beyond_the_columns_is_never_dropped_unseen() -> None:
    head, row = a_sheet(COORDINATOR)
    (line,) = read_coordinators((head, SheetRow(2, (*row.cells, "en nog iets"))), "utrecht").lines
    assert line.problems == (TOO_MANY,)
    (line,) = read_coordinators((head, SheetRow(2, row.cells[:3])), "utrecht").lines
    assert "languages: this is needed" in line.problems


def test_without_an_office_a_line_has_to_name_its_own() -> None:
    (line,) = read_coordinators(a_sheet(COORDINATOR)).lines
    assert [problem.split(":")[0] for problem in line.problems] == ["office"]
