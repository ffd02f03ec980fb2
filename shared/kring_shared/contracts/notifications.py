"""The fourth step beside the others: every moment of the route reaches the right person."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Deadline, Fact, Key, Query


class Moment(StrEnum):
    """The moments of the route at which somebody hears from the office."""

    REQUEST_RECEIVED = "request-received"
    CASE_PROPOSED = "case-proposed"
    COORDINATOR_FOUND = "coordinator-found"
    INVITATION = "invitation"
    DATE_REMINDER = "date-reminder"
    PLAN = "plan"
    FOLLOW_UP_CALL = "follow-up-call"
    STOPPED = "stopped"
    FUNDING_REFUSED = "funding-refused"
    OTHER_COORDINATOR = "other-coordinator"
    SEARCH_TAKES_LONGER = "search-takes-longer"
    SCREENING_ENDS = "screening-ends"
    ANOTHER_DAY = "another-day"
    PLAN_TO_CHECK = "plan-to-check"
    PLAN_ANSWER_AWAITED = "plan-answer-awaited"
    CALL_TOGETHER = "call-together"
    MEET_AGAIN = "meet-again"
    REVIEW_NEAR = "review-near"


class SuppressedBecause(StrEnum):
    """Why a message was not sent.

    `minor`: a child is not written to about money; the office speaks with who decides for them.
    `access-ended`: it was for a coordinator who does not have this case any more, or not for now.
    `takes-no-part`: the person is not, or no longer, part of the conference; how that came about is told to nobody.
    `cancelled`: the conference stopped.
    """

    WITHDRAWN = "withdrawn"
    DO_NOT_CONTACT = "do-not-contact"
    NO_WAY_TO_REACH = "no-way-to-reach"
    ERASED = "erased"
    REFUSED = "refused"
    REJECTED = "rejected"
    PAUSED = "paused"
    TRANSFERRED = "transferred"
    MERGED = "merged"
    LAPSED = "lapsed"
    MINOR = "minor"
    ACCESS_ENDED = "access-ended"
    TAKES_NO_PART = "takes-no-part"
    CANCELLED = "cancelled"


class NotificationQueued(Fact):
    """A message will be sent."""

    message_id: Key
    moment: Moment
    person_id: Key
    language: str = Field(examples=["nl"])
    channel: str = Field(examples=["smtp"])
    send_at: AwareDatetime


class NotificationSent(Fact):
    """The channel took the message."""

    message_id: Key
    moment: Moment
    channel: str


class NotificationFailed(Fact):
    """The channel could not take the message; a person must look."""

    message_id: Key
    moment: Moment
    channel: str
    code: str = Field(examples=["kring.channel-refused"])


class NotificationSuppressed(Fact):
    """A message was not sent, on purpose."""

    message_id: Key
    moment: Moment
    because: SuppressedBecause


class ReminderDue(Deadline):
    """The moment to remind the participants of day and place."""


class ListMessages(Query):
    """Ask which messages a case had; no content, no address."""

    case_id: Key


class MessageLine(Answer):
    """One message."""

    message_id: Key
    moment: Moment
    person_id: Key
    language: str
    channel: str
    status: str


class MessageList(Answer):
    """The messages of a case."""

    messages: tuple[MessageLine, ...]
