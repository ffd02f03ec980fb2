"""Certificates for the servers of a local start, signed by an authority of its own that nobody else knows."""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.prepare.papers import Papers

CA: Final = "secrets/ca.pem"
CA_KEY: Final = "certificates/ca.key"
GOOD_FOR: Final = timedelta(days=397)
CA_GOOD_FOR: Final = timedelta(days=3650)
RENEWED_BEFORE: Final = timedelta(days=60)
PEM: Final = serialization.Encoding.PEM


class Signer:
    """Signs certificates; its own is made once."""

    def __init__(self, papers: Papers) -> None:
        """Use the authority in the folder, or make it."""
        self._papers = papers
        if not papers.has(CA):
            self._make()
        self._ca = x509.load_pem_x509_certificate(papers.read(CA).encode())
        key = serialization.load_pem_private_key(papers.read(CA_KEY).encode(), password=None)
        self._key = cast(ec.EllipticCurvePrivateKey, key)

    def server(self, where: str, hosts: Sequence[str]) -> None:
        """Lay `server.pem`, `server.key` and `ca.pem` in a folder; those that are good for long yet stay."""
        self._papers.write(f"{where}/ca.pem", self._papers.read(CA))
        if self._papers.has(f"{where}/server.pem") and self._is_good(where, hosts):
            return
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        certificate = (
            _described(self._ca.subject, key, hosts[0], now + GOOD_FOR)
            .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
            .add_extension(_usage(signs=False), critical=True)
            # Servers of a cluster show it to each other, whichever of them connects.
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]),
                critical=False,
            )
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self._papers.write(f"{where}/server.key", _written(key))
        self._papers.write(f"{where}/server.pem", certificate.public_bytes(PEM))

    def _is_good(self, where: str, hosts: Sequence[str]) -> bool:
        there = x509.load_pem_x509_certificate(self._papers.read(f"{where}/server.pem").encode())
        names = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        lasts = there.not_valid_after_utc > datetime.now(UTC) + RENEWED_BEFORE
        return lasts and list(names) == [_host(host) for host in hosts]

    def _make(self) -> None:
        key, name = ec.generate_private_key(ec.SECP256R1()), "Kring on this machine"
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            _described(subject, key, name, datetime.now(UTC) + CA_GOOD_FOR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        self._papers.place(CA_KEY).parent.chmod(0o700)
        self._papers.write(CA_KEY, _written(key))
        self._papers.write(CA, certificate.public_bytes(PEM))


def _described(
    issuer: x509.Name, key: ec.EllipticCurvePrivateKey, name: str, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(minutes=5))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _written(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
