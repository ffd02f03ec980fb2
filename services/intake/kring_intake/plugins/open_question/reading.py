"""Reads a question and says what was seen, code by code, with the place."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.forms import REMARK_ON, Form, form_of
from kring_intake.plugins.open_question.languages import language_of
from kring_intake.plugins.open_question.patterns import FILES, Table, table
from kring_intake.plugins.open_question.sentences import Sentence, sentences

Seen = tuple[Code, tuple[int, int] | None]
MOST_CHARACTERS: Final = 8192
"""How much of a text is read: a question is a sentence or two, and nobody waits seconds for advice on a whole file."""
_SAME_LENGTH: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " "})
_ABOUT_WORDS: Final = (Code.PRESCRIBES_OUTCOME, Code.LEADING, Code.PROFESSIONAL_JARGON)


def read(question: str) -> Iterator[Seen]:
    """Give what is seen in a question, the same code perhaps more than once; places are those of `question`."""
    begin = question[:MOST_CHARACTERS]
    text = unicodedata.normalize("NFC", begin).translate(_SAME_LENGTH)
    same_places = len(text) == len(begin)
    for code, span in _seen(text):
        yield code, span if same_places else None


def _seen(text: str) -> Iterator[Seen]:
    found = list(sentences(text))
    if not found:
        yield Code.NOT_A_QUESTION, None
        return
    language = language_of(text)
    if language not in FILES:
        yield Code.NOT_CHECKED, None
        return
    known = table(language)
    yield from _forms_in(found, known)
    for sentence in found:
        for code in _ABOUT_WORDS:
            if span := known.span_of(code, sentence.text):
                yield code, sentence.place(span)


def _forms_in(found: list[Sentence], known: Table) -> Iterator[Seen]:
    asking = 0
    for sentence in found:
        form = form_of(sentence, known)
        if form in REMARK_ON:
            yield REMARK_ON[form], sentence.place()
        if form is not Form.TELLS:
            asking += 1 + known.is_form("next-question", sentence.text)
    if not asking:
        yield Code.NOT_A_QUESTION, None
    if asking > 1:
        yield Code.SEVERAL_QUESTIONS, None
