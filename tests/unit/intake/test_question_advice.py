"""What the desk is told about a question's wording: all that the checks remark, and never that one cannot read it."""

from typing import Final

from kring_intake.hooks import NOT_CHECKED, QuestionCheck, Remark
from kring_intake.queries.question import QuestionAdvice
from kring_shared.contracts.intake import CheckQuestion
from kring_shared.kernel.work import Found
from kring_shared.runtime.running.plugins import load, service
from kring_shared.runtime.settings import SharedSettings


class Says:
    """A check that always says the same."""

    languages: Final = frozenset({"nl"})

    def __init__(self, *codes: str) -> None:
        self._codes = codes

    def look(self, question: str) -> tuple[Remark, ...]:
        return tuple(Remark(code, f"{code} in {len(question)}", code) for code in self._codes)


def codes(**checks: object) -> list[str]:
    return [remark.code for remark in QuestionAdvice(checks).remarks("Wie kan wat doen?")]


def test_every_check_is_asked_in_the_order_of_their_names_and_other_plugins_are_not() -> None:
    assert isinstance(Says(), QuestionCheck)
    assert codes(second=Says("leading"), first=Says("closed"), csv=Found({}, {})) == ["closed", "leading"]


def test_that_a_question_cannot_be_read_is_said_once_and_only_when_nobody_can_read_it() -> None:
    assert codes(one=Says(NOT_CHECKED), other=Says("closed")) == ["closed"]
    assert codes(one=Says(NOT_CHECKED), other=Says()) == []
    assert codes(one=Says(NOT_CHECKED), other=Says(NOT_CHECKED)) == [NOT_CHECKED]
    assert codes() == []


def test_the_built_in_check_is_asked_about_a_closed_question() -> None:
    advice = QuestionAdvice(load(service("intake"), SharedSettings()))
    checked = advice.check_question(CheckQuestion(question="Kan Filip thuis blijven wonen?"), None)  # type: ignore[arg-type]  # nothing is read
    assert [remark.code for remark in checked.remarks] == ["closed"]
    assert checked.remarks[0].nl
