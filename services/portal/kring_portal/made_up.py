"""The invented people of a demo: accounts with one password and no second factor, on this machine alone."""

from collections.abc import Sequence
from typing import Final

from kring_portal.signing import passwords
from kring_portal.web.house import House
from kring_shared.runtime.running.edges import MadeUp

PASSWORD: Final = "invented people"  # noqa: S105 - known to everybody on purpose, and good in a demo alone
NAME: Final = "{} (invented)"
COLUMN: Final = 24


async def enter(house: House, people: Sequence[MadeUp]) -> None:
    """Make the accounts that are not there yet, and give each its roles."""
    kept = await passwords.hashed(PASSWORD)
    for one in people:
        if not one.login:
            continue
        account = house.accounts.by_login(one.login)
        if account is None:
            account = house.accounts.make(one.login, NAME.format(one.login), "nl", house.now())
            house.accounts.set(account.id, password=kept)
        hats = house.hats.of(account.id, house.now())
        if not any((hat.role, hat.office, hat.actor_id) == (one.role, one.office, one.actor_id) for hat in hats):
            house.hats.give(account.id, one.office, one.role, house.now(), actor_id=one.actor_id)


def told(house: House, people: Sequence[MadeUp]) -> tuple[str, ...]:
    """Say who there is, and how to come in as each."""
    lines = [
        f"Everybody in it is invented. All sign in with the password: {PASSWORD}   (no second code, in a demo alone)"
    ]
    lines += [f"  {one.login:<{COLUMN}} {one.role}, {one.office}" for one in people if one.login]
    linked = [one for one in people if one.link]
    if linked:
        lines.append("Members of a circle have no account, and come in by a link of their own:")
        lines += [f"  {house.settings.address}{one.link}  {one.role}, {one.office}" for one in linked]
    return tuple(lines)
