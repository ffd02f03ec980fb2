"""The services at work: ready, and what waits for a person."""

import asyncio
from typing import Final

import nats.errors

from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

WITHIN_SECONDS: Final = 3.0


async def services_are_ready(patient: Patient) -> list[Finding]:
    """Ask every service at every office; what says the same at each is one line."""
    found: list[Finding] = []
    for service, _ in patient.services:
        offices = patient.offices()
        said = await asyncio.gather(*(_asked(patient, service.name, office) for office in offices))
        for answer in dict.fromkeys(said):
            at = [office for office, one in zip(offices, said, strict=True) if one == answer]
            found.append(_judged(service.name, "" if len(set(said)) == 1 else f" at {', '.join(at)}", answer))
    return found


async def _asked(patient: Patient, service: str, office: str) -> ReadyShown | None:
    subject = Ready.address(office).replace(f".{Ready.service}.", f".{service}.")
    try:
        answer = await patient.bus.request(subject, b"{}", timeout=WITHIN_SECONDS)
    except (nats.errors.Error, TimeoutError):
        return None
    return ReadyShown.model_validate_json(answer.data)


def _judged(service: str, at: str, shown: ReadyShown | None) -> Finding:
    if shown is None:
        return wrong(service, f"does not answer{at}", "start it, or see its log")
    if not shown.ready:
        return wrong(service, f"waits for {', '.join(shown.waits_for)}{at}", "see what is said of that, and its log")
    waits = [f"{shown.unsent} unsent"] if shown.unsent else []
    waits += [f"{shown.parked} to be tried again"] if shown.parked else []
    ready = ", ".join([f"ready{at}", *waits])
    if shown.dead:
        letters = count(shown.dead, "dead letter waits", "dead letters wait")
        return mind(service, f"{ready}; {letters} for a person", f"kring dead-letters list --service {service}")
    return right(service, ready)
