"""What whoever runs Kring lays down: settings, files of keys and offices, words of letters, backups, lists."""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import typer
from pydantic import SecretStr, ValidationError

from kring_notifications.plugins.letter.print_folder import COLUMNS, MANIFEST, _listed
from kring_notifications.wording.approvals import APPROVED, read_approvals
from kring_notifications.wording.templates import WORDS, templates_of, words_of
from kring_portal.settings import Settings
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.errors import KringError, WrongSetup
from kring_shared.runtime.authority import register, tokens
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.bus.address import BusAddress, runs_out
from kring_shared.runtime.cli.bodies import read_body
from kring_shared.runtime.cli.doctor.credential import _held, claims_in
from kring_shared.runtime.cli.doctor.handshake import addresses
from kring_shared.runtime.cli.operating.replay import _moment
from kring_shared.runtime.embedded.backup.archive import Writing, reading
from kring_shared.runtime.embedded.backup.manifest import Kind, new_manifest
from kring_shared.runtime.embedded.folder import read_running
from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger, Order
from kring_shared.runtime.lane.receipts import pointers
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.processes import identity_of
from kring_shared.runtime.settings import OFFICES, ServiceSettings, SharedSettings, read_settings
from kring_shared.runtime.start_errors import FolderNotWritable, KeyMismatch
from kring_shared.testing.certificates import Certificates
from tests.fuzz.from_outside import text
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.room import ROOM, in_a_file
from tests.unit.runtime.keys import UTRECHT

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY: Final = base64.b64encode(UTRECHT).decode()
SERVICES: Final = "kring.services"
PLUGINS: Final = "kring.plugins."
VALUES: Final[dict[str, dict[str, str]]] = {
    "KRING_": {
        "NATS_URL": "tls://a.example:4222,tls://u:p@[::1]:4222", "REPLICAS": "3", "SERVES": '["utrecht"]',
        "OFFICE_KEYS": json.dumps({"*": KEY}), "EDGE_PUBLIC_KEY": KEY, "DIVIDED": "true", "WATCH": "0.0.0.0:9464",
        "PLUGINS": '["notifications:sms"]', "PLUGIN_SETTINGS": '{"notifications:sms": {"url": "https://a.example"}}',
    },
    "KRING_NOTIFICATIONS_": {"CHANNELS": '["smtp"]', "QUIET_FROM": "20:00", "TIME_ZONE": "Europe/Brussels",
                             "LINK_DAYS": "14", "PORTAL_URL": "https://kring.example"},
    "KRING_PORTAL_": {"LISTEN": "127.0.0.1:8480", "URL": "https://kring.example", "TRUSTED_PROXIES": '["10.0.0.0/8"]',
                      "ASK_SECONDS": "4.5", "WEBHOOK_DELAYS": "[5, 300]", "OIDC_ISSUER": "https://id.example"},
}  # fmt: skip
PLUGIN_VALUES: Final[dict[str, dict[str, Any]]] = {
    "webhook": {
        "systems": {"wijkteam-noord": {"url": "https://a.example/k", "secret": "whsec_" + KEY}},
        "timeout_s": 5,
    },
    "sms": {
        "url": "https://sms.example/v1",
        "token": "t",
        "sender": "Kring",
        "region": "NL",
        "regions": {"gent": "BE"},
    },
    "smtp": {"host": "mail.example", "port": 587},
    "letter": {"folder": "/print"},
    "apprise": {"urls": ["json://a.example"]},
}


def _settings_of(kind: type[Any]) -> Any:  # noqa: ANN401 - a function
    def reads(content: bytes) -> object:
        pairs = (line.partition("=") for line in content.decode(errors="surrogateescape").replace("\0", "").split("\n"))
        with patch.dict(os.environ, {name: value for name, _, value in pairs if name}, clear=True):
            found = read_settings(kind)
        if isinstance(found, SharedSettings):
            return found.office_key_bytes(), BusAddress.of(found).shown, addresses(BusAddress.of(found))
        return found

    return reads


def _settings() -> Iterator[Parser]:
    """Give a line for the settings of each service, of the portal and of what they share."""
    kinds: list[tuple[str, type[Any]]] = [("all", SharedSettings), ("portal", Settings)]
    kinds += [(point.name, point.load().settings) for point in sorted(entry_points(group=SERVICES))]
    for name, kind in kinds:
        prefix = kind.model_config["env_prefix"]
        values = {prefix + field: value for field, value in VALUES.get(prefix, {}).items()}
        values |= {f"{prefix}DATABASE_URL": "sqlite:///a.db"} if issubclass(kind, ServiceSettings) else {}
        example = "\n".join(f"{field}={value}" for field, value in values.items()).encode()
        rooms = ("kring_shared.runtime.settings",)
        yield Parser(f"settings: of {name}", _settings_of(kind), (example,), (WrongSetup,), rooms, share=0.2)


