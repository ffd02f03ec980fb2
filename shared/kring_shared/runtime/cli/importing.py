"""`kring import`: an office's own list of coordinators or candidates goes into matching's register, line by line."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.actor import Actor
    from kring_shared.contracts.matching import ApplyAsCandidate
    from kring_shared.kernel.register_file import Line, RegisterFile
    from kring_shared.kernel.spreadsheet import SheetRow
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.comparing import CandidatesNow, CoordinatorsNow, PastFiguresNow
    from kring_shared.runtime.cli.edge import Where, Who
    from kring_shared.runtime.cli.taking_over import RunningCasesNow

COORDINATORS_EXAMPLE = "Example: kring import coordinators deploy/examples/coordinators.csv --office utrecht --dry-run"
CANDIDATES_EXAMPLE = "Example: kring import candidates deploy/examples/candidates.csv --office gent"
EXAMPLE = COORDINATORS_EXAMPLE
REFUSED_EXIT = 3
READY = "ready"
imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A list with the names of the columns on top: .xlsx, or .csv.")
]
Letter = Annotated[
    Path, typer.Argument(metavar="FILE", help="A list with the names of the columns on top, or one e-mail: .eml.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Send nothing; say for each line what would become of it.")]


@dataclass(frozen=True)
class Row:
    """One line of the report; `receipt` is empty when nothing was sent."""

    number: int
    reference: str
    outcome: str
    why: str = ""
    receipt: str = ""

    def as_object(self) -> dict[str, Any]:
        """Give it as a program reads it."""
        named = {"line": self.number, "reference": self.reference, "outcome": self.outcome}
        return named | {"receipt": self.receipt, "why": self.why}

    def as_cells(self) -> tuple[str, ...]:
        """Give it as a person reads it."""
        return (str(self.number), self.reference or "-", self.outcome, self.receipt or "-", self.why)


@dataclass(frozen=True)
class Import:
    """One list on its way: who imports it where, and the rows of the report so far."""

    where: "Where"
    who: "Who"
    office: str
    now: "Callable[[Client, Actor], CoordinatorsNow | CandidatesNow | RunningCasesNow | PastFiguresNow]"
    is_rehearsal: bool
    rows: list[Row] = field(default_factory=list)

    async def carry_out(self, lines: "tuple[Line[Any], ...]") -> None:
        """Send each line that can be sent, or tell what would become of it.

        Raises:
            BusAway: nothing answers; when nothing was to be sent, that is only noted.
            NoAnswer: matching did not answer; importing again is safe.
        """
        from kring_shared.kernel.errors import BusAway, NoAnswer
        from kring_shared.runtime.cli.printing import note

        try:
            async with self.where.client() as client:
                actor = self.who.at(self.office, client)
                now = self.now(client, actor)
                await now.read()
                for line in lines:
                    self.rows.append(await self._settled(line, client, actor, now))
        except (BusAway, NoAnswer):
            if not self.is_rehearsal:
                note(f"kring: {len(self.rows)} of {len(lines)} lines were done; importing the whole file again is safe")
                raise
            note("kring: the register does not answer, so who is new and who is not is not known")
            self.rows.extend([unsent(line) for line in lines[len(self.rows) :]])

    async def _settled(self, line: "Line[Any]", client: "Client", actor: "Actor", now: Any) -> Row:  # noqa: ANN401 - as `now` makes it
        if line.command is None:
            return unsent(line)
        outlook = await now.outlook(line.command)
        why = "; ".join(filter(None, (outlook.why, *line.remarks)))
        row = Row(line.number, line.reference, outlook.outcome, why)
        if self.is_rehearsal or not outlook.is_sent:
            return row
        receipt = await client.do(line.command, actor)
        if receipt.status == "done":
            return Row(row.number, row.reference, row.outcome, row.why, receipt.code)
        wrong = f" ({', '.join(receipt.fields)})" if receipt.fields else ""
        return Row(row.number, row.reference, "refused", f"{receipt.message}{wrong}", receipt.code)


def unsent(line: "Line[Any]") -> Row:
    """Report a line of which nothing was sent: what is wrong with it, or that it can be read."""
    if line.command is None:
        return Row(line.number, line.reference, "refused", "; ".join(line.problems))
    return Row(line.number, line.reference, READY, "; ".join(line.remarks))


@imports.command("coordinators", epilog=as_it_is(COORDINATORS_EXAMPLE))
def import_coordinators(
    file: File,
    *,
    dry_run: DryRun = False,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Enter coordinators in an office's register, or replace them.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: your own number for somebody decides who they are.
    """
    from kring_shared.kernel.register_file import read_coordinators
    from kring_shared.runtime.cli.comparing import CoordinatorsNow
    from kring_shared.runtime.cli.edge import Where, Who

    one = one_office(office)
    todo = Import(Where(directory, nats), Who(role, actor, purpose), one, CoordinatorsNow, dry_run)
    report(todo, read_coordinators(rows_in(file), one), as_json=as_json)


