"""What notifications tells: where one message stands. Never its words, never an address."""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Fact, Key
from kring_shared.contracts.notifications.words import Moment, SuppressedBecause, ToTellBecause, Way


class NotificationQueued(Fact):
    """A message will be sent; told again when it is sent again, or by another channel."""

    message_id: Key
    moment: Moment
    person_id: Key
    language: str = Field(examples=["nl"])
    channel: str = Field(examples=["smtp"])
    send_at: AwareDatetime = Field(description="Not before: at night and on days of rest nobody is written to.")
    wording: str = Field("", description="Version of the words, from which they can be found.", examples=["3f9a1c02"])


class NotificationSent(Fact):
    """The channel took the message."""

    message_id: Key
    moment: Moment
    channel: str


class NotificationDelayed(Fact):
    """It could not go out now, and certainly did not; it is tried again (temporary failure)."""

    message_id: Key
    moment: Moment
    channel: str
    code: str = Field(examples=["kring.channel-away"])
    again_at: AwareDatetime


class NotificationDelivered(Fact):
    """It arrived, as the provider says; that somebody read it, nobody knows."""

    message_id: Key
    moment: Moment
    channel: str


class NotificationFailed(Fact):
    """A channel could not bring the message, for good (permanent failure), or nobody knows whether it did."""

    message_id: Key
    moment: Moment
    channel: str
    code: str = Field(examples=["kring.channel-refused"])


class NotificationToTell(Fact):
    """No message does it: a person tells it, by telephone or at home."""

    message_id: Key
    moment: Moment
    person_id: Key
    because: ToTellBecause


class NotificationTold(Fact):
    """A person told it."""

    message_id: Key
    moment: Moment


class NotificationUnreached(Fact):
    """A person tried to tell it, and could not reach them."""

    message_id: Key
    moment: Moment


class NotificationSuppressed(Fact):
    """A message was not sent, on purpose."""

    message_id: Key
    moment: Moment
    because: SuppressedBecause


class TranslationMissing(Fact):
    """There are no words in the language somebody knows best; the message says so, in the language it is in."""

    message_id: Key
    moment: Moment
    wanted: str = Field(description="BCP 47.", examples=["ti"])
    used: str = Field(description="BCP 47.", examples=["nl"])


class ContactWishesRecorded(Fact):
    """Somebody said how they want to hear from the office."""

    person_id: Key
    ways: tuple[Way, ...] = Field(description="The most wished first; empty leaves it to the office.")
    neutral_sender: bool
    large_print: bool
    do_not_contact: bool


class ContactCorrected(Fact):
    """How to reach somebody changed; what could not be brought before can be sent again."""

    person_id: Key
