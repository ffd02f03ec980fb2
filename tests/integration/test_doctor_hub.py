"""`kring doctor` at an office on a leaf node: its line to the hub, and its services' consumers there."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import pytest

from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, api, provision_streams
from kring_shared.runtime.cli.doctor.finding import State
from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.runtime.running.assembly import provision_line
from kring_shared.runtime.running.blueprint import declared
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX
from kring_shared.testing.backbone import HUB, Hub, OfficeBus
from kring_shared.testing.office import linked_offices
from kring_shared.testing.servers import new_key
from tests.integration.looked_at import findings, provisioned, settings_of

WAITS = {
    "seq": 1,
    "id": "019aa0000000700080000000000000a1",
    "subject": "kring.utrecht.backbone.matching.loan-requested.v1.019aa0000000700080000000000000a1",
    "type": "kring.matching.loan-requested.v1",
    "key": "019aa0000000700080000000000000a1",
    "body": "{}",
    "told_ms": 1_795_176_000_000,
}


@pytest.fixture(name="office")
def an_office_on_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[tuple[Hub, OfficeBus]]:
    """Run a hub and an office's server, and set an office up whose services nobody runs."""
    with Hub(tmp_path / "hub", key=new_key()) as hub, OfficeBus(tmp_path / "office", hub, key=new_key()) as office:
        settings = settings_of(tmp_path, office.url)
        for name, value in (settings | {"KRING_BACKBONE_DOMAIN": HUB, "KRING_SERVES": '["utrecht"]'}).items():
            monkeypatch.setenv(name, value)
        yield hub, office


async def test_the_line_is_up_away_and_up_again(office: tuple[Hub, OfficeBus], tmp_path: Path) -> None:
    hub, bus = office
    at_the_hub = await connect(hub.url)
    await provision_streams(at_the_hub)
    await provision_line(at_the_hub, "utrecht", declared())
    await provisioned()

    found = await findings(None, "intake", "matching")
    assert [found["hub", about][0].state for about in ("line", "intake", "matching")] == [State.RIGHT] * 3
    assert found["streams", FACTS][0].state is State.RIGHT
    assert found["streams", BACKBONE][0].state is State.NOT_LOOKED_AT
    assert found["clocks", "hub"][0].state is State.RIGHT

    assert (await api(at_the_hub, f"CONSUMER.DELETE.{BACKBONE}.matching_utrecht"))["success"]
    (lost,) = (await findings(None, "intake", "matching"))["hub", "matching"]
    assert (lost.state, lost.words) == (
        State.WRONG,
        "its consumer matching_utrecht on BACKBONE is not there: it hears nothing of what is told",
    )

    await asyncio.to_thread(bus.cut)
    database = Database(f"sqlite:///{tmp_path}/db/matching.db", "matching")
    with database.begin() as tx:
        tx.execute(OUTBOX.insert().values(WAITS))
    database.close()
    found = await findings(None, "intake", "matching")
    (line,) = found["hub", "line"]
    assert (line.state, line.words.startswith("the hub (hub) does not answer; 1 message for other offices")) == (
        State.WRONG,
        True,
    )
    assert found["streams", FACTS][0].state is State.RIGHT

    await asyncio.to_thread(bus.heal)
    assert (await findings(None, "intake"))["hub", "line"][0].state is State.RIGHT
    await at_the_hub.close()


async def test_behind_a_line_that_lets_answers_to_services_through_only_the_services_say_whether_it_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("intake", "matching")
    async with linked_offices(tmp_path, ("utrecht",), SystemClock(), secured=True, services=names) as backbone:
        office = backbone.offices["utrecht"]
        shared = office.shared
        databases = {
            f"KRING_{name.upper()}_DATABASE_URL": sqlite_url(office.folder.db / f"{name}.db") for name in names
        }
        for name, value in {
            "KRING_NATS_URL": shared.nats_url,
            "KRING_NATS_CREDS": str(tmp_path / "utrecht-papers" / "admin.creds"),
            "KRING_NATS_CA": str(shared.nats_ca),
            "KRING_VAULT_URL": shared.vault_url.get_secret_value(),
            "KRING_OFFICE_KEYS": shared.office_keys.get_secret_value().replace("*", "utrecht"),
            "KRING_EDGE_PUBLIC_KEY": shared.edge_public_key,
            "KRING_ERASURE_LEDGER": str(shared.erasure_ledger),
            "KRING_SERVES": '["utrecht"]',
            "KRING_BACKBONE_DOMAIN": HUB,
            **databases,
        }.items():
            monkeypatch.setenv(name, value)
        await office.reaches_the_hub()
        found = await findings(None, *names)
        assert found["hub", "line"][0].state is State.RIGHT
        assert found["hub", "consumers"][0].state is State.NOT_LOOKED_AT
        assert found["keys and files", "office keys"][0].state is State.RIGHT  # an office has no other office's key
        await office.cut()
        assert (await findings(None, *names))["hub", "line"][0].state is State.WRONG
