"""`python -m tests.example_service`: run it until it is told to end; `… take-over NAME`: know what another one knew.

NAME is that of the credential which reads the streams; a service's own may not.
"""

import asyncio
import signal
import sys

import nats

from tests.example_service.bus import Bus
from tests.example_service.door import Door
from tests.example_service.published import Published
from tests.example_service.sealing import Vault
from tests.example_service.settings import STREAMS, Settings
from tests.example_service.store import Store
from tests.example_service.taking_over import take_over


async def main(reads_as: str = "") -> None:
    """Run until SIGTERM, or read the streams once, as somebody who may."""
    settings = Settings.read()
    vault = Vault(settings.vault, settings.office_keys)
    door = Door(settings, Published(settings.contracts), Store(settings.database), vault)
    connection = await nats.connect(
        settings.url,
        user_credentials=settings.credential,
        inbox_prefix=f"_INBOX.{reads_as or settings.name}",
        max_reconnect_attempts=-1,
    )
    bus = Bus(connection, door)
    if reads_as:
        sys.stdout.write(f"{await take_over(bus)}\n")
        await connection.close()
        return
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    loops = [asyncio.create_task(bus.listen(stream)) for stream in STREAMS]
    loops += [asyncio.create_task(one()) for one in (bus.relay, bus.look_at_the_clock)]
    await bus.answer()
    # Whatever else ends is a fault: then it is better to end, and to be started again, than to be half there.
    await asyncio.wait([*loops, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED)
    failed = [one for one in loops if one.done()]
    for one in loops:
        one.cancel()
    await connection.close()
    if failed:
        await failed[0]


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2] if sys.argv[1:2] == ["take-over"] else ""))
