"""Deeds: every form has its words in every language, and what a form says becomes the command it is for."""

from datetime import UTC, datetime

import pytest
from starlette.datastructures import FormData

from kring_portal.candidate.pages import DEEDS
from kring_portal.manager_people import deeds as of_people
from kring_portal.web.deeds import read, table, those
from kring_portal.web.words import DESK, words_of
from kring_shared.contracts import matching as m

TABLES = (of_people.REGISTER, of_people.CAREER, of_people.SEARCH, table(of_people.WISHES), of_people.LOAN)
MORE = (of_people.GATHERING, of_people.HELPDESK, of_people.CONTACT)
OF_PEOPLE = [deed for one in (*TABLES, *MORE) for deed in one.values()] + [of_people.SUPERVISION]
WITH_A_PLUS = {"60+"}
"""Shown as it is."""


@pytest.mark.parametrize("language", DESK)
def test_every_form_has_its_words(language: str) -> None:
    words = words_of(language)
    rooms = [("people", deed) for deed in OF_PEOPLE] + [("candidate", deed) for deed in DEEDS.values()]
    wanted = {f"{room}-do-{deed.name}" for room, deed in rooms}
    for room, deed in rooms:
        for ask in deed.asks:
            wanted.add(f"{room}-field-{ask.name.replace('_', '-')}")
            wanted |= {f"{ask.term}-{option.replace('.', '-')}" for option in ask.options if option not in WITH_A_PLUS}
    assert sorted(key for key in wanted if not words.has(key)) == []


def test_a_form_becomes_its_command() -> None:
    form = FormData(
        [("kind", "contract"), ("since", "2026-01-01"), ("until", ""), ("secrecy_pledged_on", "2026-01-02")]
    )
    fields = read(of_people.REGISTER["record-statute"], form)
    command = m.RecordStatute.model_validate(fields | {"coordinator_id": "a" * 32})
    assert command.statute.kind is m.StatuteKind.CONTRACT
    assert command.statute.until is None


def test_a_moment_is_read_as_clocks_here_show_it() -> None:
    fields = read(of_people.CAREER["plan-candidate-talk"], FormData([("at", "2026-12-01T10:00")]))
    assert fields["at"].astimezone(UTC) == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_what_is_no_moment_is_left_to_the_command_to_refuse() -> None:
    assert read(of_people.CAREER["plan-candidate-talk"], FormData([("at", "soon")])) == {"at": "soon"}


def test_every_line_of_the_work_is_marked_ticked_or_not() -> None:
    form = FormData([("conference_id", "b" * 32), ("work", "registered"), ("result", "positive")])
    command = m.EvaluateConference.model_validate(read(of_people.EVALUATION, form) | {"person_id": "a" * 32})
    assert {mark.line for mark in command.work if mark.went_well} == {m.WorkLine.REGISTERED}
    assert len(command.work) == len(m.WorkLine)


def test_a_report_has_only_the_lines_that_were_written() -> None:
    form = FormData([("lines-independent", "Ik ken niemand hier."), ("lines-organises", " ")])
    fields = read(DEEDS["submit-report"], form)
    assert fields == {"lines": ({"line": "independent", "text": "Ik ken niemand hier."},)}


def test_only_what_is_possible_is_offered() -> None:
    offered = those(of_people.SEARCH, ("declare-conflict", "approve-shortlist"))
    assert [deed.name for deed in offered] == ["declare-conflict"]


def test_a_case_is_chosen_among_those_of_this_person_and_nothing_is_evaluated_without_any() -> None:
    theirs, other = "c" * 32, "d" * 32
    line = m.CareerLine(
        person_id="a" * 32, name="Rachel", stage="supervised", since=datetime(2026, 1, 1, tzinfo=UTC), carried_out=1
    )
    shown = m.CareerShown(line=line, to_evaluate=(theirs,), cases=(theirs, other))
    both = (of_people.EVALUATION, of_people.SUPERVISION)
    offered = {ask.name: ask.options for deed in of_people.with_cases(both, shown) for ask in deed.asks}
    assert offered["conference_id"] == (theirs,)
    assert offered["supported_case"] == (theirs, other)
    nothing_yet = of_people.with_cases(both, m.CareerShown(line=line))
    assert [deed.name for deed in nothing_yet] == ["record-coaching"]
