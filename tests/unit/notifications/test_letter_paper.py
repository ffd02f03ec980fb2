"""A letter as it lies on the mat: what can be read of it, through the window and inside, and what cannot."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
import typst
from structlog.testing import capture_logs

from kring_notifications.hooks import ChannelRefused, Letter, Letterhead
from kring_notifications.plugins.letter import setting
from kring_notifications.plugins.letter.print_folder import Paper
from kring_notifications.plugins.letter.setting import NoSuchLetters, paper_of
from kring_notifications.plugins.letter.words import address_lines, day_in, paragraphs, runs_left
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import NOON

DAY = date(2026, 11, 20)
RING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle cx="45" cy="45" r="40" fill="teal"/></svg>'
)
HEAD = Letterhead(
    title="Utrecht",
    organisation="Eigen Kracht",
    telephone="030 123 45 67",
    address="Postbus 1, 3500 AA Utrecht",
    website="www.voorbeeld.example",
    colour="#1d5f5a",
)
OMA = Contact(name="Oma de Wit", postal_address="Lindestraat 1, 3511 AA Utrecht")
MM = 72 / 25.4
"""Points of a PDF."""


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": "a" * 32,
        "moment": Moment.INVITATION,
        "language": "nl",
        "subject": "Bericht van ons kantoor",
        "text": "Dag Oma,\n\nU bent van harte uitgenodigd.\n\nMet vriendelijke groet,\nUtrecht\n",
        "preview": "Een bericht.",
        "calendar": b"BEGIN:VCALENDAR",
        "contact": OMA,
        "sender": "utrecht@kring.example",
        "sender_name": "Utrecht",
        "written_at": NOON,
        "office": "utrecht",
        "letterhead": HEAD,
    }
    return Letter(**(fields | changes))


def words_on(paper: Paper) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.pdf)).pages)


def places_on(paper: Paper) -> dict[str, tuple[float, float]]:
    """Give where words stand on the first page: millimetres from the left and from the top."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, page: list[float], place: list[float], *_font: object) -> None:
        x = place[4] * page[0] + place[5] * page[2] + page[4]
        y = place[4] * page[1] + place[5] * page[3] + page[5]
        if text.strip():
            found[text.strip()] = (x / MM, 297 - y / MM)

    pypdf.PdfReader(io.BytesIO(paper.pdf)).pages[0].extract_text(visitor_text=note)
    return found


def one(places: dict[str, tuple[float, float]], words: str) -> tuple[float, float]:
    return next(place for text, place in places.items() if words in text)


def test_a_letter_says_who_it_is_for_its_place_and_day_its_words_and_who_to_call() -> None:
    said = words_on(paper_of(a_letter(), DAY))
    for words in ("Oma de Wit", "Lindestraat 1", "3511 AA Utrecht", "Utrecht, 20 november 2026", "Dag Oma,"):
        assert words in said
    for words in ("Eigen Kracht", "030 123 45 67", "www.voorbeeld.example", "Postbus 1, 3500 AA Utrecht"):
        assert words in said


def test_neither_subject_nor_preview_nor_calendar_is_printed() -> None:
    said = words_on(paper_of(a_letter(), DAY))
    assert not [words for words in ("Bericht", "bericht", "VCALENDAR") if words in said]


@pytest.mark.parametrize("large_print", [False, True])
def test_a_neutral_letter_shows_nobody_who_writes_but_in_its_own_words(*, large_print: bool) -> None:
    letter = a_letter(letterhead=None, text="Dag Oma,\n\nBelt u ons?\n", large_print=large_print)
    paper = paper_of(letter, DAY)
    lines = [line for line in words_on(paper).splitlines() if line.strip()]
    assert lines == ["Oma de Wit", "Lindestraat 1", "3511 AA Utrecht", "20 november 2026", "Dag Oma,", "Belt u ons?"]
    assert paper.plain_envelope
    assert b"Kracht" not in paper.pdf
    assert not pypdf.PdfReader(io.BytesIO(paper.pdf)).pages[0].images


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize(("window", "left"), [("left", 25), ("right", 115)])
def test_the_address_and_nothing_else_stands_in_the_window(*, window: str, left: float, large_print: bool) -> None:
    contact = Contact(name="Oma", organisation="Wijkteam", postal_address="Huis Linde, Laan 1, 1e hof, 1234 AB Ede, NL")
    places = places_on(paper_of(a_letter(contact=contact, large_print=large_print), DAY, window))
    in_window = {text: place for text, place in places.items() if 45 < place[1] < 90}
    assert len(in_window) == 8  # the return address, name, organisation and five lines
    assert all(50 < top < 87 and abs(from_left - left) < 1 for from_left, top in in_window.values())
    assert one(places, "Dag Oma")[1] > 105


