"""What `route` plays and what it must come to: families that do not look alike, and books that show them all through.

Referrals go to the example offices in turn. The coordinators there have room for `MOST` of them at once.
"""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from nats.aio.client import Client as Nats
from sqlalchemy import func, select, text

from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import INBOX
from kring_shared.testing.audit import audit
from kring_shared.testing.people.register import EVERY_OFFICE, PEOPLE
from kring_shared.testing.simulation.names import FIRST, family_name
from tests.route.played import a_referral

SEED: Final = 12
CASES_A_COORDINATOR: Final = 20
MOST: Final = len(EVERY_OFFICE) * CASES_A_COORDINATOR * min(len(people) for people in PEOPLE.values())
YOUNGEST, AGES = 2022, 14
Pairs = list[tuple[Service, Database]]


class IncompleteError(Exception):
    """Not every route was complete, or the books do not balance."""


@dataclass(frozen=True)
class Spent:
    """What a round took, in seconds of processor time, and what was done in it."""

    services: float
    beside: float
    """What belongs to no service: people and the looking for rest, or the broker."""
    heard: int
    settled: int
    """Everything that went through a lane: what people asked and what came due as well."""


def referrals(size: int) -> list[tuple[str, dict[str, Any]]]:
    """Make referrals of as many families, as (office, event): nobody shares a family name or an address."""
    if size > MOST:
        message = f"the coordinators of the example offices have room for {MOST} routes at once; ask for no more"
        raise ValueError(message)
    draw, names = Random(SEED), dict[str, None]()  # noqa: S311 - made-up names, and the same at each run
    while len(names) < size:
        names[family_name(draw)] = None
    return [(EVERY_OFFICE[n % len(EVERY_OFFICE)], _of_a_family(n, name)) for n, name in enumerate(names)]


def _of_a_family(number: int, family: str) -> dict[str, Any]:
    given = FIRST[number % len(FIRST)]
    child = {
        "name": f"{given} {family}",
        "birthYear": YOUNGEST - number % AGES,
        "languages": ["nl"],
        "email": f"kind{number}@voorbeeld.example",
    }
    requester = {
        "kind": "professional",
        "name": f"Wijkteam {family}",
        "organisation": "Wijkteam",
        "email": f"team{number}@wijkteam.example",
    }
    question = f"Wat is er nodig zodat {given} thuis kan blijven wonen?"
    return a_referral(f"BENCH-{number}", mainPersons=[child], requester=requester, question=question)


def settled(pairs: Pairs) -> int:
    """Count everything that went through the lanes of services."""
    found = 0
    for _, database in pairs:
        with database.read() as tx:
            found += tx.execute(select(func.count()).select_from(INBOX)).scalar_one()
    return found


async def heard(bus: Nats, pairs: Pairs, size: int) -> int:
    """Count the facts that were heard.

    Raises:
        IncompleteError: a route is not complete, a family was taken for another, or the books are not clean.
    """
    books = await audit(bus, pairs)
    intake = next(database for service, database in pairs if service.name == "intake")
    with intake.read() as tx:
        closed = tx.execute(text("SELECT count(*) FROM request WHERE stage = 'closed'")).scalar_one()
        alike = tx.execute(text("SELECT count(*) FROM duplicate")).scalar_one()
    if closed != size or alike or not books.clean:
        message = f"{closed} of {size} routes complete; {alike} pairs of families look alike; {books.problems}"
        raise IncompleteError(message)
    return books.heard
