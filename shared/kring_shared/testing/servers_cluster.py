"""Three servers that keep each other's streams, or one alone, on 127.0.0.1: killed and wiped as a test likes."""

import shutil
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Cluster as InCluster
from kring_shared.runtime.server.network import LeafPort, Network, ServerTls
from kring_shared.runtime.server.ports import HOST
from kring_shared.runtime.server.trust import Trust
from kring_shared.testing.servers_monitor import ask, free_ports, healthy, streams, wait_until

READY_WITHIN_S: Final = 60.0
PORTS_EACH: Final = 4


class Cluster:
    """As many servers as are asked for; with three, streams of three replicas outlive any one of them."""

    def __init__(
        self,
        folder: Path,
        *,
        key: str,
        size: int = 3,
        name: str = "hub",
        domain: str = "",
        tls: ServerTls | None = None,
        trust: Trust | None = None,
        leaves: bool = False,
    ) -> None:
        """Describe the servers; nothing starts yet.

        Args:
            folder: Each server has a folder of its own in it.
            key: What every store is encrypted with.
            size: How many; one stands alone.
            name: The cluster's, and the beginning of each server's.
            domain: What its streams are called from a leaf.
            tls: The certificate all of them show, for clients, leaves and each other.
            trust: Whom they believe; None lets in everybody. Each server keeps account JWTs in a folder of its own.
            leaves: Whether servers of offices may connect.
        """
        ports = free_ports(size * PORTS_EACH)
        clients, self._routes, self.leaf_ports, self._monitors = (ports[at::PORTS_EACH] for at in range(PORTS_EACH))
        networks = [
            Network(
                name=f"{name}-{at}",
                domain=domain,
                tls=tls,
                trust=of_its_own(trust, folder / f"{name}-{at}" / "accounts"),
                cluster=self._beside(name, at, tls),
                leaf_port=LeafPort(listen=f"{HOST}:{self.leaf_ports[at]}", tls=tls) if leaves else None,
                monitor=f"{HOST}:{self._monitors[at]}",
            )
            for at in range(size)
        ]
        servers = zip(networks, clients, strict=True)
        self.servers = [NatsServer(folder / one.name, key=key, port=port, network=one) for one, port in servers]

    @property
    def url(self) -> str:
        """What a client connects to: all servers, with commas between."""
        return ",".join(server.url for server in self.servers)

    def _beside(self, name: str, at: int, tls: ServerTls | None) -> InCluster | None:
        """Name where one server listens for the others, and where they are; nothing for one that stands alone."""
        if len(self._routes) == 1:
            return None
        scheme = "tls" if tls else "nats"
        others = tuple(f"{scheme}://{HOST}:{route}" for route in self._routes if route != self._routes[at])
        return InCluster(name=name, listen=f"{HOST}:{self._routes[at]}", routes=others, tls=tls)

    def start(self) -> Self:
        """Start every server that does not run, and come back when all are ready."""
        for server in self.servers:
            server.start()
        self.await_ready()
        return self

    def stop(self) -> None:
        """End every server in good order; `start` starts them again over the same stores."""
        for server in self.servers:
            server.stop()

    def kill9(self, at: int) -> None:
        """End one server without warning."""
        self.servers[at].kill9()

    def restart(self, at: int) -> None:
        """Start one server again, after `kill9` or while it runs (then it ends in good order first)."""
        self.servers[at].restart()
        self.await_ready()

    def wipe(self) -> None:
        """End every server and throw away what they stored; `start` starts them with nothing."""
        self.stop()
        for server in self.servers:
            shutil.rmtree(server.store)

    def monitor(self, at: int = 0) -> int:
        """Give the port of one server's monitoring page."""
        return self._monitors[at]

    def await_ready(self) -> None:
        """Wait until those that run have chosen who leads, and have what the others have."""
        wait_until(
            lambda: all(map(healthy, self._running())) and (len(self.servers) == 1 or self.meta_leader() is not None),
            "every server of the cluster is healthy",
            within=READY_WITHIN_S,
        )

    def meta_leader(self) -> int | None:
        """Give which server decides where streams lie; None while none was chosen."""
        for port in self._running():
            name = ((ask(port, "jsz") or {}).get("meta_cluster") or {}).get("leader")
            if name:
                return self._place(name)
        return None

    def leader(self, stream: str) -> int | None:
        """Give which server leads a stream; None while none was chosen, or nobody has it."""
        for port in self._running():
            name = (streams(port).get(stream, {}).get("cluster") or {}).get("leader")
            if name:
                return self._place(name)
        return None

    def __enter__(self) -> Self:
        """Start them; those that came up end again when one does not."""
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop them."""
        self.stop()

    def _running(self) -> list[int]:
        return [port for port, server in zip(self._monitors, self.servers, strict=True) if server.alive]

    def _place(self, name: str) -> int | None:
        names = [server.network.name for server in self.servers]
        at = names.index(name)
        return at if self.servers[at].alive else None


def of_its_own(trust: Trust | None, folder: Path) -> Trust | None:
    """Give the same trust with a folder for the account JWTs that no other server has."""
    if trust is None:
        return None
    return Trust(trust.operator_jwt, trust.system_account, trust.preload, str(folder))
