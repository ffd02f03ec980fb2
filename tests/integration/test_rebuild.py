"""The fact stream built anew: the order it had, nothing twice, and the new places written back."""

import base64
import json
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client
from pydantic import SecretStr
from sqlalchemy import select

from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.running.rebuild import Rebuilt, StreamNotEmpty, rebuild
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.servers import any_nats

CASE = "c" * 32
TOLD = {
    # service: (place in the old stream, when it was told), in the order of its outbox
    "matching": [(2, 20), (5, 50), (None, 90)],
    "registry": [(1, 10), (3, 30), (4, 40), (None, 60)],
}
ORDER = ["registry-0", "matching-0", "registry-1", "registry-2", "matching-1", "registry-3", "matching-2"]


def settings(folder: Path, url: str) -> SharedSettings:
    """Give settings of a Kring in a folder."""
    keys = SecretStr(json.dumps({"*": base64.b64encode(bytes(32)).decode()}))
    vault = SecretStr(f"sqlite:///{folder}/vault.db")
    key = base64.b64encode(bytes(32)).decode()
    return SharedSettings(nats_url=url, vault_url=vault, office_keys=keys, edge_public_key=key)


def services_with_outboxes(folder: Path, shared: SharedSettings) -> list[Configured]:
    """Make the databases of two services, with what they told."""
    chosen: list[Configured] = []
    for name in TOLD:
        service = plugins.service(name)
        chosen.append((service, service.settings(database_url=SecretStr(f"sqlite:///{folder}/{name}.db"))))
    assembly.migrate(shared, chosen)
    for name, told in TOLD.items():
        rows = [
            {"seq": n + 1, "id": f"{name}-{n}", "subject": f"kring.gent.office.{name}.told.v1.{CASE}",
             "type": f"nl.eigenkracht.{name}.told.v1", "key": CASE, "body": "{}", "told_ms": at, "place": place}
            for n, (place, at) in enumerate(told)
        ]  # fmt: skip
        receipt = rows[0] | {"seq": 99, "id": f"{name}-r", "subject": "kring.gent.receipts.wijkteam", "place": 1}
        database = Database(f"sqlite:///{folder}/{name}.db", name)
        with database.begin() as tx:
            tx.execute(OUTBOX.insert(), [*rows, receipt])
        database.close()
    return chosen


async def ids(client: Client) -> list[str]:
    """Give the ids of the facts in the stream, in order."""
    stream = client.jetstream()
    last = (await stream.stream_info(FACTS)).state.last_seq
    found = [await stream.get_msg(FACTS, place) for place in range(1, last + 1)]
    return [(message.headers or {})["Nats-Msg-Id"] for message in found]


def places(folder: Path, service: str) -> list[int | None]:
    """Give the places a service knows of its facts."""
    database = Database(f"sqlite:///{folder}/{service}.db", service)
    with database.read() as tx:
        facts = select(OUTBOX.c.place).where(OUTBOX.c.seq < 99).order_by(OUTBOX.c.seq)
        found = list(tx.execute(facts).scalars())
    database.close()
    return found


async def test_facts_come_back_in_the_order_they_had_and_what_was_never_told_comes_last(tmp_path: Path) -> None:
    with any_nats(tmp_path) as server:
        client = await nats.connect(server.url)
        shared = settings(tmp_path, server.url)
        chosen = services_with_outboxes(tmp_path, shared)
        assert await rebuild(client, shared, chosen) == Rebuilt(told=7, there=0)
        assert await ids(client) == ORDER
        assert places(tmp_path, "registry") == [1, 3, 4, 6]
        assert places(tmp_path, "matching") == [2, 5, 7]
        await client.close()


async def test_a_stream_that_holds_facts_is_only_given_those_it_lacks(tmp_path: Path) -> None:
    with any_nats(tmp_path) as server:
        client = await nats.connect(server.url)
        shared = settings(tmp_path, server.url)
        chosen = services_with_outboxes(tmp_path, shared)
        await rebuild(client, shared, chosen[1:])
        with pytest.raises(StreamNotEmpty, match="holds 4 facts"):
            await rebuild(client, shared, chosen)
        assert await rebuild(client, shared, chosen, again=True) == Rebuilt(told=3, there=4)
        assert sorted(await ids(client)) == sorted(ORDER)
        assert places(tmp_path, "registry") == [1, 2, 3, 4]
        assert places(tmp_path, "matching") == [5, 6, 7]
        await client.close()
