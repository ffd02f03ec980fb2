"""What a line of an office's list would change in the register, by the names of the columns."""

from datetime import date
from typing import Any
from unittest.mock import AsyncMock

import pytest

from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching import (
    CareerLine,
    CareerList,
    CoordinatorLine,
    CoordinatorShown,
    LanguageLevel,
    LanguageSkill,
    Statute,
    StatuteKind,
    TieKind,
)
from kring_shared.runtime.cli.importing.comparing import (
    CHANGED,
    EARNED,
    NEW,
    NOT_COMPARED,
    SAME,
    CandidatesNow,
    coordinator_outlook,
)
from tests.unit.kernel.office_lists import NAME, entered, the_candidate

FULL: dict[str, Any] = {
    "gender": "female",
    "birth_year": 1968,
    "municipality": "Utrecht",
    "municipalities": "Zeist",
    "screening_checked_on": "2025-10-31",
    "certified_on": "2018-11-01",
    "statute": "contract",
    "statute_since": "2018-11-01",
}
LINE = CoordinatorLine(
    coordinator_id=entered().coordinator_id,
    name=NAME,
    languages=("nl", "tr"),
    scopes=(ConferenceType.FAMILY,),
    municipality="Utrecht",
    active_cases=0,
    maximum_load=2,
    screening_valid_until=date(2028, 10, 31),
)
SHOWN = CoordinatorShown(
    line=LINE,
    levels=(
        LanguageSkill(language="tr"),
        LanguageSkill(language="nl", level=LanguageLevel.NATIVE),
    ),
    gender=Gender.FEMALE,
    birth_year=1968,
    municipalities=("Zeist",),
    travel_limit_km=40,
    screening="VOG",
    screening_checked_on=date(2025, 10, 31),
    certified_on=date(2018, 11, 1),
    statute=Statute(kind=StatuteKind.CONTRACT, since=date(2018, 11, 1)),
)


def test_a_line_that_says_what_the_register_says_changes_nothing_but_the_ways_to_reach_somebody() -> None:
    outlook = coordinator_outlook(entered(**FULL), SHOWN)
    assert (outlook.outcome, outlook.why, outlook.is_sent) == (SAME, NOT_COMPARED, True)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("name", "Filip de Vries"),
        ("languages", "tr:good nl:native"),
        ("languages", "nl:good tr:good"),
        ("municipality", "Gent"),
        ("municipalities", ""),
        ("travel_limit_km", "30"),
        ("maximum_load", "1"),
        ("screening_valid_until", "2028-11-01"),
        ("gender", "m"),
        ("birth_year", "1969"),
        ("screening_checked_on", "2025-11-01"),
        ("certified_on", "2018-11-02"),
        ("statute_since", "2018-11-02"),
        ("tied_to_helping_body", "ja"),
    ],
)
def test_a_change_is_told_by_its_column_and_not_by_what_it_is(column: str, said: str) -> None:
    outlook = coordinator_outlook(entered(**(FULL | {column: said})), SHOWN)
    assert (outlook.outcome, outlook.why) == (CHANGED, "statute" if column == "statute_since" else column)


@pytest.mark.parametrize("column", ["gender", "birth_year", "screening_checked_on", "certified_on"])
def test_what_a_list_leaves_empty_changes_nothing(column: str) -> None:
    assert coordinator_outlook(entered(**(FULL | {column: ""})), SHOWN).outcome == SAME
    assert coordinator_outlook(entered(**(FULL | {"statute": "", "statute_since": ""})), SHOWN).outcome == SAME


def test_other_scopes_in_a_list_change_nothing_and_that_is_said() -> None:
    outlook = coordinator_outlook(entered(**(FULL | {"scopes": "familie herstel"})), SHOWN)
    assert (outlook.outcome, outlook.why) == (SAME, f"{NOT_COMPARED}; {EARNED}")


def test_a_tie_that_is_known_already_is_no_change() -> None:
    tied = SHOWN.model_copy(update={"ties": (TieKind.EMPLOYED,)})
    assert coordinator_outlook(entered(**(FULL | {"tied_to_helping_body": "ja"})), tied).outcome == SAME


@pytest.mark.parametrize(
    ("stage", "outcome", "is_sent"), [(None, NEW, True), ("applied", CHANGED, True), ("opted-in", SAME, False)]
)
async def test_a_letter_is_replaced_until_somebody_is_further_on_the_way(
    stage: str | None, outcome: str, *, is_sent: bool
) -> None:
    command = the_candidate().command
    assert command is not None
    since = date(2026, 1, 1)
    line = CareerLine(person_id=command.person_id or "", name=NAME, stage=stage or "", since=since, carried_out=0)
    client = AsyncMock()
    client.ask.return_value = CareerList(people=(line,) if stage else ())
    now = CandidatesNow(client, AsyncMock())
    await now.read()
    outlook = await now.outlook(command)
    assert (outlook.outcome, outlook.is_sent) == (outcome, is_sent)
