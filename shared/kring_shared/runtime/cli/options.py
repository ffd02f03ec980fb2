"""The options that several commands share, each explained once."""

from pathlib import Path
from typing import Annotated, Final

import typer

Dir = Annotated[
    Path | None,
    typer.Option("--dir", metavar="D", help="The folder of an embedded Kring; else KRING_DIR, else .kring here."),
]
Nats = Annotated[
    str,
    typer.Option(
        "--nats", metavar="URL", help="A bus instead of a folder; the key that signs is in KRING_EDGE_KEY_FILE."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line; errors too.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="In which role you ask.")]
As = Annotated[str, typer.Option("--as", metavar="ID", help="Who asks: an opaque id, never a name.")]
Office = Annotated[str, typer.Option("--office", metavar="O", help="Which office; else KRING_OFFICE.")]
Purpose = Annotated[str, typer.Option("--purpose", metavar="CODE", help="Why you ask; it stands in the access log.")]
Emergency = Annotated[
    str,
    typer.Option(
        "--emergency",
        metavar="REASON",
        help="What cannot wait, to look outside your own cases: danger, medical or coordinator-away.",
    ),
]

MANAGER: Final = "regional-manager"
DESK: Final = "office-desk"
ROUTE: Final = "run-the-route"


def as_it_is(text: str) -> str:
    """Mark a paragraph of help whose lines are not to be filled up."""
    return f"\b\n{text}"
