"""The options that the commands of an authority share, each explained once."""

from pathlib import Path
from typing import Annotated

import typer

At = Annotated[Path, typer.Option("--at", metavar="D", help="The authority's folder.")]
Nats = Annotated[
    str,
    typer.Option("--nats", metavar="URL", help="The bus to tell; else KRING_NATS_URL. KRING_NATS_CA checks it."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where the credential goes; else NAME.creds.")]
Days = Annotated[int, typer.Option("--days", min=0, metavar="N", help="Good for so many days; 0 is without an end.")]
HubDomain = Annotated[str, typer.Option("--hub-domain", metavar="NAME", help="JetStream domain of the hub.")]
Offices = Annotated[list[str], typer.Option("--office", metavar="O", help="For which office; may be repeated.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="As the list shows it.")]
Later = Annotated[bool, typer.Option("--later", help="Tell no server yet; `kring authority push` does.")]
"""Between a new key and the end of the old one there is time to bring the file where it is used."""
