"""Which adapter reads a file: the one that was named, else the one for the end of the file's name."""

from collections.abc import Mapping
from typing import Final

import typer

from kring_shared.contracts.referral import Words, Wrong
from kring_shared.contracts.referral.receipt import INVALID_FIELDS, TOO_LARGE
from kring_shared.kernel.adapters import FileItem, ReferralAdapter
from kring_shared.kernel.referrals import RefusedReferral
from kring_shared.runtime.cli.printing import note
from kring_shared.runtime.running.plugins import load_group
from kring_shared.runtime.settings import SharedSettings

GROUP: Final = "kring.plugins.intake"
EMPTY: Final = Words(nl="Er staat geen aanmelding in", en="There is no referral in it")
FAILED: Final = Words(
    nl="De adapter die dit moet lezen, heeft een fout: meld het aan de maker",
    en="The adapter that should read this has a fault: tell its maker",
)
MOST_MESSAGE_BYTES: Final = 16 * 1024 * 1024
"""A larger message of a mailbox is read no further, and refused."""


def adapters(shared: SharedSettings) -> dict[str, ReferralAdapter]:
    """Build the adapters there are: those of intake, and those of others that KRING_PLUGINS names.

    Raises:
        WrongSetup: a plugin is not there, is written for other hooks, or its settings are wrong.
    """
    plugins = load_group("intake", GROUP, shared)
    return {name: plugin for name, plugin in plugins.items() if isinstance(plugin, ReferralAdapter)}


def chosen(there: Mapping[str, ReferralAdapter], name: str, suffix: str) -> ReferralAdapter:
    """Give the adapter that was named, else the only one for files that end so.

    Raises:
        typer.BadParameter: none is called so; or none reads such files, or several do.
    """
    if name:
        if name in there:
            return there[name]
        raise typer.BadParameter(f"there are {', '.join(sorted(there)) or 'none'}", param_hint="--adapter")
    able = sorted(found for found, adapter in there.items() if suffix.lower() in adapter.suffixes)
    if len(able) == 1:
        return there[able[0]]
    if able:
        message = f"{' and '.join(able)} read {suffix}: choose with --adapter"
    else:
        ends = sorted({end for adapter in there.values() for end in adapter.suffixes})
        message = f"the name must end in {' or '.join(ends)}, which says how it is read; or choose with --adapter"
    raise typer.BadParameter(message, param_hint="FILE")


def read_with(adapter: ReferralAdapter, content: bytes, *, source: str) -> list[FileItem]:
    """Read a file; an adapter that raises, against its word, gives one refusal, and stops nothing else."""
    try:
        return list(adapter.read(content, source=source))
    except Exception as error:  # noqa: BLE001 - another's code; what it says could repeat what was sent
        note(f"kring: the adapter {adapter.name} failed ({type(error).__name__})")
        return [_refusal(FAILED)]


def read_message(adapter: ReferralAdapter, content: bytes, *, source: str) -> list[FileItem]:
    """Read a message of a mailbox; one without a referral gives a refusal, so that it is not erased as handled."""
    if len(content) > MOST_MESSAGE_BYTES:
        return [FileItem(1, refused=RefusedReferral(TOO_LARGE))]
    return read_with(adapter, content, source=source) or [_refusal(EMPTY)]


def _refusal(words: Words) -> FileItem:
    return FileItem(1, refused=RefusedReferral(INVALID_FIELDS, wrong=(Wrong("", words),)))