def _plugins() -> Iterator[Parser]:
    """Give a line for the settings of each plugin that is installed."""
    for service in sorted(entry_points(group=SERVICES)):
        for point in sorted(entry_points(group=f"{PLUGINS}{service.name}")):
            kind = point.load().settings

            def reads(content: bytes, kind: Any = kind) -> object:  # noqa: ANN401 - a model
                try:
                    return kind.model_validate_json(content)
                except ValidationError as error:
                    return NotTaken(" ".join(pointers(error)))

            example = json.dumps(PLUGIN_VALUES.get(point.name, {})).encode()
            yield Parser(f"settings: plugin {service.name}:{point.name}", reads, (example,), share=0.1)


def _a_backup() -> bytes:
    folder = ROOM / "backed-up"
    folder.mkdir(exist_ok=True)
    database, file = folder / "intake.db", folder / "backup"
    database.write_bytes(b"SQLite format 3\0" * 20)
    writing = Writing(file)
    writing.add(database)
    writing.finish(new_manifest(Kind.DATA, NOW, None, UTRECHT, writing.parts), UTRECHT)
    writing.close()
    content = file.read_bytes()
    shutil.rmtree(folder)
    return content


def _unpacked(file: Path) -> object:
    into = file.parent / "into"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    with reading(file) as archive:
        archive.check(UTRECHT)
        archive.unpack(into)
    return archive.manifest


def _ledger(file: Path) -> object:
    ledger = ErasureLedger(file)
    return ledger.is_another_file(), ledger.scopes(), [order.delivery() for order in ledger.orders()]


def _ledger_lines() -> bytes:
    file = ROOM / "ledger"
    ledger = ErasureLedger(file)
    ledger.add_keys("intake", [f"person/{7:032x}"], NOW.date())
    ledger.add_orders(
        [Order(f"{1:032x}", f"{2:032x}", f"{3:032x}", "utrecht", ("contacts",), "term-over", "2026-11-20")]
    )
    content = file.read_bytes()
    file.unlink()
    return content


def _credential() -> bytes:
    signer, owner = Key.new(KeyFor.ACCOUNT), Key.new(KeyFor.USER)
    token = tokens.user(signer, owner.public, NOW, name="intake", account=signer.public, tags=("office:utrecht",))
    return tokens.credential(token, owner).encode()


def _shown(file: Path) -> object:
    return BusAddress(("nats://a.example",), creds=file).inbox_prefix()


def _looked_at(file: Path) -> object:
    claims = claims_in(file.read_text(encoding="ascii", errors="replace"))
    return runs_out(file), claims and _held(claims, NOW)


def _trusted(file: Path) -> object:
    return BusAddress(("tls://a.example",), ca=file).options()


def _offices(file: Path) -> object:
    return SharedSettings(offices_file=file).offices()


def _keys_of_offices(content: bytes) -> object:
    return SharedSettings(office_keys=SecretStr(text(content))).office_key_bytes()


def _words(content: bytes) -> object:
    return words_of("nl", {WORDS: text(content)})


def _letter(content: bytes) -> object:
    return list(templates_of("nl", {WORDS: "", "invitation.txt": text(content)}))


def _typed(content: bytes) -> object:
    typed = text(content)
    return read_body(typed) if typed[:1] not in {"@", "-"} else None  # those name a file, and standard input


def _to_a_moment(content: bytes) -> object:
    return _moment(text(content), "--since")


