"""`kring templates`: which words there are, what somebody would get, and that a speaker approved them."""

import typer

from kring_notifications.cli import approving, copying, listing, previewing, showing
from kring_shared.runtime.cli.options import as_it_is

templates = typer.Typer(
    help="See the words of messages, change them, and approve them.",
    epilog=as_it_is(listing.EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
)
templates.command("list", epilog=as_it_is(listing.EXAMPLE))(listing.list_words)
templates.command("preview", epilog=as_it_is(previewing.EXAMPLE))(previewing.preview)
templates.command("copy", epilog=as_it_is(copying.EXAMPLE))(copying.copy_words)
templates.command("approve", epilog=as_it_is(approving.EXAMPLE))(approving.approve_words)
templates.command("show", epilog=as_it_is(showing.EXAMPLE))(showing.show)
