"""Consumers that nobody declares any more: of an office that is served otherwise now, or of a service that went."""

from datetime import datetime, timedelta
from typing import Any, Final

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import FACTS, REFERRALS, StreamAt
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, ask
from kring_shared.runtime.cli.doctor.finding import Finding, mind
from kring_shared.runtime.cli.doctor.hearing import heard_by
from kring_shared.runtime.cli.doctor.patient import Patient

UNUSED_FOR: Final = timedelta(days=1)
"""Another process may serve other offices on this bus, and fetches; whom nobody asked for so long, nobody has."""


async def nothing_is_left_behind(patient: Patient) -> list[Finding]:
    """Look for consumers of our services' names that this Kring does not want, and that nobody uses."""
    ours = {service.name for service, _ in patient.services}
    wanted = {(one.at.name, one.durable) for one in heard_by(patient)}
    found: list[Finding] = []
    for stream in (FACTS, REFERRALS):
        for said in await _consumers(patient, stream):
            name = said["name"]
            if name.partition("_")[0] in ours and (stream, name) not in wanted and _unused(said, patient.clock.now()):
                words = f"consumer {name} on {stream} belongs to no service as it is set up now, and nobody uses it"
                do = f"where no other Kring on this bus needs it: nats consumer rm {stream} {name}"
                found.append(mind("left behind", words, do))
    return found


async def _consumers(patient: Patient, stream: str) -> list[dict[str, Any]]:
    try:
        said = await ask(patient.bus, StreamAt(stream), f"CONSUMER.LIST.{stream}")
    except (MayNotAsk, BusAway):
        return []  # said of the streams already
    consumers: list[dict[str, Any]] = said.get("consumers") or []
    return consumers


def _unused(said: dict[str, Any], now: datetime) -> bool:
    """Tell whether nobody asks it for anything, nor did for long."""
    if said.get("num_waiting"):
        return False
    moments = [said.get(part, {}).get("last_active") for part in ("delivered", "ack_floor")]
    last = max((datetime.fromisoformat(one) for one in [*moments, said["created"]] if one), default=now)
    return now - last > UNUSED_FOR
