"""Files of the right form and any content: each element is one item, whatever stands beside it."""

import csv
import io
import json
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from kring_intake.plugins.cloudevents import CloudEventLines, CloudEvents
from kring_intake.plugins.csv import Csv
from kring_intake.plugins.e_mail.vocabulary import NAMES
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.referrals import read_referral
from kring_shared.testing.adapters import SOURCE, TODAY
from tests.unit.intake.mails import FORM, a_mail, items

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)
EVENT = st.fixed_dictionaries(
    {"specversion": st.just("1.0") | VALUE, "type": st.just("nl.eigenkracht.referral.submitted.v1") | VALUE},
    optional={"id": TEXT, "source": TEXT, "data": VALUE, "data_base64": TEXT, "time": TEXT, "datacontenttype": TEXT},
)
COLUMNS = st.sampled_from([*NAMES, "mainPerson.name", "mainPersons", "requester", "requester.name.first", "eigen veld"])
CELL = TEXT | st.sampled_from(["", '"', "a;b", "a,b", "regel\nregel", "ja", "0", "111222333", "=1+1"])


def _settled(found: list[FileItem]) -> int:
    """Take each item as far as a service does; give how many there are."""
    for item in found:
        receipt = item.refused.receipt() if item.refused else read_referral({}, item.event, today=TODAY)
        assert receipt is not None
    return len(found)


@given(st.lists(EVENT | VALUE, max_size=5))
def test_a_list_of_anything_in_json_has_an_item_for_each_element(elements: list[object]) -> None:
    text = json.dumps(elements, ensure_ascii=False)
    found = list(CloudEvents(NoSettings()).read(text.encode(), source=SOURCE))
    # What JSON has no way to write, an infinite number, makes the whole file no JSON.
    assert _settled(found) == (len(elements) if "NaN" not in text and "Infinity" not in text else len(found))


@given(st.lists(EVENT | VALUE, max_size=5), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_lines_of_anything_have_an_item_each(elements: list[object], ending: str) -> None:
    content = ending.join(json.dumps(element) for element in elements)
    assert _settled(list(CloudEventLines(NoSettings()).read(content.encode(), source=SOURCE))) == len(elements)


@given(st.data())
def test_a_csv_as_a_spreadsheet_writes_it_has_an_item_for_each_row(data: st.DataObject) -> None:
    columns = data.draw(st.lists(COLUMNS, min_size=5, max_size=9, unique=True))
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=4))
    divider = data.draw(st.sampled_from(",;"))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=divider, lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([columns, *(["rij", *row[1:]] for row in rows)])
    content = written.getvalue().encode()
    found = list(Csv(NoSettings()).read(content, source=SOURCE))
    _settled(found)
    # A line inside a cell that looks like a row of its own is read as one, on purpose; else they are as many.
    if not any("\n" in cell or "\r" in cell or '"' in cell for row in rows for cell in row):
        assert len(found) == len(rows)


KIND = st.sampled_from(["text/plain", "text/html", "text/csv", "application/json", "application/pdf", "image/png", "x"])
CHARSET = st.sampled_from(["utf-8", "iso-8859-1", "x-none", "us-ascii", "utf-16", "'", ""])
CODING = st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "?"])
BODY = (
    st.sampled_from([FORM, FORM.replace("\n", "<br>"), "[]", "{}", "reference\n1\n", "=3D=", "", "Naam: Zoë\n"]) | TEXT
)


@st.composite
def _parts(draw: st.DrawFn, depth: int = 0) -> str:
    """Draw a part of a mail, with parts in it or without, each header right or wrong."""
    if depth < 3 and draw(st.booleans()):
        boundary = draw(st.sampled_from(["a", "b", '"', "a b"]))
        inner = draw(st.lists(_parts(depth + 1), max_size=3))
        kind = draw(st.sampled_from(["mixed", "alternative", "related", "digest", "x"]))
        closing = draw(st.sampled_from([f"--{boundary}--\n", ""]))
        between = "".join(f"--{boundary}\n{part}\n" for part in inner)
        return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{between}{closing}'
    name = draw(st.sampled_from(["", "a.json", "a.csv", "a.jsonl", "=?utf-8?q?a=2Ecsv?=", "=?x?b?!?=", "a.pdf"]))
    kept = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    head = f"Content-Type: {draw(KIND)}; charset={draw(CHARSET)}\nContent-Transfer-Encoding: {draw(CODING)}\n{kept}"
    return f"{head}\n{draw(BODY)}"


@given(_parts())
def test_a_mail_of_any_parts_gives_at_least_one_item_and_always_the_same(parts: str) -> None:
    content = f"From: a@b.example\nMessage-ID: <1@x>\n{parts}".encode()
    found = items(content)
    assert _settled(found) >= 1
    assert items(content) == found
    assert [item.line for item in found] == list(range(1, len(found) + 1))


@given(st.sampled_from(["Subject", "From", "Reply-To", "Comments", "X-Form"]), TEXT)
def test_what_stands_in_a_header_becomes_no_field(header: str, text: str) -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<0041@formulier.example>"
    mail["From"] = "form@site.example"
    mail.set_content(FORM)
    plain = items(mail.as_bytes())
    injected = f"{header}: {' '.join(text.split())}\r\n Naam: Piet\r\n Spoed: ja\r\n".encode()
    if header != "From":
        assert items(injected + mail.as_bytes()) == plain
    assert items(mail.as_bytes() + b"\r\nX-Naam: Piet\r\n") == plain
    assert b"Piet" not in items(injected + a_mail())[0].event
