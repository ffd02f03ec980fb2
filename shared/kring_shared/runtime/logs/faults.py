"""What a line says of an error: its type, its code and the line of code; its words could be about a family."""

import errno
import os
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from sqlalchemy.exc import DBAPIError

from kring_shared.kernel.errors import KringError

TRACEBACK: Final = "KRING_TRACEBACK"
OURS: Final = "kring_"


def fault_of(error: BaseException) -> dict[str, str]:
    """Give the fields that say what went wrong and where; with `KRING_TRACEBACK` set also all of its words."""
    said = {"fault": type(error).__name__, "where": where_of(error.__traceback__), "code": code_of(error)}
    if os.environ.get(TRACEBACK):
        said["traceback"] = "".join(traceback.format_exception(error))
    return {name: value for name, value in said.items() if value}


def where_of(place: TracebackType | None) -> str:
    """Name the innermost line of ours that an error came through, or the innermost of all where none is ours."""
    ours = last = ""
    while place is not None:
        file = Path(place.tb_frame.f_code.co_filename)
        last = f"{file.name}:{place.tb_lineno}"
        ours = last if OURS in str(file) else ours
        place = place.tb_next
    return ours or last


def code_of(error: BaseException) -> str:
    """Give the stable code of an error: Kring's own, the database's, or the machine's; nothing where it has none."""
    if isinstance(error, KringError):
        return error.code
    if isinstance(error, DBAPIError):
        of_database = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorname"))
        return next((code for code in of_database if code), "")
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
