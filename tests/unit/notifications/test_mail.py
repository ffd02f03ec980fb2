"""The e-mail as it is written: the same words twice, who writes around them, and nothing that tells others."""

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_notifications.hooks import Letter
from kring_notifications.plugins.smtp.mail import address_of, written
from kring_notifications.plugins.smtp.picture import picture_of
from kring_notifications.wording import load
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.appointment import Appointment, appointment_file
from kring_shared.testing.work import NOON
from tests.unit.notifications.letters import ADDRESS, AMINA, PREVIEW, TEXT, a_head, a_letter, a_picture, neutral

SHOWN = ("Eigen Kracht", "Gent", "09 123 45 67", "Kouter 1", "www.gent.example", "#1d5f5a")


def arrived(letter: Letter, sender: str = "") -> EmailMessage:
    """Write it, send it through the eye of a needle, and read it back."""
    return BytesParser(policy=default).parsebytes(bytes(written(letter, sender or letter.sender)))


def words(mail: EmailMessage, kind: str) -> str:
    (part,) = (part for part in mail.walk() if part.get_content_type() == kind)
    assert isinstance(part, EmailMessage)
    content = part.get_content()
    return (content if isinstance(content, str) else content.decode()).replace("\r\n", "\n")


def kinds(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def test_the_day_for_somebodys_calendar_shows_nobody_who_writes_either() -> None:
    mail = arrived(neutral(calendar=a_day(), calendar_method="REQUEST"), "post@bericht.example")
    for part in mail.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            assert b"kring" not in content.lower()


def a_day(*, is_on: bool = True) -> bytes:
    day = Appointment("uid", 1, NOON, NOON, is_on, "Europe/Amsterdam", language="nl", email=ADDRESS)
    return appointment_file(day)


def test_the_letter_comes_as_plain_words_and_as_a_page() -> None:
    mail = arrived(a_letter())
    assert kinds(mail) == ["multipart/alternative", "text/plain", "text/html"]
    assert TEXT.strip() in words(mail, "text/plain")
    page = words(mail, "text/html")
    for paragraph in ("Bonjour Amina,", "Le plan est écrit sur papier.<br>\n..et voilà"):
        assert f">{paragraph}</p>" in page
    assert all(part["Content-Transfer-Encoding"] == "quoted-printable" for part in mail.iter_parts())


def test_who_writes_stands_above_and_under_the_page() -> None:
    page = words(arrived(a_letter()), "text/html")
    assert [one for one in SHOWN if one not in page] == []
    assert 'href="tel:091234567"' in page
    assert 'href="https://www.gent.example"' in page
    assert words(arrived(a_letter()), "text/plain").endswith("Kouter 1, 9000 Gent\n09 123 45 67\nwww.gent.example\n")


@pytest.mark.parametrize("letter", [neutral(text="Bonjour,"), neutral(text="Bonjour,", letterhead=a_head(logo=b""))])
def test_nothing_shows_who_writes_where_others_read_along(letter: Letter) -> None:
    mail = arrived(letter, "post@bericht.example")
    assert mail["From"] == "post@bericht.example"
    assert mail["Message-ID"] == f"<{AMINA}@bericht.example>"
    whole = bytes(written(letter, "post@bericht.example")).decode() + words(mail, "text/html")
    assert [one for one in (*SHOWN, "kring", "tel:", "href") if one in whole] == []


def test_what_a_list_may_show_comes_first_and_leaves_no_room_for_the_letter() -> None:
    mail = arrived(a_letter())
    seen = [re.sub(r"<[^>]*>", "", words(mail, "text/html").partition("<body")[2].partition(">")[2])]
    seen.append(words(mail, "text/plain"))
    for text in seen:
        shown = text.replace("&zwnj;", "\u200c").replace("&nbsp;", "\u00a0").replace("&#847;", "\u034f").lstrip()
        assert shown.startswith(PREVIEW)
        assert shown.index("Bonjour") > 160  # lists and lock screens show up to some 140 signs


@pytest.mark.parametrize("language", load().languages)
def test_in_every_language_what_a_list_shows_of_a_letter_is_the_sentence_that_says_nothing(language: str) -> None:
    preview = load().preview(language)
    shown = words(arrived(a_letter(preview=preview, language=language)), "text/plain")[:140]
    assert re.sub(r"[\s\u00a0\u200c]+", " ", shown).strip() == preview


def test_without_a_preview_nothing_stands_before_the_letter() -> None:
    mail = arrived(a_letter(preview=""))
    assert words(mail, "text/plain").startswith("Bonjour")
    assert "&zwnj;" not in words(mail, "text/html")


@pytest.mark.parametrize(("to_the_left", "direction"), [(True, "rtl"), (False, "ltr")])
def test_a_page_says_its_language_and_which_way_it_is_read(to_the_left: bool, direction: str) -> None:  # noqa: FBT001
    letter = a_letter(language="ar", text="مرحبًا أمينة،\n\nإلى اللقاء\n", right_to_left=to_the_left)
    mail = arrived(letter)
    assert mail["Content-Language"] == "ar"
    assert words(mail, "text/html").count(f'lang="ar" dir="{direction}"') == 2
    assert ">مرحبًا أمينة،</p>" in words(mail, "text/html")
    assert "مرحبًا أمينة،\n\nإلى اللقاء\n" in words(mail, "text/plain")


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    page = words(arrived(a_letter(letterhead=a_head(logo=a_picture()))), "text/html")
    assert re.findall(r"\ssrc=\"([^\"]*)\"", page) == ["cid:logo@letter"]
    assert not re.search(r"<script|<link|<form|<iframe|url\(|@import|\son\w+=", page)
    assert 'alt=""' in page


def test_large_print_is_larger() -> None:
    sizes = [
        re.findall(r"<p style=\"[^\"]*font-size:(\d+)px", words(arrived(a_letter(large_print=large)), "text/html"))
        for large in (False, True)
    ]
    assert all(int(size) >= 16 for size in sizes[0])
    assert all(int(size) >= 20 for size in sizes[1])


def test_the_picture_travels_with_the_letter_and_keeps_its_shape() -> None:
    logo = a_picture(440, 48)
    mail = arrived(a_letter(letterhead=a_head(logo=logo)))
    assert kinds(mail)[2:] == ["multipart/related", "text/html", "image/png"]
    (image,) = (part for part in mail.walk() if part.get_content_type() == "image/png")
    assert (image["Content-ID"], image.get_payload(decode=True)) == ("<logo@letter>", logo)
    assert 'width="220" height="24"' in words(mail, "text/html")


@pytest.mark.parametrize(
    "logo",
    [None, b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", a_picture()[:20], a_picture(0, 1), a_picture() + b"\0" * 300_000],
    ids=["none", "empty", "svg", "cut-off", "cut-off-later", "no-width", "large"],
)
def test_what_mail_programs_do_not_show_is_left_out(logo: bytes | None) -> None:
    assert picture_of(logo) is None
    assert kinds(arrived(a_letter(letterhead=a_head(logo=logo)))) == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize(("method", "is_on"), [("REQUEST", True), ("CANCEL", False)])
def test_the_day_comes_for_the_calendar_and_as_a_file_without_a_telling_name(method: str, is_on: bool) -> None:  # noqa: FBT001
    day = a_day(is_on=is_on)
    mail = arrived(neutral(calendar=day, calendar_method=method))
    assert kinds(mail) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"),
    ]
    *_, shown, file = mail.walk()
    assert shown["Content-Type"].params == {"method": method, "charset": "utf-8"}
    assert shown.get_payload(decode=True) == day
    assert f"METHOD:{method}".encode() in day
    assert (file.get_filename(), file.get_payload(decode=True)) == ("appointment.ics", day)


def test_a_letter_with_everything_is_whole() -> None:
    letter = a_letter(calendar=a_day(), calendar_method="REQUEST", letterhead=a_head(logo=a_picture()))
    assert kinds(arrived(letter)) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"),
        *("text/calendar", "application/ics"),
    ]
    assert bytes(written(letter, letter.sender)) == bytes(written(letter, letter.sender))


