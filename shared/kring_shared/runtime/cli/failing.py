"""How a command fails: one line that says what went wrong and what to do, a documented exit code, never a traceback."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer
from typer.exceptions import Abort, TyperException

STOPPED: Final = 130
FAULT: Final = 1
REFUSED: Final = 3
EXIT_CODES: Final = """Exit codes
  0   done
  1   a fault of Kring's own; KRING_TRACEBACK=1 shows all of it, names included
  2   a word, a setting or the JSON is wrong
  3   refused: not possible now, not permitted, not found, not known, or a field is wrong
  4   the bus or a service does not answer or is not ready, or `kring doctor` found something wrong
  5   in use: another Kring works in the folder, or a service is at work
  6   the folder is not writable
  7   the port is taken
  8   no usable nats-server program
  9   a database or a backup was made by a newer Kring
  10  a database does not answer
  11  the bus did not start
  12  a service lost its lease
  13  a backup is damaged, or a database that was to be backed up
  130 stopped with Ctrl-C
"""


@dataclass(frozen=True)
class Failure:
    """What is said about an error: a stable code, one line, and how the program ends."""

    code: str
    message: str
    exit_code: int

    def say(self, *, as_json: bool) -> None:
        """Say it on standard error."""
        one_line = " ".join(self.message.split())
        if as_json:
            said = {"code": self.code, "message": one_line, "exitCode": self.exit_code}
            typer.echo(json.dumps(said, ensure_ascii=False), err=True)
        else:
            typer.echo(f"kring: {one_line}", err=True)


def failure_of(error: BaseException) -> Failure:
    """Say what went wrong, in words that hold nothing of what a family told."""
    if isinstance(error, KeyboardInterrupt | Abort):
        return Failure("kring.stopped", "stopped", STOPPED)
    if isinstance(error, TyperException):
        return Failure("kring.wrong-usage", f"{error.format_message().rstrip('. ')}{_see_help(error)}", 2)
    # Only imported when something failed, so that `kring --help` need not wait for it.
    from kring_shared.kernel.errors import BusAway, KringError

    if isinstance(error, KringError):
        receipt = getattr(error, "receipt", None)
        return Failure(receipt.code if receipt else error.code, str(error), error.exit_code)
    if type(error).__module__.partition(".")[0] == "nats":
        message = "the bus went away while it was asked: check that it runs, then try again"
        return Failure(BusAway.code, message, BusAway.exit_code)
    return _fault(error)


def _see_help(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"; see `{context.command_path} --help`" if context is not None else ""


def _fault(error: BaseException) -> Failure:
    """Name the kind of a fault and its place in our code; its own words could be about a family."""
    if os.environ.get("KRING_TRACEBACK"):
        raise error
    at, place = error.__traceback__, ""
    while at is not None:
        code = at.tb_frame.f_code
        if "kring_" in code.co_filename:
            place = f" in {Path(code.co_filename).name} line {at.tb_lineno}"
        at = at.tb_next
    message = f"this is our fault: {type(error).__name__}{place}; nothing more is known to have happened. Tell us."
    return Failure("kring.fault", message, FAULT)
