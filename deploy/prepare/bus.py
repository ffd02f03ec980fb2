"""The bus: its authority, the credentials of who works on it, and the configuration of each server."""

import base64
import secrets
from pathlib import Path
from typing import Final

from deploy.prepare.certificates import Signer
from deploy.prepare.papers import Papers
from deploy.prepare.wanted import CLUSTER, HERE, OFFICE, Wanted
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.authority import tags
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import ADMIN, DESK, PORTAL
from kring_shared.runtime.running import plugins
from kring_shared.runtime.server.config import KEY_VARIABLE, BrokerSettings
from kring_shared.runtime.server.network import Cluster, LeafPort, LeafRemote, Network, ServerTls

AUTHORITY: Final = "authority"
INSIDE: Final = "/etc/nats"
STORE: Final = "/var/lib/kring"
TLS: Final = ServerTls(certificate=f"{INSIDE}/server.pem", key=f"{INSIDE}/server.key", ca=f"{INSIDE}/ca.pem")
LINE: Final = "line.creds"
HUB_CA: Final = "hub-ca.pem"
KEY_FILE: Final = "stream-key.conf"


def make_bus(papers: Papers, signer: Signer, wanted: Wanted) -> None:
    """Make it all; who was let in stays let in, and configurations are written anew."""
    authority = _authority(papers)
    for role in (ADMIN, DESK, PORTAL, *plugins.service_names()):
        _let_in(papers, authority, role, wanted)
    for server in wanted.servers:
        signer.server(server, (*wanted.servers, *HERE, *wanted.hosts))
        if not papers.has(f"{server}/{KEY_FILE}"):
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            papers.write(f"{server}/{KEY_FILE}", f'{KEY_VARIABLE.removeprefix("$")}: "{key}"\n')
        if wanted.profile == OFFICE:
            _bring_line(papers, server)
        settings = BrokerSettings(
            listen="0.0.0.0:4222",
            store=f"{STORE}/streams",
            key=KEY_VARIABLE,
            network=_network(authority, server, wanted),
        )
        papers.write(f"{server}/nats.conf", f"include {KEY_FILE}\n{settings.text()}")


def _authority(papers: Papers) -> Authority:
    folder = papers.folder / AUTHORITY
    return Authority(folder) if (folder / "operator.seed").exists() else Authority.make(folder)


def _let_in(papers: Papers, authority: Authority, role: str, wanted: Wanted) -> None:
    file = f"secrets/{role}.creds"
    if papers.has(file):
        return
    place = tags.Wanted() if role == ADMIN else tags.Wanted(offices=wanted.offices)
    papers.write(file, authority.let_in(role, tags.usual_name(role, place), place))


def _bring_line(papers: Papers, server: str) -> None:
    """Lay down what came from the hub.

    Raises:
        WrongSetup: it is not there.
    """
    for name in (LINE, HUB_CA):
        brought = papers.place(f"hub/{name}")
        if not brought.exists():
            raise WrongSetup(
                f"{_shown(brought)} is missing: put the credential that the hub gave for the line there as {LINE}, "
                f"and what its certificate is checked by as {HUB_CA}"
            )
        papers.write(f"{server}/{name}", brought.read_bytes())


def _network(authority: Authority, server: str, wanted: Wanted) -> Network:
    others = [one for one in wanted.servers if one != server]
    inside = wanted.profile == CLUSTER
    return Network(
        name=f"{wanted.domain}-{server}",
        domain=wanted.domain,
        tls=TLS,
        trust=authority.trust(f"{STORE}/accounts"),
        cluster=Cluster(
            name=wanted.domain,
            listen="0.0.0.0:6222",
            routes=tuple(f"tls://{one}:6222" for one in others),
            tls=TLS,
        )
        if inside
        else None,
        leaf_port=None if wanted.hub else LeafPort(listen="0.0.0.0:7422", tls=TLS),
        remotes=(
            LeafRemote(
                urls=wanted.hub,
                credentials=f"{INSIDE}/{LINE}",
                account=authority.account,
                ca=f"{INSIDE}/{HUB_CA}",
            ),
        )
        if wanted.hub
        else (),
    )


def _shown(file: Path) -> str:
    """Write the path as it is seen from the folder of the checkout, also when we run in a container."""
    return str(Path("deploy", *file.parts[-3:])) if ".local" in file.parts else str(file)
