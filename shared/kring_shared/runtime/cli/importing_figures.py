"""`kring import past-figures`: what an office published of years before Kring stands beside its own figures."""

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.importing import DryRun, File, Import, imports, one_office, report, rows_in
from kring_shared.runtime.cli.options import as_it_is

EXAMPLE = "Example: kring import past-figures deploy/examples/past-figures.csv --office utrecht --dry-run"


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
    from kring_shared.runtime.cli.comparing import PastFiguresNow
    from kring_shared.runtime.cli.edge import Where, Who

    one = one_office(office)
    todo = Import(Where(directory, nats), Who(role, actor, purpose), one, PastFiguresNow, dry_run)
    report(todo, read_past_figures(rows_in(file), one), as_json=as_json)
