"""`messages`: letters a second by a real mail server, from the fact that leads to one until it is told as sent.

One service in this process, with its broker and database; the mail server is another process. Every letter must have
come exactly once, else there is no figure.
"""

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.lane.timers import AT_ONCE
from kring_shared.runtime.running import assembly
from tests.benchmarks.facts import told
from tests.benchmarks.report import Report
from tests.integration.mail_server import certificate, mail_server
from tests.integration.many_requests import requests, tell

RATE = 50
"""Messages a second that have to be kept up."""
FACTS_A_MESSAGE = 3
"""The request, that a message is queued, that it was sent."""
BY_DAY_AND_NIGHT = {
    "KRING_NOTIFICATIONS_CHANNELS": '["smtp"]',
    "KRING_NOTIFICATIONS_QUIET_FROM": "08:00",
    "KRING_NOTIFICATIONS_QUIET_UNTIL": "08:00",
    "KRING_NOTIFICATIONS_DAYS_OF_REST": "false",
}


class NotOnceError(Exception):
    """A letter did not come, or came twice."""


async def run(size: int, rounds: int) -> Report:
    """Measure `size` messages a round, in the clear on this machine, and encrypted (STARTTLS)."""
    settings = {
        "NATS": "sync_interval always, encrypted",
        "SQLite": "WAL, synchronous FULL",
        "messages": str(size),
        "under way at most": str(AT_ONCE),
    }
    report = Report("messages", settings, bars={"of_rate": 1})
    rates: dict[bool, list[float]] = {False: [], True: []}
    lasted, worked = [], []
    for _ in range(rounds):
        for encrypted, found in rates.items():
            with tempfile.TemporaryDirectory() as name, post_office(Path(name), encrypted=encrypted) as (server, smtp):
                seconds, cpu = await _send(Path(name), size, server, smtp)
            found.append(size / seconds)
            lasted.append(seconds)
            worked.append(size / cpu)
    plain = report.add("letters by SMTP on this machine", rates[False], "messages/s")
    tls = report.add("letters by SMTP, encrypted (STARTTLS)", rates[True], "messages/s")
    report.add("letters per CPU second of the service", worked, "messages/s")
    report.add("how long one measurement lasts", lasted, "s")
    report.ratios = {"of_rate": round(min(plain, tls) / RATE, 3)}
    return report


@contextmanager
def post_office(folder: Path, *, encrypted: bool) -> Generator[tuple[Connection, dict[str, Any]]]:
    """Run a mail server; give a pipe that tells what came once it is asked, and the channel's settings."""
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=_receive, args=(theirs, folder, encrypted), daemon=True)
    server.start()
    try:
        port = ours.recv()
        security = {"security": "starttls", "ca_file": str(folder / "trusted.pem")} if encrypted else {}
        with patch.dict(os.environ, BY_DAY_AND_NIGHT):
            yield ours, {"host": "127.0.0.1", "port": port, "security": "none", **security}
    finally:
        server.terminate()
        server.join()


def _receive(pipe: Connection, folder: Path, encrypted: bool) -> None:  # noqa: FBT001 - a process gets no names
    """Be the mail server until somebody asks what came."""
    _, shown = certificate(folder)
    options: dict[str, Any] = {"tls_context": shown, "require_starttls": True} if encrypted else {}
    with mail_server(**options) as box:
        pipe.send(box.port)
        pipe.recv()
        pipe.send(Counter(str(mail["Message-ID"]) for mail in box.mails))


async def _send(folder: Path, size: int, server: Connection, smtp: dict[str, Any]) -> tuple[float, float]:
    """Give the seconds, by the clock and of this processor, from the first request until the last message was sent."""
    kring = Embedded(folder / "kring", services=("notifications",), plugin_settings={"notifications:smtp": smtp})
    async with kring:
        client = await kring.client()
        vault = assembly.parts(kring.shared, kring.clock).vault
        rows = await asyncio.to_thread(requests, vault, kring.clock.now(), size)
        start, cpu = time.perf_counter(), time.process_time()
        await tell(client.connection, rows)
        while await told(client.connection) < FACTS_A_MESSAGE * size:  # noqa: ASYNC110 - the bus is asked
            await asyncio.sleep(0.05)
        taken = time.perf_counter() - start, time.process_time() - cpu
    server.send("what came?")
    letters: Counter[str] = server.recv()
    if len(letters) != size or letters.total() != size:
        message = f"{letters.total()} letters came of {size}, {len(letters)} of them different"
        raise NotOnceError(message)
    return taken
