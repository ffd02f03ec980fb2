"""`kring portal`: serve the portal on a configured bus, and manage who may sign in."""

import typer

from kring_portal.cli import accounts, describing, serving
from kring_portal.cli.systems import systems
from kring_shared.runtime.cli.options import as_it_is

portal = typer.Typer(help="Serve the portal, and manage who may sign in.", no_args_is_help=True, rich_markup_mode=None)
portal.command("run", epilog=as_it_is(serving.RUN_EXAMPLE))(serving.run)
portal.command("migrate", epilog=as_it_is(serving.MIGRATE_EXAMPLE))(serving.migrate)
portal.command("reseal", epilog=as_it_is(serving.RESEAL_EXAMPLE))(serving.reseal)
portal.command("first-link", epilog=as_it_is(accounts.FIRST_EXAMPLE))(accounts.first_link)
portal.add_typer(accounts.accounts, name="accounts")
portal.add_typer(systems, name="systems")
portal.command("openapi", epilog=as_it_is(describing.EXAMPLE))(describing.openapi)
