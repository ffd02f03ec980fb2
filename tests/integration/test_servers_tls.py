"""Nobody but the bus that is meant is talked to, and whoever is refused is told why in one line."""

import contextlib
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.js.errors import NoStreamResponseError

from kring_shared.kernel.errors import BusAway, WrongSetup
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect, stay_connected
from kring_shared.runtime.bus.streams import provision_streams
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network, ServerTls
from kring_shared.runtime.server.ports import HOST
from kring_shared.testing.backbone import Hub, OfficeBus
from kring_shared.testing.certificates import Certificates
from kring_shared.testing.servers import nats_server, new_key
from kring_shared.testing.servers_cluster import Cluster
from kring_shared.testing.waiting import until

FACT = "kring.utrecht.backbone.intake.request-transferred.v1.case-1"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def a_server(folder: Path, tls: ServerTls) -> NatsServer:
    return NatsServer(folder / "bus", key=new_key(), network=Network(tls=tls))


@asynccontextmanager
async def connected(url: str, ca: Path | None) -> AsyncIterator[Client]:
    client = await connect(replace(BusAddress.of(url), ca=ca))
    try:
        yield client
    finally:
        await client.close()


async def refused(url: str, ca: Path | None = None) -> str:
    """Try once as an edge and once for good, as a service does; both must say the same."""
    address, said = replace(BusAddress.of(url), ca=ca), set[str]()
    with pytest.raises(WrongSetup) as once:
        await connect(address)
    with pytest.raises(WrongSetup) as for_good:
        await stay_connected(address, name="kring-intake")
    said |= {str(once.value), str(for_good.value)}
    (line,) = said
    assert "\n" not in line
    return line


async def test_a_bus_with_a_certificate_of_our_authority_is_talked_to(
    tmp_path: Path, certificates: Certificates
) -> None:
    with a_server(tmp_path, certificates.server()) as server:
        assert server.url.startswith("tls://")
        async with connected(server.url, certificates.ca) as client:
            await provision_streams(client)
            assert client._transport._io_writer.get_extra_info("ssl_object").version() == "TLSv1.3"  # type: ignore[union-attr]


async def test_a_bus_whose_authority_we_do_not_know_is_refused(tmp_path: Path, certificates: Certificates) -> None:
    stranger = Certificates(tmp_path / "stranger")
    with a_server(tmp_path, certificates.server()) as server:
        assert "was not signed by those this machine knows; set KRING_NATS_CA" in await refused(server.url)
        assert f"was not signed by those in KRING_NATS_CA {stranger.ca}" in await refused(server.url, stranger.ca)


async def test_a_bus_with_the_certificate_of_another_is_refused(tmp_path: Path, certificates: Certificates) -> None:
    with a_server(tmp_path, certificates.server("other", hosts=("hub.example.org",))) as server:
        assert "is of another name" in await refused(server.url, certificates.ca)


async def test_a_certificate_that_has_run_out_is_refused(tmp_path: Path, certificates: Certificates) -> None:
    old = certificates.server("old", until=datetime.now(UTC) - timedelta(seconds=1))
    with a_server(tmp_path, old) as server:
        assert "has run out: put a new one on the server" in await refused(server.url, certificates.ca)


async def test_a_bus_that_says_it_wants_no_tls_hears_nothing_of_us(certificates: Certificates) -> None:
    heard: list[bytes] = []

    def in_the_clear(listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection:
                    connection.sendall(b'INFO {"server_id": "x", "version": "2.15.1", "max_payload": 1048576}\r\n')
                    heard.append(connection.recv(4096))

    with socket.create_server((HOST, 0)) as listening:
        threading.Thread(target=in_the_clear, args=(listening,), daemon=True).start()
        address = BusAddress.of(f"tls://{HOST}:{listening.getsockname()[1]}")
        with pytest.raises((WrongSetup, BusAway)):
            await connect(replace(address, ca=certificates.ca))
        listening.shutdown(socket.SHUT_RDWR)
    assert heard
    assert not any(b"CONNECT" in words for words in heard)


async def test_a_bus_that_is_away_is_not_a_bus_that_refuses(tmp_path: Path, certificates: Certificates) -> None:
    with a_server(tmp_path, certificates.server()) as server:
        url = server.url
    with pytest.raises(BusAway):
        await connect(replace(BusAddress.of(url), ca=certificates.ca))


async def test_servers_of_a_cluster_talk_to_each_other_and_to_us_behind_their_certificates(
    tmp_path: Path, certificates: Certificates
) -> None:
    with Cluster(tmp_path, key=new_key(), tls=certificates.server()) as cluster:
        async with connected(cluster.url, certificates.ca) as client:
            await provision_streams(client)


async def test_an_office_links_to_a_hub_behind_its_certificate(tmp_path: Path, certificates: Certificates) -> None:
    tls = certificates.server()
    with (
        Hub(tmp_path, key=new_key(), tls=tls) as hub,
        OfficeBus(tmp_path, hub, key=new_key(), tls=tls) as office,
    ):
        assert office.linked
        async with connected(hub.url, certificates.ca) as at_hub, connected(office.url, certificates.ca) as at_office:
            await provision_streams(at_hub)

            async def kept_by_the_hub() -> bool:
                with contextlib.suppress(NoStreamResponseError):  # until the office has heard which streams there are
                    ack = await at_office.jetstream(domain="hub").publish(FACT, b"sealed")
                    return ack.domain == "hub"
                return False

            await until(kept_by_the_hub, "the hub keeps what the office tells")


def test_an_office_does_not_link_to_a_hub_it_cannot_trust(tmp_path: Path, certificates: Certificates) -> None:
    stranger = Certificates(tmp_path / "stranger")
    with Hub(tmp_path, key=new_key(), tls=stranger.server()) as hub:
        office = OfficeBus(tmp_path, hub, key=new_key(), tls=certificates.server())
        with office.line, office.server:
            office.await_said("certificate signed by unknown authority")
            assert not office.linked


async def test_without_tls_a_plain_bus_is_talked_to_as_ever(tmp_path: Path) -> None:
    with nats_server(tmp_path) as server:
        async with connected(server.url, None) as client:
            assert client.is_connected
