"""A circle that holds that its plan meets what was asked is heard."""

from kring_shared.contracts.conference import ContestRefusal, ReviewRefusal
from kring_shared.kernel.work import Work


def contest_refusal(message: ContestRefusal, work: Work) -> None:
    raise NotImplementedError


def review_refusal(message: ReviewRefusal, work: Work) -> None:
    raise NotImplementedError
