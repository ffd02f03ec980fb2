"""An office's list of people, as busy people keep it: what each line becomes, and why a line is refused."""

from datetime import date
from pathlib import Path

import pytest

from kring_shared.contracts.matching import StatuteKind
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.register_file import (
    FAR_UNKNOWN,
    NATIONAL_NUMBER,
    SAME_REFERENCE,
    read_candidates,
    read_coordinators,
)
from kring_shared.kernel.spreadsheet import Cell
from tests.architecture.tree import ROOT
from tests.unit.kernel.office_lists import (
    COORDINATOR,
    NAME,
    a_sheet,
    entered,
    the_candidate,
    the_coordinator,
)

EXAMPLES = ROOT / "deploy" / "examples"
BSN = "111222333"
RIJKSREGISTERNUMMER = "85.07.30-033.28"


def test_the_lists_among_the_examples_are_read_without_a_problem() -> None:
    coordinators = read_coordinators(_example("coordinators.csv"))
    candidates = read_candidates(_example("candidates.csv"))
    assert (len(coordinators.lines), len(candidates.lines)) == (62, 12)
    problems = [line.problems for line in coordinators.lines] + [line.problems for line in candidates.lines]
    remarks = [line.remarks for line in coordinators.lines] + [line.remarks for line in candidates.lines]
    assert {*problems, *remarks} == {()}
    assert coordinators.lines[0].command is not None
    assert (coordinators.unknown_columns, candidates.unknown_columns) == ((), ())


def test_lines_of_other_offices_are_skipped_and_counted() -> None:
    read = read_coordinators(_example("coordinators.csv"), "gent")
    assert ({line.office for line in read.lines}, len(read.lines), read.of_other_offices) == ({"gent"}, 20, 42)


def test_a_person_is_who_the_offices_own_number_says_on_every_import() -> None:
    first, again = entered(), entered(name="Filip de Vries", reference=" ut-001 ")
    assert first.coordinator_id == again.coordinator_id == id_at(BEGINNING, "utrecht/coordinator/UT-001")
    assert entered(reference="UT-002").coordinator_id != first.coordinator_id
    candidate = the_candidate().command
    assert candidate is not None
    assert candidate.person_id == id_at(BEGINNING, "utrecht/candidate/K-1")
    assert candidate.channel == "import"


@pytest.mark.parametrize("written", ["007", "7", 7.0, " 7"])
def test_a_number_is_the_same_when_a_spreadsheet_took_it_for_an_amount(written: Cell) -> None:
    assert entered(reference=written).coordinator_id == id_at(BEGINNING, "utrecht/coordinator/7")


@pytest.mark.parametrize("written", ["", NAME, "filip@kring.example", "x" * 50 + "1", "12;13", "-"])
def test_without_a_number_of_the_offices_own_a_line_is_refused(written: str) -> None:
    line = the_coordinator(reference=written)
    assert (line.command, line.reference) == (None, "")
    assert line.problems[0].startswith("reference: ")


def test_a_number_twice_in_one_list_is_refused_at_the_second_line() -> None:
    first, second, other = read_coordinators(
        a_sheet(COORDINATOR, {**COORDINATOR, "name": "Bo"}, {**COORDINATOR, "reference": "UT-9"}), "utrecht"
    ).lines
    assert first.command is not None
    assert (second.command, second.problems) == (None, (SAME_REFERENCE,))
    assert other.command is not None


def test_two_offices_may_have_the_same_number() -> None:
    lines = ({**COORDINATOR, "office": "utrecht"}, {**COORDINATOR, "office": "Gent"})
    one, other = read_coordinators(a_sheet(*lines)).lines
    assert one.command is not None
    assert other.command is not None
    assert one.command.coordinator_id != other.command.coordinator_id
    assert other.office == "gent"


def test_what_is_empty_is_left_to_what_the_register_takes_for_it() -> None:
    command = entered(gender="", birth_year=None, travel_limit_km=" ", statute="")
    assert (command.gender, command.birth_year, command.statute, command.travel_limit_km) == (None, None, None, 40)


