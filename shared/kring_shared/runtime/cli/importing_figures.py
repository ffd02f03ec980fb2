"""`kring import past-figures`: what an office published of years before Kring stands beside its own figures."""

from typing import TYPE_CHECKING

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.importing import DryRun, File, Import, imports, one_office, report, rows_in
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.actor import Actor
    from kring_shared.contracts.registry import PastFigure, TakeOverFigures
    from kring_shared.runtime.cli.comparing import Outlook
    from kring_shared.runtime.client import Client

EXAMPLE = "Example: kring import past-figures deploy/examples/past-figures.csv --office utrecht --dry-run"


class PastFiguresNow:
    """The figures of years before Kring as they stand in the registry."""

    def __init__(self, client: "Client", actor: "Actor") -> None:
        """Ask in somebody's name."""
        self._client, self._actor = client, actor
        self._known: dict[tuple[int, str], PastFigure] = {}

    async def read(self) -> None:
        """Read what was taken over before."""
        from kring_shared.contracts.registry import ListPastFigures, PastFiguresShown

        found = await self._client.ask(ListPastFigures(), self._actor, PastFiguresShown)
        self._known = {(figure.year, figure.key): figure for figure in found.figures}

    async def outlook(self, command: "TakeOverFigures") -> "Outlook":
        """Tell what would become of this line."""
        from kring_shared.runtime.cli.comparing import CHANGED, NEW, SAME, Outlook

        (figure,) = command.figures
        known = self._known.get((figure.year, figure.key))
        if known == figure:
            return Outlook(SAME, is_sent=False)
        return Outlook(NEW if known is None else CHANGED)


@imports.command("past-figures", epilog=as_it_is(EXAMPLE))
def import_past_figures(
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
    """Take over figures an office published of years before it worked with Kring.

    Columns: year, figure, numerator, denominator, source. They are shown beside Kring's own, marked, and never added up
    with them. Exit status 0 when no line was refused, else 3; importing again is safe.
    """
    from kring_shared.kernel.past_figures import read_past_figures
    from kring_shared.runtime.cli.edge import Where, Who

    one = one_office(office)
    todo = Import(Where(directory, nats), Who(role, actor, purpose), one, PastFiguresNow, dry_run)
    report(todo, read_past_figures(rows_in(file), one), as_json=as_json)
