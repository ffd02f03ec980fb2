"""What people and systems of others send: referrals, mail, lists of an office, free words, numbers."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from kring_intake.hooks import QuestionCheck
from kring_intake.likeness.names import read_name
from kring_intake.likeness.sought import kept_under
from kring_notifications.hooks import ChannelRefused
from kring_notifications.plugins.phone_numbers import number_for_texts
from kring_notifications.plugins.smtp.picture import picture_of
from kring_registry.cli.paylist import HEADS, NoPayList, claims_of
from kring_shared.contracts.cloudevents import NotACloudEvent, from_message, to_binary, to_structured
from kring_shared.kernel.adapters import FileItem, ReferralAdapter
from kring_shared.kernel.candidate_letter import read_letter
from kring_shared.kernel.delivery_reports import read_delivery_report
from kring_shared.kernel.language_tags import main_part
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.referrals import Read, ValidReferral, read_referral
from kring_shared.kernel.register_file import RegisterFile
from kring_shared.kernel.spreadsheet import UnreadableSheet
from kring_shared.runtime.cli.importing.kinds import KINDS
from kring_shared.testing.adapters import SOURCE, TODAY
from tests.architecture.tree import ROOT
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.room import in_a_file
from tests.unit.contracts.referral_samples import an_event
from tests.unit.intake.mails import a_mail
from tests.unit.kernel.letters import a_letter, attach
from tests.unit.kernel.reports import a_report, told

EXAMPLES: Final = ROOT / "deploy" / "examples"
READ_BY: Final = (
    "kring_intake.plugins.e_mail.message",
    "kring_shared.kernel.referral_csv",
    "kring_shared.kernel.referral_files",
)
"""What the adapters that are built in are made of."""
LOOKED_AT: Final = 200
"""Refusals of one file whose words are looked at: a file may have a hundred thousand lines."""
ADAPTERS: Final = "kring.plugins.intake"
EVENT: Final = json.dumps(an_event()).encode()
BINARY: Final = to_binary(from_message({}, EVENT))
WORDS: Final = "Wat is er nodig zodat Filip veilig en rustig kan opgroeien? Rachel belt 06-12345678, of niet."


def text(content: bytes) -> str:
    """Read bytes as a text that came by JSON or a form: Unicode, whatever was sent."""
    return content.decode(errors="replace")


def with_headers(content: bytes) -> tuple[dict[str, str], bytes]:
    """Take a message apart: lines of headers, an empty line, a body. What is no Unicode comes as lone surrogates."""
    head, _, body = content.partition(b"\n\n")
    lines = (line.partition(":") for line in head.decode(errors="surrogateescape").split("\n"))
    return {name.strip(): value.strip() for name, _, value in lines if name.strip()}, body


def written(headers: dict[str, str], body: bytes) -> bytes:
    """Put a message together as `with_headers` reads it."""
    return "".join(f"{name}: {value}\n" for name, value in headers.items()).encode() + b"\n" + body


def _outcome(reads: Iterable[Read]) -> object:
    """Give a refusal where nothing else came, without the sender's own reference, which is told on purpose."""
    found = list(reads)
    if any(isinstance(one, ValidReferral) for one in found) or not found:
        return found
    refused = [one.receipt() for one in found[:LOOKED_AT] if not isinstance(one, ValidReferral)]
    return NotTaken(" ".join(one.model_copy(update={"reference": ""}).model_dump_json() for one in refused))


def _items(items: Iterable[FileItem]) -> object:
    return _outcome(item.refused or read_referral({}, item.event, today=TODAY) for item in items)


def _message(content: bytes) -> object:
    headers, body = with_headers(content)
    return _outcome([read_referral(headers, body, today=TODAY)])


def _event(content: bytes) -> object:
    headers, body = with_headers(content)
    event = from_message(headers, body)
    return to_structured(event), to_binary(event)


def _adapters() -> Iterator[Parser]:
    """Give a line for each adapter that is installed, so that none can be forgotten."""
    samples = {
        "e-mail": (a_mail(), (EXAMPLES / "referral.eml").read_bytes()),
        "csv": ((EXAMPLES / "referrals.csv").read_bytes(),),
        "cloudevents-lines": tuple((EXAMPLES / "referrals.jsonl").read_bytes().splitlines(keepends=True)[:6]),
        "cloudevents": (EVENT, b"[" + EVENT + b"," + EVENT + b"]"),
    }
    for point in sorted(entry_points(group=ADAPTERS)):
        manifest = point.load()
        built = manifest.build(manifest.settings())
        if isinstance(built, ReferralAdapter):
            yield Parser(
                f"referrals: file for {point.name}",
                lambda content, adapter=built: _items(adapter.read(content, source=SOURCE)),  # type: ignore[misc] # bound now
                samples[point.name],
                rooms=(type(built).__module__, *READ_BY),
                share=0.05,
            )
        elif isinstance(built, QuestionCheck):
            yield Parser(
                f"referrals: question for {point.name}",
                lambda content, reads=built: reads.look(text(content)[:4000]),  # type: ignore[misc] # bound now
                (WORDS.encode(), b"Moet Filip uit huis, of niet? How can we help Rachel?"),
                rooms=(type(built).__module__,),
                share=0.05,
            )


