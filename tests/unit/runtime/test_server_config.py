"""What a server is told, alone on its machine and among others."""

from pathlib import Path

import pytest

from kring_shared.runtime.server.config import KEY_VARIABLE, BrokerSettings, Login
from kring_shared.runtime.server.network import Cluster, LeafPort, LeafRemote, Network, ServerTls
from kring_shared.runtime.server.trust import Trust
from kring_shared.runtime.start_errors import KeyMismatch

TLS = ServerTls(certificate="/c/server.pem", key="/c/server.key", ca="/c/ca.pem")


def text(network: Network | None = None, *, key: str = "S2V5", login: Login | None = None) -> str:
    return BrokerSettings(
        listen="127.0.0.1:4222", store="/s/store", key=key, login=login, network=network or Network()
    ).text()


def test_the_embedded_server_is_told_what_it_always_was() -> None:
    assert text(login=Login("kring", "secret")) == (
        "server_name: kring\n"
        'listen: "127.0.0.1:4222"\n'
        "max_payload: 1048576\n"
        "jetstream {\n"
        '  store_dir: "/s/store"\n'
        "  sync_interval: always\n"
        "  cipher: aes\n"
        '  key: "S2V5"\n'
        "}\n"
        "authorization {\n"
        '  user: "kring"\n'
        '  password: "secret"\n'
        "}\n"
    )


def test_every_server_writes_what_it_acknowledged_to_disk_and_encrypted() -> None:
    told = text(Network(name="hub-0", domain="hub", leaf_port=LeafPort(listen="127.0.0.1:7422")))
    for line in ("  sync_interval: always", "  cipher: aes", '  domain: "hub"'):
        assert line in told.splitlines()


def test_the_key_may_stand_in_the_environment_of_the_server() -> None:
    assert f"  key: {KEY_VARIABLE}" in text(key=KEY_VARIABLE).splitlines()
    with pytest.raises(KeyMismatch, match="base64"):
        text(key="$KRING_OTHER")


def test_a_member_of_a_cluster_is_known_by_its_certificate() -> None:
    told = text(
        Network(cluster=Cluster(name="hub", listen="127.0.0.1:6222", routes=("tls://a:1", "tls://b:2"), tls=TLS))
    )
    block = told[told.index("cluster {") :]
    assert '  routes: ["tls://a:1", "tls://b:2"]' in block
    assert "    verify: true" in block


def test_an_office_lets_nothing_but_the_backbone_over_its_line() -> None:
    remote = LeafRemote(urls=("tls://hub:7422",), credentials=Path("/c/line.creds"), account="AUTR", ca="/c/hub-ca.pem")
    lines = [line.strip() for line in text(Network(name="utrecht", domain="utrecht", remotes=(remote,))).splitlines()]
    out = next(line for line in lines if line.startswith("deny_exports: "))
    assert out.replace("exports", "imports").replace(', "_INBOX.>"', "") in lines  # answers come in, and none goes out
    for stays_here in (
        "kring.*.office.>",
        "kring.*.do.>",
        "kring.*.ask.>",
        "kring.*.referrals.>",
        "kring.*.receipts.>",
    ):
        assert f'"{stays_here}"' in out
    assert '"$JS.utrecht.>"' in out
    assert "backbone" not in out
    assert 'account: "AUTR"' in lines
    assert 'ca_file: "/c/hub-ca.pem"' in lines


def test_a_server_of_the_hub_tells_an_office_no_other_address() -> None:
    assert "  no_advertise: true" in text(Network(leaf_port=LeafPort(listen="0.0.0.0:7422", tls=TLS))).splitlines()


def test_a_server_that_believes_an_authority_keeps_what_is_pushed_to_it() -> None:
    trust = Trust("eyJvcGVyYXRvciI6MX0", "ASYS", {"ASYS": "jwt-of-sys", "AKRI": "jwt-of-kring"}, "/s/accounts")
    told = text(Network(trust=trust)).splitlines()
    for line in ("  type: full", '  dir: "/s/accounts"', '  AKRI: "jwt-of-kring"', 'system_account: "ASYS"'):
        assert line in told
    assert "max_control_line: 65536" in told


def test_a_line_to_the_hub_is_not_shown_with_its_address() -> None:
    assert "secret" not in repr(LeafRemote(urls=("nats://kring:secret@hub:7422",)))
