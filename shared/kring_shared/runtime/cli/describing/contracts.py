"""`kring contracts`: everything that others may rely on, as JSON Schemas and AsyncAPI."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt

EXAMPLE: Final = "Example: kring contracts --out docs/contracts"


def contracts(
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write them here, a file each.")] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Publish the contracts as schemas and AsyncAPI.

    A JSON Schema for each message, and one AsyncAPI 3 document of the whole bus. Without --out they are only
    listed. The same Kring always writes the same bytes.
    """
    from kring_shared.runtime import logs
    from kring_shared.runtime.cli.printing import json_line, table
    from kring_shared.runtime.published import publishing

    logs.configure("warning")
    schemas = publishing.schemas()
    if out is not None:
        written = publishing.write(out, schemas, publishing.asyncapi())
        for file in written if as_json else ():
            json_line({"file": str(file)})
        if not as_json:
            typer.echo(f"{len(written)} files written to {out}")
    elif as_json:
        for schema in schemas.values():
            json_line(schema)
    else:
        rows = [(name, schema["description"].partition("\n")[0]) for name, schema in schemas.items()]
        table(("message", "what it says"), rows)
