"""The services at work: ready, and what waits for a person."""

import asyncio
from typing import Final

from nats.aio.client import Client as Nats

from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, asked
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, not_looked_at, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

START: Final = "start it: kring run {}; where it runs already, see its log"
NOT_THERE: Final = "nothing is done there, and what people ask is not answered"


async def services_are_ready(patient: Patient) -> list[Finding]:
    """Ask every service at every office; what says the same at each is one line."""
    bus = patient.bus
    found: list[Finding] = []
    for service, _ in patient.services:
        offices = patient.offices()
        try:
            said = await asyncio.gather(*(_asked(bus, service.name, office) for office in offices))
        except MayNotAsk as error:
            found.append(not_looked_at(service.name, str(error)))
            continue
        for answer in dict.fromkeys(said):
            at = [office for office, one in zip(offices, said, strict=True) if one == answer]
            found.append(_judged(service.name, "" if len(set(said)) == 1 else f" at {', '.join(at)}", answer))
    return found


async def lines_of(patient: Patient) -> set[str]:
    """Give what services at work say of their line to the hub: `up`, `away`, or nothing where they need none."""
    asked_ = [
        _asked(patient.bus, service.name, office) for service, _ in patient.services for office in patient.offices()
    ]
    return {shown.line for shown in await asyncio.gather(*asked_) if shown is not None} - {""}


async def _asked(bus: Nats, service: str, office: str) -> ReadyShown | None:
    subject = Ready.address(office).replace(f".{Ready.service}.", f".{service}.")
    try:
        return ReadyShown.model_validate_json(await asked(bus, subject, b"{}"))
    except BusAway:
        return None


def _judged(service: str, at: str, shown: ReadyShown | None) -> Finding:
    if shown is None:
        return wrong(service, f"does not answer{at}: {NOT_THERE}", START.format(service))
    if not shown.ready:
        waits_for = ", ".join(shown.waits_for)
        return wrong(service, f"waits for {waits_for}{at}", "see what is said of that above; then its log")
    waits = [f"{shown.unsent} unsent"] if shown.unsent else []
    waits += [f"{shown.parked} to be tried again"] if shown.parked else []
    ready = ", ".join([f"ready{at}", *waits])
    if shown.dead:
        letters = count(shown.dead, "dead letter waits", "dead letters wait")
        return mind(
            service,
            f"{ready}; {letters} for a person, and what they told had no effect yet",
            f"kring dead-letters list --service {service}",
        )
    return right(service, ready)
