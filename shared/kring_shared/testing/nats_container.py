"""A broker in a container, told the same as the embedded one; testcontainers starts it."""

import contextlib
import os
import time
from pathlib import Path
from typing import Any, Final, Self

from testcontainers.community.nats import NatsContainer
from testcontainers.core.config import testcontainers_config

from kring_shared.runtime.server.answer import ask_broker
from kring_shared.runtime.server.config import BrokerSettings, Login
from kring_shared.runtime.server.ports import HOST, free_port

INSIDE: Final = 4222
READY_WITHIN_S: Final = 60.0
POLL_S: Final = 0.02
KILLED_WITHIN_S: Final = 10.0
STOPPED_WITHIN_S: Final = 10


class NatsInContainer:
    """One container over one folder of this machine; it keeps address and store when it is killed and started again."""

    def __init__(self, image: str, folder: Path, *, key: str, login: Login | None = None) -> None:
        """Describe the container; nothing starts yet.

        Args:
            image: It must run nats-server when it is given `-c FILE`.
            folder: Of this machine, and so of the machine the engine runs on.
            key: What the store is encrypted with, base64.
            login: Who may talk to it; None lets in everybody.
        """
        self.store = folder.absolute() / "store"
        self.login = login
        self._config = folder.absolute() / "nats.conf"
        self._settings = BrokerSettings(listen=f"0.0.0.0:{INSIDE}", store="/kring/store", key=key, login=login)
        self._port = free_port()
        self._container = self._describe(image)
        self._host_and_port = ("", 0)

    @property
    def url(self) -> str:
        """What a client connects to."""
        host, port = self._host_and_port
        before = "" if self.login is None else f"{self.login.user}:{self.login.password}@"
        return f"nats://{before}{host}:{port}"

    @property
    def alive(self) -> bool:
        """Whether the container runs."""
        engine_view = self._engine_view()
        if engine_view is None:
            return False
        engine_view.reload()
        return bool(engine_view.status == "running")

    def start(self) -> Self:
        """Start the container, and come back when the broker takes messages."""
        self.store.mkdir(mode=0o700, parents=True)
        self._config.write_text(self._settings.text(), encoding="utf-8")
        # The clean-up container needs an image of its own and the engine's socket; our contexts clean up themselves.
        testcontainers_config.ryuk_disabled = True
        self._container.start()
        self._await_ready()
        return self

    def kill9(self) -> None:
        """End it without warning."""
        self._container.get_wrapped_container().kill(signal="SIGKILL")
        give_up_at = time.monotonic() + KILLED_WITHIN_S
        while self.alive and time.monotonic() < give_up_at:
            time.sleep(POLL_S)

    def restart(self) -> Self:
        """Start it again at the same address over the same store."""
        self._container.get_wrapped_container().restart()
        self._await_ready()
        return self

    def stop(self) -> None:
        """End it in good order; it can be started again."""
        engine_view = self._engine_view()
        if engine_view is not None:
            engine_view.stop(timeout=STOPPED_WITHIN_S)

    def remove(self) -> None:
        """End it for good: the container goes, the store stays."""
        if self._engine_view() is not None:
            self._container.stop()

    def text(self) -> str:
        """Give the end of its log."""
        engine_view = self._engine_view()
        return "" if engine_view is None else bytes(engine_view.logs(tail=50)).decode(errors="replace")

    def _describe(self, image: str) -> NatsContainer:
        container = NatsContainer(image, client_port=INSIDE, user=f"{os.getuid()}:{os.getgid()}")
        container.ports = {f"{INSIDE}/tcp": (HOST, self._port)}  # type: ignore[dict-item]  # as the engine takes it
        container.with_volume_mapping(str(self._config), "/kring/nats.conf", "ro")
        container.with_volume_mapping(str(self.store), "/kring/store", "rw")
        container.with_command("-c /kring/nats.conf")
        return container

    def _await_ready(self) -> None:
        """Try the way in of a local engine, then the one testcontainers knows (we may be in a container ourselves)."""
        give_up_at = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < give_up_at:
            for host, port in self._ways_in():
                if ask_broker(host, port) is not None:
                    self._host_and_port = (host, port)
                    return
            time.sleep(POLL_S)
        raise TimeoutError(f"the broker in the container did not answer:\n{self.text()}")

    def _ways_in(self) -> list[tuple[str, int]]:
        ways = [(HOST, self._port)]
        with contextlib.suppress(Exception):  # whatever the engine cannot tell us yet, we ask again
            ways.append((self._container.get_container_host_ip(), self._container.get_exposed_port(INSIDE)))
        return ways

    def _engine_view(self) -> Any:  # noqa: ANN401  # the Docker client has no types
        return self._container.get_wrapped_container()
