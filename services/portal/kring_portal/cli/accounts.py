"""`kring portal accounts`: who may sign in, from the command line; for whoever may reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_portal.settings import Settings
    from kring_portal.store.accounts import Account, Accounts
    from kring_shared.runtime.storage.database import Database

FIRST_EXAMPLE: Final = "Example: kring portal first-link"
LIST_EXAMPLE: Final = "Example: kring portal accounts list"
INVITE_EXAMPLE: Final = (
    "Example: kring portal accounts invite mies --name 'Mies' --role regional-manager --office utrecht"
)
CLOSE_EXAMPLE: Final = "Example: kring portal accounts close mies"
RESET_EXAMPLE: Final = "Example: kring portal accounts reset mies"
BY: Final = "command-line"

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="What somebody types to sign in.")]
accounts = typer.Typer(help="See, invite and close accounts.", no_args_is_help=True, rich_markup_mode=None)


def first_link() -> None:
    """Give the link by which the first administrator makes their account; there is none once there is an account."""
    from kring_portal.signing.welcome import first_path
    from kring_portal.store.accounts import Accounts
    from kring_portal.store.doors import Doors
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.kernel.errors import Refused

    with database() as ours:
        path = first_path(Accounts(ours), Doors(ours), SystemClock().now())
    if not path:
        raise Refused("there is an account already: sign in, or use `kring portal accounts reset`")
    typer.echo(settings().address + path)


@accounts.command("list", epilog=as_it_is(LIST_EXAMPLE))
def list_accounts(as_json: opt.AsJson = False) -> None:
    """List who may sign in."""
    from kring_portal.store.accounts import Accounts
    from kring_portal.store.hats import Hats
    from kring_shared.kernel.clock import SystemClock
    from kring_shared.runtime.cli.printing import json_line, table

    rows, now = [], SystemClock().now()
    with database() as ours:
        for one in _all(Accounts(ours)):
            worn = [f"{hat.role} at {hat.office}" for hat in Hats(ours).of(one.id, now)]
            state = "closed" if one.closed else "open" if one.password else "has yet to begin"
            rows.append((one.login, state, ", ".join(worn)))
    if as_json:
        for login, state, worn_as in rows:
            json_line({"login": login, "state": state, "roles": worn_as.split(", ") if worn_as else []})
    else:
        table(("login", "state", "roles"), rows)


@accounts.command("invite", epilog=as_it_is(INVITE_EXAMPLE))
def invite(
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Their name, for who manages accounts.")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="As in regional-manager.")],
    office: Annotated[str, typer.Option("--office", metavar="ID", help="Which office.")],
    actor: Annotated[str, typer.Option("--known-as", metavar="ID", help="Their id, if Kring knows them.")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="nl, en or fr.")] = "nl",
) -> None:
    """Make an account with a role, and give the link to hand over."""
    from kring_portal.store.accounts import Accounts
    from kring_portal.store.hats import Hats
    from kring_portal.web.words import DESK
    from kring_shared.contracts.actor import Role
    from kring_shared.kernel.clock import SystemClock

    if role not in set(Role) or language not in DESK:
        raise typer.BadParameter(f"a role is one of {', '.join(Role)}; a language one of {', '.join(DESK)}")
    with database() as ours:
        now = SystemClock().now()
        made = Accounts(ours).make(login, name, language, now)
        Hats(ours).give(made.id, office, Role(role), now, actor_id=actor)
        typer.echo(_invited(ours, made, "invited"))


@accounts.command("close", epilog=as_it_is(CLOSE_EXAMPLE))
def close(login: Login) -> None:
    """Close an account: nobody signs in with it any more, and whoever did is out at once."""
    from kring_portal.store.doors import Doors

    with database() as ours:
        kept, found = _found(ours, login)
        Doors(ours).shut(found.id)
        kept.close(found.id)
        _note(ours, "account-closed", found)
    typer.echo(f"{found.login} is closed.")


@accounts.command("reset", epilog=as_it_is(RESET_EXAMPLE))
def reset(login: Login) -> None:
    """Forget how somebody showed who they are, and give the link by which they begin anew."""
    with database() as ours:
        kept, found = _found(ours, login)
        kept.reset(found.id)
        typer.echo(_invited(ours, found, "account-reset"))


def settings() -> "Settings":
    """Read the portal's settings; where no database is named, that of the Kring in KRING_DIR or `.kring`.

    Raises:
        WrongSetup: a setting is wrong, or there is no database.
    """
    import os

    from pydantic import SecretStr

    from kring_portal.settings import Settings
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.settings import read_settings

    file = folder_of(None).absolute() / "db" / "portal.db"
    if "KRING_PORTAL_DATABASE_URL" not in os.environ and file.exists():
        return read_settings(Settings, database_url=SecretStr(f"sqlite:///{file}"))
    return read_settings(Settings)


@contextmanager
def database(*, migrated: bool = True) -> "Iterator[Database]":
    """Give the portal's database; brought up to date first."""
    from kring_portal.serving import MIGRATIONS
    from kring_shared.runtime.storage import migrations
    from kring_shared.runtime.storage.database import Database

    ours = Database(settings().database_url.get_secret_value(), "portal")
    try:
        if migrated:
            migrations.migrate(ours, MIGRATIONS)
        yield ours
    finally:
        ours.close()


def _all(kept: "Accounts") -> "Iterator[Account]":
    after, first = "", True
    while after or first:
        page, after = kept.page(after)
        first = False
        yield from page


def _found(ours: "Database", login: str) -> "tuple[Accounts, Account]":
    from kring_portal.store.accounts import Accounts
    from kring_shared.kernel.errors import NotFound

    kept = Accounts(ours)
    found = kept.by_login(login)
    if found is None:
        raise NotFound("nobody signs in with that login: see `kring portal accounts list`")
    return kept, found


def _invited(ours: "Database", account: "Account", what: str) -> str:
    from kring_portal.store.doors import Doors, Kind
    from kring_shared.kernel.clock import SystemClock

    _note(ours, what, account)
    key = Doors(ours).make(Kind.INVITED, SystemClock().now(), account_id=account.id)
    return f"{settings().address}/welcome/{key}"


def _note(ours: "Database", what: str, account: "Account") -> None:
    from kring_portal.store.journal import Journal
    from kring_shared.kernel.clock import SystemClock

    Journal(ours, settings().kept).note(what, SystemClock().now(), account_id=account.id, by=BY)
