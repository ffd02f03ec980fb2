"""What the log says of each message of a batch: what became of it, by codes; written when the batch is committed.

What is done is said at level debug only. Of a message of which only the day is told nothing is said but its faults, and
those without its case: a line says the moment.
"""

import logging
from typing import Final, NamedTuple

import structlog

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.declared.routes import Delivery, Origin, Read
from kring_shared.runtime.lane.newer import NEWER
from kring_shared.runtime.logs import About, about, fault_of

log = structlog.get_logger()
UNKNOWN: Final = "unknown"
"""Stands for the kind of a message that is not known here: whatever its sender wrote there is no word of ours."""
LEVEL_OF: Final = {"done": "debug", "waits": "debug", "refused": "info", "parked": "info", "dead": "warning"}
"""How loudly it is said; a fault is an error."""


class _Line(NamedTuple):
    about: About
    outcome: str
    said: dict[str, str]


class Lines:
    """The lines of one batch; those of a batch that is undone are never written."""

    def __init__(self, service: str = "") -> None:
        """Hold nothing yet."""
        self._service, self._lines = service, list[_Line]()
        self._says_all: bool = log.is_enabled_for(logging.DEBUG)

    def begin(self, r: Read) -> None:
        """Have every line name this message, until the next has its turn."""
        about(_about(self._service, r.delivery, type(r.message), r.message.key()))

    def done(self, r: Read, trace: str) -> None:
        """Note that it was done; `trace` is where it stands, as a `traceparent`."""
        if self._says_all:
            self._add(r.delivery, type(r.message), r.message.key(), "done", {}, trace)

    def failed(self, r: Read, error: Exception, outcome: str, trace: str) -> None:
        """Note that it was refused, parked or set apart, or went wrong by our fault."""
        said = {"code": error.code} if isinstance(error, KringError) else fault_of(error)
        self._add(r.delivery, type(r.message), r.message.key(), outcome, said, trace)

    def unread(self, delivery: Delivery, model: type[Named] | None, code: str, trace: str) -> None:
        """Note that it could not be understood."""
        outcome = "refused" if delivery.origin is Origin.COMMAND else "dead"
        self._add(delivery, model, "", outcome, {"code": code}, trace)

    def write(self) -> None:
        """Write what became of them; the batch was committed."""
        for line in self._lines:
            about(line.about)
            getattr(log, LEVEL_OF.get(line.outcome, "error"))(f"{self._service}.delivery.{line.outcome}", **line.said)
        about(None)

    def _add(
        self, delivery: Delivery, model: type[Named] | None, key: str, outcome: str, said: dict[str, str], trace: str
    ) -> None:
        """Note a line, but for what would tell the hour of what only the day is told of."""
        of_a_day = model is not None and model.day_only
        if of_a_day and outcome != "fault":
            return
        said["origin"] = delivery.origin.value
        if trace and not of_a_day:
            said["trace_id"] = trace.split("-")[1]
        self._lines.append(_Line(_about(self._service, delivery, model, key), outcome, said))


def _about(service: str, delivery: Delivery, model: type[Named] | None, key: str) -> About:
    if model is None or model.service == NEWER.model.service:
        return About(service, UNKNOWN, delivery.office, delivery.id, key)
    if model.day_only:
        return About(service, delivery.kind)
    # The one-time ids of what goes between offices must not lie beside a case.
    return About(service, delivery.kind, delivery.office, delivery.id, "" if model.goes_between_offices() else key)
