"""Who was let in, as a file beside the keys: names, roles and terms; no secret among them."""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from kring_shared.runtime.private_files import write_private
from kring_shared.runtime.start_errors import KeyMismatch

FILE: Final = "register.json"
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(BaseModel):
    """One credential that was given out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: str
    tags: tuple[str, ...] = ()
    """Which offices, which system, which consumers; a server fills the role's permissions with them."""
    key: str
    """Public half of the key it proves itself with."""
    since: AwareDatetime
    until: AwareDatetime | None = None
    revoked: AwareDatetime | None = None

    @property
    def offices(self) -> tuple[str, ...]:
        """Give the offices it is for; `*` is every office."""
        return self.tagged("office")

    @property
    def durables(self) -> tuple[str, ...]:
        """Give the consumers it may read."""
        return self.tagged("durable")

    def tagged(self, kind: str) -> tuple[str, ...]:
        """Give the values of one kind of tag."""
        return tuple(value for tag, _, value in (tag.partition(":") for tag in self.tags) if tag == kind)

    @property
    def heard_as(self) -> frozenset[str]:
        """Give the inboxes it hears: its own, and those of whoever speaks over it."""
        return frozenset({self.name, *self.tagged("inbox")})

    def is_let_in(self, now: datetime) -> bool:
        """Tell whether a server still lets it in."""
        return self.revoked is None and (self.until is None or now < self.until)


class Register(BaseModel):
    """Everybody who was ever let in, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entries: tuple[Entry, ...] = ()
    signed: AwareDatetime = NEVER
    """When the account was signed last. Servers keep the later of two, and know no parts of a second."""

    def signed_at(self, now: datetime) -> "Register":
        """Give it with the account signed now, or a second after the last time when that is later."""
        moment = max(now, self.signed + timedelta(seconds=1))
        return self.model_copy(update={"signed": moment.replace(microsecond=0)})

    def of(self, name: str, now: datetime) -> Entry | None:
        """Give the credential of a name that a server still lets in."""
        return next((entry for entry in self.entries if entry.name == name and entry.is_let_in(now)), None)

    def whose(self, inboxes: Collection[str], now: datetime) -> Entry | None:
        """Give a credential that is good and hears one of these inboxes."""
        return next((e for e in self.entries if e.is_let_in(now) and not e.heard_as.isdisjoint(inboxes)), None)

    def with_one(self, entry: Entry) -> "Register":
        """Give it with one more."""
        return self.model_copy(update={"entries": (*self.entries, entry)})

    def without(self, name: str, now: datetime) -> "Register":
        """Give it with every credential of a name revoked."""
        over = {"revoked": now}
        entries = [
            entry.model_copy(update=over) if entry.name == name and entry.is_let_in(now) else entry
            for entry in self.entries
        ]
        return self.model_copy(update={"entries": tuple(entries)})

    def revoked(self, now: datetime) -> dict[str, int]:
        """Give the keys a server turns away, each with the moment up to which; what ended by itself is left out."""
        return {
            entry.key: int(entry.revoked.timestamp())
            for entry in self.entries
            if entry.revoked is not None and (entry.until is None or now < entry.until)
        }


def read(folder: Path) -> Register:
    """Read the register of a folder; empty where nobody was let in yet.

    Raises:
        KeyMismatch: it cannot be read.
    """
    file = folder / FILE
    try:
        return Register.model_validate_json(file.read_bytes()) if file.exists() else Register()
    except (OSError, ValidationError) as error:
        raise KeyMismatch(f"{file} cannot be read as the register of an authority; put it back from a copy") from error


def write(folder: Path, register: Register) -> None:
    """Write it, whole or not at all."""
    write_private(folder / FILE, register.model_dump_json(indent=1, exclude_none=True) + "\n")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process changes the register, and keep others waiting."""
    descriptor = os.open(folder / f".{FILE}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
