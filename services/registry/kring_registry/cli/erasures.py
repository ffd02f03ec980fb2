"""`kring erasures`: what was ordered to be erased, what every service did, and whether the keys are really gone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kring_shared.contracts.registry import ErasureShown
    from kring_shared.runtime.cli.edge import Where
    from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
    from kring_shared.runtime.vault.vault import KeyStore

LIST_EXAMPLE: Final = "Example: kring erasures list --office utrecht --open"
SHOW_EXAMPLE: Final = "Example: kring erasures show 019aa0000000700080000000000000e1 --office utrecht"
VERIFY_EXAMPLE: Final = "Example: kring erasures verify --office utrecht"
REPLAY_EXAMPLE: Final = "Example: kring erasures replay /safe/erasures.jsonl --dir /srv/kring"
AT_ONCE: Final = 500

erasures = typer.Typer(
    help="See what was erased, prove it, and go through it again after a restore.",
    epilog=as_it_is(LIST_EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@erasures.command("list", epilog=as_it_is(LIST_EXAMPLE))
@at_a_desk()
def list_orders(
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that a service did not answer.")] = False,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the orders of an office, the newest first."""
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = list(_all(desk, open_only=open_only))
    if as_json:
        for each in found:
            json_line(each)
        return
    heads = ("erasure", "ordered", "because", "case", "of", "kinds", "stands")
    table(heads, (_line(each) for each in found))
    for service in sorted({service for each in found for service in _silent(each)}):
        note(f"{service} did not answer: see with `kring ready` that it runs, and with `kring dead-letters` why not")


@erasures.command("show", epilog=as_it_is(SHOW_EXAMPLE))
@at_a_desk()
def show_receipt(
    erasure_id: Annotated[str, typer.Argument(metavar="ERASURE")],
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Show the receipt of one order."""
    from kring_shared.contracts.registry import ErasureShown, ShowErasure
    from kring_shared.runtime.cli.printing import json_line

    found = desk.ask(ShowErasure(erasure_id=erasure_id), ErasureShown)
    if as_json:
        json_line(found)
        return
    for text in _receipt(found):
        typer.echo(text)


@erasures.command("verify", epilog=as_it_is(VERIFY_EXAMPLE))
@at_a_desk()
def verify(
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Look in the vault whether every key that receipts name is gone; exit status 1 when one is there.

    With --dir the folder's own vault is read, with --nats or KRING_NATS_URL the one that KRING_VAULT_URL names.
    """
    from kring_registry.domain.erasure import proof_of, receipt_shown
    from kring_shared.runtime.cli.printing import json_line

    found = list(_all(desk))
    store, ledger = _vault_and_ledger(desk.where)
    named = {key for each in found for answer in each.services for key in answer.keys_destroyed}
    scopes = tuple(dict.fromkeys((*sorted(named), *ledger.scopes())))
    standing = _standing(scopes, store)
    changed = [each.erasure_id for each in found if each.done and proof_of(receipt_shown(each)) != each.proof]
    if as_json:
        json_line({"receipts": len(found), "keys": len(scopes), "standing": standing, "changed": changed})
    else:
        for scope in standing:
            typer.echo(f"{scope} is still in the vault: put the ledger back and restart, or replay it", err=True)
        for erasure_id in changed:
            typer.echo(f"{erasure_id} is not the receipt that was proved: see `kring registry verify`", err=True)
        typer.echo(
            f"{desk.office}: {len(found)} receipts and {len(scopes)} keys looked up, "
            f"{len(standing)} keys still there, {len(changed)} receipts changed"
        )
    if standing or changed:
        raise typer.Exit(1)


@erasures.command("replay", epilog=as_it_is(REPLAY_EXAMPLE))
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The ledger that was kept apart.")],
    *,
    directory: opt.Dir = None,
    nats: opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Take over a ledger after a restore: its keys are destroyed now, its orders go again at the next start.

    With --dir into the folder's own ledger, else into the file KRING_ERASURE_LEDGER names.
    """
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.cli.edge import Where
    from kring_shared.runtime.cli.printing import json_line
    from kring_shared.runtime.lane.erasure_ledger import ErasureLedger

    store, ledger = _vault_and_ledger(Where(directory, nats))
    keys, orders = ledger.take_over(ErasureLedger(file), SystemClock().now().date())
    again = _standing(ledger.scopes(), store)
    for scope in again:
        store.destroy(scope)
    if as_json:
        json_line({"keys": keys, "destroyed": len(again), "orders": orders})
    else:
        typer.echo(
            f"{keys} keys named, {len(again)} of them destroyed again; {orders} orders go at the next start: restart"
        )


def _all(desk: "Desk", *, open_only: bool = False) -> "Iterator[ErasureShown]":
    from kring_shared.contracts.registry import ErasureList, ListErasures

    after = ""
    while True:
        page = desk.ask(ListErasures(open_only=open_only, after=after, limit=1000), ErasureList)
        yield from page.erasures
        after = page.next_after
        if not after:
            return


def _vault_and_ledger(where: "Where") -> "tuple[KeyStore, ErasureLedger]":
    from kring_shared.runtime.cli.configured import shared_settings
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.embedded.embedded import sqlite_url
    from kring_shared.runtime.embedded.folder import KringFolder
    from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
    from kring_shared.runtime.running.assembly import vault_database
    from kring_shared.runtime.storage.database import Database
    from kring_shared.runtime.vault.keystore import SqlKeyStore

    if where.bus:
        shared = shared_settings()
        return SqlKeyStore(vault_database(shared)), ErasureLedger(shared.erasure_ledger)
    folder = KringFolder(folder_of(where.directory))
    return SqlKeyStore(Database(sqlite_url(folder.db / "vault.db"), "vault")), ErasureLedger(folder.ledger)


def _silent(shown: "ErasureShown") -> list[str]:
    return [answer.service for answer in shown.services if answer.answered_at is None]


def _line(shown: "ErasureShown") -> tuple[str, ...]:
    kinds = ", ".join(shown.kinds) or "nothing"
    waits = ", ".join(_silent(shown))
    stands = f"done, {shown.number} in the chain" if shown.done else f"waits for {waits}"
    of = shown.person_id or "everybody"
    return shown.erasure_id, str(shown.ordered_on), shown.because, shown.case_id, of, kinds, stands


def _receipt(shown: "ErasureShown") -> "Iterator[str]":
    yield f"erasure {shown.erasure_id} of {shown.ordered_on}, because {shown.because}"
    yield f"case {shown.case_id}, {shown.person_id or 'everybody'}: {', '.join(shown.kinds) or 'nothing could go'}"
    for kept in shown.kept:
        yield f"kept {kept.kind}: {kept.because}"
    for answer in shown.services:
        yield f"{answer.service}: {answer.answered_at:%Y-%m-%d %H:%M}" if answer.answered_at else f"{answer.service}: -"
        for line in answer.lines:
            yield f"  {line.kind}: {line.outcome} {line.because or line.records}"
        yield from (f"  key {scope}" for scope in answer.keys_destroyed)
    yield f"proof {shown.proof}, {shown.number} in the chain" if shown.done else "no proof yet: services have to answer"


def _standing(scopes: "Sequence[str]", store: "KeyStore") -> list[str]:
    """Give the keys that are not known to be destroyed."""
    pages = (scopes[n : n + AT_ONCE] for n in range(0, len(scopes), AT_ONCE))
    found = ((page, store.destroyed(page)) for page in pages)
    return [scope for page, gone in found for scope in page if scope not in gone]
