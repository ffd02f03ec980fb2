"""What a notifications plugin offers: one channel that carries letters to people."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kring_notifications.domain import AddressKind
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import KringError


class ChannelRefused(KringError):
    """The channel did not take the letter, and is sure that it did not go out; its code is told, its words are not."""

    code = "kring.channel-refused"


class ChannelAway(ChannelRefused):
    """The channel could not be reached, so nothing went out."""

    code = "kring.channel-away"


class ChannelUnclear(ChannelRefused):
    """The letter may have gone out, or may not; a person looks, and it is not sent again by itself."""

    code = "kring.unclear"


@dataclass(frozen=True)
class Letter:
    """A letter ready to go: the one place where words and an address stand open, for as long as sending takes."""

    message_id: str
    moment: Moment
    language: str
    subject: str
    text: str = field(repr=False)
    contact: Contact = field(repr=False)
    sender: str
    """The office's e-mail address."""
    sender_name: str
    """Empty when the letter must not show who it is from."""
    written_at: datetime


class Channel(Protocol):
    """One way to carry letters."""

    name: str

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Tell whether somebody with these kinds of address can be reached. Pure: no I/O, no clock."""

    async def send(self, letter: Letter) -> None:
        """Carry out a letter, once; returning means that it went out.

        Raises:
            ChannelRefused: it did not, or (`ChannelUnclear`) nobody can tell.
        """
