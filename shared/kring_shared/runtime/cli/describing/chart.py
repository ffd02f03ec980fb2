"""`kring chart`: a service's processes as they are, drawn from the tables that run."""

from typing import Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.names import complete_service

EXAMPLE: Final = "Example: kring chart matching > matching.mmd"


def chart(
    service: Annotated[str, typer.Argument(metavar="SERVICE", autocompletion=complete_service)],
    as_json: opt.AsJson = False,
) -> None:
    """Draw a service's processes as Mermaid.

    Each is a state diagram: its stages, and the messages that lead from one to the next.
    """
    from kring_shared.runtime.cli.printing import json_line
    from kring_shared.runtime.running import plugins

    for n, process in enumerate(plugins.service(service).processes):
        if as_json:
            json_line({"service": service, "process": process.name, "mermaid": process.as_mermaid()})
        else:
            typer.echo(f"{'' if n == 0 else chr(10)}%% {service}: {process.name}\n{process.as_mermaid()}")
