"""An office's list of running cases: each line what takes the case over, or every reason why not, by column."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.conference import Answered, StoodAt
from kring_shared.contracts.field import AgeBand, Part, RequesterKind
from kring_shared.contracts.referral import ConsentBy
from kring_shared.kernel.running_cases import RUNNING_CASE_COLUMNS, case_id_of, column_of, read_running_cases
from kring_shared.kernel.running_cases.words import CaseStage
from kring_shared.kernel.spreadsheet import Cell
from tests.unit.kernel.office_lists import a_sheet
from tests.unit.kernel.running_lists import (
    DISTRIBUTED,
    HELD,
    PLANNED,
    PREPARING,
    SEEKING,
    STAGES,
    TODAY,
    the_case,
    the_line,
)

BSN = "123456782"
ANY_CELL = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.none())
MARKED = st.text(min_size=1).map(lambda text: f"Zq{text}xJv")
"""No word of ours holds these marks, so that a cell that is repeated is found."""
NAMES = tuple(column.name for column in RUNNING_CASE_COLUMNS)
COMPELLED: Mapping[str, Cell] = {
    "kader": "gedwongen",
    "mandaat": "GI",
    "voorwaarden": "De kinderen slapen thuis | Niemand drinkt",
    "aanvaarder": "S. de Smet",
    "organisatie aanvaarder": "GI Noord",
    "mail aanvaarder": "s@gi.example",
}


def test_a_case_for_which_a_coordinator_is_sought_is_its_request_and_no_more() -> None:
    case = the_case(SEEKING)
    assert (case.stage, case.coordinator, case.conference) == (CaseStage.SEEKING, "", None)
    request = case.request
    assert request.case_id == case_id_of("utrecht", "2026-014")
    assert (request.received_on, request.consent_on) == (date(2026, 9, 1), date(2026, 9, 10))
    assert request.consent_by == (ConsentBy.MAIN_PERSON,)
    assert request.referral.requester.kind is RequesterKind.CLOSE_PERSON
    assert request.referral.main_persons[0].municipality == "Utrecht"
    assert request.main_persons[0].contact.email == "rachel@kring.example"


def test_the_same_number_is_the_same_case_of_that_office_and_of_no_other() -> None:
    assert the_case(SEEKING).case_id == the_case(DISTRIBUTED, zaaknummer=" 2026-014 ").case_id
    assert the_case(SEEKING, zaaknummer="2026-015").case_id != the_case(SEEKING).case_id
    assert case_id_of("gent", "2026-014") != case_id_of("utrecht", "2026-014")


def test_the_people_of_the_circle_stand_in_one_cell_with_how_far_each_is() -> None:
    conference = the_case(PREPARING).conference
    assert conference is not None
    oma, piet, noor = conference.people
    assert (oma.contact.name, oma.contact.email, oma.informed, oma.answer) == (
        "Oma Bos",
        "oma@kring.example",
        True,
        Answered.COMES,
    )
    assert (piet.contact.phone, piet.informed, piet.answer) == ("06 000 000 12", True, None)
    assert (noor.minor, noor.informed, noor.part) == (True, False, Part.CIRCLE)
    assert not conference.main_persons_informed


def test_the_hour_of_a_meeting_is_the_hour_on_the_clock_of_the_office() -> None:
    conference = the_case(PLANNED).conference
    assert conference is not None
    assert conference.starts_at == datetime(2027, 1, 16, 14, tzinfo=ZoneInfo("Europe/Amsterdam"))
    again = the_case(PLANNED, **{"conferentie op": datetime(2027, 1, 16, 14)}).conference  # noqa: DTZ001 - as a workbook has it
    assert again == conference


def test_once_held_who_has_no_word_behind_their_name_came() -> None:
    conference = the_case(HELD, kring="Oma Bos; Piet Bos (kwam niet)").conference
    assert conference is not None
    assert (conference.stood_at, conference.agreed_on) == (StoodAt.HELD, date(2026, 11, 2))
    assert [person.answer for person in conference.people] == [Answered.COMES, Answered.DOES_NOT_COME]
    assert conference.main_persons_informed


def test_a_plan_is_read_line_by_line_or_stays_on_paper_or_was_not_made() -> None:
    on_paper = the_case(DISTRIBUTED).conference
    typed = the_case(DISTRIBUTED, afspraken="Oma: haalt Sam op vrijdag | Piet: regelt: de fiets").conference
    none_made = the_case(HELD, **{"plan afgesproken op": "geen plan"}).conference
    assert on_paper is not None and typed is not None and none_made is not None  # noqa: PT018 - three that are read
    assert (on_paper.plan, on_paper.without_plan) == (None, False)
    assert typed.plan is not None
    assert [(one.who, one.what) for one in typed.plan.agreements] == [
        ("Oma", "haalt Sam op vrijdag"),
        ("Piet", "regelt: de fiets"),
    ]
    assert (none_made.without_plan, none_made.agreed_on) == (True, None)


def test_children_come_with_who_holds_authority_over_them() -> None:
    case = the_case(
        SEEKING,
        geboortejaar=2018,
        **{
            "andere hoofdpersonen": "Tim Bos (12-15); Sara Bos <06 000 000 14> (1986)",
            "gezagsdragers": "Sara Bos; Joost Bos <joost@kring.example>",
            "toestemming door": "beiden",
        },
    )
    request = case.request
    assert [person.birth_year for person in request.referral.main_persons] == [2018, None, 1986]
    assert [person.age_band for person in request.main_persons] == [None, AgeBand.FROM_12, None]
    assert [holder.name for holder in request.holders] == ["Sara Bos", "Joost Bos"]
    assert set(request.consent_by) == set(ConsentBy)


def test_in_mandatory_context_the_mandate_comes_along_and_else_who_accepts_is_a_participant() -> None:
    (mandate,) = the_case(PREPARING, **COMPELLED).request.referral.mandates
    assert (mandate.conditions, mandate.acceptor is not None) == (("De kinderen slapen thuis", "Niemand drinkt"), True)
    conference = the_case(HELD, aanvaarder="Een helper").conference
    assert conference is not None
    assert [person.part for person in conference.people][-1] is Part.ACCEPTOR


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage["fase"]))
@pytest.mark.parametrize("column", ["toestemming op", "toestemming door"])
def test_without_a_day_of_consent_and_by_whom_no_case_is_taken_over(stage: Mapping[str, Cell], column: str) -> None:
    line = the_line(stage, **{column: ""})
    assert line.command is None
    name = "consent_on" if column.endswith("op") else "consent_by"
    assert line.problems == (f"{name}: this is needed",)


@pytest.mark.parametrize(
    ("like", "cells", "column"),
    [
        (SEEKING, {"geboortejaar": ""}, "birth_year"),
        (SEEKING, {"geboortejaar": 2008}, "birth_year"),
        (SEEKING, {"geboortejaar": 2018}, "holders"),
        (SEEKING, {"geboortejaar": 2018, "gezagsdragers": "Joost Bos"}, "holders"),
        (SEEKING, {"toestemming door": "gezag"}, "consent_by"),
        (SEEKING, {"coördinator": "UT-001"}, "stage"),
        (SEEKING, {"toestemming op": "31-8-2026"}, "consent_on"),
        (SEEKING, {"toestemming op": "21-11-2026"}, "consent_on"),
        (SEEKING, {"aanvrager": ""}, "requester_name"),
        (SEEKING, {"soort aanvrager": "professional"}, "requester_organisation"),
        (SEEKING, {"telefoon aanvrager": ""}, "requester_email"),
        (SEEKING, {"vraag": "Hoe?"}, "question"),
        (SEEKING, {"e-mailadres": ""}, "email, phone"),
        (SEEKING, {"zaaknummer": "zonder cijfer"}, "reference"),
        (SEEKING, {"fase": "ooit"}, "stage"),
        (PREPARING, {"coördinator": ""}, "coordinator"),
        (PREPARING, {"gehouden op": "2-11-2026"}, "stage"),
        (PREPARING, {"kring": "Oma <geen adres>"}, "circle"),
        (PREPARING, {"kring": "Oma (komt, komt niet)"}, "circle"),
        (PREPARING, {"kring": "Oma (slachtoffer)"}, "circle"),
        (PREPARING, {"coördinator sinds": "31-8-2026"}, "coordinator_since"),
        (PREPARING, {"voorwaarden": "De kinderen slapen thuis"}, "context"),
        (PREPARING, {**COMPELLED, "aanvaarder": ""}, "acceptor_name"),
        (PREPARING, {**COMPELLED, "mail aanvaarder": ""}, "acceptor_email"),
        (PLANNED, {"conferentie op": "19-11-2026 14:00"}, "meeting_on"),
        (PLANNED, {"conferentie op": "2027-01-16"}, "meeting_on"),
        (PLANNED, {"locatie": ""}, "venue"),
        (HELD, {"gehouden op": "21-11-2026", "plan afgesproken op": "21-11-2026"}, "held_on"),
        (HELD, {"plan afgesproken op": ""}, "agreed_on"),
        (HELD, {"plan afgesproken op": "1-11-2026"}, "agreed_on"),
        (HELD, {"plan afgesproken op": "geen plan", "afspraken": "Oma: belt"}, "agreed_on"),
        (HELD, {"aantal aanwezigen": 0}, "present_count"),
        (HELD, {"plan verspreid op": "9-11-2026"}, "stage"),
        (HELD, {"afspraken": "Oma belt"}, "plan"),
        (DISTRIBUTED, {"plan verspreid op": "1-11-2026"}, "distributed_on"),
        (DISTRIBUTED, {"plan verspreid op": ""}, "distributed_on"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_column(
    like: Mapping[str, Cell], cells: Mapping[str, Cell], column: str
) -> None:
    line = the_line(like, **cells)
    assert line.command is None
    assert line.problems[0].startswith(f"{column}:"), line.problems


@pytest.mark.parametrize("column", ["vraag", "kring", "locatie", "afspraken"])
def test_a_national_number_is_refused_wherever_it_stands_and_not_shown(column: str) -> None:
    line = the_line(PLANNED, **{column: f"nummer {BSN}"})
    assert (line.command, line.reference, len(line.problems)) == (None, "", 1)
    assert BSN not in line.problems[0]


def test_a_number_that_stands_there_twice_is_taken_once() -> None:
    lines = read_running_cases(a_sheet(SEEKING, SEEKING), "utrecht", today=TODAY).lines
    assert [line.command is None for line in lines] == [False, True]


@pytest.mark.parametrize(
    ("pointer", "column"),
    [
        ("/consentOn", "consent_on"),
        ("/referral/question", "question"),
        ("/stoodAt", "stage"),
        ("/people/0/side", "circle"),
        ("/coordinatorId", "coordinator"),
        ("/acceptedOn", "accepted_on"),
        ("/referral", "reference"),
    ],
)
def test_what_a_service_refuses_is_named_by_its_column(pointer: str, column: str) -> None:
    assert column_of(pointer) == column
    assert column in NAMES


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, ANY_CELL)))
def test_whatever_stands_in_a_list_gives_a_case_or_reasons(cells: dict[str, Cell]) -> None:
    for line in read_running_cases(a_sheet(cells), today=TODAY).lines:
        assert (line.command is None) == bool(line.problems)


@given(st.text(), st.sampled_from(NAMES), st.sampled_from(STAGES))
def test_one_strange_cell_among_good_ones_is_read_or_refused_with_a_column(
    text: str, column: str, like: Mapping[str, Cell]
) -> None:
    by_name = {other: column.name for column in RUNNING_CASE_COLUMNS for other in column.others}
    cells = {by_name.get(name, _english(name)): cell for name, cell in like.items()} | {column: text}
    for line in read_running_cases(a_sheet(cells), today=TODAY).lines:
        assert (line.command is None) == bool(line.problems)
        named = [said for said in line.problems if ":" in said]
        assert all(said.partition(":")[0].split(",")[0] in NAMES or "national" in said for said in named), line.problems
        if line.command is not None:
            line.command.request.to_json()


def _english(name: str) -> str:
    return {"e-mailadres": "email", "coördinator": "coordinator"}.get(name, name)


@given(st.fixed_dictionaries({name: MARKED for name in NAMES if name != "office"}))
def test_no_cell_is_repeated_in_the_reasons(cells: dict[str, Cell]) -> None:
    (line,) = read_running_cases(a_sheet(cells), "utrecht", today=TODAY).lines
    assert line.problems
    assert not [said for said in (*line.problems, *line.remarks) if "zq" in said.casefold() or "xjv" in said.casefold()]
