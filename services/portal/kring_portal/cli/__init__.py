"""`kring portal`: serve the portal on a configured bus, and bring its database up to date."""

import typer

from kring_portal.cli import describing
from kring_portal.cli.systems import systems
from kring_shared.runtime.cli.options import as_it_is

portal = typer.Typer(help="Serve the portal, and manage who may sign in.", no_args_is_help=True, rich_markup_mode=None)
portal.add_typer(systems, name="systems")
portal.command("openapi", epilog=as_it_is(describing.EXAMPLE))(describing.openapi)
