"""What a backup says of itself: of what, from when, until when it may be used, and what each part must come to."""

import hmac
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Final, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field, field_validator

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.embedded.backup.refusals import BackupDamaged, BackupExpired
from kring_shared.runtime.start_errors import KeyMismatch

FORMAT: Final = 1
WHICH_DIGITS: Final = 16
MOST_DAYS: Final = 92


class Kind(StrEnum):
    """What a backup holds; the two are never in one file."""

    DATA = "data"
    KEYS = "keys"


class Part(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    octets: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("name")
    @classmethod
    def _is_a_plain_name(cls, name: str) -> str:
        """Refuse a name that could lead out of the folder."""
        if name != PurePosixPath(name).name or not name.endswith(".db") or name.startswith("."):
            raise ValueError("no name of a database")
        return name


class Manifest(BaseModel):
    """The last part of a backup, signed with a key that follows from the office's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = FORMAT
    kind: Kind
    kring: str
    made_at: datetime
    ends_on: date | None = None
    office_key: str
    parts: tuple[Part, ...]

    def check_day(self, today: date) -> None:
        """Refuse a backup whose day is over.

        Raises:
            BackupExpired: it is.
        """
        if self.ends_on is not None and today > self.ends_on:
            raise BackupExpired(
                f"this key backup ended on {self.ends_on}: people who were erased since could be read again; use a "
                "younger one, or say --although-expired, for which whoever answers for the data has to answer"
            )


def new_manifest(kind: Kind, made_at: datetime, ends_on: date | None, key: bytes, parts: Sequence[Part]) -> Manifest:
    """Say what a backup is that this Kring makes."""
    return Manifest(
        kind=kind,
        kring=version("kring-shared"),
        made_at=made_at.astimezone(UTC).replace(microsecond=0),
        ends_on=ends_on,
        office_key=which(key),
        parts=tuple(parts),
    )


def which(key: bytes) -> str:
    """Name an office's key without telling anything about it."""
    return signature(key, b"which key")[:WHICH_DIGITS]


def signature(key: bytes, manifest: bytes) -> str:
    """Sign what a backup says of itself; who cannot read the office's key cannot make another backup of this one."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"kring/backup").derive(key)
    return hmac.digest(derived, manifest, "sha256").hex()


def check_signature(manifest: Manifest, written: bytes, signed: bytes, key: bytes) -> None:
    """Refuse a backup of another Kring, and one that was changed together with its sums.

    Raises:
        KeyMismatch: it was made under another office key.
        BackupDamaged: somebody changed what it says of itself.
    """
    if manifest.office_key != which(key):
        raise KeyMismatch(
            "this backup was made with another office key: name the folder with the keys of that Kring in --secrets"
        )
    if not hmac.compare_digest(signature(key, written).encode(), signed):
        raise BackupDamaged("this backup was changed after it was made: use another one")


def check_days(days: int) -> None:
    """Refuse a key backup that would be kept for too long.

    Raises:
        WrongSetup: it would.
    """
    if not 1 <= days <= MOST_DAYS:
        raise WrongSetup(f"a key backup is kept for 1 to {MOST_DAYS} days, and not for {days}")
