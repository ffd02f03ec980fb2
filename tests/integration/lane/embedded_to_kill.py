"""A Kring in one process that enters coordinators until it dies where `KRING_DIE_AT` says.

It is run as a program: embedded_to_kill.py FOLDER
"""

import asyncio
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import RegisterCoordinator
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import id_at
from kring_shared.runtime import logs
from kring_shared.runtime.embedded.embedded import Embedded

SERVICES = ("matching",)
MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC)
PEOPLE = tuple(f"Coordinator {n}" for n in range(24))


async def enter_all(kring: Embedded) -> list[Receipt]:
    """Enter everybody at once, each time under the same ids."""
    client = await kring.client()
    manager = client.actor(Role.REGIONAL_MANAGER, "manager-1", "utrecht")
    entries = (
        client.do(
            RegisterCoordinator(
                coordinator_id=id_at(MOMENT, name),
                contact=Contact(name=name),
                languages=("nl",),
                scopes=(ConferenceType.FAMILY,),
                screening_valid_until=date(2030, 1, 1),
                employer_is_helping_body=False,
            ),
            manager,
            command_id=id_at(MOMENT, f"enter {name}"),
        )
        for name in PEOPLE
    )
    return list(await asyncio.gather(*entries))


async def main(folder: Path) -> None:
    """Enter them, and come to rest; whoever planned our death sees us die before that."""
    logs.configure("error")
    async with Embedded(folder, services=SERVICES) as kring:
        await enter_all(kring)
        await kring.settle()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
