"""`hop`: facts through one service, exactly once, against the limit and against the usual way, in turn."""

import tempfile
from pathlib import Path

import nats

from kring_shared.testing.servers import nats_server
from tests.benchmarks import hop_ours, hop_per_message, hop_raw
from tests.benchmarks.report import Report, ratios


async def run(size: int, rounds: int) -> Report:
    """Measure `size` facts a round."""
    report = Report(
        "hop", {"NATS": "sync_interval always, encrypted", "SQLite": "WAL, synchronous FULL", "facts": str(size)}
    )
    report.bars = {"of_limit": 0.7, "over_per_message": 25}
    ours, raw, usual = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with nats_server(folder / "bus") as server:
            client = await nats.connect(server.url)
            for n in range(rounds):
                raw.append(await hop_raw.hop_sqlite(client, folder, folder / f"raw-{n}.db", size))
                ours.append(await hop_ours.hop(client, server.url, folder, f"sqlite:///{folder}/ours-{n}.db", size))
                usual.append(
                    await hop_per_message.hop(client, server.url, folder / f"usual-{n}.db", max(size // 40, 20))
                )
            await client.close()
    report.add("Kring", ours, "facts/s")
    report.add("limit: sqlite3 + nats-py, the same work", raw, "facts/s")
    report.add("usual: FastStream handler per message, aiosqlite", usual, "facts/s")
    report.ratios = {"of_limit": ratios(ours, raw), "over_per_message": ratios(ours, usual)}
    return report