def _a_workbook(rows: Iterable[str]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row.split(";" if ";" in row else ","))  # type: ignore[union-attr] # a new one has a sheet
    book.save(file)
    return file.getvalue()


def _imports() -> Iterator[Parser]:
    """Give a line for each kind of list that is known."""
    for name, kind in KINDS.items():
        sample = (EXAMPLES / f"{name}.csv").read_bytes()
        more = (_a_workbook(sample.decode().splitlines()),)

        def reads(file: Path, kind: Any = kind) -> object:  # noqa: ANN401 - a kind of list
            return _lines(kind.read(file, "utrecht"))

        rooms = (
            "kring_shared.kernel.spreadsheet", "kring_shared.runtime.cli.importing.spreadsheets",
            "kring_shared.kernel.register_file", "kring_shared.kernel.past_figures",
        )  # fmt: skip
        yield Parser(
            f"import: {name}", in_a_file("list.csv", reads), (sample, *more), (UnreadableSheet,), rooms, share=0.02
        )


def _lines(file: RegisterFile[Any]) -> object:
    if any(line.command is not None for line in file.lines) or not file.lines:
        return file
    return NotTaken(" ".join(problem for line in file.lines for problem in line.problems))


def _letter(content: bytes) -> object:
    line = read_letter(content, "utrecht")
    return line.command or NotTaken(" ".join(line.problems))


def _pay_list(content: bytes) -> object:
    return claims_of(content.decode(errors="replace"))


def _plain(
    name: str, reads: Callable[[str], object], *examples: str, room: str, most: int = 10_000, share: float = 0.2
) -> Parser:
    """Make the line of a parser of one short text."""
    return Parser(
        name, lambda content: reads(text(content)[:most]), tuple(map(str.encode, examples)), rooms=(room,), share=share
    )


def _referrals() -> Iterator[Parser]:
    """Give a line for each way a referral comes."""
    yield Parser(
        "referrals: message, binary or structured",
        _message,
        (written(*BINARY), written({"Content-Type": "application/cloudevents+json"}, EVENT), written({}, EVENT)),
        rooms=("kring_shared.contracts.cloudevents", "kring_shared.contracts.referral.rules"),
    )
    yield Parser("referrals: event, both ways", _event, (written(*BINARY), written({}, EVENT)), (NotACloudEvent,))
    yield from _adapters()


def _mail_and_lists() -> Iterator[Parser]:
    """Give a line for letters that come back, and for lists."""
    yield Parser(
        "mail: what a server sends back",
        read_delivery_report,
        (a_report(), a_report(told("delayed", "4.4.1"), kind="text/rfc822-headers")),
        rooms=("kring_shared.kernel.delivery_reports",),
    )
    yield Parser(
        "mail: letter of a candidate",
        _letter,
        (
            a_letter("talen: nl, tr\n\nIk luister.").as_bytes(),
            attach(a_letter(), "cv.txt", b"Werk", "text/plain").as_bytes(),
        ),
        rooms=("kring_shared.kernel.letter_mail", "kring_shared.kernel.candidate_letter"),
        share=0.05,
    )
    yield from _imports()
    yield Parser(
        "import: pay list that comes back",
        _pay_list,
        (f"{','.join(HEADS)}\r\nK-1,{7:032x},{8:032x},2026,1,2,3,4,10\r\n".encode(),),
        (NoPayList,),
        ("kring_registry.cli.paylist",),
    )


def _name(written_down: str) -> object:
    return read_name(written_down), kept_under(written_down)


def _short_texts() -> Iterator[Parser]:
    """Give a line for what is a word or a picture."""
    yield Parser(
        "telephone number for a text",
        lambda content: number_for_texts(text(content)[:1000], "NL"),
        (b"0612345678", b"+32 470 12 34 56", b"+31 (0)6 12 34 56 78;ext=3"),
        (ChannelRefused,),
        ("kring_notifications.plugins.phone_numbers",),
        share=1.0,
    )
    yield _plain("names as they are compared", _name, "Filip van der Testen", "Rachel José", "ابو بكر",
                 room="kring_intake.likeness.names", most=500)  # fmt: skip
    yield _plain("national numbers in a text", mask_text, WORDS, "BSN 111222333 en 85.07.30-033.28, tel. 030 123 45 67",
                 room="kring_shared.kernel.national_numbers", most=20_000)  # fmt: skip
    yield _plain("language tag", main_part, "nl", "zh-Hant-TW", room="kring_shared.kernel.language_tags", share=1.0)
    yield Parser("picture over a letter", picture_of, (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01",),
                 rooms=("kring_notifications.plugins.smtp.picture",), share=1.0)  # fmt: skip


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    for lines in (_referrals, _mail_and_lists, _short_texts):
        yield from lines()
