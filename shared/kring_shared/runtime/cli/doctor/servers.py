"""The servers of the bus: do they answer, are they new enough, and is what is said to them encrypted?"""

import asyncio
from typing import Final

from cryptography import x509

from kring_shared.runtime.cli.doctor import handshake
from kring_shared.runtime.cli.doctor.finding import Finding, mind, right, term, wrong
from kring_shared.runtime.cli.doctor.handshake import Address, Greeting
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.server.binary import OLDEST

RENEW: Final = "give the server a new one, and have it read that: nats-server --signal reload"
RENEW_AUTHORITY: Final = "make a new one, sign the servers' certificates with it, and lay it in KRING_NATS_CA"


async def servers_answer(patient: Patient) -> list[Finding]:
    """Look at each server that the settings name."""
    if not patient.shared.nats_url:
        return [wrong("server", patient.no_connection, "start it with `kring up`")]
    found: list[Finding] = []
    for address in handshake.addresses(patient.shared.nats_url):
        found += await asyncio.to_thread(_server, address, patient)
    return found


async def let_in(patient: Patient) -> list[Finding]:
    """Look whether the bus lets this process in."""
    if patient.connection is not None:
        return [right("login", "the bus lets this process in")]
    named = handshake.addresses(patient.shared.nats_url)
    if not any([await asyncio.to_thread(handshake.greeting, address) for address in named]):
        return []  # said already
    return [
        wrong(
            "login",
            "a server answers, and does not let this process in",
            "see what is said of certificates and the credential; has it been revoked?",
        )
    ]


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
    if said is None:
        return [wrong(str(address), "no broker answers", "start it, or mend KRING_NATS_URL")]
    found = [_program(address, said)]
    if not patient.embedded:
        found += _encryption(address, said, patient)
    return found


def _program(address: Address, said: Greeting) -> Finding:
    if said.numbers[: len(OLDEST)] < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return wrong(str(address), f"nats-server {said.version} is too old", f"Kring needs {oldest} or newer")
    if not said.jetstream:
        return wrong(str(address), f"nats-server {said.version} runs without JetStream", "switch it on, and restart it")
    return right(str(address), f"nats-server {said.version}, with JetStream")


def _encryption(address: Address, said: Greeting, patient: Patient) -> list[Finding]:
    tls = f"tls://{address}"
    if not said.encrypts:
        return [wrong("encryption", f"{address} encrypts nothing", f"give that server a certificate, and write {tls}")]
    if address.encrypted:
        found = [right("encryption", f"{address} is spoken to encrypted")]
    else:
        words = f"the address of {address} begins with nats://, so that somebody between could take the encryption away"
        found = [mind("encryption", words, f"write {tls} in KRING_NATS_URL")]
    return [*found, *_certificate(address, patient)]


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
