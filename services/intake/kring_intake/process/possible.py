"""What can be done with a request now: what its stage offers, less what waits."""

from typing import Final

from kring_intake.process.held import HELD, Held
from kring_intake.process.request import Stage, table_of
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RejectRequest, WithdrawRequest

ALWAYS: Final[tuple[type[Command], ...]] = (WithdrawRequest, RejectRequest)
"""What is possible also while a request waits, as far as its stage offers it."""


def possible(stage: Stage, held: Held) -> tuple[str, ...]:
    """Name the commands that can be given, sorted."""
    here = table_of(stage).possible(stage)
    if held is Held.FREE:
        return here
    still = {command.name for command in ALWAYS}
    return tuple(sorted({*HELD.possible(held), *(name for name in here if name in still)}))
