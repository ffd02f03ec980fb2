"""The keys: the vault answers and every office's key opens it; the edge's two halves belong together."""

import asyncio
import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.cli.doctor.databases import Version, looked_into
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, not_looked_at, right, wrong
from kring_shared.runtime.cli.doctor.patient import FOLDERS_KEYS, Patient
from kring_shared.runtime.cli.edge import KEY_FILE
from kring_shared.runtime.running import assembly
from kring_shared.runtime.settings import key_bytes
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import KEYS, SqlKeyStore
from kring_shared.runtime.vault.vault import Vault

EVERY_OTHER: Final = "*"
EDGE: Final = "edge key"
FOR_OTHERS: Final = 0o077
PUT_BACK: Final = "put the right one back, from the copy that is kept apart"


async def vault_answers(patient: Patient) -> list[Finding]:
    """Look at the vault's database."""
    return await looked_into(assembly.vault_database(patient.shared), Version(migrations.VAULT))


async def office_keys_open(patient: Patient) -> list[Finding]:
    """Look whether each office has a key, and whether it is the one its people's and cases' keys are wrapped with."""
    if patient.folder and (gone := _gone(patient.folder.path / "keys")):
        return [wrong("office keys", f"{', '.join(gone)} is gone from the folder", PUT_BACK)]
    keys = patient.shared.office_key_bytes()
    without = [office for office in patient.served() if not {office, EVERY_OTHER} & set(keys)]
    if without:
        return [wrong("office keys", f"no key for {', '.join(without)}", "add it to KRING_OFFICE_KEYS")]
    return await looked_into(
        assembly.vault_database(patient.shared), lambda database: _opens(database, keys), said_already=True
    )


async def edge_key_fits(patient: Patient) -> list[Finding]:
    """Look whether what signs who asks is the other half of what the services check it with."""
    public = patient.shared.edge_public_key
    if not public:
        return [wrong(EDGE, "KRING_EDGE_PUBLIC_KEY is not set, so that nobody can ask anything", "set it")]
    checked = key_bytes(public, "KRING_EDGE_PUBLIC_KEY")
    if patient.embedded:
        return [right(EDGE, "is there")]
    file = os.environ.get(KEY_FILE, "")
    if not file:
        return [not_looked_at(EDGE, f"{KEY_FILE} is not set here")]
    return await asyncio.to_thread(_halves, file, checked)


def _halves(file: str, checked: bytes) -> list[Finding]:
    try:
        signs = key_bytes(Path(file).read_text(encoding="ascii").strip(), KEY_FILE)
    except (OSError, UnicodeDecodeError):
        return [wrong(EDGE, f"{KEY_FILE} {file} cannot be read", "name a file that holds the key, base64")]
    if Ed25519PrivateKey.from_private_bytes(signs).public_key().public_bytes_raw() != checked:
        return [wrong(EDGE, f"{KEY_FILE} does not belong to KRING_EDGE_PUBLIC_KEY", "set the two that belong together")]
    if Path(file).stat().st_mode & FOR_OTHERS:
        return [mind(EDGE, f"others of this machine may read {file}", f"chmod 600 {file}")]
    return [right(EDGE, "signs what the services check")]


def _gone(keys: Path) -> list[str]:
    return [name for name in FOLDERS_KEYS if not (keys / name).exists()]


def _opens(database: Database, keys: dict[str, bytes]) -> list[Finding]:
    """Open one wrapped key of each office; nothing is written, for a scope that is known makes no new key."""
    one_each = select(KEYS.c.office, func.min(KEYS.c.scope)).where(KEYS.c.wrapped.is_not(None)).group_by(KEYS.c.office)
    with database.read() as tx:
        found = tx.execute(one_each).all()
    vault = Vault(SqlKeyStore(database), keys)
    bad = []
    for office, scope in found:
        try:
            vault.seal(office, scope, "")
        except WrongSetup as error:
            bad.append(wrong("office keys", str(error), PUT_BACK))
    vault.drop()
    opened = f"open the vault of {count(len(found), 'office')}" if found else "are there; the vault holds nothing yet"
    return bad or [right("office keys", opened)]
