"""What notifications needs from outside: that a message is carried out after the commit, and what came of it."""

from datetime import date
from typing import Final, Protocol

from pydantic import AwareDatetime, Field

from kring_notifications.domain import FormOut
from kring_shared.contracts.envelope import EPOCH, Key, Message, Office
from kring_shared.contracts.notifications import Arrived, Moment
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.sealed import Contact, Sealed

DELIVER: Final = "deliver"
"""The errand's name; it is known by the message's id, so that one message is called back."""
LOOK_AFTER: Final = "look-after"
"""The errand that asks a channel what became of a message."""

FORGET: Final = "forget"
"""The errand that has channels take away what was sent; it is known by the case."""

DONE: Final = "kring.done"
ERASED: Final = "kring.erased"
"""The codes of a delivery that was carried out, and of one to a person who was erased; any other says why it failed."""
AT_NIGHT: Final = "kring.at-night"
RESTING: Final = "kring.channel-resting"
OTHER_WORDS: Final = "kring.other-words"
TOO_LATE: Final = "kring.too-late"
VAULT_AWAY: Final = "kring.vault-away"
NOT_TRIED: Final = frozenset({AT_NIGHT, RESTING, OTHER_WORDS, TOO_LATE, VAULT_AWAY})
"""The codes of deliveries that were not even tried.

It is night, the channel rests, the words were changed, it came too late, or the keys are away; no channel is to blame.
"""
WAIT_A_LITTLE: Final = frozenset({RESTING, VAULT_AWAY})
"""Those of them that are tried again after a while as they are; the others are queued anew."""
NOT_CONNECTED: Final = "kring.not-connected"
"""The code of an event for a system that never asked to hear: that is no failure, and nobody has to look."""
AWAY: Final = frozenset({"kring.channel-away", "kring.channel-busy"})
"""The codes of what certainly did not go out, and may later."""
UNCLEAR: Final = frozenset({"kring.unclear", "kring.errand-failed"})
"""The codes of what may have gone out."""


class LinkOut(Message):
    """The personal link in a message: what its secret follows from under the office's key, and until when it opens."""

    seed: str
    closes_at: AwareDatetime


class Delivery(Message):
    """One message to carry out: no words yet, and the address still sealed."""

    message_id: Key
    sending_id: str = Field("", description="What the channel knows it by, where that is not the message's own id.")
    case_id: Key
    person_id: Key
    moment: Moment
    language: str
    wording: str = Field("", description="Version of the words it was queued in.")
    channel: str
    office: Office
    neutral_sender: bool
    contact: Sealed[Contact]
    at: AwareDatetime | None = Field(None, description="The moment the letter speaks of, where it speaks of one.")
    last_day: date | None = Field(None, description="Until when something can be done, where that is known.")
    count: int | None = Field(None, description="How many, where the letter says so.")
    before: AwareDatetime | None = Field(None, description="From when on it is of no use any more.")
    wished: str = Field("", description="The language the person knows best, when the words are in another.")
    calendar: bool = Field(default=False, description="Bring the day for their calendar along.")
    sequence: int = Field(0, description="How often that day was planned, moved or called off.")
    large_print: bool = False
    reference: str = Field("", description="For another organisation's system: what it calls the request.")
    form: FormOut | None = Field(None, description="The form in it, where there is one.")
    link: LinkOut | None = Field(None, description="The personal link in it, where there is one.")

    @property
    def sent_as(self) -> str:
        """Give what the channel knows it by: another id for each decision to send it."""
        return self.sending_id or self.message_id


class LookAfter(Message):
    """One message that a channel took: what became of it."""

    message_id: Key
    sending_id: str = Field("", description="As in the delivery.")
    channel: str
    look: int = Field(0, description="How often it was asked before.")
    sent_at: AwareDatetime = Field(EPOCH, description="When the channel took it.")


class Forget(Message):
    """Messages of which nothing may be left in any channel of ours."""

    case_id: Key
    sending_ids: tuple[str, ...] = Field(description="What channels know them by.")
    order: ErasureOrdered | None = Field(None, description="Answered when they are gone; none where nobody waits.")


class Ended(Protocol):
    """What came of an errand."""

    @property
    def case_id(self) -> str:
        """Give what it was known by: the message's id."""

    @property
    def code(self) -> str:
        """Give `kring.done`, or why it could not be done."""

    @property
    def body(self) -> str:
        """Give the errand as it was sent out, JSON."""


ARRIVED: Final = {f"kring.{arrived}": arrived for arrived in Arrived}
"""The codes of an errand that asked what became of a message."""
