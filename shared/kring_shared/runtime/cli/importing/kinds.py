"""The kinds of lists there are: how a file of each is read for an office, and what it is held beside."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from kring_shared.contracts.actor import Actor
from kring_shared.kernel.candidate_letter import MOST_BYTES, SUFFIXES, read_letter
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.past_figures import read_past_figures
from kring_shared.kernel.register_file import RegisterFile, read_candidates, read_coordinators
from kring_shared.kernel.running_cases import read_running_cases
from kring_shared.kernel.spreadsheet import SheetRow
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.cli.desk import Desk
from kring_shared.runtime.cli.importing.carrying_out import Import, Now, TakeOver
from kring_shared.runtime.cli.importing.comparing import CandidatesNow, CoordinatorsNow, PastFiguresNow
from kring_shared.runtime.cli.importing.spreadsheets import read_spreadsheet
from kring_shared.runtime.cli.importing.taking_over import RunningCasesNow
from kring_shared.runtime.cli.writing import one_office


@dataclass(frozen=True)
class Kind:
    """One kind of list."""

    read: Callable[[Path, str], RegisterFile[Any]]
    now: Callable[[Client, Actor], Now]
    carried_out: type[Import] = Import


def rows_in(file: Path) -> tuple[SheetRow, ...]:
    """Give the rows of a spreadsheet; raises `BadParameter` when it cannot be opened."""
    try:
        return read_spreadsheet(file)
    except OSError as error:
        raise _unreadable(file, error) from None


def _candidates(file: Path, office: str) -> RegisterFile[Any]:
    """Read a list of candidates, or the letter of one."""
    if file.suffix.lower() not in SUFFIXES:
        return read_candidates(rows_in(file), office)
    try:
        with file.open("rb") as mail:
            return RegisterFile((read_letter(mail.read(MOST_BYTES + 1), office),))
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: OSError) -> typer.BadParameter:
    return typer.BadParameter(f"{file} cannot be read ({error.strerror})", param_hint="FILE")


def _running_cases(file: Path, office: str) -> RegisterFile[Any]:
    return read_running_cases(rows_in(file), office, today=SystemClock().now().date())


KINDS: Final = {
    "coordinators": Kind(lambda file, office: read_coordinators(rows_in(file), office), CoordinatorsNow),
    "candidates": Kind(_candidates, CandidatesNow),
    "running-cases": Kind(_running_cases, RunningCasesNow, TakeOver),
    "past-figures": Kind(lambda file, office: read_past_figures(rows_in(file), office), PastFiguresNow),
}


def import_list(name: str, file: Path, desk: Desk, *, is_rehearsal: bool, as_json: bool) -> None:
    """Take in a list of this kind, and print what became of each line; raises as `Import.report`."""
    kind, office = KINDS[name], one_office(desk.named, "say whose list it is:")
    kind.carried_out(desk, office, kind.now, is_rehearsal).report(kind.read(file, office), as_json=as_json)
