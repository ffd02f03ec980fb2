"""The credential this process shows the bus: who may read the file, whose it is, and how long it holds."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kring_shared.runtime.authority import tokens
from kring_shared.runtime.cli.doctor.finding import Finding, State, mind, right, term, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

TOKEN: Final = re.compile(r"-----BEGIN NATS USER JWT-----\s+(\S+)\s")
NAME: Final = "credential"
FOR_OTHERS: Final = 0o077
RENEW: Final = "have a new one made, lay it in its place, and start the service again"


async def credential_holds(patient: Patient) -> list[Finding]:
    """Look at the file that KRING_NATS_CREDS names; whether the bus believes it shows when it lets us in."""
    file = patient.shared.nats_creds
    if patient.embedded:
        return []
    if file is None:
        return [mind(NAME, "KRING_NATS_CREDS is not set: nothing says what this process may do", "give it one")]
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return [wrong(NAME, f"{file} cannot be read", "name a credential's file, and let this user read it")]
    claims = claims_in(text)
    if claims is None:
        return [wrong(NAME, f"{file} holds no credential", "have one made, and name its file")]
    return [*_private(file), *_held(claims, patient.clock.now())]


def claims_in(text: str) -> dict[str, Any] | None:
    """Read what a credential says of itself, without its secret; None when it is none."""
    found = TOKEN.search(text)
    try:
        return tokens.claims_of(found[1]) if found else None
    except (ValueError, IndexError):
        return None


def _private(file: Path) -> list[Finding]:
    if file.stat().st_mode & FOR_OTHERS:
        return [mind(NAME, f"others of this machine may read {file}", f"chmod 600 {file}")]
    return []


def _held(claims: dict[str, Any], now: datetime) -> list[Finding]:
    """Say who it is, and judge its term."""
    tags = claims.get("nats", {}).get("tags") or ()
    who = ", ".join([f"is {claims.get('name', 'nobody')}", *sorted(map(str, tags))])
    found = term(NAME, _moment(claims.get("nbf")), _moment(claims.get("exp")), now, RENEW)
    if found.state is State.RIGHT:
        return [right(NAME, f"{who}; {found.words}")]
    return [right(NAME, who), found]


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds else None
