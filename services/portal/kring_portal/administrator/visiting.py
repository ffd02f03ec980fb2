"""An administrator's visit, and what their pages have in common."""

import re
from typing import Annotated, Final

from starlette.exceptions import HTTPException

from kring_portal.store.accounts import Account
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


def account_of(visit: Visit, account_id: str) -> Account:
    """Give an account.

    Raises:
        HTTPException: there is none.
    """
    found = visit.house.accounts.find(account_id)
    if found is None:
        raise HTTPException(MISSING)
    return found


def note(visit: Visit, what: str, account_id: str, *, office: str = "", outcome: str = "done") -> None:
    """Write in the journal what an administrator did."""
    by = visit.person.account_id or ""
    visit.house.journal.note(what, visit.house.now(), account_id=account_id, by=by, office=office, outcome=outcome)


def role_and_office(visit: Visit, role: str, office: str, actor_id: str) -> Role | None:
    """Give the role of a form; nothing when it, the office or the id is none."""
    fits = role in set(GIVEN) and office in visit.house.offices and OPAQUE.fullmatch(actor_id)
    return Role(role) if fits else None