def _identity() -> bytes:
    running = {
        "process": identity_of(os.getpid()).model_dump(),
        "nats_url": "nats://127.0.0.1:1",
        "listens": {"a": "b"},
    }
    return json.dumps(running).encode()


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    yield from _settings()
    yield from _plugins()
    keys = json.dumps({"utrecht": KEY, "*": KEY}).encode()
    yield Parser(
        "settings: keys of offices", _keys_of_offices, (keys,), (WrongSetup,), ("kring_shared.runtime.settings",)
    )
    yield Parser(
        "settings: list of offices",
        in_a_file("offices.json", _offices),
        (OFFICES.dump_json(list(EXAMPLE_OFFICES)),),
        (WrongSetup,),
        share=0.4,
    )
    yield Parser(
        "settings: address of the bus",
        lambda content: BusAddress.of(text(content)).shown,
        (b"tls://u:p@a.example:4222,tls://[::1]", b"127.0.0.1:4222"),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
    )
    certificates = Certificates(ROOM / "certificates")
    yield Parser(
        "file: certificates",
        in_a_file("ca.pem", _trusted),
        (certificates.ca.read_bytes(),),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
        share=0.1,
    )
    credential = _credential()
    yield Parser(
        "file: credential",
        in_a_file("a.creds", _shown),
        (credential,),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
        share=0.4,
    )
    yield Parser(
        "file: credential, as the doctor looks",
        in_a_file("a.creds", _looked_at),
        (credential,),
        rooms=("kring_shared.runtime.cli.doctor.credential", "kring_shared.runtime.authority.tokens"),
        share=0.4,
    )
    entry = register.Entry(name="intake", role="service", key="UA", since=NOW)
    yield Parser(
        "file: register of the authority",
        in_a_file(register.FILE, lambda file: register.read(file.parent).revoked(NOW)),
        (register.Register().with_one(entry).model_dump_json().encode(),),
        (KeyMismatch,),
        ("kring_shared.runtime.authority.register",),
        share=0.4,
    )
    yield Parser(
        "file: key of a folder",
        in_a_file("edge.key", lambda file: FolderKeys(file.parent)._secret("edge.key")),
        (KEY.encode() + b"\n",),
        (KeyMismatch,),
        ("kring_shared.runtime.embedded.keys",),
        share=0.4,
    )
    yield Parser(
        "file: login of the bus",
        in_a_file("bus.login", Login.read),
        (b"kring:abc-DEF_123\n",),
        (KeyMismatch,),
        ("kring_shared.runtime.server.config",),
        share=0.4,
    )
    yield Parser(
        "file: which Kring runs in a folder",
        in_a_file("running.json", lambda file: read_running(file.parent)),
        (_identity(),),
        rooms=("kring_shared.runtime.embedded.folder",),
        share=0.3,
    )
    yield Parser(
        "file: backup",
        in_a_file("kring.backup", _unpacked),
        (_a_backup(),),
        (KringError,),
        ("kring_shared.runtime.embedded.backup.archive", "kring_shared.runtime.embedded.backup.manifest"),
        share=0.3,
    )
    yield Parser(
        "file: ledger of erasures",
        in_a_file("erasures.jsonl", _ledger),
        (_ledger_lines(),),
        (WrongSetup,),
        ("kring_shared.runtime.lane.erasure_ledger",),
        share=0.4,
    )
    yield Parser(
        "file: words of all letters",
        _words,
        (b'subject = "Bericht"\npreview = "a"\nfallback = "b"\nnobody = ""\n',),
        (WrongSetup,),
        ("kring_notifications.wording.templates",),
        share=0.5,
    )
    templates = Path(words_of.__code__.co_filename).parents[1] / "templates" / "nl"
    yield Parser(
        "file: words of a letter",
        _letter,
        ((templates / "invitation.txt").read_bytes(),),
        (WrongSetup,),
        ("kring_notifications.wording.templates",),
    )
    approved = b'[[approved]]\ntemplate = "nl/invitation"\nversion = "3f9a1c02"\nby = "AB"\non = 2026-11-20\n'
    yield Parser(
        "file: approved words",
        in_a_file(APPROVED, lambda file: read_approvals(file.parent)),
        (approved,),
        (WrongSetup,),
        ("kring_notifications.wording.approvals",),
        share=0.3,
    )
    line = f"{COLUMNS}\n{7:032x}.pdf,2,A4,no,nl,plain,{'0' * 64}\n".encode()
    yield Parser(
        "file: list of a print folder",
        in_a_file(MANIFEST, lambda file: _listed(file.parent)),
        (line,),
        (FolderNotWritable,),
        ("kring_notifications.plugins.letter.print_folder",),
        share=0.4,
    )
    yield Parser(
        "command line: JSON",
        _typed,
        (b'{"caseId": "019a", "kinds": ["a"], "on": "2026-11-20"}',),
        (typer.BadParameter,),
        ("kring_shared.runtime.cli.bodies",),
        quiet=False,
    )
    yield Parser(
        "command line: moment",
        _to_a_moment,
        (b"2026-11-01T00:00:00Z", b"2026-11-01 00:00:00+01:00"),
        (typer.BadParameter,),
        ("kring_shared.runtime.cli.operating.replay",),
        quiet=False,
    )
