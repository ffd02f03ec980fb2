"""What the check can say of a question, in the order in which it says it."""

from enum import StrEnum

from kring_intake import hooks


class Code(StrEnum):
    """Why a question leaves less room for a plan than it could."""

    NOT_CHECKED = hooks.NOT_CHECKED
    NOT_A_QUESTION = "not-a-question"
    CLOSED = "closed"
    EITHER_OR = "either-or"
    PRESCRIBES_OUTCOME = "prescribes-outcome"
    LEADING = "leading"
    PROFESSIONAL_JARGON = "professional-jargon"
    SEVERAL_QUESTIONS = "several-questions"
