"""`hop`: facts through one service, exactly once, beside the limit and the usual way, in turn; on both databases."""

import tempfile
from pathlib import Path

import nats
from nats.aio.client import Client

from kring_shared.testing.servers import PostgresMissing, for_sqlalchemy, nats_server, session_postgres
from tests.benchmarks import hop_ours, hop_per_message, hop_raw
from tests.benchmarks.report import Report, ratios


async def run(size: int, rounds: int) -> Report:
    """Measure `size` facts a round."""
    report = Report(
        "hop",
        {
            "NATS": "sync_interval always, encrypted",
            "SQLite": "WAL, synchronous FULL",
            "PostgreSQL": "fsync on, synchronous_commit on",
            "facts": str(size),
        },
    )
    report.bars = {"of_limit": 0.8, "over_per_message": 30, "pg_of_limit": 0.7}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with nats_server(folder / "bus") as server:
            client = await nats.connect(server.url)
            await _on_sqlite(report, client, server.url, folder, (size, rounds))
            await _on_postgres(report, client, server.url, folder, (size, rounds))
            await client.close()
    return report


async def _on_sqlite(report: Report, client: Client, bus: str, folder: Path, much: tuple[int, int]) -> None:
    size, rounds = much
    ours, raw, usual = [], [], []
    for n in range(rounds):
        raw.append(await hop_raw.hop_sqlite(client, folder / f"raw-{n}.db", size))
        ours.append(await hop_ours.hop(client, bus, folder, f"sqlite:///{folder}/ours-{n}.db", size))
        usual.append(await hop_per_message.hop(client, bus, folder / f"usual-{n}.db", max(size // 40, 20)))
    report.add("Kring", ours, "facts/s")
    report.add("limit: sqlite3 + nats-py, the same work", raw, "facts/s")
    report.add("usual: FastStream handler per message, aiosqlite", usual, "facts/s")
    report.ratios |= {"of_limit": ratios(ours, raw), "over_per_message": ratios(ours, usual)}


async def _on_postgres(report: Report, client: Client, bus: str, folder: Path, much: tuple[int, int]) -> None:
    """Do the same on PostgreSQL; where none is installed the table says so, and its bar is not judged."""
    size, rounds = much
    try:
        cluster = session_postgres()
    except PostgresMissing:
        report.settings["PostgreSQL"] = "none here, not measured"
        del report.bars["pg_of_limit"]
        return
    ours, raw = [], []
    for _ in range(rounds):
        raw.append(await hop_raw.hop_postgres(client, for_sqlalchemy(cluster.create_database()), size))
        ours.append(await hop_ours.hop(client, bus, folder, for_sqlalchemy(cluster.create_database()), size))
    report.add("Kring, PostgreSQL", ours, "facts/s")
    report.add("limit: psycopg + nats-py, the same work", raw, "facts/s")
    report.ratios["pg_of_limit"] = ratios(ours, raw)
