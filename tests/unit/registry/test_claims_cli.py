"""The pay list names numbers, opaque ids and cents; what was paid is noted from it, and doing it again is safe."""

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kring_registry.cli.asked import asked
from kring_registry.cli.breaches import breaches
from kring_registry.cli.claims import claims
from kring_registry.cli.paylist import HEADS, NoPayList, claims_of, pay_list
from kring_shared.contracts.envelope import Answer, Command, Query, Receipt
from kring_shared.contracts.registry import (
    AnswerPerson,
    ApproveClaim,
    AssessBreach,
    ClaimLine,
    ClaimList,
    ClaimShown,
    LineKind,
    ListClaims,
    NoteBreach,
    NotePayment,
    ReturnClaim,
)
from kring_shared.kernel.errors import InvalidFields
from kring_shared.runtime.cli.desk import Desk
from tests.unit.registry.cases import RACHEL

FIRST, SECOND = f"{1:032x}", f"{2:032x}"
LINES = (
    ClaimLine(kind=LineKind.FEE, cents=62_500, said="25 h at 25.00 an hour"),
    ClaimLine(kind=LineKind.TRAVEL, cents=1932, said="84 km at 0.2300"),
)


def a_shown(claim_id: str) -> ClaimShown:
    return ClaimShown(
        claim_id=claim_id,
        coordinator_id=RACHEL,
        reference="2026-0001",
        year=2026,
        stage="approved",
        minutes_worked=1500,
        distance_km=84,
        expenses=(),
        lines=LINES,
        cents=64_432,
        possible=(),
    )


class Office:
    """Answers as an office does in which two claims are approved, one on each page."""

    def __init__(self) -> None:
        self.given: list[Command] = []

    def ask(self, query: Query, form: type[Answer]) -> Answer:
        assert isinstance(query, ListClaims)
        assert form is ClaimList
        pages = {"": ((a_shown(FIRST),), FIRST), FIRST: ((a_shown(SECOND),), "")}
        shown, after = pages[query.after]
        return ClaimList(claims=shown, next_after=after)

    def do(self, command: Command) -> Receipt:
        self.given.append(command)
        return Receipt(status="done", answer={"breachId": "b" * 32, "erasureId": "e" * 32})


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    found = Office()
    monkeypatch.setattr(Desk, "ask", lambda _desk, query, form: found.ask(query, form))
    monkeypatch.setattr(Desk, "do", lambda _desk, command: found.do(command))
    return found


def run(app: Any, *words: str, typed: str = "") -> str:  # noqa: ANN401 - one of the groups of commands
    result = CliRunner().invoke(app, [*words, "--office", "utrecht"], input=typed, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_pay_list_is_read_back_as_it_was_written() -> None:
    text = pay_list([a_shown(FIRST), a_shown(SECOND)])
    assert claims_of(text) == (FIRST, SECOND)
    (first, _) = csv.DictReader(text.splitlines())
    assert first["reference"] == "2026-0001"
    assert (first["fee_cents"], first["allowance_cents"], first["travel_cents"], first["cents"]) == (
        "62500",
        "0",
        "1932",
        "64432",
    )


def test_a_pay_list_has_no_place_for_a_name_or_a_bank_number() -> None:
    assert set(HEADS) & {"name", "iban", "bank", "account", "bsn"} == set()
    assert [head for head in HEADS if not head.endswith("cents")] == ["reference", "claim", "coordinator", "year"]


def test_what_a_spreadsheet_makes_of_a_pay_list_is_read_as_well() -> None:
    assert claims_of("\ufeff" + pay_list([a_shown(FIRST)])) == (FIRST,)


@pytest.mark.parametrize(
    ("text", "why"), [("a,b\r\n1,2\r\n", "no column"), ("claim\r\nx\r\n", "line 2"), ("", "no column")]
)
def test_what_is_no_pay_list_is_refused(text: str, why: str) -> None:
    with pytest.raises(NoPayList, match=why):
        claims_of(text)


def test_the_list_that_is_to_be_paid_is_whole_for_us_alone_and_marks_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"
    assert "2 to pay, 1288.64 in all" in run(claims, "paylist", "--csv", str(file))
    assert claims_of(file.read_text(encoding="utf-8")) == (FIRST, SECOND)
    assert os.stat(file).st_mode & 0o777 == 0o600  # noqa: PTH116 - the mode is what is asked
    assert office.given == []


def test_a_list_that_was_paid_is_noted_and_what_was_noted_before_is_left_alone(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"
    before = a_shown("f" * 32)
    file.write_text(pay_list([a_shown(FIRST), before]), encoding="utf-8")
    said = run(claims, "paid", "--from", str(file), "--on", "2026-12-01")
    assert [one.claim_id for one in office.given if isinstance(one, NotePayment)] == [FIRST]
    assert f"{'f' * 32} left alone" in said


def test_each_command_gives_what_was_typed(office: Office) -> None:
    run(claims, "approve", FIRST, SECOND)
    run(claims, "return", FIRST, "--code", "kilometres-unclear")
    run(breaches, "assess", FIRST, "--risk", "high")
    assert [type(one) for one in office.given] == [ApproveClaim, ApproveClaim, ReturnClaim, AssessBreach]


def test_what_happened_is_read_from_a_file_or_the_input_and_never_from_the_command_line(office: Office) -> None:
    assert "noted" in run(breaches, "note", "--people", "2", typed="Een brief lag bij de buren.\n")
    (noted,) = office.given
    assert isinstance(noted, NoteBreach)
    assert (noted.words, noted.people) == ("Een brief lag bij de buren.", 2)


def test_an_erasure_that_is_granted_names_its_receipt(office: Office) -> None:
    assert "kring erasures" in run(asked, "answer", FIRST, "--with", "done")
    assert isinstance(office.given[0], AnswerPerson)


@pytest.mark.parametrize("words", [("assess", "x", "--risk", "high"), ("assess", FIRST, "--risk", "much")])
def test_what_is_wrong_is_said_before_anything_is_sent(office: Office, words: tuple[str, ...]) -> None:
    with pytest.raises(InvalidFields, match="nothing was sent"):
        run(breaches, *words)
    assert office.given == []
