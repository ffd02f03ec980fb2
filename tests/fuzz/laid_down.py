"""Files that whoever runs Kring lays down or puts back, and what is typed on the command line."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import typer

from kring_notifications.plugins.letter.print_folder import COLUMNS, MANIFEST, _listed
from kring_notifications.wording.approvals import APPROVED, read_approvals
from kring_notifications.wording.templates import WORDS, templates_of, words_of
from kring_shared.kernel.errors import KringError, WrongSetup
from kring_shared.runtime.authority import register, tokens
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.bus.address import BusAddress, runs_out
from kring_shared.runtime.cli.bodies import read_body
from kring_shared.runtime.cli.doctor.credential import _held, claims_in
from kring_shared.runtime.cli.operating.replay import _moment
from kring_shared.runtime.embedded.backup.archive import Writing, reading
from kring_shared.runtime.embedded.backup.manifest import Kind, new_manifest
from kring_shared.runtime.embedded.folder import read_running
from kring_shared.runtime.embedded.keys import FolderKeys
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger, Order
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.processes import identity_of
from kring_shared.runtime.start_errors import FolderNotWritable, KeyMismatch
from kring_shared.testing.certificates import Certificates
from tests.fuzz.from_outside import text
from tests.fuzz.fuzzer import Parser
from tests.fuzz.room import NOW, ROOM, in_a_file
from tests.fuzz.set_up import KEY
from tests.unit.runtime.keys import UTRECHT


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


def _credentials() -> Iterator[Parser]:
    """Give a line for what lets a Kring in at a bus."""
    certificates = Certificates(ROOM / "certificates")
    yield Parser(
        "file: certificates",
        in_a_file("ca.pem", _trusted),
        (certificates.ca.read_bytes(),),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
        share=0.02,
    )
    credential = _credential()
    yield Parser(
        "file: credential",
        in_a_file("a.creds", _shown),
        (credential,),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
        share=0.05,
    )
    yield Parser(
        "file: credential, as the doctor looks",
        in_a_file("a.creds", _looked_at),
        (credential,),
        rooms=("kring_shared.runtime.cli.doctor.credential", "kring_shared.runtime.authority.tokens"),
        share=0.05,
    )


def _keys() -> Iterator[Parser]:
    """Give a line for each file of keys."""
    entry = register.Entry(name="intake", role="service", key="UA", since=NOW)
    yield Parser(
        "file: register of the authority",
        in_a_file(register.FILE, lambda file: register.read(file.parent).revoked(NOW)),
        (register.Register().with_one(entry).model_dump_json().encode(),),
        (KeyMismatch,),
        ("kring_shared.runtime.authority.register",),
        share=0.05,
    )
    yield Parser(
        "file: key of a folder",
        in_a_file("edge.key", lambda file: FolderKeys(file.parent)._secret("edge.key")),
        (KEY.encode() + b"\n",),
        (KeyMismatch,),
        ("kring_shared.runtime.embedded.keys",),
        share=0.05,
    )
    yield Parser(
        "file: login of the bus",
        in_a_file("bus.login", Login.read),
        (b"kring:abc-DEF_123\n",),
        (KeyMismatch,),
        ("kring_shared.runtime.server.config",),
        share=0.05,
    )


def _kept() -> Iterator[Parser]:
    """Give a line for what a Kring writes of itself and reads again."""
    yield Parser(
        "file: which Kring runs in a folder",
        in_a_file("running.json", lambda file: read_running(file.parent)),
        (_identity(),),
        rooms=("kring_shared.runtime.embedded.folder",),
        share=0.05,
    )
    yield Parser(
        "file: backup",
        in_a_file("kring.backup", _unpacked),
        (_a_backup(),),
        (KringError,),
        ("kring_shared.runtime.embedded.backup.archive", "kring_shared.runtime.embedded.backup.manifest"),
        share=0.05,
    )
    yield Parser(
        "file: ledger of erasures",
        in_a_file("erasures.jsonl", _ledger),
        (_ledger_lines(),),
        (WrongSetup,),
        ("kring_shared.runtime.lane.erasure_ledger",),
        share=0.05,
    )


def _letters() -> Iterator[Parser]:
    """Give a line for each file that belongs to letters."""
    yield Parser(
        "file: words of all letters",
        _words,
        (b'subject = "Bericht"\npreview = "a"\nfallback = "b"\nnobody = ""\n',),
        (WrongSetup,),
        ("kring_notifications.wording.templates",),
        share=0.05,
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
        share=0.05,
    )
    line = f"{COLUMNS}\n{7:032x}.pdf,2,A4,no,nl,plain,{'0' * 64}\n".encode()
    yield Parser(
        "file: list of a print folder",
        in_a_file(MANIFEST, lambda file: _listed(file.parent)),
        (line,),
        (FolderNotWritable,),
        ("kring_notifications.plugins.letter.print_folder",),
        share=0.05,
    )


def _commands() -> Iterator[Parser]:
    """Give a line for what is typed."""
    yield Parser(
        "command line: JSON",
        _typed,
        (b'{"caseId": "019a", "kinds": ["a"], "on": "2026-11-20"}',),
        (typer.BadParameter,),
        ("kring_shared.runtime.cli.bodies",),
        quiet=False,
        share=1.0,
    )
    yield Parser(
        "command line: moment",
        _to_a_moment,
        (b"2026-11-01T00:00:00Z", b"2026-11-01 00:00:00+01:00"),
        (typer.BadParameter,),
        ("kring_shared.runtime.cli.operating.replay",),
        quiet=False,
        share=1.0,
    )


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    for lines in (_credentials, _keys, _kept, _letters, _commands):
        yield from lines()