@imports.command("candidates", epilog=as_it_is(CANDIDATES_EXAMPLE))
def import_candidates(
    file: Letter,
    *,
    dry_run: DryRun = False,
    role: opt.Role = opt.MANAGER,
    actor: opt.As = opt.DESK,
    office: opt.Office = "",
    purpose: opt.Purpose = opt.ROUTE,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Take in people who want to become a coordinator: a list of them, or the letter of one that came by e-mail.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: it replaces a letter, and leaves who is further on the way alone.
    """
    from kring_shared.kernel.candidate_letter import SUFFIXES
    from kring_shared.kernel.register_file import read_candidates
    from kring_shared.runtime.cli.comparing import CandidatesNow
    from kring_shared.runtime.cli.edge import Where, Who

    one = one_office(office)
    todo = Import(Where(directory, nats), Who(role, actor, purpose), one, CandidatesNow, dry_run)
    is_letter = file.suffix.lower() in SUFFIXES
    read = _letter(file, one) if is_letter else read_candidates(rows_in(file), one)
    report(todo, read, as_json=as_json)


def one_office(office: str) -> str:
    """Give the one office whose list it is; raises `BadParameter` when several could be meant."""
    from kring_shared.runtime.cli.edge import offices_of

    offices = offices_of(office)
    if len(offices) != 1:
        raise typer.BadParameter(f"say whose list it is: {', '.join(offices)}", param_hint="--office")
    return offices[0]


def rows_in(file: Path) -> "tuple[SheetRow, ...]":
    """Give the rows of a spreadsheet; raises `BadParameter` when it cannot be opened."""
    from kring_shared.runtime.cli.spreadsheets import read_spreadsheet

    try:
        return read_spreadsheet(file)
    except OSError as error:
        raise _unreadable(file, error) from None


def _letter(file: Path, office: str) -> "RegisterFile[ApplyAsCandidate]":
    from kring_shared.kernel.candidate_letter import MOST_BYTES, read_letter
    from kring_shared.kernel.register_file import RegisterFile

    try:
        with file.open("rb") as mail:
            return RegisterFile((read_letter(mail.read(MOST_BYTES + 1), office),))
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: OSError) -> typer.BadParameter:
    return typer.BadParameter(f"{file} cannot be read ({error.strerror})", param_hint="FILE")


def report(todo: Import, read: "RegisterFile[Any]", *, as_json: bool) -> None:
    """Carry it out and print what became of each line; exit status 3 when one was refused."""
    from kring_shared.runtime.cli.printing import note

    if read.unknown_columns:
        note(f"kring: these columns are not known, and were not read: {', '.join(read.unknown_columns)}")
    if read.of_other_offices and not read.lines:
        note(f"kring: every line names another office; those of yours say {todo.office} in the column office")
    try:
        asyncio.run(todo.carry_out(read.lines))
    finally:
        _print(todo, read, as_json=as_json)
    if any(row.outcome == "refused" for row in todo.rows):
        raise typer.Exit(REFUSED_EXIT)


def _print(todo: Import, read: "RegisterFile[Any]", *, as_json: bool) -> None:
    """Print each line that was settled, also when the bus went away in between; then how many of each."""
    from kring_shared.runtime.cli.printing import json_line, table

    counts = Counter(row.outcome for row in todo.rows)
    if as_json:
        for row in todo.rows:
            json_line(row.as_object())
        whole = {"lines": len(read.lines), "outcomes": dict(counts), "ofOtherOffices": read.of_other_offices}
        json_line(whole | {"dryRun": todo.is_rehearsal, "unknownColumns": list(read.unknown_columns)})
        return
    if todo.rows:
        table(("line", "reference", "what", "receipt", "why"), [row.as_cells() for row in todo.rows])
    told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())) or "nothing done"
    others = f"; {read.of_other_offices} of other offices skipped" if read.of_other_offices else ""
    sent = "; nothing was sent" if todo.is_rehearsal else ""
    typer.echo(f"{len(read.lines)} lines for {todo.office}: {told}{others}{sent}")
