"""How old the last backups of a folder are; of dumps that others make nothing is known here."""

from datetime import datetime, timedelta
from typing import Final

from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.embedded.backup.beside import left_beside
from kring_shared.runtime.embedded.backup.making import DAYS, read_notes

DATA: Final = "backup"
KEYS: Final = "backup of keys"
OLD_AFTER: Final = timedelta(days=2)
"""A backup of the data is meant to be made every day."""
ENDED_AFTER: Final = timedelta(days=DAYS)
"""One of the keys is not put back any more after so long, unless another day was chosen for it."""

LEFT: Final = "is what a killed backup or restore left: people who were erased since can be read from it"


async def backups_are_made(patient: Patient) -> list[Finding]:
    """Look when the last ones were made; where there is no folder, nobody notes that."""
    if patient.folder is None:
        return []
    notes, now = read_notes(patient.folder.path), patient.clock.now()
    return [
        _judged(DATA, notes.data, OLD_AFTER, now, "run `kring backup` every day"),
        _judged(KEYS, notes.keys, ENDED_AFTER, now, "run `kring backup --keys`, and keep it apart from the data"),
        *(
            wrong("left over", f"{left} {LEFT}", f"remove it: rm -r {left}")
            for left in left_beside(patient.folder.path)
        ),
    ]


def _judged(about: str, made_at: datetime | None, old_after: timedelta, now: datetime, do: str) -> Finding:
    """Mind one that is old or was never made; where it lies, and whether it is still there, is not looked at."""
    if made_at is None:
        return mind(about, "none was made yet", do)
    days = max(0, (now - made_at).days)
    words = f"the last is {count(days, 'day')} old"
    return mind(about, words, do) if now - made_at > old_after else right(about, words)
