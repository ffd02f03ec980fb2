"""What others write to the log: libraries by `logging` and `warnings`, and Python itself of what nobody caught.

None of their words are written: they quote rows, addresses and what was sent. Where they spoke, and what kind of error
it was, is enough to look it up; `KRING_TRACEBACK` shows the words to who may read them.
"""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final

import structlog

from kring_shared.runtime.logs.faults import TRACEBACK, fault_of

FROM: Final = logging.WARNING
"""However much is asked of Kring, a library's chatter says nothing without its words."""
log = structlog.get_logger()


class Wordless(logging.Handler):
    """Writes that a library spoke, how loudly and where; never what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line."""
        said = {"library": record.name, "where": f"{record.filename}:{record.lineno}"}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said |= fault_of(error)
        if os.environ.get(TRACEBACK):
            said["words"] = record.getMessage()
        log.log(max(FROM, min(record.levelno, logging.ERROR)), "library.spoke", **said)


def speak_through_us() -> None:
    """Have everything that others would write to standard error come out as a line of ours."""
    logging.captureWarnings(capture=True)
    for name in [name for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)]:
        _lay_down(logging.getLogger(name))
    logging.root.handlers = [Wordless()]
    logging.root.setLevel(FROM)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


@contextmanager
def as_before() -> Iterator[None]:
    """Put back afterwards what is changed meanwhile."""
    root, hooks = logging.root, (sys.excepthook, threading.excepthook, sys.unraisablehook)
    ours = structlog.get_config() if structlog.is_configured() else None
    handlers, level, shows = root.handlers, root.level, logging._warnings_showwarning  # type: ignore[attr-defined] # noqa: SLF001 - the only place that tells
    try:
        yield
    finally:
        root.handlers, sys.excepthook, threading.excepthook, sys.unraisablehook = handlers, *hooks
        root.setLevel(level)
        logging.captureWarnings(capture=shows is not None)
        structlog.reset_defaults() if ours is None else structlog.configure(**ours)


def _lay_down(logger: logging.Logger) -> None:
    """Take from a library the handlers it brought along."""
    logger.handlers, logger.propagate = [], True


def _uncaught(_kind: type[BaseException], error: BaseException, _at: TracebackType | None) -> None:
    log.error("nobody.caught", **fault_of(error))


def _uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        log.error("nobody.caught", thread=given.thread.name if given.thread else "", **fault_of(given.exc_value))


def _unraisable(given: "sys.UnraisableHookArgs") -> None:
    if given.exc_value is not None:
        log.error("nobody.caught", **fault_of(given.exc_value))