@pytest.mark.parametrize("letter", [a_letter(), neutral(), a_letter(calendar=a_day(), calendar_method="REQUEST")])
def test_there_are_no_headers_but_these(letter: Letter) -> None:
    mail = arrived(letter)
    names = [*("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")]
    assert sorted(mail.keys()) == sorted([*names, "Content-Language"])
    assert [part.keys() for part in mail.walk()][1:] == [
        [name for name in part.keys() if name.startswith("Content-")] for part in mail.walk()
    ][1:]


@pytest.mark.parametrize("bad", ["<b>x</b>", '"><script>', "$language ${head} $$", "&amp;", "</p><p>"])
def test_words_stay_words_whatever_stands_in_them(bad: str) -> None:
    head = a_head(title=bad, organisation=f"O{bad}", telephone=bad, address=bad, website=bad, colour=bad)
    page = words(arrived(a_letter(text=bad, subject=bad, preview=bad, language="nl", letterhead=head)), "text/html")
    tags = re.findall(r"<[^>]*>", page)
    assert "<script>" not in tags
    assert "<b>" not in tags
    assert page.count("<p ") == page.count("</p>") == 3
    if bad.startswith("$"):
        assert bad in page


@pytest.mark.parametrize(
    ("given_as", "known_as"),
    [
        (ADDRESS, ADDRESS),
        (" amina+kring@voorbeeld.example ", "amina+kring@voorbeeld.example"),
        ("jan@bücher.example", "jan@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_written_as_every_server_knows_it(given_as: str, known_as: str) -> None:
    assert address_of(Contact(name="Amina", email=given_as)) == known_as


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "amina",
            "@x.example",
            "a@",
            "a@x.example, b@x.example",
            "a b@x.example",
            "<a@x.example>",
            "a@x@y.example",
        ),
        *("a@x.example\r\nBcc: b@x.example", "a@x.example\0", "jürgen@x.example", '"a b"@x.example', "a@" + "é" * 300),
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever; the channel makes one refusal of it
        address_of(Contact(name="Amina", email=address))


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_words_can_be_written_and_read_back(text: str, preview: str) -> None:
    mail = arrived(a_letter(text=text, preview=preview))
    assert kinds(mail) == ["multipart/alternative", "text/plain", "text/html"]
