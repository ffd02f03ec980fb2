"""What the circle asks of professionals, and whether they answer."""

from kring_shared.contracts.conference import AnswerHelp, HelpAnswerDue
from kring_shared.kernel.work import Work


def answer_help(message: AnswerHelp, work: Work) -> None:
    raise NotImplementedError


def help_is_overdue(message: HelpAnswerDue, work: Work) -> None:
    raise NotImplementedError
