"""A candidate's letter by e-mail: what of it is taken in, and why a letter is refused."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.kernel import candidate_letter as letter
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.letter_mail import LETTERS, NO_MAIL
from kring_shared.kernel.register_file import FAR_UNKNOWN, NATIONAL_NUMBER
from tests.architecture.tree import ROOT
from tests.unit.kernel.letters import LETTER, a_letter, attach, raw_letter, read, taken

BSN = "111222333"
PAGE = "text/html; charset=utf-8"
PIECES = (
    b"From: |Message-ID: <1>|Content-Type: |multipart/mixed; boundary=x|text/html|; charset=utf-7|\r\n|\n\n|--x\n|"
    b'--x--|=?utf-8?B?|?=|a@b.nl|<|"|(|\xff|\0|nl|talen: nl|<![x|Content-Transfer-Encoding: base64|'
    b"Content-Disposition: attachment; filename*0*="
).split(b"|")


def test_the_letter_among_the_examples_is_read_without_a_problem() -> None:
    line = read((ROOT / "deploy" / "examples" / "candidate.eml").read_bytes())
    command = line.command
    assert command is not None, line.problems
    assert (line.number, line.reference, line.remarks) == (1, command.person_id, ())
    assert (command.contact.name, command.contact.email) == ("Miriam Oosterwold", "miriam.oosterwold@kring.example")
    assert (command.languages, command.municipality, command.channel) == (("nl", "tr"), "Utrecht", "e-mail")
    assert (command.motivation.split("\n")[0], command.motivation.split("\n")[-1]) == ("Beste mensen,", "Miriam")
    assert command.cv.endswith("buurthuis, taalcafé")


def test_the_same_mail_is_the_same_person_in_one_office_and_another_in_the_next() -> None:
    first, again = taken(a_letter()), taken(a_letter("Ik luister nog liever."))
    assert first.person_id == again.person_id == id_at(BEGINNING, "utrecht/letter/<1@kring.example>")
    assert read(a_letter(), "gent").reference != first.person_id
    assert taken(a_letter(message_id="<2@kring.example>")).person_id != first.person_id


def test_a_message_id_that_is_folded_is_the_same() -> None:
    folded = a_letter().as_bytes().replace(b"Message-ID: <1@", b"Message-Id:\n <1@")
    assert taken(folded).person_id == taken(a_letter()).person_id


@pytest.mark.parametrize("message_id", [b"<[5f3e@EXCHANGE]>", b"<zo\xc3\xab@kring.example>", b"5f3e@", b"<a b@c>"])
def test_an_odd_message_id_is_one_too(message_id: bytes) -> None:
    assert taken(a_letter().as_bytes().replace(b"<1@kring.example>", message_id)).motivation == LETTER


@pytest.mark.parametrize("header", [b"", b"Message-ID: <>\n"])
def test_a_mail_without_message_id_is_refused(header: bytes) -> None:
    line = read(header + a_letter(message_id="").as_bytes())
    assert (line.command, line.reference, line.problems) == (None, "", (letter.NO_ID,))


def test_what_stands_at_the_top_is_read_and_taken_out_of_the_letter() -> None:
    command = taken(
        a_letter("\nNaam: Zoë Testen\nTalen: tr, nl\n\ngemeente: gent\ntel: 030 000 12 34\n\nBeste,\n\nIk.")
    )
    assert (command.contact.name, command.contact.phone) == ("Zoë Testen", "030 000 12 34")
    assert (command.languages, command.municipality, command.motivation) == (("tr", "nl"), "Gent", "Beste,\n\nIk.")


def test_a_line_like_those_further_on_is_part_of_the_letter() -> None:
    command = taken(a_letter("Beste,\ngemeente: Gent"))
    assert (command.municipality, command.motivation) == ("", "Beste,\ngemeente: Gent")


@pytest.mark.parametrize(
    ("subject", "languages"),
    [
        ("Sollicitatie", ("nl",)),
        ("Sollicitatie (talen: nl, Turks (goed)) met cv", ("nl", "tr")),
        ("=?utf-8?Q?co=C3=B6rdinator,_Talen=3A_Pools?=", ("pl",)),
    ],
)
def test_languages_are_dutch_unless_the_subject_says_otherwise(subject: str, languages: tuple[str, ...]) -> None:
    mail = a_letter().as_bytes().replace(b"Subject: Sollicitatie", f"Subject: {subject}".encode())
    assert taken(mail).languages == languages


def test_the_line_at_the_top_goes_before_the_subject() -> None:
    assert taken(a_letter(f"talen: so\n{LETTER}", subject="talen: tr")).languages == ("so",)


def test_languages_that_nobody_knows_are_refused_with_an_example() -> None:
    assert read(a_letter(f"talen: van alles wat\n{LETTER}")).problems == (letter.NO_LANGUAGES,)


def test_a_municipality_that_is_not_known_is_remarked_upon() -> None:
    assert read(a_letter(f"gemeente: Nergenshuizen\n{LETTER}")).remarks == (FAR_UNKNOWN,)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("cv.txt", "Taalcafé".encode(), "text/plain"),
        ("cv.txt", "Taalcafé".encode("cp1252"), "application/octet-stream"),
        ("CV.MD", b"\xef\xbb\xbf" + "Taalcafé".encode(), "application/octet-stream"),
        ("cv.txt", "Taalcafé".encode("utf-16"), "application/octet-stream"),
        ("cv", "Taalcafé".encode(), "text/markdown"),
    ],
)
def test_a_text_that_is_attached_is_the_cv(name: str, content: bytes, kind: str) -> None:
    command = taken(attach(a_letter(), name, content, kind))
    assert (command.motivation, command.cv) == (LETTER, "Taalcafé")


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Zoe.pdf", "application/pdf", "PDF"),
        ("Zoe.pdf", "application/octet-stream", "PDF"),
        ("Zoe.docx", "application/octet-stream", "Word"),
        ("Zoe.jpg", "image/jpeg", "another kind"),
        ("Zoe.txt", "text/plain", "a text that is not UTF-8"),
    ],
)
def test_another_attachment_is_not_read_and_does_not_refuse_the_letter(name: str, kind: str, said: str) -> None:
    line = read(attach(a_letter(), name, b"%PDF\0\x81", kind))
    assert line.command is not None, line.problems
    assert line.command.cv == ""
    (remark,) = line.remarks
    assert said in remark
    assert "apply-as-candidate" in remark
    assert "Zoe" not in remark


def test_a_mail_inside_the_mail_does_not_speak_for_the_sender() -> None:
    mail = a_letter()
    mail.add_attachment(a_letter("Iemand anders.", sender="chef@kring.example"))
    line = read(mail)
    assert line.command is not None, line.problems
    assert (line.command.motivation, len(line.remarks)) == (LETTER, 1)


def test_a_picture_in_the_text_is_passed_over() -> None:
    mail = a_letter()
    mail.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    assert read(mail).remarks == ()


def test_of_a_mail_with_a_page_beside_its_text_the_text_is_taken() -> None:
    mail = a_letter()
    mail.add_alternative("<p>Iets anders</p>", subtype="html")
    assert taken(mail).motivation == LETTER


def test_of_a_mail_that_is_only_a_page_the_words_are_taken() -> None:
    page = (
        "<html><head><title>x</title><style>p {color: red}</style></head><body><p>talen: tr<p>Ik&nbsp;ben\n <b>Zoë</b>"
    )
    command = taken(raw_letter(f"{page} &amp; co<br>Groet</body></html>".encode(), PAGE))
    assert (command.motivation, command.languages) == ("Ik ben Zoë & co\nGroet", ("tr",))


def test_what_a_page_does_not_show_is_not_taken_for_words() -> None:
    comments = (
        "<!DOCTYPE html><!--[if mso]><p>a</p><![endif]--><!--[if !mso]><!--><DIV\nclass=x>Ik</DIV><!--<![endif]-->"
    )
    page = f"{comments}<script>if (a < b) c('<p>')</script >2 < 3 <br/>Groet<!-- en meer"
    assert taken(raw_letter(page.encode(), PAGE)).motivation == "Ik\n2 < 3\nGroet"


@pytest.mark.parametrize("made", ["<a ", "<!", "<!--", "<script>", "</", "<a b='", "&", "<?", "<![x"])
def test_a_page_of_tags_that_never_end_keeps_nobody_waiting(made: str) -> None:
    began = time.perf_counter()
    read(raw_letter((made * 400_000)[:500_000].encode(), PAGE))
    assert time.perf_counter() - began < 5


def test_a_mail_without_words_is_refused() -> None:
    assert read(attach(a_letter(" \n"), "brief.pdf", b"", "application/pdf")).problems == (letter.NO_TEXT,)
    assert read(raw_letter(b"<img src=x>", PAGE)).problems == (letter.NO_TEXT,)


@pytest.mark.parametrize(
    ("charset", "written"),
    [("windows-1252", "cp1252"), ("iso-8859-9", "iso-8859-9"), ("ISO_8859-15", "iso-8859-15"), ("utf-8", "utf-8")],
)
def test_letters_are_read_as_the_mail_says_they_are_written(charset: str, written: str) -> None:
    assert taken(raw_letter("Beste Zoë".encode(written), f'text/plain; charset="{charset}"')).motivation == "Beste Zoë"


@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_letters_of_which_nothing_is_said_are_read_as_well(written: str) -> None:
    assert taken(raw_letter("Beste Zoë".encode(written), "text/plain")).motivation == "Beste Zoë"


@pytest.mark.parametrize("content_type", ["text/plain; charset=utf-8", "text/plain; charset=iso-2022-kr"])
def test_letters_that_cannot_be_read_are_refused(content_type: str) -> None:
    assert read(raw_letter(b"Beste Zo\xeb", content_type)).problems == (LETTERS,)


@pytest.mark.parametrize(
    "mail",
    [
        a_letter(f"Mijn nummer is {BSN}."),
        a_letter(f"gemeente: {BSN}\n{LETTER}"),
        a_letter(subject=f"bsn {BSN}"),
        a_letter(sender=f'"Zoë {BSN}" <zoe@kring.example>'),
        attach(a_letter(), "cv.txt", b"85.07.30-033.28", "text/plain"),
    ],
)
def test_a_national_number_refuses_the_letter_wherever_it_stands(mail: EmailMessage) -> None:
    line = read(mail)
    assert (line.command, line.problems) == (None, (NATIONAL_NUMBER,))


def test_a_telephone_number_is_no_national_number() -> None:
    assert taken(a_letter("Bel mij: +31 6 12345678.")).motivation == "Bel mij: +31 6 12345678."


def test_a_text_that_is_too_long_is_refused_and_named() -> None:
    most = attach(a_letter("a " * 3999 + "aa"), "cv.txt", b"b " * 9999 + b"bb")
    assert (len(taken(most).motivation), len(taken(most).cv)) == (8000, 20000)
    long = attach(a_letter("a " * 4000 + "a"), "cv.txt", b"b " * 10000 + b"b")
    assert [problem.split(": ")[0] for problem in read(long).problems] == ["motivation", "cv"]
    (problem,) = read(a_letter("brief " * 200_000)).problems
    assert "8000" in problem
    (problem,) = read(attach(a_letter(), "cv.txt", b"cv " * 200_000)).problems
    assert "20000" in problem


@pytest.mark.parametrize("sender", [b"", b"Zoe", b"Zoe <zoe@>", b"a <a@kring.example>, b <b@kring.example>"])
def test_a_letter_comes_from_one_sender(sender: bytes) -> None:
    assert letter.SENDERS in read(raw_letter(LETTER.encode(), "text/plain", sender=sender)).problems


def test_who_has_no_name_is_asked_for_it() -> None:
    (problem,) = read(a_letter(sender="zoe@kring.example")).problems
    assert "`naam: …`" in problem
    assert taken(a_letter(f"naam: Zoë\n{LETTER}", sender="zoe@kring.example")).contact.name == "Zoë"


def test_what_is_no_mail_says_what_to_do() -> None:
    assert read(b"\xd0\xcf\x11\xe0 of Outlook").problems == (letter.OUTLOOK,)
    assert read(b"").problems == read(b"%PDF-1.7").problems == (letter.NO_ID,)
    assert read(b" " * (letter.MOST_BYTES + 1)).problems == (letter.TOO_LARGE,)


@pytest.mark.parametrize(
    "made",
    [
        b"From: " + b"(" * 100_000,
        b"Content-Type: " + b"multipart/mixed; " * 50_000,
        b"\n".join([b"Content-Type: multipart/mixed; boundary=x"] * 20),
        b"X: \rFrom: " + b"(" * 100_000,
        b'X: \rContent-Type: text/plain; "\r ' + b";" * 300_000,
        b"Content-Type: multipart/mixed; boundary=x\r\r" + b"--x\r\ra\r" * 300,
    ],
)
def test_mail_that_was_made_to_keep_a_reader_busy_is_refused_at_once(made: bytes) -> None:
    began = time.perf_counter()
    assert read(b"Message-ID: <1>\n" + made + b"\n\nIk.").problems == (NO_MAIL,)
    assert time.perf_counter() - began < 5


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    line = read(content)
    assert (line.command is None) == bool(line.problems)


@given(st.text(), st.text(), st.sampled_from(["Zq", "talen: Zq"]))
def test_no_text_crashes_the_reader_and_none_is_repeated(top: str, body: str, subject: str) -> None:
    head = f"From: Zqa <zqx@kring.example>\nMessage-ID: <1>\nSubject: {subject}\n"
    words = f"gemeente: Zq{top}\n\n{body}"
    mail = f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}".encode("utf-8", "surrogatepass")
    line = read(mail)
    assert (line.command is None) == bool(line.problems)
    assert not [said for said in (*line.problems, *line.remarks, line.reference) if "zq" in said.casefold()]
