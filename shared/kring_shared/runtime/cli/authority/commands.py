"""`kring authority`: the folder whose keys let people in, its servers' configuration, and what they are told."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.authority import letting
from kring_shared.runtime.cli.authority import options as at_opt
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.runtime.server.network import Cluster, LeafRemote, ServerTls

NEW_EXAMPLE: Final = "Example: kring authority new --at /srv/authority"
CONFIG_EXAMPLE: Final = (
    "Example: kring authority config --at /srv/authority --name hub-1 --domain hub --leaf-listen 0.0.0.0:7422 \\\n"
    "           --certificate /etc/kring/hub-1.pem --key /etc/kring/hub-1.key --ca /etc/kring/ca.pem > hub-1.conf"
)
PUSH_EXAMPLE: Final = "Example: kring authority push --at /srv/authority --nats tls://bus:4222"
EXAMPLE: Final = NEW_EXAMPLE
authority = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

StoreLimit = Annotated[
    int,
    typer.Option(metavar="BYTES", min=0, help="The most it stores; 0 is three quarters of the free disk."),
]
Listen = Annotated[str, typer.Option("--listen", metavar="HOST:PORT", help="Where services and systems connect.")]
Certificate = Annotated[str, typer.Option("--certificate", metavar="FILE", help="The server's own (PEM).")]
Key = Annotated[str, typer.Option("--key", metavar="FILE", help="Its key (PEM).")]
Ca = Annotated[str, typer.Option("--ca", metavar="FILE", help="What others' certificates are checked by (PEM).")]
Route = Annotated[
    list[str] | None,
    typer.Option("--route", metavar="URL", help="Another server of the cluster, as tls://hub-2:6222; repeat it."),
]
Hub = Annotated[
    list[str] | None, typer.Option("--hub", metavar="URL", help="Where the hub takes lines; may be repeated.")
]
HubCa = Annotated[
    str, typer.Option("--hub-ca", metavar="FILE", help="An office: what the hub's certificate is checked by.")
]


@authority.command("new", epilog=as_it_is(NEW_EXAMPLE))
def new(*, at: at_opt.At, as_json: opt.AsJson = False) -> None:
    """Make the authority of a bus: the folder whose keys let people in.

    Whoever has the folder can let anybody in. It is needed to let in, to revoke and to rotate; no server and no
    service needs it. Keep a copy elsewhere.
    """
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.cli.printing import json_line

    made = Authority.make(at)
    if as_json:
        json_line({"folder": str(at), "account": made.account})
    else:
        typer.echo(
            f"The authority is in {at}. Whoever has this folder can let anybody in: keep a copy elsewhere.\n"
            "Next: kring authority config writes what a server needs, kring services add lets services in."
        )


@authority.command("config", epilog=as_it_is(CONFIG_EXAMPLE))
def config(
    *,
    at: at_opt.At,
    name: Annotated[str, typer.Option("--name", help="The server's name; no two of a bus have the same.")],
    certificate: Certificate,
    key: Key,
    ca: Ca,
    domain: Annotated[str, typer.Option(help="JetStream domain: hub, or an office with a server of its own.")] = "",
    listen: Listen = "0.0.0.0:4222",
    store: Annotated[str, typer.Option(metavar="DIR", help="Where the server keeps everything.")] = "/var/lib/kring",
    store_limit: StoreLimit = 0,
    leaf_listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="A hub: where offices connect.")] = "",
    cluster_listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="A cluster: where the others connect.")] = "",
    route: Route = None,
    hub: Hub = None,
    line: Annotated[str, typer.Option(metavar="FILE", help="An office: the credential that the hub gave.")] = "",
    hub_ca: HubCa = "",
) -> None:
    """Print the whole configuration of one server, for `nats-server -c`.

    It holds no secret: the server reads the key it encrypts its store with from KRING_STREAM_KEY in its environment,
    where it stands between double quotes. Files are named as that server sees them.
    """
    from kring_shared.runtime.authority.authority import Authority
    from kring_shared.runtime.server.config import KEY_VARIABLE, BrokerSettings
    from kring_shared.runtime.server.network import LeafPort, Network, ServerTls

    known, tls = Authority(at), ServerTls(certificate=certificate, key=key, ca=ca)
    network = Network(
        name=name,
        domain=domain,
        tls=tls,
        trust=known.trust(f"{store}/accounts"),
        cluster=_cluster(domain or "kring", cluster_listen, tuple(route or ()), tls),
        leaf_port=LeafPort(listen=leaf_listen, tls=tls) if leaf_listen else None,
        remotes=_remotes(tuple(hub or ()), line, known.account, hub_ca or ca, domain),
        max_store_bytes=store_limit,
    )
    settings = BrokerSettings(listen=listen, store=f"{store}/streams", key=KEY_VARIABLE, network=network)
    typer.echo(settings.text(), nl=False)


@authority.command("push", epilog=as_it_is(PUSH_EXAMPLE))
def push(*, at: at_opt.At, nats: at_opt.Nats = "", as_json: opt.AsJson = False) -> None:
    """Tell the running servers who is let in and what each role may, and make what systems and offices read with.

    After an upgrade, after commands that named no bus, and after a server lost its store. Safe to repeat.
    """
    letting.push(at, nats, as_json=as_json)


def _cluster(name: str, listen: str, others: tuple[str, ...], tls: "ServerTls") -> "Cluster | None":
    from kring_shared.runtime.server.network import Cluster

    if bool(others) != bool(listen):
        raise typer.BadParameter(
            "a cluster needs --cluster-listen and each other server as --route", param_hint="--route"
        )
    return Cluster(name=name, listen=listen, routes=others, tls=tls) if others else None


def _remotes(urls: tuple[str, ...], line: str, account: str, ca: str, domain: str) -> "tuple[LeafRemote, ...]":
    from kring_shared.runtime.server.network import LeafRemote

    if bool(urls) != bool(line):
        raise typer.BadParameter("an office's server needs both --hub and --line", param_hint="--hub")
    if urls and not domain:
        raise typer.BadParameter("an office's server needs a domain of its own: its office", param_hint="--domain")
    return (LeafRemote(urls=urls, credentials=line, account=account, ca=ca),) if urls else ()
