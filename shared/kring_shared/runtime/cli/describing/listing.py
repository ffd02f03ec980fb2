"""`kring do --list` and `kring ask --list`: what there is, what belongs in it, and who may."""

import json
from typing import Any

import typer

from kring_shared.contracts.rights import RIGHTS
from kring_shared.runtime.cli.names import Found, all_of, find
from kring_shared.runtime.cli.printing import json_line, table
from kring_shared.runtime.published.schemas import example_of, fields_of, sentence_of


def show_list(verb: str, name: str, *, as_json: bool) -> None:
    """Print everything, or one thing in full when it is named."""
    if as_json:
        for one in [find(verb, name)] if name else all_of(verb):
            json_line(_card(one))
    elif name:
        _show_one(verb, find(verb, name))
    else:
        rows = [(one.name, _short(one), sentence_of(one.model)) for one in all_of(verb)]
        table((verb, "fields (* needed)", "what it does"), rows)


def _card(one: Found) -> dict[str, Any]:
    return {
        "name": one.model.name,
        "service": one.service,
        "kind": one.model.kind(),
        "about": sentence_of(one.model),
        "roles": _roles(one),
        "fields": [field.__dict__ for field in fields_of(one.model)],
        "example": example_of(one.model, needed_only=True),
    }


def _show_one(verb: str, one: Found) -> None:
    typer.echo(f"{one.name}: {sentence_of(one.model)}")
    typer.echo(f"Roles: {', '.join(_roles(one)) or 'anyone'}")
    rows = [(f.name, f.type, "needed" if f.required else "", f.description) for f in fields_of(one.model)]
    table(("field", "what", "", "about"), rows)
    example = json.dumps(example_of(one.model, needed_only=True), ensure_ascii=False)
    typer.echo(f"Example: kring {verb} {one.name} '{example}'")


def _short(one: Found) -> str:
    return " ".join(f"{field.name}{'*' if field.required else ''}" for field in fields_of(one.model))


def _roles(one: Found) -> list[str]:
    return sorted(role.value for role in RIGHTS.get(one.model, {}))
