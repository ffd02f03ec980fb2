"""What a notifications plugin offers: one channel that brings messages to people."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol, runtime_checkable

from kring_notifications.domain import AddressKind
from kring_shared.contracts.notifications import Arrived, Moment, Way
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import KringError

LADDER: Final = "1 2 3 4 5 6 7 8 9 10"
"""A line of a letter's text that is nothing but this is where somebody gives a mark: on paper, ten boxes."""
NEW_SHEET: Final = "---"
"""A paragraph that is nothing but this begins another sheet, which is given back: nothing on it says whose it is."""


class ChannelRefused(KringError):
    """The channel will never bring this message, and is sure that it did not go out; its code is told, not its words.

    Another way is tried.
    """

    code = "kring.channel-refused"


class ChannelAway(ChannelRefused):
    """The channel could not be reached, so nothing went out; it is tried again later."""

    code = "kring.channel-away"


class ChannelBusy(ChannelAway):
    """The channel said: not now. Nothing went out; it is tried again later."""

    code = "kring.channel-busy"


class ChannelUnclear(ChannelRefused):
    """The message may have gone out, or may not; a person looks, unless sending the same twice arrives once."""

    code = "kring.unclear"


@dataclass(frozen=True)
class Letterhead:
    """Who writes, as a letter may show it; empty fields are left out. There is none when nothing may show who it is."""

    title: str
    organisation: str
    telephone: str = ""
    address: str = ""
    website: str = ""
    colour: str = ""
    logo: bytes | None = field(default=None, repr=False)
    """A PNG or SVG picture."""


@dataclass(frozen=True)
class Letter:
    """A message ready to go: the one place where words and an address stand open, for as long as sending takes."""

    message_id: str
    """Of this decision to send it: the same at every try, another one when a person has it sent again."""
    moment: Moment
    language: str
    """BCP 47, of the words."""
    subject: str
    """Neutral: nothing of what it is about, nothing filled in. Empty for short words."""
    text: str = field(repr=False)
    """Paragraphs, an empty line between them; one short paragraph for short words."""
    contact: Contact = field(repr=False)
    sender: str
    """The office's e-mail address."""
    sender_name: str
    """Empty when the message must not show who it is from."""
    written_at: datetime
    """In the time zone in which the office names a time: a letter of half past midnight bears the new day."""
    office: str = ""
    """The office's id, for whoever sorts by it; never shown to the person."""
    right_to_left: bool = False
    preview: str = ""
    """What a mail program may show of it in a list: one sentence that says nothing."""
    letterhead: Letterhead | None = None
    """None when nothing may show who writes."""
    calendar: bytes | None = field(default=None, repr=False)
    """The day for the person's own calendar (iCalendar), when they asked for it and the message is about it."""
    calendar_method: str = ""
    """`REQUEST` or `CANCEL`, where there is a calendar file."""
    large_print: bool = False
    reference: str = ""
    """For another organisation's system: what it calls the request."""
    case_id: str = ""
    """For another organisation's system: the request's id, which it got with its receipt."""


class Channel(Protocol):
    """One way to bring messages."""

    name: str
    way: Way
    """How it comes to the person; whether it gets the short words or the whole letter follows from it."""
    disturbs: bool
    """Whether a telephone may ring or light up at home: then it waits for the morning, and for a working day."""
    repeatable: bool
    """Whether the same message sent twice arrives once, because the other side knows its id."""
    at_once: int
    """How many messages it takes at the same time; the others wait, and can be called back until they begin."""
    patience: tuple[timedelta, ...]
    """How long after each `ChannelAway` it is tried again; then another way is tried."""

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Tell whether somebody with these kinds of address can be reached. Pure: no I/O, no clock."""

    async def send(self, letter: Letter) -> None:
        """Carry out a letter, once; returning means that the channel took it.

        Raises:
            ChannelAway: it certainly did not go out, and may later.
            ChannelRefused: it certainly did not go out, and never will by this channel.
            ChannelUnclear: nobody can tell. Anything else that is raised counts as this one.
        """


@runtime_checkable
class Forgets(Protocol):
    """A channel that leaves what it sends where somebody can still read it here, and can take it away again."""

    async def forget(self, sending_ids: Collection[str]) -> None:
        """Take away all that is left of these messages; ids are `Letter.message_id`. Returning means that it is gone.

        Of ids the channel never had, there is nothing to do; it may be asked again. Whatever is raised, it is asked
        again later, and until then nobody is told that it is gone.
        """


@runtime_checkable
class Follows(Protocol):
    """A channel that can be asked later what became of a message."""

    looks_after: tuple[timedelta, ...]
    """How long after sending it is asked; until it says `delivered` or `bounced`."""

    async def became(self, message_id: str) -> Arrived | None:
        """Say what became of a message; nothing when that is not known (yet), or the channel is away."""
