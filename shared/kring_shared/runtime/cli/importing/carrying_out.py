"""One list on its way in: each line is sent or only looked at, and reported as what became of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import typer

from kring_shared.contracts.actor import Actor
from kring_shared.kernel.errors import BusAway, NoAnswer
from kring_shared.kernel.register_file import Line, RegisterFile
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.cli.desk import Desk
from kring_shared.runtime.cli.failing import REFUSED as REFUSED_EXIT
from kring_shared.runtime.cli.importing.comparing import REFUSED, CandidatesNow, CoordinatorsNow, PastFiguresNow
from kring_shared.runtime.cli.importing.taking_over import RunningCasesNow
from kring_shared.runtime.cli.printing import json_line, note, table

READY: Final = "ready"
Now: TypeAlias = CoordinatorsNow | CandidatesNow | RunningCasesNow | PastFiguresNow


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

    desk: Desk
    office: str
    now: Callable[[Client, Actor], Now]
    is_rehearsal: bool
    rows: list[Row] = field(default_factory=list)

    def report(self, read: RegisterFile[Any], *, as_json: bool) -> None:
        """Carry it out and print what became of each line; exit status 3 when one was refused.

        Raises:
            BusAway: nothing answers; when nothing was to be sent, that is only noted.
            NoAnswer: a service did not answer; importing again is safe.
        """
        if read.unknown_columns:
            note(f"kring: these columns are not known, and were not read: {', '.join(read.unknown_columns)}")
        if read.of_other_offices and not read.lines:
            note(f"kring: every line names another office; those of yours say {self.office} in the column office")
        try:
            self._carry_out(read.lines)
        finally:
            self._print(read, as_json=as_json)
        if any(row.outcome == REFUSED for row in self.rows):
            raise typer.Exit(REFUSED_EXIT)

    def _carry_out(self, lines: tuple[Line[Any], ...]) -> None:
        """Send each line that can be sent, or tell what would become of it."""

        async def line_by_line(client: Client) -> None:
            actor = self.desk.who.at(self.office, client)
            now = self.now(client, actor)
            await now.read()
            for line in lines:
                self.rows.append(await self._settled(line, client, actor, now))

        try:
            self.desk.run(line_by_line)
        except (BusAway, NoAnswer):
            if not self.is_rehearsal:
                note(f"kring: {len(self.rows)} of {len(lines)} lines were done; importing the whole file again is safe")
                raise
            note("kring: the register does not answer, so who is new and who is not is not known")
            self.rows.extend([unsent(line) for line in lines[len(self.rows) :]])

    async def _settled(self, line: Line[Any], client: Client, actor: Actor, now: Any) -> Row:  # noqa: ANN401 - as `now` makes it
        if line.command is None:
            return unsent(line)
        outlook = await now.outlook(line.command)
        row = Row(line.number, line.reference, outlook.outcome, why_of(outlook.why, line))
        if self.is_rehearsal or not outlook.is_sent:
            return row
        receipt = await client.do(line.command, actor)
        if receipt.status == "done":
            return Row(row.number, row.reference, row.outcome, row.why, receipt.code)
        wrong = f" ({', '.join(receipt.fields)})" if receipt.fields else ""
        return Row(row.number, row.reference, REFUSED, f"{receipt.message}{wrong}", receipt.code)

    def _print(self, read: RegisterFile[Any], *, as_json: bool) -> None:
        """Print each line that was settled, also when the bus went away in between; then how many of each."""
        counts = Counter(row.outcome for row in self.rows)
        if as_json:
            for row in self.rows:
                json_line(row.as_object())
            whole = {"lines": len(read.lines), "outcomes": dict(counts), "ofOtherOffices": read.of_other_offices}
            json_line(whole | {"dryRun": self.is_rehearsal, "unknownColumns": list(read.unknown_columns)})
            return
        if self.rows:
            table(("line", "reference", "what", "receipt", "why"), [row.as_cells() for row in self.rows])
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items())) or "nothing done"
        others = f"; {read.of_other_offices} of other offices skipped" if read.of_other_offices else ""
        sent = "; nothing was sent" if self.is_rehearsal else ""
        typer.echo(f"{len(read.lines)} lines for {self.office}: {told}{others}{sent}")


@dataclass(frozen=True)
class TakeOver(Import):
    """A list of running cases on its way; a case goes through three services, and each step may be the last."""

    async def _settled(self, line: Line[Any], client: Client, actor: Actor, now: Any) -> Row:  # noqa: ANN401, ARG002 - as above
        if line.command is None:
            return unsent(line)
        if self.is_rehearsal:
            outlook = await now.outlook(line.command)
            return Row(line.number, line.reference, outlook.outcome, why_of(outlook.why, line))
        settled = await now.take_over(line.command)
        return Row(line.number, line.reference, settled.outcome, why_of(settled.why, line), settled.code)


def unsent(line: Line[Any]) -> Row:
    """Report a line of which nothing was sent: what is wrong with it, or that it can be read."""
    if line.command is None:
        return Row(line.number, line.reference, REFUSED, "; ".join(line.problems))
    return Row(line.number, line.reference, READY, "; ".join(line.remarks))


def why_of(why: str, line: Line[Any]) -> str:
    """Put what was remarked on a line behind why it became what it did."""
    return "; ".join(filter(None, (why, *line.remarks)))
