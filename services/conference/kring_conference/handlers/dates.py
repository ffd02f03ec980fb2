"""The participants choose the day."""

from kring_shared.contracts.conference import AnswerDates, ProposeDates
from kring_shared.kernel.work import Work


def propose_dates(message: ProposeDates, work: Work) -> None:
    raise NotImplementedError


def answer_dates(message: AnswerDates, work: Work) -> None:
    raise NotImplementedError
