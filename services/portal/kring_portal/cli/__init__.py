"""`kring portal`: serve the portal on a configured bus, and bring its database up to date."""

import typer

portal = typer.Typer(help="Serve the portal, and manage who may sign in.", no_args_is_help=True, rich_markup_mode=None)
