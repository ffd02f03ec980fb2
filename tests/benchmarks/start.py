"""`start`: `kring up` until every service answers that it is ready, over the import of its packages alone."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import nats
from nats.aio.client import Client
from nats.errors import Error

from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.runtime.embedded.folder import read_running
from tests.benchmarks.report import Report, ratios

OFFICE: Final = "utrecht"
WITHIN_SECONDS: Final = 120.0
IMPORT: Final = """
from kring_shared.runtime.embedded import embedded
from kring_shared.runtime.running import edges, plugins
for name in plugins.service_names():
    plugins.service(name)
list(edges.installed())
"""
"""What `kring up` loads, by the loaders that it loads it with."""


async def run(_size: int, rounds: int) -> Report:
    """Start it in a new folder and again in the same, and import its packages, in turn."""
    report = Report("start", {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL"})
    report.bars = {"over_import": 3}
    imports, first, again = [], [], []
    if rounds > 1:
        _import()  # the first reads the disk
    for _ in range(rounds):
        with TemporaryDirectory() as name:
            imports.append(await asyncio.to_thread(_import))
            first.append(await _up(Path(name) / "kring"))
            again.append(await _up(Path(name) / "kring"))
    report.add("import of its packages in a fresh process", imports, "s")
    report.add("kring up in a new folder until all are ready", first, "s")
    report.add("kring up in the same folder again", again, "s")
    report.ratios = {"over_import": ratios(first, imports), "again_over_import": ratios(again, imports)}
    return report


def _import() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT], check=True)
    return time.perf_counter() - began


async def _up(folder: Path) -> float:
    """Start it as people do, ask every service until each is ready, and end it."""
    kring = Path(sys.executable).with_name("kring")
    command = [str(kring), "up", "--dir", str(folder), "--portal-port", "0", "--json"]
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            assert process.stdout is not None
            services = json.loads(await process.stdout.readline())["services"]
            client = await nats.connect(_bus_of(folder))
            await asyncio.gather(*(_is_ready(client, service) for service in services))
            taken = time.perf_counter() - began
            await client.close()
    finally:
        process.terminate()
        await process.wait()
    return taken


def _bus_of(folder: Path) -> str:
    running = read_running(folder)
    assert running is not None
    return running.nats_url


async def _is_ready(client: Client, service: str) -> None:
    subject = Ready.address(OFFICE).replace(f".{Ready.service}.", f".{service}.")
    while True:
        try:
            answer = await client.request(subject, b"{}", timeout=1)
        except (Error, TimeoutError):
            continue
        if ReadyShown.model_validate_json(answer.data).ready:
            return
