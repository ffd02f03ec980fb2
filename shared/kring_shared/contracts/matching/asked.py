"""What people ask about what keeps an office going: gatherings, the public agenda, questions, loans."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Cursor, Key, Office, Query
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching.words import (
    GatheringKind,
    Spoken,
    Topic,
)


class ListGatherings(Query):
    """Ask what is planned and was held."""

    since: date | None = None
    limit: int = Field(200, ge=1, le=2000)


class GatheringLine(Answer):
    """One gathering."""

    gathering_id: Key
    kind_of: GatheringKind
    title: str
    days: tuple[AwareDatetime, ...]
    place: str = Field(description="Where; empty when it is online.")
    agenda: tuple[str, ...] = Field(description="What is on it, a line each.")
    room_for: int = Field(description="How many can come.")
    signed_up: int = Field(description="How many signed up.")
    present: tuple[int, ...] = Field((), description="How many on each day that was noted.")
    stage: str
    public: bool = True
    scope: ConferenceType | None = None


class GatheringList(Answer):
    """What is planned and was held."""

    gatherings: tuple[GatheringLine, ...]


class ShowAgenda(Query):
    """Ask for the public agenda of an office: coming gatherings, and whom it seeks; of nobody in particular.

    Of those who come nothing is told but that it is full: then `roomFor` is 0.
    """

    language: Spoken = "nl"


class Agenda(Answer):
    """What anybody may know."""

    office: str = Field(description="What the office is called.", examples=["Utrecht"])
    gatherings: tuple[GatheringLine, ...]
    sought: tuple[str, ...] = Field(
        (), description="Whom is sought, a sentence each; never from fewer than 10 requests."
    )


class ListHelpdesk(Query):
    """Ask which questions wait, the longest waiting first."""

    closed_too: bool = False


class HelpdeskLine(Answer):
    """One question."""

    helpdesk_id: Key
    coordinator_id: Key
    topic: Topic
    stage: str
    owner: str = Field("", description="Opaque id of who took it on; empty when nobody did.")
    answer_by: AwareDatetime
    overdue: bool = False


class HelpdeskList(Answer):
    """Which questions wait."""

    questions: tuple[HelpdeskLine, ...]


class ListOwnQuestions(Query):
    """Ask which questions whoever asks put to the helpdesk, the newest first."""

    of_oneself: ClassVar[bool] = True

    before: Cursor = Field("", description="Go on with older ones than this: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class OwnQuestions(Answer):
    """The questions of one person, without what was asked."""

    questions: tuple[HelpdeskLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `before`; empty on the last one.")


class ShowHelpdeskCase(Query):
    """Ask for one question and its answer; the coordinator's own, or the office's."""

    helpdesk_id: Key

    def key(self) -> str:
        """Give the question's id."""
        return self.helpdesk_id


class HelpdeskShown(Answer):
    """One question and its answer."""

    line: HelpdeskLine
    question: str
    answer: str = Field("", description="Empty until it is answered.")


class ListLoans(Query):
    """Ask what this office asked of its neighbours, and what they ask of it."""


class LoanLine(Answer):
    """One loan, as this office sees it."""

    loan_id: Key
    borrowing: bool = Field(description="True: this office asked; false: it was asked.")
    other_office: Office
    stage: str
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...] = ()
    answer_by: AwareDatetime
    case_id: Key | None = Field(None, description="The own case, when this office asked.")
    coordinator_id: Key | None = Field(None, description="The own coordinator, or the guest.")


class LoanList(Answer):
    """What was asked between offices."""

    loans: tuple[LoanLine, ...]


class RankForLoan(Query):
    """Ask whom this office could lend, by type and language; nothing else is known of the case."""

    loan_id: Key
    language: Spoken = "en"
    limit: int = Field(25, ge=1, le=200)

    def key(self) -> str:
        """Give the one-time id."""
        return self.loan_id
