"""Holds what came to the mail server against what somebody was to be written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kring_shared.testing.conformance.playing import NotConform

if TYPE_CHECKING:
    from kring_shared.testing.conformance.playing import Play


@dataclass(frozen=True)
class Mail:
    """So many letters came to somebody, once everything is settled; where it was killed meanwhile, no more of them."""

    to: str
    """Their address; none of it is said in a failure."""
    who: str
    times: int

    def __str__(self) -> str:
        """Say what is waited for."""
        return f"{self.times} letters to {self.who}"

    async def taken(self, play: "Play") -> None:
        """Count them: what was told of them went out before.

        Raises:
            NotConform: it is another number.
        """
        await play.settled()
        came, least = play.street.house.mailbox.came[self.to], self.times if play.kill is None else 0
        if not least <= came <= self.times:
            told = f"{came} came to the mail server that KRING_PLUGIN_SETTINGS names"
            raise NotConform(f"after {play.before}: expected {self}; {told}")
