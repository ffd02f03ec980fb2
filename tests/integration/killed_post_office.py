"""Notifications in a process of its own that dies when it is told to, before real servers in the test's process."""

import json
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from kring_shared.runtime.running import assembly
from kring_shared.testing.chaos import one_process
from kring_shared.testing.chaos.fleet import Fleet
from tests.integration.many_requests import requests, tell
from tests.resilience import wrong_lanes

SERVICE = "notifications"
SYSTEM = "wijkteam-noord"
AT_ANY_HOUR = {
    "KRING_NOTIFICATIONS_QUIET_FROM": "08:00",
    "KRING_NOTIFICATIONS_QUIET_UNTIL": "08:00",
    "KRING_NOTIFICATIONS_DAYS_OF_REST": "false",
}


@dataclass(frozen=True)
class Books:
    """What the service keeps of its messages: where each stands, why, and what it told of them."""

    status: dict[str, str]
    because: dict[str, str | None]
    codes: dict[str, list[str]]


@asynccontextmanager
async def post_office(
    folder: Path,
    channels: Mapping[str, Mapping[str, Any]],
    people: int,
    deaths: Iterable[str] = (),
    *,
    module: str = one_process.__name__,
    wrong: str = "",
) -> AsyncGenerator[Fleet]:
    """Run notifications in a process of its own while many requests lie on the bus already.

    Args:
        folder: Where it keeps its things.
        channels: The settings of each channel by its name, the most wished first.
        people: How many are to hear that their request arrived; the system that referred hears that each is taken on.
        deaths: The instants at which it dies, one after each start.
        module: What the process runs.
        wrong: Which of `wrong_lanes` it is, when it runs those.
    """
    settings = {f"{SERVICE}:{name}": given for name, given in channels.items()}
    environment = {
        "KRING_NOTIFICATIONS_CHANNELS": json.dumps(list(channels)),
        "KRING_PLUGIN_SETTINGS": json.dumps(settings),
        wrong_lanes.WRONG: wrong,
        **AT_ANY_HOUR,
    }
    fleet = Fleet(folder / "kring", [(SERVICE,)], module=module, environment=environment)
    await fleet.start(services=False)
    try:
        vault = assembly.parts(fleet.shared, fleet.clock).vault
        system = SYSTEM if "webhook" in channels else ""
        await tell(fleet.connection, requests(vault, fleet.clock.now(), people, system=system))
        fleet.plan_deaths(SERVICE, tuple(deaths))
        fleet.start_services()
        yield fleet
    finally:
        await fleet.stop()


def read(fleet: Fleet, channel: str) -> Books:
    """Read what is kept of the messages that go, or went, by a channel; not of those that the office writes itself."""
    rows = fleet_rows(
        fleet, "SELECT message_id, status, because, channel FROM notification WHERE moment <> 'messages-to-tell'"
    )
    codes: dict[str, list[str]] = {}
    for (body,) in fleet_rows(fleet, "SELECT body FROM outbox WHERE type LIKE '%notification-failed%' ORDER BY seq"):
        fact = json.loads(body)
        codes.setdefault(fact["messageId"], []).append(fact["code"])
    ours = [row for row in rows if row.channel == channel]
    return Books(
        {row.message_id: row.status for row in ours},
        {row.message_id: row.because for row in ours},
        {row.message_id: codes.get(row.message_id, []) for row in ours},
    )


def states(fleet: Fleet, channel: str) -> Counter[str]:
    """Count the messages of a channel by where they stand."""
    return Counter(read(fleet, channel).status.values())


def fleet_rows(fleet: Fleet, statement: str) -> list[Any]:
    """Read rows of the service's database."""
    with fleet.databases[SERVICE].read() as tx:
        return list(tx.execute(text(statement)))
