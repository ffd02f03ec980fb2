"""Whatever stands in an office's list: nothing crashes, and no reason repeats a cell."""

from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel.register_columns import CANDIDATE_COLUMNS, COORDINATOR_COLUMNS
from kring_shared.kernel.register_file import (
    read_candidates,
    read_coordinators,
)
from kring_shared.kernel.spreadsheet import Cell
from tests.unit.kernel.office_lists import (
    COORDINATOR,
    a_sheet,
    the_coordinator,
)

ANY_CELL = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.none())
MARKED = st.text(min_size=1).map(lambda text: f"Zq{text}xJv")
"""No word of ours holds these marks, so that a cell that is repeated is found."""


@given(st.fixed_dictionaries({column.name: ANY_CELL for column in COORDINATOR_COLUMNS}))
def test_whatever_stands_in_a_list_of_coordinators_gives_a_command_or_reasons(cells: dict[str, Cell]) -> None:
    for line in read_coordinators(a_sheet(cells)).lines:
        assert (line.command is None) == bool(line.problems)
        if line.command is not None:
            line.command.to_json()


@given(st.fixed_dictionaries({column.name: ANY_CELL for column in CANDIDATE_COLUMNS}))
def test_whatever_stands_in_a_list_of_candidates_gives_a_command_or_reasons(cells: dict[str, Cell]) -> None:
    for line in read_candidates(a_sheet(cells)).lines:
        assert (line.command is None) == bool(line.problems)
        if line.command is not None:
            line.command.to_json()


@given(st.text(), st.sampled_from(sorted(COORDINATOR)))
def test_one_strange_cell_among_good_ones_never_breaks_a_line(text: str, column: str) -> None:
    line = the_coordinator(**{column: text})
    assert (line.command is None) == bool(line.problems)
    if line.command is not None:
        line.command.to_json()


@given(st.fixed_dictionaries({column.name: MARKED for column in COORDINATOR_COLUMNS if column.name != "office"}))
def test_no_cell_is_repeated_in_the_reasons(cells: dict[str, Cell]) -> None:
    (line,) = read_coordinators(a_sheet(cells), "utrecht").lines
    assert line.problems
    assert not [said for said in (*line.problems, *line.remarks) if "zq" in said.casefold() or "xjv" in said.casefold()]
