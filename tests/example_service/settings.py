"""What it is told from outside: the same variables as any service gets, read here and nowhere else."""

import json
import os
import struct
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

SERVICE = "matching"
STREAMS = ("KRING", "BACKBONE")
CONTRACTS = Path(__file__).parents[2] / "docs" / "contracts"


@dataclass(frozen=True)
class Settings:
    """Where the bus is, whom it serves, and what is checked, sealed and kept with what."""

    url: str
    credential: str | None
    offices: tuple[str, ...]
    edge_key: bytes
    office_keys: dict[str, bytes]
    vault: str
    database: str
    contracts: Path
    clock: str

    @classmethod
    def read(cls) -> Self:
        """Read the environment."""
        env = os.environ
        keys = json.loads(env["KRING_OFFICE_KEYS"])
        return cls(
            url=env["KRING_NATS_URL"],
            credential=env.get("KRING_NATS_CREDS") or None,
            offices=tuple(json.loads(env.get("KRING_SERVES") or '["*"]')),
            edge_key=b64decode(env["KRING_EDGE_PUBLIC_KEY"]),
            office_keys={office: b64decode(key) for office, key in keys.items()},
            vault=env["KRING_VAULT_URL"].removeprefix("sqlite:///"),
            database=env["KRING_MATCHING_DATABASE_URL"].removeprefix("sqlite:///"),
            contracts=Path(env.get("EXAMPLE_CONTRACTS") or CONTRACTS),
            clock=env.get("EXAMPLE_CLOCK", ""),
        )

    @property
    def name(self) -> str:
        """Give its own name: that of its consumers, and of its inbox."""
        return "_".join([SERVICE, *(office for office in self.offices if office != "*")])

    def serves(self, office: str) -> bool:
        """Tell whether it works for an office."""
        return "*" in self.offices or office in self.offices

    def now(self) -> datetime:
        """Give the moment; a test that lets months pass in seconds names a file with how far its clock is ahead."""
        ahead = struct.unpack("<q", Path(self.clock).read_bytes())[0] if self.clock else 0
        return datetime.now(UTC) + timedelta(milliseconds=ahead)
