"""`kring portal openapi`: the interface for systems as a document."""

from pathlib import Path
from typing import Annotated, Final

import typer

EXAMPLE: Final = "Example: kring portal openapi --out docs/contracts/openapi.json"
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there, instead of printing it.")]


def openapi(*, out: Out = None) -> None:
    """Print the OpenAPI 3.1 document of the interface for systems, as code has it."""
    text = document()
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def document() -> str:
    """Write the document; the same code writes the same bytes."""
    import json

    from kring_portal.api.building import build_api
    from kring_portal.api.describing import document_of

    return json.dumps(document_of(build_api()), indent=2, ensure_ascii=False) + "\n"
