"""The command line's way in: which Kring is meant, who asks, and a connection that may sign for them."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer
from nats.aio.client import Client as Nats
from pydantic import ValidationError

from kring_shared.contracts.actor import Actor, EmergencyReason, Role
from kring_shared.kernel.errors import BusAway, WrongSetup
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.client import Client, connect
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.cli.configured import shared_settings
from kring_shared.runtime.embedded.folder import read_running
from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.lane.receipts import pointers
from kring_shared.runtime.settings import key_bytes

DEFAULT_FOLDER: Final = Path(".kring")
KEY_FILE: Final = "KRING_EDGE_KEY_FILE"
OFFICE: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")


def folder_of(directory: Path | None) -> Path:
    """Give the folder that is meant: the one named, else KRING_DIR, else `.kring` here."""
    return directory or Path(os.environ.get("KRING_DIR") or DEFAULT_FOLDER)


@dataclass(frozen=True)
class Where:
    """Which Kring is meant: `--nats`, else `--dir`, else KRING_NATS_URL, else KRING_DIR or `.kring`."""

    directory: Path | None = None
    nats: str = ""

    @property
    def bus(self) -> str:
        """Give the bus that is named instead of a folder; empty when a folder is meant."""
        return self.nats or ("" if self.directory else os.environ.get("KRING_NATS_URL", ""))

    def url(self) -> str:
        """Give where the bus is.

        Raises:
            BusAway: no Kring runs in the folder.
        """
        if self.bus:
            return self.bus
        folder = folder_of(self.directory)
        running = read_running(folder)
        if running is None:
            raise BusAway(
                f"no Kring runs in {folder}: start one with `kring up --dir {folder}`, or name a bus with --nats"
            )
        return running.nats_url

    def address(self) -> BusAddress:
        """Give where the bus is and how to get in: by KRING_NATS_CREDS and KRING_NATS_CA where no folder is meant.

        Raises:
            BusAway: no Kring runs in the folder.
            WrongSetup: a setting of the bus is wrong.
        """
        url = self.url()
        return BusAddress.of(shared_settings().model_copy(update={"nats_url": url}) if self.bus else url)

    def signer(self) -> Signer:
        """Give what signs who asks.

        Raises:
            WrongSetup: a bus is named, and there is no key to sign with.
        """
        if not self.bus:
            return Signer(FolderKeys(folder_of(self.directory).absolute() / "keys").edge_private_key())
        name = os.environ.get(KEY_FILE)
        if not name:
            raise WrongSetup(
                f"{KEY_FILE} is not set: with --nats it names the file of the key (base64) that signs who asks"
            )
        try:
            return Signer(key_bytes(Path(name).read_text(encoding="ascii").strip(), KEY_FILE))
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetup(f"{KEY_FILE} {name} cannot be read: name a file that holds the key, base64") from error

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Nats]:
        """Give a connection without a key, for the one question that needs none.

        Raises:
            BusAway: nothing answers there.
        """
        connection = await connect(self.address(), name="kring-cli")
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Give a client that signs.

        Raises:
            BusAway: nothing answers there.
            WrongSetup: there is no key to sign with.
        """
        async with self.connection() as connection:  # first: where no Kring runs there is no key either
            yield Client(connection, self.signer())


@dataclass(frozen=True)
class Who:
    """Who asks; the office is filled in by `at`, since without one every office may be asked in turn."""

    role: str
    id: str
    purpose: str

    def at(self, office: str, client: Client) -> Actor:
        """Give the actor at an office.

        Raises:
            typer.BadParameter: a part of it is not what it must be.
        """
        if self.role not in set(Role):
            raise typer.BadParameter(
                f"no role is called {self.role!r}; there are {', '.join(Role)}", param_hint="--role"
            )
        try:
            return client.actor(Role(self.role), self.id, office, self.purpose)
        except ValidationError as error:
            wrong = " and ".join({"/id": "--as", "/purpose": "--purpose"}.get(at, at) for at in pointers(error))
            raise typer.BadParameter(
                f"{wrong} must be letters, digits and dashes; a purpose is small letters, three at least"
            ) from None


def purpose_of(purpose: str, emergency: str) -> str:
    """Give the purpose that stands in the access log: the emergency where there is one.

    Raises:
        typer.BadParameter: no emergency is called so.
    """
    if not emergency:
        return purpose
    if emergency not in set(EmergencyReason):
        raise typer.BadParameter(
            f"no emergency is called {emergency!r}; there are {', '.join(EmergencyReason)}", param_hint="--emergency"
        )
    return EmergencyReason(emergency).purpose


def named_office(chosen: str) -> str:
    """Give the office that was named: the one chosen, else KRING_OFFICE; empty where neither is."""
    one = chosen or os.environ.get("KRING_OFFICE", "")
    if one and not OFFICE.fullmatch(one):
        raise typer.BadParameter(
            "an office is small letters, digits and dashes, beginning with a letter", param_hint="--office"
        )
    return one


def offices_of(chosen: str) -> tuple[str, ...]:
    """Give the offices to ask: the one that was named, else all there are."""
    one = named_office(chosen)
    return (one,) if one else tuple(shared_settings().offices())
