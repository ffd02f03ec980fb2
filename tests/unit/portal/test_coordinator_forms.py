"""The coordinator's forms: each right of the table has a page, and a form says exactly what somebody filled in."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.datastructures import FormData

import kring_portal
from kring_portal.coordinator.acting import OF_A_CASE
from kring_portal.coordinator.after import minutes_of
from kring_portal.coordinator.expenses import expenses_of
from kring_portal.coordinator.plan_form import from_form, from_plan
from kring_portal.coordinator.profile import ABOUT_ONESELF
from kring_portal.coordinator.reading import read
from kring_portal.coordinator.steps import PLACES
from kring_portal.web.words import DESK, words_of
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.rights import RIGHTS

TEMPLATES = Path(kring_portal.__file__).parent / "templates" / "coordinator"
CASE = "019aa0000000700080000000000000a1"


def test_every_command_that_the_table_gives_a_coordinator_has_a_form() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    offered = set(re.findall(r"(?:begin|do)\((?:home|here), '([a-z-]+)'", pages))
    offered |= set(re.findall(r"action=\"\{\{ here \}\}/(?:do/)?([a-z-]+)\"", pages))
    offered |= {"draft-plan", "make-plan-without-meeting", "attach-translation"}  # one form, the plan's
    offered |= {"complete-registration", "change-claim", "submit-claim"}  # forms of their own pages
    wanted = {one.name for one, roles in RIGHTS.items() if Role.COORDINATOR in roles and issubclass(one, Command)}
    assert sorted(wanted - offered) == []
    assert sorted(offered - wanted) == []


def test_what_can_be_asked_of_a_case_is_what_the_table_says() -> None:
    assert "accept-plan" not in OF_A_CASE
    assert "triage-request" not in OF_A_CASE
    assert OF_A_CASE["keep-apart"] is c.KeepApart
    assert "pause-coordinator" in ABOUT_ONESELF


@pytest.mark.parametrize("language", DESK)
def test_every_item_of_the_checklist_has_words_a_reason_and_a_place(language: str) -> None:
    words = words_of(language)
    for check in c.Check:
        assert words.has(f"coordinator-check-{check}")
        assert words.has(f"coordinator-why-{check}")
        assert PLACES[check]


def test_a_form_is_read_as_the_contract_names_its_fields() -> None:
    form = FormData(
        [("person_id", CASE), ("how", "phone"), ("covered", "aim"), ("covered", "question"), ("minutes", "")]
    )
    said = read(c.RecordContact, form, case_id=CASE)
    assert said.covered == (c.Covered.AIM, c.Covered.QUESTION)
    assert said.minutes == 0


def test_an_hour_is_read_by_the_clock_on_the_wall() -> None:
    form = FormData([("options", "2026-12-01T14:00"), ("options", "2026-07-01T14:00"), ("options", "")])
    said = read(c.ProposeDates, form, case_id=CASE)
    assert said.options == (datetime(2026, 12, 1, 13, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC))


def test_a_box_nobody_ticked_says_no_and_an_empty_need_says_nothing_is_needed() -> None:
    left = read(c.StartPrivateTime, FormData([("professionals_left", "true")]), case_id=CASE)
    assert left.professionals_left
    assert not left.coordinator_left
    needs = read(c.RecordNeeds, FormData([("person_id", CASE), ("comfort", ""), ("support", "")]), case_id=CASE)
    assert needs.comfort == ""
    assert needs.support is None


def test_a_form_cannot_name_another_case_than_its_page() -> None:
    said = read(c.InviteParticipant, FormData([("case_id", "f" * 32), ("person_id", CASE)]), case_id=CASE)
    assert said.case_id == CASE


def test_a_plan_goes_through_its_form_unchanged() -> None:
    plan = c.PlanText.model_validate(
        {
            "agreements": [{"who": "Oma", "what": "kookt\nop woensdag", "when": "elke week", "people": [CASE]}],
            "strengths": ["We wonen dichtbij.", "We zingen."],
            "help_asked": [{"what": "kijkt mee", "of_whom": "de mentor"}],
            "review_on": "2027-02-01",
            "fallback_convener": "Oma",
            "fallback_person": CASE,
        }
    )
    assert c.PlanText.model_validate(from_plan(plan).with_room(3).fields()) == plan


def test_an_empty_line_of_a_plan_says_nothing_and_people_stay_with_their_line() -> None:
    fields = [("who", "Oma"), ("what", "kookt"), ("when", ""), ("how_long", ""), ("borne_by", "circle")]
    empty = [("who", ""), ("what", ""), ("when", ""), ("how_long", ""), ("borne_by", "circle")]
    second = [("who", "Jan"), ("what", "rijdt"), ("when", ""), ("how_long", ""), ("borne_by", "circle")]
    said = from_form(FormData([*fields, *empty, *second, ("people-2", CASE)]))
    plan = c.PlanText.model_validate(said.fields())
    assert [(one.who, one.people) for one in plan.agreements] == [("Oma", ()), ("Jan", (CASE,))]


def test_amounts_and_hours_are_read_as_people_write_them() -> None:
    form = FormData(
        [("expense_kind", "parking"), ("expense_euros", "7,50"), ("expense_kind", "food"), ("expense_euros", "")]
    )
    assert expenses_of(form) == [{"kind": "parking", "cents": 750}]
    assert minutes_of("30", "15") == 1815
    assert minutes_of("", "x") == 0
