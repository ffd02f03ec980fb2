"""Which form a sentence has: open, closed, a choice, or no question at all."""

from enum import Enum, auto
from typing import Final

from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.patterns import Table
from kring_intake.plugins.open_question.sentences import Sentence


class Form(Enum):
    """How a sentence asks."""

    TELLS = auto()
    OPEN = auto()
    CLOSED = auto()
    CHOICE = auto()


REMARK_ON: Final = {Form.CLOSED: Code.CLOSED, Form.CHOICE: Code.EITHER_OR}


def form_of(sentence: Sentence, known: Table) -> Form:
    """Find the form of a sentence; one without a question mark may ask all the same (de vraag is hoe …)."""
    if sentence.asked:
        return _asked(sentence.text, known)
    if known.is_form("wonders-open", sentence.text):
        return Form.OPEN
    if known.is_form("wonders-whether", sentence.text):
        return Form.CHOICE if known.is_form("choice-after-open", sentence.text) else Form.CLOSED
    return _asked(sentence.text, known) if known.is_form("verb-first", sentence.text) else Form.TELLS


def _asked(text: str, known: Table) -> Form:
    if known.is_form("open", text):
        return Form.CHOICE if known.is_form("choice-after-open", text) else Form.OPEN
    if known.is_form("yes-or-no", text):
        return Form.CLOSED
    return Form.CHOICE if known.is_form("choice", text) else Form.CLOSED