def test_the_window_stays_where_it_is_in_a_letter_from_right_to_left() -> None:
    letter = a_letter(language="ar", right_to_left=True, text="مرحبا\n\nمع أطيب التحيات،\nUtrecht")
    places = places_on(paper_of(letter, DAY))
    assert abs(one(places, "Lindestraat")[0] - 25) < 1
    signed = [left for text, (left, top) in places.items() if text == "Utrecht" and top > 110]
    assert len(signed) == 1
    assert signed[0] > 105  # the right half of the paper


def test_a_telephone_number_keeps_its_order_from_right_to_left() -> None:
    assert paragraphs("اتصلي على 030 123 45 67 الآن", right_to_left=True) == [
        ["اتصلي على \u2066030 123 45 67\u2069 الآن"]
    ]
    assert paragraphs("Bel 030 123 45 67") == [["Bel 030 123 45 67"]]
    assert [runs_left(text) for text in ("030 12", "رشيدة", "1 Lindestraat", "+31 שרה")] == [False, True, False, True]


@pytest.mark.parametrize(
    ("language", "numbered"),
    [("nl", "Bladzijde 1 van 2"), ("fr", "Page 2 sur 2"), ("tr", "Sayfa 1 / 2"), ("so", "2 / 2"), ("nl-BE", "van 2")],
)
def test_pages_are_numbered_when_there_are_more_than_one(language: str, numbered: str) -> None:
    long = a_letter(language=language, text="\n\n".join(["Dag Oma,", *["Een regel."] * 30, "Groet,\nUtrecht"]))
    paper = paper_of(long, DAY)
    assert paper.pages == len(pypdf.PdfReader(io.BytesIO(paper.pdf)).pages) == 2
    assert numbered in words_on(paper)


def test_one_page_bears_no_number() -> None:
    paper = paper_of(a_letter(), DAY)
    assert paper.pages == 1
    assert "Bladzijde" not in words_on(paper)


def test_a_greeting_never_stands_alone_on_the_last_page() -> None:
    for lines in range(15, 27):
        text = "\n\n".join(["Dag Oma,", *["Een regel."] * lines, "Groet,\nUtrecht"])
        last = pypdf.PdfReader(io.BytesIO(paper_of(a_letter(text=text), DAY).pdf)).pages[-1].extract_text()
        assert "Een regel." in last, lines


def test_large_print_is_sixteen_points_and_an_ordinary_letter_eleven() -> None:
    sizes: dict[bool, set[float]] = {}
    for large in (False, True):
        found: set[float] = set()

        def note(text: str, _m: object, place: list[float], _f: object, size: float, found: set[float] = found) -> None:
            if "harte" in text:
                found.add(round(size * abs(place[3]), 1))

        paper = paper_of(a_letter(large_print=large), DAY)
        pypdf.PdfReader(io.BytesIO(paper.pdf)).pages[0].extract_text(visitor_text=note)
        sizes[large] = found
    assert sizes == {False: {11.0}, True: {16.0}}


def test_a_letter_is_a_tagged_pdf_in_its_own_language_whose_title_says_nothing() -> None:
    read = pypdf.PdfReader(io.BytesIO(paper_of(a_letter(), DAY).pdf))
    assert "/Marked" in str(read.root_object["/MarkInfo"])
    assert str(read.root_object["/Lang"]) == "nl"
    assert read.metadata is not None
    assert read.metadata.title == "Bericht van ons kantoor"
    assert read.metadata.author is None
    assert paper_of(a_letter(subject=""), DAY).pages == 1


def test_the_same_letter_of_the_same_day_gives_the_same_bytes() -> None:
    letter = a_letter(letterhead=None)
    assert paper_of(letter, DAY) == paper_of(letter, DAY)
    assert paper_of(letter, DAY) != paper_of(letter, date(2026, 11, 21))


