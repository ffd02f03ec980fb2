"""Log lines: structured, one JSON object a line, and never anything personal: ids, kinds and counts only."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

import structlog

LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(level: str = "info", *, stream: TextIO | None = None) -> None:
    """Set up logging for this process; `stream` is standard error unless given."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS.get(level, logging.INFO)),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


@contextmanager
def written_to(stream: TextIO, level: str) -> Iterator[None]:
    """Write log lines of this level to a stream for a while; then it goes on as it was set up before."""
    before = structlog.get_config()
    configure(level, stream=stream)
    try:
        yield
    finally:
        structlog.configure(**before)
