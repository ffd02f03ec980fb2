"""The tables behind the check: each word list is used, each code is explained, and the signs mean what they say."""

import re
import tomllib
from importlib.resources import files

import pytest

from kring_intake.plugins import open_question
from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.explanations import explanations
from kring_intake.plugins.open_question.forms import REMARK_ON, Form, form_of
from kring_intake.plugins.open_question.patterns import FILES, table
from kring_intake.plugins.open_question.sentences import sentences

LONGEST_SENTENCE_WORDS = 20
"""B1: a sentence that can be read in one breath."""


@pytest.mark.parametrize("file", FILES.values())
def test_every_list_of_words_is_used_by_a_pattern(file: str) -> None:
    text = files(open_question).joinpath(file).read_text(encoding="utf-8")
    rows = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    used = set(re.findall(r"<([a-z]+)>", rows))
    assert used == set(tomllib.loads(text)["words"])


@pytest.mark.parametrize("language", FILES)
def test_both_languages_know_the_same_forms_and_remarks(language: str) -> None:
    known, dutch = table(language), table("nl")
    assert set(known.forms) == set(dutch.forms)
    assert set(known.remarks) == set(dutch.remarks)


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained_in_both_languages_shortly_and_with_a_way_to_go_on(code: Code) -> None:
    said = explanations()[code]
    assert set(said) == {"nl", "en"}
    for text in said.values():
        lengths = [len(sentence.split()) for sentence in re.split(r"[.?:] ", text)]
        assert max(lengths) <= LONGEST_SENTENCE_WORDS
        assert ("\u2026" in text) == (code is not Code.NOT_CHECKED)


def test_nothing_is_explained_that_is_not_a_code() -> None:
    assert set(explanations()) == set(Code)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Wat is er nodig?", Form.OPEN),
        ("Kan Filip blijven?", Form.CLOSED),
        ("Filip of Noor?", Form.CHOICE),
        ("Filip is twaalf.", Form.TELLS),
        ("Gaat het mis, wie belt er dan?", Form.OPEN),
        ("Kan Filip bij oma wonen, waar hij graag is?", Form.CLOSED),
    ],
)
def test_each_sentence_has_one_form(question: str, form: Form) -> None:
    (sentence,) = sentences(question)
    assert form_of(sentence, table("nl")) is form
    assert (form in REMARK_ON) == (form in {Form.CLOSED, Form.CHOICE})
