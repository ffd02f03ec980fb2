"""Whether anybody can see from outside how a service is: KRING_WATCH, and what is answered there."""

import asyncio
import json
from typing import Final

from kring_shared.runtime import probe
from kring_shared.runtime.cli.doctor.finding import Finding, mind, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

WATCH: Final = "watch"


async def it_is_watched(patient: Patient) -> list[Finding]:
    """Ask where this Kring says it answers; an embedded one is looked at by its folder, and need not."""
    at = patient.shared.watch
    if not at:
        words = "KRING_WATCH is not set: no monitoring sees when a service stands still, and no alert goes off"
        return [] if patient.embedded else [mind(WATCH, words, "set KRING_WATCH=127.0.0.1:9464 and start it again")]
    if not at.rpartition(":")[0]:
        return [wrong(WATCH, f"KRING_WATCH {at} names no address", "write host:port, such as 0.0.0.0:9464")]
    good, said = await asyncio.to_thread(probe.ask, "ready", at)
    if good:
        return [right(WATCH, f"answers at {at}, and is ready")]
    if _is_an_answer(said):
        return [wrong(WATCH, f"answers at {at} that it is not ready", "see what is wrong above, and its log")]
    words = f"KRING_WATCH is {at}, and nobody answers there on this machine: monitoring sees nothing of it"
    return [mind(WATCH, words, f"where the service runs elsewhere, ask there; here: kring run, or look who has {at}")]


def _is_an_answer(said: str) -> bool:
    try:
        return isinstance(json.loads(said), dict)
    except ValueError:
        return False
