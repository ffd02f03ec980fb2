"""The one way into an office's chain; what was added is never changed and never taken out."""

from kring_registry.domain.chain import Chain, EntryKind, chain_key
from kring_shared.kernel.work import Work


def append(work: Work, kind: EntryKind, commitment: str) -> int:
    """Add an entry to the chain of this work's office, and give its number, counted from 1.

    `commitment` is 64 hexadecimal digits (SHA-256); `EntryKind` says what each kind commits to. The message's keys must
    name `chain_key(office)`, as `counting.touched` does: a chain that was not loaded would begin anew, and the store
    refuses that.
    """
    chain = work.get(Chain, chain_key(work.office)) or Chain(work.office)
    longer, entry = chain.with_entry(kind, commitment)
    work.save(longer, entry)
    return entry.number
