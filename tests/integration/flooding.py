"""A referring system that does not stop, as a program of its own: it says how many referrals were kept and refused."""

import asyncio
import json
import sys
from dataclasses import dataclass
from time import monotonic
from typing import Final

import nats
import nats.js.errors

from tests.unit.intake.sent import an_event

AT_ONCE: Final = 256
FULL: Final = 10077
"""The bus's word for a system that has as many referrals waiting as it may."""


@dataclass(frozen=True)
class Flood:
    """What came of it."""

    kept: int
    refused: int
    seconds: float


async def flood(url: str, office: str, system: str, count: int) -> Flood:
    """Let another program publish so many referrals as fast as the bus answers, and wait for what it says."""
    words = [sys.executable, "-m", "tests.integration.flooding", url, f"kring.{office}.referrals.{system}", str(count)]
    program = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    said, _ = await program.communicate()
    return Flood(**json.loads(said))


def event_of(n: int) -> str:
    """Write a referral about somebody who was not referred before."""
    people = [{"name": f"{_word(n)} {_word(n * 7919 + 1)}", "birthYear": 1930 + n % 90, "languages": ["nl"]}]
    return an_event(f"flood-{n}", reference=f"F-{n}", mainPersons=people)


def _word(n: int) -> str:
    return "".join(chr(ord("a") + n // 26**place % 26) for place in range(5)).title()


async def _publish(url: str, subject: str, count: int) -> Flood:
    connection = await nats.connect(url)
    bus, began = connection.jetstream(), monotonic()

    async def is_kept(n: int) -> bool:
        try:
            await bus.publish(subject, event_of(n).encode(), timeout=60)
        except nats.js.errors.APIError as error:
            if error.err_code != FULL:
                raise
            return False
        return True

    kept = 0
    for first in range(0, count, AT_ONCE):
        kept += sum(await asyncio.gather(*map(is_kept, range(first, min(count, first + AT_ONCE)))))
    await connection.close()
    return Flood(kept, count - kept, monotonic() - began)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_publish(sys.argv[1], sys.argv[2], int(sys.argv[3]))).__dict__))  # noqa: T201 - it is asked
