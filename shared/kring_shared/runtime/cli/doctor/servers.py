"""The servers of the bus: do they answer, are they new enough, and is what is said to them encrypted?"""

import asyncio
from dataclasses import replace
from typing import Final

from cryptography import x509

from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.cli.doctor import handshake
from kring_shared.runtime.cli.doctor.finding import Finding, right, term, wrong
from kring_shared.runtime.cli.doctor.handshake import Address, Greeting
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.server.binary import OLDEST

FIRST_BYTE: Final = "give that server a certificate, with handshake_first: true"
RENEW: Final = "give the server a new one, and have it read that: nats-server --signal reload"
RENEW_AUTHORITY: Final = "make a new one, sign the servers' certificates with it, and lay it in KRING_NATS_CA"


async def servers_answer(patient: Patient) -> list[Finding]:
    """Look at each server that the settings name."""
    if not patient.shared.nats_url:
        return [wrong("server", patient.no_connection, "start it with `kring up`")]
    found: list[Finding] = []
    for address in handshake.addresses(BusAddress.of(patient.shared)):
        found += await asyncio.to_thread(_server, address, patient)
    return found


async def let_in(patient: Patient) -> list[Finding]:
    """Look whether the bus lets this process in."""
    if patient.connection is not None:
        return [right("login", "the bus lets this process in")]
    named = handshake.addresses(BusAddress.of(patient.shared)) if patient.shared.nats_url else ()
    if not any([await asyncio.to_thread(handshake.greeting, address) for address in named]):
        return []  # said already
    return [wrong("login", patient.no_connection)]


async def authorities_hold(patient: Patient) -> list[Finding]:
    """Look how long the certificates hold that the servers' own are checked by."""
    file = patient.shared.nats_ca
    if file is None:
        return []
    try:
        held = x509.load_pem_x509_certificates(await asyncio.to_thread(file.read_bytes))
    except (OSError, ValueError):
        return [wrong("authority", f"KRING_NATS_CA {file} holds no certificate", "name a file of certificates (PEM)")]
    now = patient.clock.now()
    each = [term("authority", c.not_valid_before_utc, c.not_valid_after_utc, now, RENEW_AUTHORITY) for c in held]
    return list(dict.fromkeys(each))


def _server(address: Address, patient: Patient) -> list[Finding]:
    said = handshake.greeting(address)
    if said is None and address.encrypted and handshake.greeting(replace(address, encrypted=False)):
        return [wrong(str(address), "answers, and does not encrypt from the first byte", FIRST_BYTE)]
    if said is None:
        return [wrong(str(address), "no broker answers", "start it, or mend KRING_NATS_URL")]
    program = _program(address, said)
    if patient.embedded:
        return [program]
    if not address.encrypted:
        words = "its address begins with nats://: whoever stands between reads everything"
        do = f"write tls://{address} in KRING_NATS_URL, and give that server a certificate"
        return [program, wrong(str(address), words, do)]
    return [program, *_certificate(address, patient)]


def _program(address: Address, said: Greeting) -> Finding:
    if said.numbers[: len(OLDEST)] < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return wrong(str(address), f"nats-server {said.version} is too old", f"Kring needs {oldest} or newer")
    if not said.jetstream:
        return wrong(str(address), f"nats-server {said.version} runs without JetStream", "switch it on, and restart it")
    return right(str(address), f"nats-server {said.version}, with JetStream")


def _certificate(address: Address, patient: Patient) -> list[Finding]:
    try:
        shown = handshake.certificate_of(address)
    except (OSError, ValueError):
        return [wrong("certificate", f"{address} shows none", "look into that server's log")]
    found = [term("certificate", shown.not_valid_before_utc, shown.not_valid_after_utc, patient.clock.now(), RENEW)]
    try:
        is_name, because = handshake.mistrust_of(address, patient.shared.nats_ca)
    except OSError:
        return [*found, wrong("certificate", "KRING_NATS_CA cannot be read", "name a file of certificates (PEM)")]
    if is_name:
        do = f"put {address.host} into its names, or use in KRING_NATS_URL a name it has"
        return [*found, wrong("certificate", f"is not made for {address.host}", do)]
    if because:
        return [*found, wrong("certificate", f"is not to be trusted: {because}", "lay who signed it in KRING_NATS_CA")]
    return found
