"""Holds what became of a letter, and what came to the mail server, against what somebody was to be written."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kring_shared.contracts import notifications as n
from kring_shared.contracts.envelope import Fact
from kring_shared.testing.conformance.ear import Told
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.steps import WITHIN_SECONDS
from kring_shared.testing.waiting import NeverHappened, until

if TYPE_CHECKING:
    from kring_shared.testing.conformance.playing import Play

ENDS: Final = (n.NotificationSent, n.NotificationFailed)


@dataclass(frozen=True)
class Letter:
    """Somebody is written to at a moment, and what became of it is told, in whatever order several letters go.

    Who was killed while a letter was on its way may tell it as failed: whether it arrived nobody knows then.
    """

    case: str
    moment: n.Moment
    to: str
    """The person, by the word that a scenario has for them."""
    ends: type[Fact] = n.NotificationSent
    queued: int = 1
    """How often it was decided to send it, this time counted."""

    def __str__(self) -> str:
        """Say what is waited for."""
        return f"{self.ends.kind()} of the letter {self.moment} to {self.to}"

    async def taken(self, play: "Play") -> None:
        """Wait for its end, and hold it to have been queued and ended no more often.

        Raises:
            NotConform: it did not end so, or more than once.
        """
        wanted = {self.ends.kind()} | ({n.NotificationFailed.kind()} if play.kill is not None else set())

        async def is_over() -> bool:
            return any(fact.kind in wanted for fact in await self._heard(play))

        with suppress(NeverHappened):
            await until(is_over, str(self), within=WITHIN_SECONDS)
        await play.settled()
        heard = await self._heard(play)
        queued = sum(fact.kind == n.NotificationQueued.kind() for fact in heard)
        ended = sum(fact.kind in wanted for fact in heard)
        if (queued, ended) != (self.queued, 1):
            told = ", ".join(fact.kind for fact in heard) or "nothing"
            expected = f"{self.queued} times {n.NotificationQueued.kind()}, and once {self}"
            raise NotConform(f"after {play.before}: expected {expected}; told of this letter: {told}")
        play.taken += heard

    async def _heard(self, play: "Play") -> list[Told]:
        """Give what was told of it: that it is queued names the person, and from then on the message's id is enough."""
        told = [fact for fact in await play.street.ear.listen() if fact.about == self.case]
        person, queued = play.some.id(self.to), n.NotificationQueued.kind()
        ids = {
            fact.data.get("messageId")
            for fact in told
            if fact.kind == queued and (fact.data.get("moment"), fact.data.get("personId")) == (self.moment, person)
        }
        kinds = {queued, *(end.kind() for end in ENDS)}
        return [fact for fact in told if fact.kind in kinds and fact.data.get("messageId") in ids]


@dataclass(frozen=True)
class Mail:
    """So many letters came to somebody in all; who was killed may have lost what it then told as failed."""

    to: str
    """The person, by the word that a scenario has for them; their address is said in no failure."""
    times: int

    def __str__(self) -> str:
        """Say what is expected."""
        return f"{self.times} letters in all to {self.to}"

    async def taken(self, play: "Play") -> None:
        """Count them: what was told of them went out before.

        Raises:
            NotConform: it is another number.
        """
        await play.settled()
        came = play.street.house.mailbox.came[play.some.contact(self.to).email]
        least = self.times if play.kill is None else self.times - self._failed(play)
        if not least <= came <= self.times:
            told = f"{came} came to the mail server that KRING_PLUGIN_SETTINGS names"
            raise NotConform(f"after {play.before}: expected {self}; {told}")

    def _failed(self, play: "Play") -> int:
        """Count what was told of theirs as failed: that it was queued names the person, the rest names the message."""
        person, queued = play.some.id(self.to), n.NotificationQueued.kind()
        theirs = {
            fact.data["messageId"] for fact in play.taken if fact.kind == queued and fact.data["personId"] == person
        }
        failed = [fact for fact in play.taken if fact.kind == n.NotificationFailed.kind()]
        return sum(fact.data["messageId"] in theirs for fact in failed)
