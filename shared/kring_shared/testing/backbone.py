"""A hub, and the servers of offices that are linked to it by lines a test can cut.

What waits for a server to notice blocks: a test whose services live in the same event loop hands it to a thread
(`asyncio.to_thread`).
"""

from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import LeafRemote, Network, ServerTls
from kring_shared.runtime.server.ports import HOST
from kring_shared.runtime.server.trust import Trust
from kring_shared.testing.line import Line
from kring_shared.testing.servers_cluster import Cluster, of_its_own
from kring_shared.testing.servers_monitor import free_ports, leaves, wait_until

HUB: Final = "hub"
RECONNECTED_WITHIN_S: Final = 60.0


class Hub(Cluster):
    """The server, or the three, where the offices' lines come together; its streams are the domain `hub`."""

    def __init__(
        self, folder: Path, *, key: str, size: int = 1, tls: ServerTls | None = None, trust: Trust | None = None
    ) -> None:
        """Describe it; nothing starts yet."""
        super().__init__(folder, key=key, size=size, name=HUB, domain=HUB, tls=tls, trust=trust, leaves=True)


class OfficeBus:
    """The server of one office: a leaf of the hub, with streams of its own, that works on while its line is down."""

    def __init__(
        self,
        folder: Path,
        hub: Hub,
        office: str = "utrecht",
        *,
        key: str,
        tls: ServerTls | None = None,
        trust: Trust | None = None,
        credentials: Path | None = None,
        account: str = "",
    ) -> None:
        """Describe it; nothing starts yet.

        Args:
            folder: The server has a folder of its own in it.
            hub: What the line goes to, whichever of its servers answers.
            office: Its id, which is the domain of its streams too.
            key: What its store is encrypted with.
            tls: The certificate it shows; its CA is what the hub's certificate is checked by.
            trust: Whom it believes; None lets in everybody.
            credentials: What the hub gave for the line.
            account: Public key of its own account that the line belongs to; needed with `trust`.
        """
        self.office = office
        self.line = Line(*hub.leaf_ports)
        port, self._monitor = free_ports(2)
        at, ca = (f"{'tls' if tls else 'nats'}://{HOST}:{self.line.port}", tls.ca if tls else None)
        to_the_hub = LeafRemote(urls=(at,), credentials=credentials, account=account, ca=ca)
        network = Network(
            name=office,
            domain=office,
            tls=tls,
            trust=of_its_own(trust, folder / office / "accounts"),
            remotes=(to_the_hub,),
            monitor=f"{HOST}:{self._monitor}",
        )
        self.server = NatsServer(folder / office, key=key, port=port, network=network)

    @property
    def url(self) -> str:
        """What a client of the office connects to."""
        return self.server.url

    @property
    def linked(self) -> bool:
        """Whether the office's server has its line to the hub."""
        return bool(leaves(self._monitor))

    def await_linked(self) -> float:
        """Wait until the line is there, and say how many seconds that took."""
        return wait_until(lambda: self.linked, f"{self.office} has its line", within=RECONNECTED_WITHIN_S)

    def await_alone(self) -> float:
        """Wait until the server has noticed that its line is gone, and say how many seconds that took."""
        return wait_until(lambda: not self.linked, f"{self.office} lost its line", within=RECONNECTED_WITHIN_S)

    def await_said(self, words: str) -> None:
        """Wait until the server's log says something."""
        wait_until(lambda: words in self.server.text(), f"{self.office} says {words!r}")

    def cut(self) -> None:
        """Cut the line, and come back when the server knows."""
        self.line.cut()
        self.await_alone()

    def heal(self) -> float:
        """Heal the line, come back when the server has it again, and say how many seconds that took."""
        self.line.heal()
        return self.await_linked()

    def start(self) -> Self:
        """Open the line, start the server, and come back when it is linked."""
        self.line.open()
        self.server.start()
        self.await_linked()
        return self

    def stop(self) -> None:
        """End the server in good order, and the line."""
        self.server.stop()
        self.line.close()

    def __enter__(self) -> Self:
        """Start it; what came up ends again when the rest does not."""
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop it."""
        self.stop()
