"""What is the same for offices, services and systems: let one in, list them, revoke one, give one a new key."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.authority.register import Entry
    from kring_shared.runtime.authority.tags import Wanted

Belongs = Callable[[str], bool]
"""Whether a role is of a group of commands."""


def let_in(
    at: Path, role: str, wanted: "Wanted", *, out: Path | None, days: int, nats: str, as_json: bool, use: str
) -> None:
    """Let somebody in: write their credential, and make on the bus what they read with.

    Args:
        at: The authority's folder.
        role: What they are.
        wanted: For what.
        out: Where the credential goes.
        days: For how long; 0 is without an end.
        nats: The bus.
        as_json: Whether to say so as JSON.
        use: What to do with the file, said to a person.
    """
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.authority.tags import usual_name
    from kring_shared.runtime.cli.printing import json_line

    authority = Authority(at)
    name = usual_name(role, wanted)
    file = _free(out or Path(f"{name}.creds"))
    _write(file, authority.let_in(role, name, wanted, until=_until(days)))
    if not as_json:
        typer.echo(f"{name} is let in. Its credential is in {file}: keep it as a password, {use}.")
    told, made = _made(authority, name, nats)
    if as_json:
        json_line({"name": name, "role": role, "offices": wanted.offices, "file": str(file), "consumers": made})
        return
    for consumer in made:
        typer.echo(f"The consumer {consumer} is on the bus for it now.")
    if not told:
        typer.echo(f"No bus was named. As soon as it runs: kring authority push --at {at} --nats URL")


def show(at: Path, belongs: Belongs, *, as_json: bool) -> None:
    """List who was let in, the last one last."""
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.cli.printing import json_line, table

    now = SystemClock().now()
    entries = [entry for entry in Authority(at).entries() if belongs(entry.role)]
    if as_json:
        for entry in entries:
            json_line(
                {"name": entry.name, "role": entry.role, "offices": entry.offices, "since": entry.since.isoformat()}
                | {"until": entry.until and entry.until.isoformat(), "state": _state(entry, now)}
            )
        return
    rows = [
        (entry.name, entry.role, ", ".join(entry.offices), f"{entry.since:%d-%m-%Y}", _day(entry), _state(entry, now))
        for entry in entries
    ]
    table(("name", "role", "offices", "since", "until", "state"), rows)


def revoke(at: Path, belongs: Belongs, typed: str, *, later: bool, nats: str, as_json: bool) -> None:
    """Let somebody in no more, and end their connections."""
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.cli.printing import json_line

    authority = Authority(at)
    entry = _named(authority, belongs, typed)
    authority.revoke(entry.name)
    told = 0 if later else _told(authority, nats)
    if as_json:
        json_line({"name": entry.name, "servers": told})
    else:
        typer.echo(f"{entry.name} is let in no more. {_who_knows(told)}")


def rotate(
    at: Path, belongs: Belongs, typed: str, *, out: Path | None, days: int, later: bool, nats: str, as_json: bool
) -> None:
    """Give somebody a new key; the old one ends when the servers are told."""
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.cli.printing import json_line

    authority = Authority(at)
    entry = _named(authority, belongs, typed)
    file = out or Path(f"{entry.name}.creds")
    _write(file, authority.rotate(entry.name, until=_until(days)))
    told = 0 if later else _told(authority, nats)
    if as_json:
        json_line({"name": entry.name, "file": str(file), "servers": told})
    else:
        typer.echo(f"{entry.name} has a new key, in {file}; the old one is revoked. {_who_knows(told)}")


def push(at: Path, nats: str, *, as_json: bool) -> None:
    """Tell the servers everything, and make what is still missing."""
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.kernel.errors import WrongSetup
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.cli.authority import bus
    from kring_shared.runtime.cli.printing import json_line

    authority, address = Authority(at), bus.address_of(nats)
    if address is None:
        raise WrongSetup("no bus was named: say where it is with --nats, or in KRING_NATS_URL")
    told = asyncio.run(bus.push_account(authority, address))
    now = SystemClock().now()
    good = [entry for entry in authority.entries() if entry.is_let_in(now)]
    made = asyncio.run(bus.make_consumers(authority, address, good))
    if as_json:
        json_line({"servers": told, "consumers": made})
    else:
        typer.echo(f"{_who_knows(told)} {len(made)} consumers of systems and offices are there.")


def _made(authority: "Authority", name: str, nats: str) -> tuple[bool, list[str]]:
    """Tell the bus of somebody new, and make what they read with; whether one was named, and what was made."""
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.cli.authority import bus

    address = bus.address_of(nats)
    if address is None:
        return False, []
    now = SystemClock().now()
    new = [entry for entry in authority.entries() if entry.name == name and entry.is_let_in(now)]
    asyncio.run(bus.push_account(authority, address))
    return True, asyncio.run(bus.make_consumers(authority, address, new))


def _told(authority: "Authority", nats: str) -> int:
    from kring_shared.runtime.cli.authority import bus

    address = bus.address_of(nats)
    return 0 if address is None else asyncio.run(bus.push_account(authority, address))


def _who_knows(told: int) -> str:
    if told:
        return f"{told} {'server knows' if told == 1 else 'servers know'}."
    return "No server knows yet: kring authority push tells them."


def _named(authority: "Authority", belongs: Belongs, typed: str) -> "Entry":
    """Find who is meant, by name, or by system, office or service where that is only one.

    Raises:
        Refused: it could be several.
        NotFound: nobody is let in under it.
    """
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.kernel.errors import NotFound, Refused

    now = SystemClock().now()
    good = [entry for entry in authority.entries() if belongs(entry.role) and entry.is_let_in(now)]
    exact = [entry for entry in good if entry.name == typed]
    meant = exact or [entry for entry in good if entry.name.startswith((f"{typed}_", f"line_{typed}"))]
    if len(meant) > 1:
        raise Refused(f"{typed} could be {' or '.join(entry.name for entry in meant)}: name one")
    if not meant:
        raise NotFound(f"nobody is let in under the name {typed}; the list shows who is")
    return meant[0]


def _free(file: Path) -> Path:
    if file.exists():
        raise typer.BadParameter(f"{file} is there already: name another file", param_hint="--out")
    return file


def _write(file: Path, credential: str) -> None:
    from kring_shared.runtime.private_files import write_private

    write_private(file, credential)


def _until(days: int) -> datetime | None:
    from kring_shared.kernel.clock import SystemClock

    return SystemClock().now() + timedelta(days=days) if days else None


def _day(entry: "Entry") -> str:
    return f"{entry.until:%d-%m-%Y}" if entry.until else ""


def _state(entry: "Entry", now: datetime) -> str:
    if entry.is_let_in(now):
        return "let in"
    return "revoked" if entry.revoked else "run out"
