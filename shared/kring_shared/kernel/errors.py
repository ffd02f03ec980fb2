"""Everything that can go wrong, in one tree: a stable code, an exit code, and words that say what to do.

Three kinds decide what the lane does: `Refused` (the caller's: answered, never tried again), `NotYet` (out of order, or
something we need is away: parked and tried again), and everything else, a `Fault` of ours (parked, tried a few times,
then a dead letter that a person sees).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Self


class KringError(Exception):
    """Any error Kring knows by name."""

    code: ClassVar[str] = "kring.error"
    exit_code: ClassVar[int] = 1


class Refused(KringError):
    """The caller asked for what cannot be done; the message says what can, and `why` tells it apart for a page."""

    code = "kring.refused"
    exit_code = 3
    why: str = ""
    details: Mapping[str, str] = MappingProxyType({})

    def because(self, why: str, **details: int | date | None) -> Self:
        """Give the reason a code of its own, and the numbers and days that belong to it: never anything of a person."""
        self.why, self.details = why, {n: str(v) for n, v in details.items() if v is not None}
        return self


class NotAllowedNow(Refused):
    """A step was asked for in a stage that does not offer it."""

    code = "kring.not-allowed-now"

    def __init__(self, *, asked: str, stage: str, possible: tuple[str, ...]) -> None:
        """Keep what was asked, where the case stands, and what is possible there."""
        self.asked, self.stage, self.possible = asked, stage, possible
        super().__init__(f"{asked} is not possible while {stage}; possible now: {', '.join(possible) or 'nothing'}")


class NotReady(Refused):
    """The stage offers the step, but something the field asks for is missing."""

    code = "kring.not-ready"

    def __init__(self, message: str, *missing: str) -> None:
        """Keep what is missing, as codes: a page says them in the language of whoever reads it."""
        self.missing = missing
        super().__init__(message)


class Paused(Refused):
    """The case waits: the regional manager first speaks with those concerned, and then resumes it."""

    code = "kring.paused"

    def __init__(self, asked: str) -> None:
        """Say what has to wait."""
        super().__init__(
            f"{asked} has to wait: this case is paused until the regional manager has spoken with those concerned "
            "and resumes it; ask the regional manager"
        )


class WasErased(Refused):
    """What was asked for was erased, because its term was over or because somebody asked."""

    code = "kring.erased"

    def __init__(self, on: date) -> None:
        """Say when, and what still can be done."""
        super().__init__(
            f"everything of this case was erased on {on}, and nothing can be done with it or read of it any more; "
            "whoever needs the route again makes a new request"
        )


class InvalidFields(Refused):
    """Fields are missing or wrong; `fields` points at each of them (JSON pointers), never at what was in them."""

    code = "kring.invalid-fields"

    def __init__(self, fields: tuple[str, ...], message: str = "") -> None:
        """Keep the pointers."""
        self.fields = fields
        super().__init__(message or f"these fields are missing or wrong: {', '.join(fields)}")


class NotFound(Refused):
    """Nothing is known under that id in this office."""

    code = "kring.not-found"


class NotPermitted(Refused):
    """This role may not do or see this, or not in this case."""

    code = "kring.not-permitted"


class NoActor(NotPermitted):
    """Who asks is not known: no signed actor came with it, or the signature is false or too old."""

    code = "kring.no-actor"


class UnknownMessage(Refused):
    """No service here knows a message of that name."""

    code = "kring.unknown-message"


class NotIndependent(Refused):
    """A coordinator with a tie to the case or to a deciding or helping body; nothing can switch this off."""

    code = "kring.not-independent"


class NotYet(KringError):
    """Out of order, or something we depend on is away: it will be tried again by itself."""

    code = "kring.not-yet"


class BusAway(KringError):
    """The bus does not answer."""

    code = "kring.bus-away"
    exit_code = 4


class NoAnswer(KringError):
    """The bus is there, but the service did not answer in time."""

    code = "kring.no-answer"
    exit_code = 4


class DatabaseTooNew(KringError):
    """The database was made by a newer Kring than this one."""

    code = "kring.database-too-new"
    exit_code = 9


class DatabaseAway(KringError):
    """The database does not answer, or refuses us."""

    code = "kring.database-away"
    exit_code = 10


class WrongSetup(KringError):
    """A setting is missing or wrong."""

    code = "kring.wrong-setup"
    exit_code = 2
