"""The circle's own review, and calling it together again."""

from kring_shared.contracts.conference import (
    AskReviewReminders,
    ConvenerHadTime,
    RecordReview,
    ReviewNear,
)
from kring_shared.kernel.work import Work


def record_review(message: RecordReview, work: Work) -> None:
    raise NotImplementedError


def ask_review_reminders(message: AskReviewReminders, work: Work) -> None:
    raise NotImplementedError


def offer_to_meet_again(message: ConvenerHadTime, work: Work) -> None:
    raise NotImplementedError


def review_is_near(message: ReviewNear, work: Work) -> None:
    raise NotImplementedError
