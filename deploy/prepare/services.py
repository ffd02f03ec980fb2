"""What services are given: keys, passwords and addresses of databases, and how channels are set up."""

import base64
import json
import secrets
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.prepare.certificates import Signer
from deploy.prepare.papers import Papers
from deploy.prepare.wanted import HERE, SMALL, Wanted
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import OFFICES

OFFICES_FILE: Final = "secrets/offices.json"
VAULT: Final = "vault"
PORTAL: Final = "portal"
OWNER: Final = "kring"
DATABASES: Final = "secrets/databases.json"
OF_POSTGRES: Final = "secrets/postgres_password"
SECURED: Final = "?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem"
HBA: Final = (
    "# Who may connect: whoever knows a password, and over the network with TLS only.\n"
    "local   all all     scram-sha-256\n"
    "hostssl all all all scram-sha-256\n"
)
MAILBOX: Final = {
    "notifications:smtp": {
        "host": "mailbox",
        "port": 1025,
        "security": "none",
        "neutral_sender": "post@bericht.example",
    }
}
"""The mailbox delivers nothing, and is reached inside one machine only."""
LETTERS: Final = {"notifications:letter": {"folder": "/var/lib/kring/letters"}}


def make_services(papers: Papers, signer: Signer, wanted: Wanted) -> None:
    """Make what is not there yet."""
    signer.server("postgres", ("postgres", *HERE))
    papers.write("postgres/pg_hba.conf", HBA)
    _make_keys(papers)
    _make_databases(papers)
    if not papers.has(OFFICES_FILE):
        papers.write(OFFICES_FILE, OFFICES.dump_json(list(EXAMPLE_OFFICES), indent=2) + b"\n")
    if not papers.has("secrets/kring_plugin_settings"):
        channels = (MAILBOX if wanted.profile == SMALL else {}) | LETTERS
        papers.write("secrets/kring_plugin_settings", json.dumps(channels, indent=2) + "\n")


def _make_keys(papers: Papers) -> None:
    if not papers.has("secrets/kring_office_keys"):
        papers.write("secrets/kring_office_keys", json.dumps({"*": _key(secrets.token_bytes(32))}) + "\n")
    if not papers.has("secrets/edge.key"):
        edge = Ed25519PrivateKey.generate()
        papers.write("secrets/kring_edge_public_key", _key(edge.public_key().public_bytes_raw()) + "\n")
        papers.write("secrets/edge.key", _key(edge.private_bytes_raw()) + "\n")


def _make_databases(papers: Papers) -> None:
    """Make a login for each part that has a database; one that came with an upgrade is added to those of before."""
    before = json.loads(papers.read(DATABASES)) if papers.has(DATABASES) else {"logins": {}}
    names = (VAULT, *plugins.service_names(), PORTAL)
    logins = {name: secrets.token_urlsafe(32) for name in names if name not in before["logins"]}
    if not logins:
        return
    for name, theirs in logins.items():
        setting = f"kring_{name}_url" if name == VAULT else f"kring_{name}_database_url"
        papers.write(f"secrets/{setting}", f"postgresql+psycopg://{name}:{theirs}@postgres:5432/{name}{SECURED}\n")
    if not papers.has(OF_POSTGRES):
        papers.write(OF_POSTGRES, secrets.token_urlsafe(32) + "\n")
    admin = f"postgresql://{OWNER}:{papers.read(OF_POSTGRES).strip()}@postgres:5432/postgres{SECURED}"
    papers.write(DATABASES, json.dumps({"admin": admin, "logins": before["logins"] | logins}, indent=2) + "\n")


def _key(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
