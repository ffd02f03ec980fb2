"""Log lines: structured, one JSON object a line, and never anything personal: ids, kinds, codes and counts only.

Kring's own lines say in their fields what they say. What other libraries write, and what nobody caught, comes out as
the same JSON by its place and kind alone, for its words may hold what a family told.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, TextIO

import structlog
from structlog.typing import FilteringBoundLogger

from kring_shared.runtime.logs import others
from kring_shared.runtime.logs.about import About, about, name_delivery, name_trace
from kring_shared.runtime.logs.faults import fault_of

__all__ = ["LEVELS", "About", "about", "configure", "fault_of", "written_to"]
LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class _Printer(structlog.PrintLogger):
    """Prints lines; that a disk is full, or nobody reads any more, stops no work."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warning = error = critical = exception = msg


def configure(level: str = "info", *, stream: TextIO | None = None) -> None:
    """Set up logging for this process; `stream` is standard error unless given."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            name_delivery,
            name_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=_filtered(level),
        logger_factory=lambda *_: _Printer(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    others.speak_through_us()


@contextmanager
def written_to(stream: TextIO, level: str) -> Iterator[None]:
    """Write log lines of this level to a stream for a while; then it goes on as it was set up before."""
    with others.as_before():
        configure(level, stream=stream)
        yield


def _filtered(level: str) -> type[FilteringBoundLogger]:
    return structlog.make_filtering_bound_logger(LEVELS.get(level, logging.INFO))
