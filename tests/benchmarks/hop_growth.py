"""How `hop` feels what is in the store already: the same facts among few cases and among a hundred times as many."""

import tempfile
from pathlib import Path
from typing import Final

import nats

from kring_matching.app import service
from kring_matching.domain import Search
from kring_matching.store import SHELVES
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import INBOX, OUTBOX
from kring_shared.testing.servers import nats_server
from tests.benchmarks import hop_ours
from tests.benchmarks.facts import OFFICE, accepted
from tests.benchmarks.growth_made import copies, id_of, insert_many, migrated

FEWER: Final = 100
"""The few are so many times fewer than the many."""
FACTS: Final = 10_000
AT_MS: Final = 1_790_000_000_000


async def measured(cases: int, rounds: int) -> dict[int, list[float]]:
    """Give facts a second, a figure a round, among few cases and among so many, in turn."""
    among: dict[int, list[float]] = {max(cases // FEWER, 10): [], cases: []}
    facts = min(FACTS, max(cases // FEWER, 40))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = {many: _filled(folder / f"hop-{many}.db", many) for many in among}
        with nats_server(folder / "bus") as server:
            client = await nats.connect(server.url)
            for n in range(rounds + 1):  # the first round only warms up
                for many, rates in among.items():
                    _forget_what_was_told(urls[many])
                    rate = await hop_ours.hop(client, server.url, folder, urls[many], facts)
                    if n:
                        rates.append(rate)
            await client.close()
    return among


def _filled(file: Path, cases: int) -> str:
    """Make matching's tables with so many searches that run and as many facts that were heard; give their address."""
    database = migrated(service, file)
    search = Search("0" * 32, OFFICE, accepted("0" * 32).dossier, ())
    with database.begin() as tx:
        copies(tx, SHELVES, search, {"case_id": id_of("i")}, cases)
        insert_many(tx, INBOX.name, {"id": id_of("i"), "at_ms": ":at_ms"}, {"at_ms": AT_MS}, cases)
    database.close()
    return f"sqlite:///{file}"


def _forget_what_was_told(url: str) -> None:
    """Empty the outbox: each round has a new stream, in which all of it would be missing and told again."""
    database = Database(url, service.name)
    with database.begin() as tx:
        tx.execute(OUTBOX.delete())
    database.close()
