"""A portal over an office with coordinators and requests, for stories about people."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.people.register import fill_register
from tests.integration.portal.house import Portal, a_portal
from tests.route.coordinated import Coordinated, an_accepted_case
from tests.route.office import Office
from tests.route.played import START


@asynccontextmanager
async def a_peopled_portal(folder: Path, *, load: int = 3) -> AsyncGenerator[tuple[Portal, Office]]:
    """Open a portal and an office whose register is filled; the clock stands still until it is moved."""
    clock = DrivenClock(START)
    async with a_portal(folder, clock) as portal:
        await fill_register(portal.desk, clock.now(), load=load)
        await portal.kring.settle()
        yield portal, Office(portal.kring, portal.house.client, clock)


async def a_case_that_waits(office: Office, reference: str = "een") -> Coordinated:
    """Take a request on; a coordinator is sought for it."""
    case = await an_accepted_case(office, reference)
    await office.kring.settle()
    return case
