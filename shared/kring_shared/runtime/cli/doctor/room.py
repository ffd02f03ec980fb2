"""Room on this machine's disks, under every folder in which this Kring writes."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kring_shared.runtime.cli.doctor.finding import Finding, mind, right, wrong
from kring_shared.runtime.cli.doctor.keeping import size
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.running import assembly

GIB: Final = 1024**3
MIND_UNDER: Final = (0.10, 2 * GIB)
WRONG_UNDER: Final = (0.03, GIB // 4)
"""Free: as a share of the disk, and in octets; a small disk is full sooner, and a large one not at a tenth."""
MEANS: Final = "once it is full, nothing that people do can be kept"


async def disks_have_room(patient: Patient) -> list[Finding]:
    """Look at the disk under each folder; folders on one disk are one line."""
    seen: dict[int, Finding] = {}
    for folder in _folders(patient):
        if folder.is_dir() and folder.stat().st_dev not in seen:
            disk = shutil.disk_usage(folder)
            seen[folder.stat().st_dev] = judged(folder, disk.free, disk.total)
    return list(seen.values())


def judged(folder: Path, free: int, total: int) -> Finding:
    """Judge how much room is left."""
    words = f"{size(free)} free of {size(total)} under {folder}"
    do = f"make room, or enlarge the disk: df -h {folder}"
    if _under(WRONG_UNDER, free, total):
        return wrong("disk", f"{words}: {MEANS}", do)
    return mind("disk", f"{words}: {MEANS}", do) if _under(MIND_UNDER, free, total) else right("disk", words)


def _under(limit: tuple[float, int], free: int, total: int) -> bool:
    share, octets = limit
    return (free < octets and free < total / 2) or (free < share * total and free < 10 * octets)


def _folders(patient: Patient) -> Iterable[Path]:
    if patient.folder is not None:
        yield patient.folder.path
    for _, database in patient.databases():
        if database.is_sqlite:
            yield Path(database.engine.url.database or "").parent
    vault = assembly.vault_database(patient.shared)
    if vault.is_sqlite:
        yield Path(vault.engine.url.database or "").parent
    if patient.shared.erasure_ledger is not None:
        yield patient.shared.erasure_ledger.parent
