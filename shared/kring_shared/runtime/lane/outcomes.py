"""What became of a message, in one of a few words: those it is counted under, and those of log and traces."""

from typing import Final

from kring_shared.kernel.errors import KringError, Refused
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.parked import BEHIND, LADDER_SECONDS
from kring_shared.runtime.telemetry.counts import FAULT, PARKED, REFUSED

WAITS: Final = "waits"
DEAD: Final = "dead"


class DatabaseRefusedError(Exception):
    """The database refused what this one message would write."""


def counted_as(delivery: Delivery, error: Exception) -> str:
    """Say what an error makes of a message: a command is answered, all else is set apart."""
    if not isinstance(error, KringError):
        return FAULT
    return REFUSED if delivery.origin is Origin.COMMAND or isinstance(error, Refused) else PARKED


def said_of(delivery: Delivery, error: Exception) -> str:
    """Say the same to who looks at one message: also whether it waits for another, or for a person."""
    counted = counted_as(delivery, error)
    if counted == FAULT or delivery.origin is Origin.COMMAND:
        return counted
    if str(error) == BEHIND:
        return WAITS
    return DEAD if counted == REFUSED or (delivery.tries or 0) >= len(LADDER_SECONDS) else PARKED
