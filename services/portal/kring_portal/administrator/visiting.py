"""An administrator's visit, and what their pages have in common."""

import re
from typing import Annotated, Final

from starlette.exceptions import HTTPException

from kring_portal.store.accounts import Account
from kring_portal.store.hats import Hat
from kring_portal.web.visit import Visit, signed_in_as
from kring_shared.contracts.actor import Role

Administrator = Annotated[Visit, signed_in_as(Role.ADMINISTRATOR)]
BY_LINK: Final = frozenset({Role.MAIN_PERSON, Role.LEGAL_REPRESENTATIVE, Role.CIRCLE_MEMBER})
"""They come by a personal link, and have no account."""
NOBODY: Final = frozenset({Role.EDGE, Role.OTHER_OFFICE})
GIVEN: Final = tuple(role for role in Role if role not in BY_LINK | NOBODY)
"""The roles an account may have."""
OPAQUE: Final = re.compile(r"[A-Za-z0-9._-]{0,64}")
MISSING: Final = 404
NUMBER_TAKEN: Final = "administrator-number-taken"


def account_of(visit: Visit, account_id: str) -> Account:
    """Give an account of somebody who has or had a role at this office.

    Raises:
        HTTPException: there is none here; of other offices nobody learns who works there.
    """
    found = visit.house.accounts.find(account_id)
    if found is None or not visit.house.hats.ever_at(account_id, visit.office):
        raise HTTPException(MISSING)
    return found


def hats_here(visit: Visit, account_id: str) -> list[Hat]:
    """Give the roles somebody has at this office."""
    return [hat for hat in visit.house.hats.of(account_id, visit.house.now()) if hat.office == visit.office]


def works_elsewhere(visit: Visit, account_id: str) -> bool:
    """Tell whether somebody has a role at an office whose accounts this administrator does not manage."""
    house, now = visit.house, visit.house.now()
    mine = {hat.office for hat in house.hats.of(visit.person.account_id or "", now) if hat.role is Role.ADMINISTRATOR}
    return any(hat.office not in {*mine, visit.office} for hat in house.hats.of(account_id, now))


def is_last(visit: Visit, account_id: str) -> bool:
    """Tell whether nobody else manages the accounts of an office where this account does."""
    house, now = visit.house, visit.house.now()
    manages = {hat.office for hat in house.hats.of(account_id, now) if hat.role is Role.ADMINISTRATOR}
    return any(house.hats.administrators(now, office) <= {account_id} for office in manages)


def tell(visit: Visit, account_id: str) -> None:
    """Say to whoever it is about, on their next page, that their roles changed; else it is said when they sign in."""
    for session in visit.house.sessions.of(account_id, visit.house.now()):
        visit.house.sessions.change(session, notice="signing-roles-changed")


def note(visit: Visit, what: str, account_id: str, *, office: str = "", outcome: str = "done") -> None:
    """Write in the journal what an administrator did."""
    by = visit.person.account_id or ""
    visit.house.journal.note(what, visit.house.now(), account_id=account_id, by=by, office=office, outcome=outcome)


def role_of(visit: Visit, role: str, actor_id: str, account_id: str = "") -> Role | str:
    """Give the role of a form, or the key of what is wrong: nobody goes by the number of somebody else."""
    if role not in set(GIVEN) or not OPAQUE.fullmatch(actor_id):
        return "administrator-role-wrong"
    known = visit.house.hats.worn_by(actor_id, visit.office, Role(role), visit.house.now()) if actor_id else set()
    return NUMBER_TAKEN if known - {account_id} else Role(role)
