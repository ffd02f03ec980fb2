"""Everything that is looked at, in the order an operator would, and how one look is kept from spoiling the next."""

from collections.abc import Awaitable, Callable
from typing import Final

from kring_shared.kernel.errors import BusAway, KringError
from kring_shared.runtime.cli.doctor import (
    at_work,
    backups,
    clocks,
    credential,
    databases,
    hearing,
    hub,
    keeping,
    keys,
    left_behind,
    papers,
    room,
    servers,
    waiting,
    watching,
)
from kring_shared.runtime.cli.doctor.asking import MayNotAsk
from kring_shared.runtime.cli.doctor.finding import Finding, not_looked_at, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

ALL: Final = "all"
Check = Callable[[Patient], Awaitable[list[Finding]]]
CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("bus", servers.servers_answer),
    ("bus", servers.authorities_hold),
    ("bus", credential.credential_holds),
    ("bus", servers.let_in),
    ("streams", keeping.streams_are_kept),
    ("streams", keeping.referrals_are_taken),
    ("streams", keeping.there_is_room),
    ("consumers", hearing.consumers_stand),
    ("consumers", left_behind.nothing_is_left_behind),
    ("hub", hub.line_is_up),
    ("databases", databases.databases_stand),
    ("databases", keys.vault_answers),
    ("databases", room.disks_have_room),
    ("waiting", waiting.nothing_waits_too_long),
    ("keys and files", keys.office_keys_open),
    ("keys and files", keys.edge_key_fits),
    ("keys and files", papers.erasures_are_kept),
    ("keys and files", backups.backups_are_made),
    ("keys and files", papers.offices_are_known),
    ("clocks", clocks.clocks_agree),
    ("services", at_work.services_are_ready),
    ("services", watching.it_is_watched),
)
"""What is looked at, under which head."""


async def look(patient: Patient) -> list[tuple[str, Finding]]:
    """Look at everything; gives what was found, each under its head."""
    found = [(part, one) for part, check in CHECKS for one in await _looked(check, patient)]
    return list(dict.fromkeys(found))  # two looks may say the same of what is away


async def _looked(check: Check, patient: Patient) -> list[Finding]:
    try:
        return await check(patient)
    except MayNotAsk as error:
        return [not_looked_at(ALL, str(error))]
    except BusAway:
        return [not_looked_at(ALL, "the bus cannot be asked")]
    except KringError as error:
        return [wrong(ALL, str(error))]
    except Exception as error:  # noqa: BLE001 - whatever breaks one look must not hide what the others see
        return [wrong(ALL, f"this could not be looked at ({type(error).__name__})", "tell us")]
