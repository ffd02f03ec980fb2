"""`kring portal systems`: which systems speak HTTP with Kring, and what they may."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kring_portal.store.systems import Systems

ADD: Final = "Example: kring portal systems add wijkteam-noord"
LIST: Final = "Example: kring portal systems list"
ROTATE: Final = "Example: kring portal systems new-secret wijkteam-noord"
REVOKE: Final = "Example: kring portal systems revoke wijkteam-noord"
NAME: Final = r"[a-z][a-z0-9-]{1,30}"
Name = Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and dashes.")]
Office = Annotated[
    str, typer.Option("--office", metavar="O", help="The office it speaks with; else the municipality decides.")
]
Scope = Annotated[list[str], typer.Option("--scope", metavar="S", help="What it may; else all that a sender may.")]

systems = typer.Typer(help="Systems that speak HTTP with Kring.", no_args_is_help=True, rich_markup_mode=None)


@systems.command("add", epilog=as_it_is(ADD))
def add(name: Name, *, office: Office = "", scope: Scope = [], directory: opt.Dir = None) -> None:  # noqa: B006 - Typer's
    """Let a system in, and print its id and its secret, which is shown this once."""
    import re

    from kring_portal.store.systems import OF_REFERRERS

    if not re.fullmatch(NAME, name):
        raise typer.BadParameter("small letters, digits and dashes, beginning with a letter", param_hint="NAME")
    made, secret = _systems(directory).add(name, office, tuple(scope) or OF_REFERRERS, _now())
    typer.echo(f"client_id      {made.id}\nclient_secret  {secret}")


@systems.command("list", epilog=as_it_is(LIST))
def list_systems(*, directory: opt.Dir = None, as_json: opt.AsJson = False) -> None:
    """Print every system, what it may, and how many of its secrets are good now."""
    from kring_shared.runtime.cli.printing import json_line

    for one in _systems(directory).all(_now()):
        if as_json:
            told = {"id": one.id, "name": one.name, "office": one.office, "scopes": one.scopes, "revoked": one.revoked}
            json_line(told | {"secrets": one.secrets})
        else:
            state = "shut out" if one.revoked else f"{one.secrets} secrets"
            typer.echo(f"{one.name:<32}{one.office or 'any office':<20}{state:<12}{' '.join(one.scopes)}")


@systems.command("new-secret", epilog=as_it_is(ROTATE))
def new_secret(name: Name, *, directory: opt.Dir = None) -> None:
    """Give a system another secret; the one before stays good for a week."""
    kept = _systems(directory)
    typer.echo(f"client_secret  {kept.new_secret(_id_of(kept, name), _now())}")


@systems.command("revoke", epilog=as_it_is(REVOKE))
def revoke(name: Name, *, directory: opt.Dir = None) -> None:
    """Shut a system out at once."""
    kept = _systems(directory)
    kept.revoke(_id_of(kept, name))


def _id_of(kept: "Systems", name: str) -> str:
    from kring_shared.kernel.errors import NotFound

    found = [one.id for one in kept.all(_now()) if one.name == name and not one.revoked]
    if not found:
        raise NotFound(f"no system is called {name}: `kring portal systems list` names them")
    return found[0]


def _now() -> "datetime":
    from kring_shared.kernel.clock import SystemClock

    return SystemClock().now()


def _systems(directory: "Path | None") -> "Systems":
    from kring_portal.cli.where import database_of
    from kring_portal.store.systems import Systems

    return Systems(database_of(directory))