def test_a_statute_is_read_whole() -> None:
    command = entered(
        statute="Vrijwilliger", statute_since="1-2-2026", note_agreed_on="1-2-2026", insured_until="2028-12-31"
    )
    assert command.statute is not None
    assert (command.statute.kind, command.statute.since) == (StatuteKind.VOLUNTEER, date(2026, 2, 1))
    assert (command.statute.note_agreed_on, command.statute.insured_until) == (date(2026, 2, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"statute": "contract"}, "statute_since"),
        ({"secrecy_pledged_on": "2020-01-01"}, "statute"),
        ({"statute": "zzp"}, "statute"),
        ({"statute": "contract", "statute_since": "2021-01-01", "statute_until": "2020-01-01"}, "statute_until"),
        ({"screening_checked_on": "2029-01-01"}, "screening_valid_until"),
        ({"maximum_load": "25"}, "maximum_load"),
        ({"maximum_load": "twee"}, "maximum_load"),
        ({"travel_limit_km": "4000"}, "travel_limit_km"),
        ({"birth_year": "31-10-1968"}, "birth_year"),
        ({"gender": "?"}, "gender"),
        ({"scopes": "familie, bezorging"}, "scopes"),
        ({"email": "filip@kring.example; bo@kring.example"}, "email"),
        ({"phone": "612345678"}, "phone"),
        ({"phone": "3,16E+10"}, "phone"),
        ({"name": "12"}, "name"),
        ({"name": "Y?ld?r?m"}, "name"),
        ({"name": "ZoÃ« de Vries"}, "name"),
        ({"municipality": "#N/B"}, "municipality"),
        ({"screening_checked_on": "########"}, "screening_checked_on"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused_by_the_name_of_its_column(cells: dict[str, Cell], column: str) -> None:
    line = the_coordinator(**cells)
    assert line.command is None
    assert [problem.split(":")[0] for problem in line.problems] == [column]


def test_every_problem_of_a_line_is_told_at_once() -> None:
    line = the_coordinator(languages="", scopes="", email="", phone="", screening_valid_until="ooit")
    told = [problem.split(":")[0] for problem in line.problems]
    assert told == ["languages", "scopes", "screening_valid_until", "email, phone"]


def test_one_way_to_reach_somebody_is_enough() -> None:
    assert entered(phone="").contact.phone == ""
    assert entered(email=None, phone="06-12345678").contact.phone == "06-12345678"


def test_a_letter_may_run_over_several_lines_and_a_name_may_not() -> None:
    command = the_candidate(motivation="Een.\r\nTwee.", name="Filip \n de\u00a0Vries\u200b").command
    assert command is not None
    assert (command.motivation, command.contact.name) == ("Een.\nTwee.", "Filip de Vries")


def test_a_letter_that_is_too_long_is_refused_and_not_cut() -> None:
    assert the_candidate(motivation="x" * 8001).problems == ("motivation: write at most 8000 letters",)


def test_a_municipality_that_is_not_listed_is_kept_and_remarked_upon() -> None:
    known, unknown = the_coordinator(municipality="den haag"), the_coordinator(municipality="Nergenshuizen")
    assert (known.command is not None and known.command.municipality, known.remarks) == ("'s-Gravenhage", ())
    assert unknown.command is not None
    assert unknown.remarks == (FAR_UNKNOWN,)
    assert entered(municipalities="De Bilt; zeist, Zeist").municipalities == ("De Bilt", "Zeist")


@pytest.mark.parametrize("number", [BSN, "1112.22.333", RIJKSREGISTERNUMMER, 111222333.0, f"bsn {BSN}"])
@pytest.mark.parametrize("column", ["reference", "name", "phone", "postal_address", "rooster"])
def test_a_line_with_a_national_number_anywhere_is_refused_without_repeating_it(column: str, number: Cell) -> None:
    line = the_coordinator(**{column: number})
    assert (line.command, line.reference, line.problems) == (None, "", (NATIONAL_NUMBER,))


@pytest.mark.parametrize("number", ["030-1112223", "0111222333", "011122233", "+32 9 000 30 01", "(030) 123 45 67"])
def test_a_telephone_number_is_no_national_number(number: str) -> None:
    assert entered(phone=number).contact.phone == number


def _example(name: str) -> bytes:
    return Path(EXAMPLES / name).read_bytes()
