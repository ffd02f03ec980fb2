"""A manager's deputies: somebody of the office who stands in from one day until another, with every clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.web.refusals import WrongRole
from kring_portal.web.visit import Manager, Visit
from kring_portal.web.words import ZONE
from kring_shared.contracts.actor import Role

router = APIRouter()
HERE: Final = "/manager/deputies"
LONGEST: Final = timedelta(days=92)
YEARS: Final = range(2000, 2200)
"""In which a deputy may stand in; at the edges of the calendar no day has one before or after it."""


@router.get(HERE)
async def show(visit: Manager) -> Response:
    """List who stands in, now and later, and offer to name somebody."""
    return _page(visit)


@router.post(HERE)
async def name(visit: Manager) -> Response:
    """Name a deputy; they have every right and every clock of the office's manager meanwhile.

    Raises:
        WrongRole: a deputy names no deputy.
    """
    form, house, now = await visit.form(), visit.house, visit.house.now()
    deputy = str(form.get("deputy", ""))
    first, last = _day(str(form.get("first", ""))), _day(str(form.get("last", "")))
    if any(hat.actor_id == visit.person.actor_id for hat in house.hats.deputies_of(visit.office, now)):
        raise WrongRole  # who stands in names nobody in turn
    if deputy not in dict(_others(visit)):
        return _page(visit, error="deputy-who")
    if first is None or last is None or last < first or _ends(last) <= now or last - first > LONGEST:
        return _page(visit, error="deputy-days")
    begins = max(_begins(first), now)
    hat = house.hats.give(
        deputy,
        visit.office,
        Role.REGIONAL_MANAGER,
        now,
        begins=begins,
        ends=_ends(last),
        named_by=visit.person.actor_id,
    )
    by = visit.person.account_id or ""
    house.journal.note("deputy-named", now, account_id=hat.account_id, by=by, office=visit.office)
    return visit.back(HERE, said="signing-done-deputy")


@router.post("/manager/deputies/{hat_id}/end")
async def end(visit: Manager, hat_id: str) -> Response:
    """Take it back; whoever stands in is signed out of it at once.

    Raises:
        WrongRole: it is no deputy's, or another office's.
    """
    house, now = visit.house, visit.house.now()
    hat = next((one for one in house.hats.deputies_of(visit.office, now) if one.id == hat_id), None)
    if hat is None:
        raise WrongRole
    house.hats.end(hat, now)
    by = visit.person.account_id or ""
    house.journal.note("deputy-ended", now, account_id=hat.account_id, by=by, office=visit.office)
    return visit.back(HERE, said="signing-done-deputy-ended")


def _page(visit: Visit, error: str = "") -> Response:
    house, now = visit.house, visit.house.now()
    names = dict(house.hats.colleagues(visit.office, now))
    deputies = [(hat, names.get(hat.account_id, "")) for hat in house.hats.deputies_of(visit.office, now)]
    today = now.astimezone(ZONE).date()
    return visit.page(
        "signing/deputies.html",
        status=422 if error else 200,
        deputies=deputies,
        others=_others(visit),
        error=error,
        today=today,
    )


def _others(visit: Visit) -> list[tuple[str, str]]:
    mine = visit.person.account_id
    return [one for one in visit.house.hats.colleagues(visit.office, visit.house.now()) if one[0] != mine]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _ends(last: date) -> datetime:
    return _begins(last + timedelta(days=1))
