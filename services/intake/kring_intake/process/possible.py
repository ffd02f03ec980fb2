"""What can be done with a request now: what its stage offers and what can make it wait, or what lets it go on."""

from typing import Final

from kring_intake.process.held import HELD, Held
from kring_intake.process.request import BEFORE_ACCEPTANCE, UNDER_WAY, Stage, table_of
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RefuseConsent, RejectRequest, WithdrawRequest

ALWAYS: Final[tuple[type[Command], ...]] = (WithdrawRequest, RejectRequest)
"""What is possible also while a request waits, as far as its stage offers it."""
ON_ITS_WAY: Final = frozenset({*BEFORE_ACCEPTANCE, *UNDER_WAY})
"""Where a request can begin to wait; a talk cannot, and after an end nothing waits."""


def possible(stage: Stage, held: Held) -> tuple[str, ...]:
    """Name the commands that can be given, sorted."""
    here = table_of(stage).possible(stage)
    if held is not Held.FREE:
        still = {command.name for command in ALWAYS}
        return tuple(sorted({*HELD.possible(held), *(name for name in here if name in still)}))
    if stage not in ON_ITS_WAY:
        return here
    nobody_was_asked = {RefuseConsent.name} if stage is Stage.RECEIVED else set()
    return tuple(sorted({*here, *HELD.possible(held)} - nobody_was_asked))
