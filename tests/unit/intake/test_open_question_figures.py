"""How well the check does on questions that a person labelled: those its tables grew up with, and those they never met.

What it says must nearly always be so, because people stop reading advice that is often wrong. What it misses is told
here as it is: forms are found, but what words mean only as far as the tables go.
"""

import pytest

from kring_intake.plugins.open_question.codes import Code
from tests.unit.intake.question_scores import Labelled, codes_of, labelled, scores

FORMS = {Code.CLOSED, Code.EITHER_OR, Code.NOT_A_QUESTION}
MEANINGS = {Code.PRESCRIBES_OUTCOME, Code.LEADING, Code.PROFESSIONAL_JARGON}
FILES = ("nl", "en", "nl_held_out", "en_held_out")


@pytest.mark.parametrize("name", ["nl", "en"])
def test_of_what_its_tables_grew_up_with_it_says_nothing_that_is_not_so(name: str) -> None:
    assert {code: score.precision for code, score in scores(labelled(name)).items() if score.precision < 0.98} == {}


@pytest.mark.parametrize("name", ["nl_held_out", "en_held_out"])
def test_of_questions_it_never_met_it_remarks_on_few_that_are_open(name: str) -> None:
    assert scores(labelled(name))["any"].precision >= 0.85
    remarked = [question.text for question in labelled(name) if not question.codes and codes_of(question.text)]
    assert len(remarked) <= sum(not question.codes for question in labelled(name)) * 0.1


@pytest.mark.parametrize("name", FILES)
def test_the_form_of_a_question_is_nearly_always_seen(name: str) -> None:
    found = scores(labelled(name))
    assert {code: found[code].recall for code in FORMS if found[code].recall < 0.95} == {}


@pytest.mark.parametrize("name", ["nl", "en"])
def test_meanings_that_the_tables_grew_up_with_are_seen(name: str) -> None:
    found = scores(labelled(name))
    assert {code: found[code].recall for code in MEANINGS if found[code].recall < 0.95} == {}


@pytest.mark.parametrize(("name", "floor"), [("nl_held_out", 0.55), ("en_held_out", 0.6)])
def test_of_questions_it_never_met_more_than_half_of_those_that_are_not_open_get_a_remark(
    name: str, floor: float
) -> None:
    assert scores(labelled(name))["any"].recall >= floor


def test_of_meanings_it_never_met_it_sees_about_a_quarter() -> None:
    both = scores([*labelled("nl_held_out"), *labelled("en_held_out")])
    right = sum(both[code].right for code in MEANINGS)
    assert right / (right + sum(both[code].missed for code in MEANINGS)) >= 0.25


def test_the_labelled_questions_are_many_enough_and_none_stands_on_both_sides() -> None:
    asked: dict[str, list[Labelled]] = {name: labelled(name) for name in FILES}
    assert len(asked["nl"]) >= 60
    assert len(asked["en"]) >= 40
    assert len(asked["nl_held_out"]) + len(asked["en_held_out"]) >= 70
    texts = [question.text for questions in asked.values() for question in questions]
    assert len(texts) == len(set(texts))
    assert {code for questions in asked.values() for question in questions for code in question.codes} <= set(Code)
