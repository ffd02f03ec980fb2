"""Whether a question is open: what the checks that are plugged in remark about it. It is advice; people decide."""

from collections.abc import Mapping
from typing import Any

from kring_intake.hooks import NOT_CHECKED, question_checks
from kring_shared.contracts.intake import CheckQuestion, QuestionChecked, QuestionRemark
from kring_shared.runtime.declared.routes import Reader


class QuestionAdvice:
    """Asks every check that is plugged in, in the order of their names."""

    def __init__(self, plugins: Mapping[str, Any]) -> None:
        """Take the checks out of the plugins of intake; the others read referrals."""
        checks = question_checks(plugins)
        self._checks = tuple(checks[name] for name in sorted(checks))

    def remarks(self, question: str) -> tuple[QuestionRemark, ...]:
        """Give what they remark; that a question cannot be read, only when no check can read it."""
        found = [remark for check in self._checks for remark in check.look(question)]
        unread = [remark for remark in found if remark.code == NOT_CHECKED]
        said = unread[:1] if len(unread) == len(self._checks) else [r for r in found if r.code != NOT_CHECKED]
        return tuple(QuestionRemark(code=remark.code, nl=remark.nl, en=remark.en) for remark in said)

    def check_question(self, query: CheckQuestion, reader: Reader) -> QuestionChecked:  # noqa: ARG002 - nothing is read
        """Look at a question somebody thinks of asking; nothing is kept."""
        return QuestionChecked(remarks=self.remarks(query.question))
