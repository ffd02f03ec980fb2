"""An outside system that refers over the bus, and reads its receipts there."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nats.js.errors import NotFoundError
from pydantic import ValidationError

from kring_shared.contracts.cloudevents import STRUCTURED, CloudEvent, NotACloudEvent, from_message
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.referral import RECEIPT_TYPE, ReferralReceipt
from kring_shared.runtime.bus.streams import RECEIPTS
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.testing.conformance.house import OFFICE, REFERS
from kring_shared.testing.conformance.invented import PERSONAL
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.steps import missing_in

if TYPE_CHECKING:
    from kring_shared.testing.conformance.playing import Play

WHERE: Final = "see docs/contracts/referrals"


@dataclass(frozen=True)
class Refer:
    """A system hands in an event, as it stands."""

    body: bytes
    what: str = "a referral"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": STRUCTURED})

    def __str__(self) -> str:
        """Say what was sent."""
        return f"{self.what} was handed in over the bus"

    async def taken(self, play: "Play") -> None:
        """Put it where referrals come in; sent again, it has an id of its own for the bus."""
        play.before = str(self)
        await self._publish(play)
        if play.kill is not None:
            await play.kill()
        if play.twice:
            await self._publish(play)

    async def _publish(self, play: "Play") -> None:
        headers = {**self.headers, MESSAGE_ID: play.street.new_id()}
        outside = play.street.house.outside.jetstream()
        await outside.publish(f"kring.{OFFICE}.referrals.{REFERS}", self.body, headers=headers)


@dataclass(frozen=True)
class Receipted:
    """The system reads a receipt with a code, in words, that says which event it answers."""

    event: str
    """The id of the event it answers."""
    code: str
    shows: Mapping[str, object] = field(default_factory=dict)
    once: bool = True
    """Whether no other receipt with this code answers the event; what nothing is kept of, is refused each time."""

    def __str__(self) -> str:
        """Say what is waited for."""
        return f"a receipt with {self.code} on kring.{OFFICE}.receipts.{REFERS}"

    async def taken(self, play: "Play") -> None:
        """Read it, once everything is told.

        Raises:
            NotConform: there is none, another one, or one too many.
        """
        await play.settled()
        came = [receipt for event, receipt in await _receipts(play) if event.extensions.get("inreplyto") == self.event]
        such = [receipt for receipt in came if receipt.code == self.code]
        if not such:
            codes = ", ".join(receipt.code for receipt in came) or "nothing"
            raise NotConform(f"after {play.before}: expected {self}; came {codes}; {WHERE}")
        if self.once and len(such) > 1:
            raise NotConform(f"after {play.before}: expected {self} once; came {len(such)} times; {WHERE}")
        if wrong := missing_in(such[-1].model_dump(mode="json", by_alias=True), self.shows):
            raise NotConform(f"after {play.before}: expected {self} with {wrong}; came {such[-1].to_json().decode()}")


@dataclass(frozen=True)
class Once:
    """A fact with these fields was told once by now, whatever it is about."""

    fact: type[Fact]
    shows: Mapping[str, object]

    async def taken(self, play: "Play") -> None:
        """Look through everything that was told.

        Raises:
            NotConform: it was told never, or more often.
        """
        await play.settled()
        heard = await play.street.ear.listen()
        times = sum(fact.kind == self.fact.kind() and not missing_in(fact.data, self.shows) for fact in heard)
        if times != 1:
            shown = " and ".join(f"{place} = {value}" for place, value in self.shows.items())
            said = f"told {times} times, expected 1: {self.fact.kind()} with {shown}"
            raise NotConform(f"after {play.before}: {said}; see docs/contracts/facts/{self.fact.kind()}.json")


async def _receipts(play: "Play") -> list[tuple[CloudEvent, ReferralReceipt]]:
    """Read every receipt of the system: each is a whole event, and holds nothing personal."""
    js, subject, place = play.street.house.admin.jetstream(), f"kring.{OFFICE}.receipts.{REFERS}", 0
    found = []
    with suppress(NotFoundError):
        while True:
            message = await js.get_msg(RECEIPTS, seq=place + 1, subject=subject, next=True)
            place, body = message.seq or 0, message.data or b""
            found.append(_read(subject, dict(message.headers or {}), body))
    return found


def _read(subject: str, headers: Mapping[str, str], body: bytes) -> tuple[CloudEvent, ReferralReceipt]:
    try:
        event = from_message(headers, body)
        receipt = ReferralReceipt.model_validate_json(event.data)
    except (NotACloudEvent, ValidationError) as error:
        raise NotConform(f"what it told on {subject} is no receipt: {error}; {WHERE}") from None
    if event.type != RECEIPT_TYPE or not (receipt.message.nl and receipt.message.en):
        raise NotConform(f"what it told on {subject} is no {RECEIPT_TYPE} in words; {WHERE}")
    if PERSONAL.lower() in body.decode(errors="replace").lower():
        raise NotConform(f"a receipt on {subject} holds a name or address in the clear")
    return event, receipt
