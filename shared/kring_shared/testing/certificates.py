"""Certificates for tests: an authority of their own, and certificates for 127.0.0.1 that are good or are not."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kring_shared.runtime.server.network import ServerTls

HERE: Final = ("127.0.0.1", "localhost")
A_DAY: Final = timedelta(days=1)


class Certificates:
    """One authority in a folder; what it signed is checked by the file `ca`."""

    def __init__(self, folder: Path, name: str = "Kring test") -> None:
        """Make the authority."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.ca = folder, folder / "ca.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            self._describe(self._name, self._key, datetime.now(UTC) + A_DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(
        self, name: str = "server", *, hosts: tuple[str, ...] = HERE, until: datetime | None = None
    ) -> ServerTls:
        """Make a server's certificate, for these hosts and until a moment (tomorrow); a past one has run out.

        The same name again writes over the files, as renewing does.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._describe(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, until)
            .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
            .add_extension(_usage(signs=False), critical=True)
            # Servers of a cluster show it to each other, whichever of them connects.
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        files = ServerTls(certificate=self.folder / f"{name}.pem", key=self.folder / f"{name}.key", ca=self.ca)
        Path(files.certificate).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        Path(files.key).touch(mode=0o600)
        Path(files.key).write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return files

    def _describe(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime | None
    ) -> x509.CertificateBuilder:
        end = until or datetime.now(UTC) + A_DAY
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(end, datetime.now(UTC)) - A_DAY)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )


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
