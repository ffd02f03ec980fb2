"""What became of a message, in one of the few words it is counted under."""

from kring_shared.kernel.errors import KringError, Refused
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.telemetry.counts import FAULT, PARKED, REFUSED


class DatabaseRefusedError(Exception):
    """The database refused what this one message would write."""


def outcome_of(delivery: Delivery, error: Exception) -> str:
    """Say what an error makes of a message: a command is answered, all else is set apart."""
    if not isinstance(error, KringError):
        return FAULT
    return REFUSED if delivery.origin is Origin.COMMAND or isinstance(error, Refused) else PARKED
