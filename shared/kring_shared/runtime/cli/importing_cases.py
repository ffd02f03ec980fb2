"""`kring import running-cases`: what an office has running comes into Kring as it stands, line by line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.importing import DryRun, File, Import, Row, imports, one_office, report, rows_in, unsent
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.actor import Actor
    from kring_shared.kernel.register_file import Line
    from kring_shared.runtime.bus.client import Client

EXAMPLE = "Example: kring import running-cases deploy/examples/running-cases.csv --office utrecht --dry-run"


@dataclass(frozen=True)
class TakeOver(Import):
    """A list of running cases on its way; a case goes through three services, and each step may be the last."""

    async def _settled(self, line: "Line[Any]", client: "Client", actor: "Actor", now: Any) -> Row:  # noqa: ANN401, ARG002 - what was read
        if line.command is None:
            return unsent(line)
        if self.is_rehearsal:
            outlook = await now.outlook(line.command)
            return Row(line.number, line.reference, outlook.outcome, _why(outlook.why, line))
        settled = await now.take_over(line.command)
        return Row(line.number, line.reference, settled.outcome, _why(settled.why, line), settled.code)


@imports.command("running-cases", epilog=as_it_is(EXAMPLE))
def import_running_cases(
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
    """Take over the cases an office was running before it worked with Kring, each as it stands.

    Prints what became of each line. Exit status 0 when none was refused, else 3; a refused line stops no other.
    Importing again is safe: a case that is known stays as it is, and one that stopped halfway goes on.
    """
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.kernel.running_cases import read_running_cases
    from kring_shared.runtime.cli.edge import Where, Who
    from kring_shared.runtime.cli.taking_over import RunningCasesNow

    one = one_office(office)
    todo = TakeOver(Where(directory, nats), Who(role, actor, purpose), one, RunningCasesNow, dry_run)
    report(todo, read_running_cases(rows_in(file), one, today=SystemClock().now().date()), as_json=as_json)


def _why(why: str, line: "Line[Any]") -> str:
    return "; ".join(filter(None, (why, *line.remarks)))
