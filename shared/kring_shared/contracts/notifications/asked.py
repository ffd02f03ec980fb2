"""What people ask of notifications, and what it waits for."""

from typing import Self

from pydantic import AwareDatetime, Field, model_validator

from kring_shared.contracts.envelope import Answer, Command, Cursor, Deadline, Key, Query
from kring_shared.contracts.notifications.words import Arrived, Moment, ToTellBecause, Way, either
from kring_shared.contracts.sealed import Contact


class ReminderDue(Deadline):
    """The moment to remind the participants of day and place."""


class AnswerAwaited(Deadline):
    """The moment to remind a coordinator of a case that waits for their answer."""

    person_id: Key
    answer_by: AwareDatetime

    def keys(self) -> tuple[str, ...]:
        """Give the case."""
        return (self.case_id,)


class DigestDue(Deadline):
    """The moment to tell a coordinator, or the office, once a day what waits to be told; `case_id` is their own id."""


class RecordContactWishes(Command):
    """Note how somebody wants to hear from the office; what is absent stays as it was.

    People say it for themselves; the coordinator and the office write down what they were told.
    """

    case_id: Key
    person_id: Key
    ways: tuple[Way, ...] | None = Field(
        None, description=f"The most wished first: {', '.join(Way.to_people())}. Empty leaves it to the office."
    )
    neutral_sender: bool | None = Field(None, description="Nothing may show who writes: others read along.")
    large_print: bool | None = Field(None, description="Letters in large print.")
    do_not_contact: bool | None = Field(None, description="Not to be written to or called any more.")

    @model_validator(mode="after")
    def _each_way_once(self) -> Self:
        ways = self.ways or ()
        if len(set(ways)) < len(ways) or not set(ways) <= set(Way.to_people()):
            raise ValueError(f"name each way once; a person is reached by {either(Way.to_people())}")
        return self


class CorrectContact(Command):
    """Write down how somebody can be reached now."""

    case_id: Key
    person_id: Key
    contact: Contact = Field(repr=False)


class ResendMessage(Command):
    """Send a message again that failed, or that nobody knows of whether it arrived: a new decision of a person."""

    case_id: Key
    message_id: Key


class NoteTold(Command):
    """Note that a person told somebody what no message could, or could not reach them."""

    case_id: Key
    message_id: Key
    reached: bool = True


class ReportArrival(Command):
    """Note what a provider or a mailbox says became of a message."""

    message_id: Key = Field(description="As whoever carried it knows it: of this decision to send it.")
    arrived: Arrived
    code: str = Field(
        "",
        max_length=60,
        pattern=r"^[0-9A-Za-z._-]*$",
        description="The provider's own code; never its words, which may hold an address.",
        examples=["5.1.1"],
    )

    def key(self) -> str:
        """Give the message's id."""
        return self.message_id


class ListMessages(Query):
    """Ask which messages a case had; no content, no address."""

    case_id: Key
    status: str = Field("", max_length=20, description="Only those that stand so.", examples=["failed"])
    person_ids: tuple[Key, ...] = Field((), max_length=200, description="Only those to these people; empty for all.")
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")
    limit: int | None = Field(None, ge=1, le=200, description="Absent: all of them.")


class MessageLine(Answer):
    """One message."""

    message_id: Key
    moment: Moment
    person_id: Key
    language: str
    channel: str
    status: str
    wording: str = Field("", description="Version of the words.", examples=["3f9a1c02"])
    tries: int = Field(0, description="How often a channel tried to bring it.")
    because: ToTellBecause | None = Field(None, description="Why a person tells it, where that is so.")
    code: str = Field("", description="What stood in the way last.", examples=["kring.channel-away"])
    send_at: AwareDatetime | None = Field(None, description="When it goes out, or went out, at the earliest.")


class MessageList(Answer):
    """The messages of a case."""

    messages: tuple[MessageLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class ListToTell(Query):
    """Ask what of a case, or of the whole office, waits to be told by a person."""

    case_id: Key | None = Field(None, description="One case; absent is the office, which only its manager may ask.")
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")
    limit: int | None = Field(None, ge=1, le=200, description="Absent: all of them.")

    def key(self) -> str:
        """Give the case, where there is one."""
        return self.case_id or ""


class ToTellLine(Answer):
    """One thing to tell somebody."""

    message_id: Key
    case_id: Key
    person_id: Key
    moment: Moment
    because: ToTellBecause
    language: str
    coordinator_id: Key | None = Field(None, description="Who tells it; absent when the office does.")
    since: AwareDatetime


class ToTellList(Answer):
    """What waits to be told, the oldest first."""

    lines: tuple[ToTellLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class ShowToTell(Query):
    """Ask for what to say to somebody, and how to reach them."""

    case_id: Key
    message_id: Key


class ToTellShown(Answer):
    """What to say, ready to be read out; empty once the person is erased."""

    name: str = Field(examples=["Oma"])
    phone: str = Field(description="Empty when nobody knows one.", examples=["+31 6 12345678"])
    postal_address: str = Field(description="Empty when nobody knows one.", examples=["Lindestraat 1, 3500 AA Utrecht"])
    language: str = Field(description="The language `text` is in, BCP 47.", examples=["nl"])
    text: str = Field(repr=False, description="The whole letter, paragraphs with an empty line between them.")
    neutral: bool = Field(description="Say only to the person self who you are; leave no message behind.")
