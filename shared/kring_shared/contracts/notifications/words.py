"""Words of messages to people: the moments at which somebody hears, the ways, and why something was not sent."""

from collections.abc import Iterable
from enum import Enum, StrEnum, auto
from typing import Self


class Moment(StrEnum):
    """The moments of the route at which somebody hears from the office.

    `proposal-waits`: a coordinator did not answer yet. `taken-on` and `ended`: all a professional who referred hears.
    `messages-to-tell`: what waits to be told by a coordinator or the office, once a day. `office-looks`: a clock ran
    out that the regional manager looks at. `satisfaction-form` and `satisfaction-form-minor`: the form for somebody who
    said yes to being asked for marks, of a child's own kind for a child.
    """

    REQUEST_RECEIVED = "request-received"
    CASE_PROPOSED = "case-proposed"
    PROPOSAL_WAITS = "proposal-waits"
    COORDINATOR_FOUND = "coordinator-found"
    INVITATION = "invitation"
    CONDITIONS = "conditions"
    DATE_REMINDER = "date-reminder"
    PLAN = "plan"
    PLAN_SENT_BACK = "plan-sent-back"
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
    TAKEN_ON = "taken-on"
    ENDED = "ended"
    MESSAGES_TO_TELL = "messages-to-tell"
    OFFICE_LOOKS = "office-looks"
    SATISFACTION_FORM = "satisfaction-form"
    SATISFACTION_FORM_MINOR = "satisfaction-form-minor"


class Said(Enum):
    """In which words a message goes; `ALOUD` is the whole letter, told by a person; a computer reads none."""

    WHOLE = auto()
    SHORT = auto()
    ALOUD = auto()
    NOT = auto()


class Way(StrEnum):
    """How a message comes to somebody; `call` is a person who tells it, `system` another organisation's computer."""

    EMAIL = "e-mail", "email"
    TEXT = "text", "phone", Said.SHORT
    LETTER = "letter", "postal_address"
    CALL = "call", "phone", Said.ALOUD
    SYSTEM = "system", "", Said.NOT

    address: str
    """The field of `Contact` it needs; a system's address stands in the operator's settings."""
    said: Said

    def __new__(cls, name: str, address: str = "", said: Said = Said.WHOLE) -> Self:
        """Take one row: all that differs from way to way, whichever channel brings it, stands in it."""
        way = str.__new__(cls, name)
        way._value_, way.address, way.said = name, address, said
        return way

    @property
    def is_short(self) -> bool:
        """Tell whether it gets the short words; its own, or else those of a text message."""
        return self.said is Said.SHORT

    @property
    def is_written(self) -> bool:
        """Tell whether its words stand somewhere for the person to read, so that it may have words of its own."""
        return self.said in {Said.WHOLE, Said.SHORT}

    @classmethod
    def to_people(cls) -> tuple[Self, ...]:
        """Give the ways by which a person is reached."""
        return tuple(way for way in cls if way.said is not Said.NOT)


def either(ways: Iterable[Way]) -> str:
    """Name ways in a sentence, as in `e-mail, text or letter`."""
    *others, last = ways
    return f"{', '.join(others)} or {last}"


class SuppressedBecause(StrEnum):
    """Why a message was not sent.

    `minor`: a child is not written to about money; the office speaks with who decides for them.
    `access-ended`: it was for a coordinator who does not have this case any more, or not for now.
    `takes-no-part`: the person is not, or no longer, part of the conference; how that came about is told to nobody.
    `cancelled`: the conference stopped.
    `do-not-contact`: the person asked not to be written to.
    `too-late`: it would have come when it was of no use any more.
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
    TOO_LATE = "too-late"


class ToTellBecause(StrEnum):
    """Why a person tells somebody what no message could.

    `no-way`: there is no way to reach them by. `asked-for`: they want to be called. `failed`: every way was tried.
    `unclear`: it may have arrived, so it is not sent again. `no-words`: no speaker approved these words in a language
    they know.
    """

    NO_WAY = "no-way"
    ASKED_FOR = "asked-for"
    FAILED = "failed"
    UNCLEAR = "unclear"
    NO_WORDS = "no-words"


class Arrived(StrEnum):
    """What a provider or a mailbox says became of a message; `bounced` is for good, `delayed` is not."""

    DELIVERED = "delivered"
    DELAYED = "delayed"
    BOUNCED = "bounced"
