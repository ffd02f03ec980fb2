"""Which delivery a line is about: said once where it is taken up, and named in every line until it is put down."""

import re
from contextvars import ContextVar
from typing import Final, NamedTuple

from opentelemetry import trace
from structlog.typing import EventDict, WrappedLogger

OPAQUE: Final = re.compile(r"[0-9a-f]{32}(-[a-z0-9-]{1,24})?")
"""An id that Kring made; whatever else stands where an id belongs was put there by somebody, and could be a name."""
KIND: Final = re.compile(r"[a-z-]{1,40}([./][a-z0-9-]{1,60}){0,3}")
OFFICE: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
NOT_SHOWN: Final = "not-shown"


class About(NamedTuple):
    """One message on its way through a service, or one question to it."""

    service: str
    kind: str = ""
    office: str = ""
    message: str = ""
    case: str = ""


_NOW: Final[ContextVar[About | None]] = ContextVar("about", default=None)


def about(delivery: About | None) -> None:
    """Say what this thread or task works on from now on; None when on nothing in particular."""
    _NOW.set(delivery)


def name_delivery(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Name the delivery in a line, as far as its parts are of the form that Kring gives them."""
    now = _NOW.get()
    if now is not None:
        for name, form in (("kind", KIND), ("office", OFFICE), ("message", OPAQUE), ("case", OPAQUE)):
            if value := getattr(now, name):
                line.setdefault(name, value if form.fullmatch(value) else NOT_SHOWN)
        line.setdefault("service", now.service)
    return line


def name_trace(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Name the trace that is being recorded, so that a line and its trace find each other."""
    span = trace.get_current_span()
    if span.is_recording():
        line["trace_id"] = trace.format_trace_id(span.get_span_context().trace_id)
    return line
