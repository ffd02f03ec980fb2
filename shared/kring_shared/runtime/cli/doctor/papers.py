"""The files a Kring needs beside its databases: the ledger of erasures, and the list of offices."""

import asyncio
import os
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from kring_shared.runtime.cli.doctor.databases import looked_into
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.running import assembly
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import KEYS

LEDGER: Final = "erasures"
OFFICES: Final = "offices"
SECOND_COPY: Final = "put its second copy back before anything else is restored"


async def erasures_are_kept(patient: Patient) -> list[Finding]:
    """Look whether what is erased can be noted, apart from what a backup takes back."""
    ledger = patient.shared.erasure_ledger
    if ledger is None:
        words = "KRING_ERASURE_LEDGER is not set: a backup that is put back brings everybody back who was erased"
        return [wrong(LEDGER, words, "name a file outside every backup")]
    if not ledger.exists():
        vault = assembly.vault_database(patient.shared)
        return await looked_into(vault, lambda database: _without(ledger, database), said_already=True)
    if not await asyncio.to_thread(os.access, ledger, os.R_OK | os.W_OK):
        return [wrong(LEDGER, f"{ledger} cannot be written", "let this user write it")]
    if ledger.parent.resolve() in _folders_of_databases(patient):
        return [mind(LEDGER, f"{ledger} lies beside a database, and is copied with it", "lay it outside every backup")]
    return [right(LEDGER, f"can be noted in {ledger}")]


async def offices_are_known(patient: Patient) -> list[Finding]:
    """Look at the list of offices, and whether those that are served stand in it."""
    offices = patient.shared.offices()
    stranger = [office for office in patient.shared.serves if office not in {"*", *offices}]
    if stranger:
        return [wrong(OFFICES, f"KRING_SERVES names {', '.join(stranger)}, which no office is", "mend one of the two")]
    named = f"{count(len(offices), 'office')}: {', '.join(offices)}"
    if patient.shared.offices_file is None and not patient.embedded:
        return [mind(OFFICES, f"the examples ({', '.join(offices)})", "name your own in KRING_OFFICES_FILE")]
    return [right(OFFICES, named)]


def _without(ledger: Path, database: Database) -> list[Finding]:
    """Judge a ledger that is not there: right only while nobody was erased, and where it can be made."""
    destroyed = select(func.count()).where(KEYS.c.wrapped.is_(None))
    with database.read() as tx:
        keys = tx.execute(destroyed).scalar_one()
    if keys:
        words = f"{ledger} is gone, and {count(keys, 'key was', 'keys were')} destroyed"
        return [wrong(LEDGER, words, SECOND_COPY)]
    if not os.access(ledger.parent, os.W_OK | os.X_OK):
        return [wrong(LEDGER, f"{ledger} cannot be made", "make its folder, and let this user write in it")]
    return [right(LEDGER, "nothing was erased yet")]


def _folders_of_databases(patient: Patient) -> set[Path]:
    databases = [database for _, database in patient.databases()] + [assembly.vault_database(patient.shared)]
    files = [Path(one.engine.url.database or "") for one in databases if one.is_sqlite]
    return {file.parent.resolve() for file in files}