def test_what_looks_like_layout_is_printed_as_it_was_written() -> None:
    said = words_on(paper_of(a_letter(text='#read("/etc/passwd") *x* $y$ @z <q>'), DAY))
    assert '#read("/etc/passwd") *x* $y$ @z <q>' in said


def test_a_logo_is_drawn_and_one_that_cannot_be_read_is_left_out_and_noted() -> None:
    drawn = paper_of(a_letter(letterhead=Letterhead("Utrecht", "Eigen Kracht", logo=RING)), DAY)
    without = paper_of(a_letter(letterhead=Letterhead("Utrecht", "Eigen Kracht")), DAY)
    with capture_logs() as lines:
        broken = paper_of(a_letter(letterhead=Letterhead("Utrecht", "Eigen Kracht", logo=b"\x89PNG no picture")), DAY)
    assert drawn.pdf != without.pdf == broken.pdf
    assert [line["event"] for line in lines] == ["notifications.letter.logo-not-read"]


def test_a_letter_for_which_there_is_no_font_is_not_set_and_the_error_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setting, "fonts_here", lambda: typst.Fonts(include_system_fonts=False))
    with pytest.raises(NoSuchLetters) as stopped:
        paper_of(a_letter(text="ሰላም ራሄል"), DAY)
    assert "ሰ" not in f"{stopped.value!r} {stopped.value.__cause__!r}"
    assert stopped.value.__suppress_context__


@pytest.mark.parametrize("address", ["", " ", " , \n,"])
def test_a_letter_without_an_address_is_refused(address: str) -> None:
    with pytest.raises(ChannelRefused):
        paper_of(a_letter(contact=Contact(name="Oma", postal_address=address)), DAY)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("Lindestraat 1, 3511 AA Utrecht", ["Lindestraat 1", "3511 AA Utrecht"]),
        ("Lindestraat, 1, 3511 AA, Utrecht", ["Lindestraat 1", "3511 AA Utrecht"]),
        ("Veldstraat 12, bus 3, 9000 Gent, België", ["Veldstraat 12 bus 3", "9000 Gent", "België"]),
        ("12, rue de la Paix, 1000, Bruxelles", ["12, rue de la Paix", "1000 Bruxelles"]),
        ("Lindestraat 1\n3511 AA Utrecht", ["Lindestraat 1", "3511 AA Utrecht"]),
        ("a, b, c, d, e, f, g", ["a", "b", "c, d, e", "f", "g"]),
        ("Lindestraat 1", ["Lindestraat 1"]),
    ],
)
def test_an_address_is_taken_apart_as_the_post_reads_it(address: str, lines: list[str]) -> None:
    assert address_lines(Contact(name=" Oma\tde Wit ", postal_address=address)) == ["Oma de Wit", *lines]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "20 november 2026"),
        ("en", "20 November 2026"),
        ("fr", "20 novembre 2026"),
        ("de", "20. November 2026"),
        ("tr", "20 Kas\u0131m 2026"),
        ("ar", "20 نوفمبر 2026"),
        ("pl", "20 listopada 2026"),
        ("nl-BE", "20 november 2026"),
        ("zz-zz", "20-11-2026"),
    ],
)
def test_the_day_is_written_out_in_the_language_of_the_letter(language: str, said: str) -> None:
    assert day_in(language, DAY) == said


def test_signs_that_no_font_can_show_do_not_keep_a_letter_back() -> None:
    contact = Contact(name="Oma\x07 de\u200b Wit", postal_address="Laan 1,\x00 1234 AB Ede")
    assert "Laan 1" in words_on(paper_of(a_letter(contact=contact, text="Dag\x0b Oma"), DAY))


def test_a_long_return_address_does_not_run_into_the_address() -> None:
    head = Letterhead(
        "Utrecht", "Een organisatie met een heel lange naam in de regio", address="Postbus 1, 3500 AA Ede"
    )
    places = places_on(paper_of(a_letter(letterhead=head), DAY))
    above = [top for text, (_left, top) in places.items() if "3500 AA Ede" in text and top < 100]
    assert 50 < above[0] < 55
    assert one(places, "Oma de Wit")[1] > 57
