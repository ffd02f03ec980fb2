"""What notifications needs from outside: that a letter is carried out after the commit, and what came of it."""

from datetime import date
from typing import Final, Protocol

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Key, Message, Office
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact, Sealed

DELIVER: Final = "deliver"
"""The errand's name."""
TO_COORDINATOR: Final = "deliver-to-coordinator"
"""The same errand for a letter to a coordinator; either is known by the message's id, so that one is called back."""


class Delivery(Message):
    """One letter to carry out: no words yet, and the address still sealed."""

    message_id: Key
    moment: Moment
    language: str
    channel: str
    office: Office
    neutral_sender: bool
    contact: Sealed[Contact]
    at: AwareDatetime | None = Field(None, description="The moment the letter speaks of, where it speaks of one.")
    last_day: date | None = Field(None, description="Until when something can be done, where that is known.")


class Ended(Protocol):
    """What came of a delivery."""

    @property
    def case_id(self) -> str:
        """Give the case."""

    @property
    def code(self) -> str:
        """Give `kring.done`, or why it could not be done."""

    @property
    def body(self) -> str:
        """Give the delivery as it was sent out, JSON."""
