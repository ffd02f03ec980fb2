"""One Kring on Docker as compose starts it: a project of its own, on free ports, with papers that the test made."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from deploy.prepare.__main__ import prepare, settings
from deploy.prepare.wanted import Wanted
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import SYSTEM
from kring_shared.runtime.authority.tags import Wanted as LetIn
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.running import plugins
from kring_shared.testing.servers_monitor import free_ports

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
DRIVEN: Final = Path(__file__).parent / "driven"
WITHIN_SECONDS: Final = 240
REFERRING: Final = "wijkteam-test"
OFFICES: Final = ("utrecht", "amersfoort", "gent")
PASSED_ON: Final = ("PATH", "HOME", "DOCKER_HOST", "NATS_IMAGE", "POSTGRES_IMAGE", "POSTGRES_OWNER", "MAILBOX_IMAGE")


class ComposeFailed(Exception):
    """What compose said when it did not do what it was told."""


class Project:
    """Start it with `up`; `down` leaves nothing of it."""

    def __init__(self, folder: Path, name: str, wanted: Wanted, *, version: str, more: tuple[Path, ...] = ()) -> None:
        """Make the papers, and describe the project; nothing starts yet.

        Args:
            folder: For papers, the clock and settings.
            name: No two projects on an engine have the same.
            wanted: Which profile.
            version: Of the images.
            more: Compose files beside the two that every test uses.
        """
        self.name, self.wanted, self.papers = name, wanted, folder / "papers"
        self.driven = folder / "driven"
        nats, second, third, leaf, mailbox, portal, self.postgres_port = free_ports(7)
        self.nats_ports = (nats, second, third)[: len(wanted.servers)]
        self._more = more
        prepare(wanted, self.papers)
        self._lay_down_clock()
        self._env = folder / "env"
        ports = {
            "KRING_NATS_PORT": nats,
            "KRING_NATS_2_PORT": second,
            "KRING_NATS_3_PORT": third,
            "KRING_LEAF_ADDRESS": f"127.0.0.1:{leaf}",
            "KRING_MAILBOX_PORT": mailbox,
            "KRING_PORTAL_PORT": portal,
            "KRING_PORTAL_URL": f"http://127.0.0.1:{portal}",
            "KRING_TEST_POSTGRES_PORT": self.postgres_port,
            "KRING_TEST_FOLDER": self.driven,
        }
        told = settings(wanted, version, papers=str(self.papers), project=name)
        self._env.write_text(told + "".join(f"{key}={value}\n" for key, value in ports.items()), encoding="utf-8")

    def compose(self, *words: str, **environment: str) -> str:
        """Do something with compose; give what it printed.

        Raises:
            ComposeFailed: it ended with another exit code than 0.
        """
        files = [DEPLOY / "compose.yaml", DRIVEN / "compose.yaml", *self._more]
        named = [word for file in files for word in ("--file", str(file))]
        command = [*_compose(), "--project-name", self.name, "--env-file", str(self._env), *named, *words]
        kept = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
        return _run(command, kept | {"COMPOSE_PROFILES": self.wanted.profile} | environment)

    def up(self, *words: str) -> None:
        """Start everything; the first time this makes databases and streams."""
        self.compose("up", "--detach", *words)

    def down(self) -> None:
        """Stop everything and throw it away, volumes included."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")

    def kill(self, *services: str) -> None:
        """End containers without warning."""
        for service in services:
            docker("kill", *self.containers(service))

    def start(self, *services: str) -> None:
        """Start containers that were killed, as they were."""
        for service in services:
            docker("start", *self.containers(service))

    def containers(self, service: str = "") -> list[str]:
        """Name the containers of a service, or of all; those that do not run too."""
        of = [f"label=com.docker.compose.project={self.name}"]
        of += [f"label=com.docker.compose.service={service}"] if service else []
        told = docker("ps", "--all", "--format", "{{.Names}}", *[word for one in of for word in ("--filter", one)])
        return sorted(told.split())

    def health(self) -> dict[str, str]:
        """Give how each container is that runs and has a health check."""
        found: list[dict[str, Any]] = json.loads(docker("inspect", *self.containers()))
        return {
            one["Name"].lstrip("/"): one["State"]["Health"]["Status"]
            for one in found
            if one["State"]["Running"] and "Health" in one["State"]
        }

    def is_healthy(self) -> bool:
        """Tell whether every service and PostgreSQL run and are healthy."""
        states = self.health()
        wanted = {*plugins.service_names(), "postgres"}
        return all(any(f"{name}_" in one or f"-{name}-" in one for one in states) for name in wanted) and set(
            states.values()
        ) == {"healthy"}

    def logs(self, service: str = "") -> str:
        """Give everything that the containers of a service, or of all, have said."""
        return "".join(docker("logs", one, both=True) for one in self.containers(service))

    def let_in(self, role: str) -> BusAddress:
        """Say how a role of the papers connects from outside."""
        return self._address(self.papers / "secrets" / f"{role}.creds")

    def referring_system(self) -> BusAddress:
        """Let a referring system in, and say how it connects."""
        wanted = LetIn(offices=self._offices, system=REFERRING)
        file = self.papers / f"{REFERRING}.creds"
        file.write_text(Authority(self.papers / "authority").let_in(SYSTEM, REFERRING, wanted), encoding="ascii")
        return self._address(file)

    def database_url(self, service: str) -> str:
        """Give the address of a service's database as the test reaches it, over TLS too."""
        told = (self.papers / "secrets" / f"kring_{service}_database_url").read_text(encoding="utf-8").strip()
        outside = told.replace("@postgres:5432/", f"@127.0.0.1:{self.postgres_port}/")
        return outside.replace("/run/secrets/ca.pem", str(self.papers / "secrets" / "ca.pem"))

    def _address(self, creds: Path) -> BusAddress:
        urls = tuple(f"tls://127.0.0.1:{port}" for port in self.nats_ports)
        return BusAddress(urls, creds, self.papers / "secrets" / "ca.pem")

    @property
    def _offices(self) -> tuple[str, ...]:
        return OFFICES if self.wanted.offices == ("*",) else self.wanted.offices

    def _lay_down_clock(self) -> None:
        """Containers run under another user than the test, and all of them share one file."""
        self.driven.mkdir()
        shutil.copyfile(DRIVEN / "kring.py", self.driven / "kring.py")
        clock = self.driven / "clock"
        clock.write_bytes(bytes(8))
        clock.chmod(0o666)
        self.driven.chmod(0o755)


def docker(*words: str, both: bool = False) -> str:
    """Do something with the engine; give what it printed, what went to standard error among it if asked."""
    return _run(["docker", *words], dict(os.environ), both=both)


def _run(command: list[str], environment: dict[str, str], *, both: bool = False) -> str:
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, errors="replace", timeout=WITHIN_SECONDS, check=False
    )
    if done.returncode:
        raise ComposeFailed(f"{' '.join(command[-4:])}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout + (done.stderr if both else "")


def _compose() -> list[str]:
    """Prefer the compose of today, and take the one that Debian has."""
    if (
        shutil.which("docker")
        and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    ):
        return ["docker", "compose"]
    return ["docker-compose"]
