"""Form mail: what people write in it, what is read of it, and why it is refused."""

import json
from collections.abc import Callable

import pytest

from kring_intake.plugins.e_mail.vocabulary import NAMES
from kring_shared.kernel.referrals import QuarantinedReferral, ValidReferral
from tests.unit.intake.mails import FORM, PERSONAL, a_mail, a_page, an_envelope, items, outcome, referral, wrong

ENGLISH = """\
Reference: WN-7
I am: someone close
Requester name: Granny
Phone number: +31 30 000 45 67
Main person 1: Filip
Date of birth: 12-03-2015
Languages: Dutch and Arabic
Town: Utrecht
Name main person 2: Rachel
Languages main person 2: fr-BE
Voluntary or mandatory: mandatory
Mandate: youth court
Conditions:
 - The children sleep at home
 - School every day
Acceptor name: S. De Smet
Acceptor organisation: Court
Acceptor phone: +32 9 000 12 34
Legal deadline: 15/2/2027
Urgent: within a week
Minors involved: yes
Question:
Who brings Filip to school,
and: who helps his mother?

She sleeps badly.
------------------------
Consent: no
Do not contact: 06 00 00 00 00; a@b.example
Neutral sender: yes
"""


ANSWERED = {"languages": "nl", "birthYear": "2015", "reference": "R-1"}


def test_a_dutch_form_becomes_a_referral_with_every_field() -> None:
    found = referral(a_mail())
    assert found.reference == "WN-2026-0041"
    assert (found.requester.kind, found.requester.organisation) == ("professional", "Wijkteam Noord")
    assert (found.requester.email, found.requester.phone) == ("m.jansen@wijkteam.example", "030 000 45 67")
    (person,) = found.main_persons
    assert (person.name, person.birth_year, person.languages) == ("Filip", 2015, ("nl", "tr"))
    assert (found.conference_type, found.context, found.urgency) == ("family", "voluntary", "normal")
    assert found.question == "Wat is er nodig zodat Filip rustig kan opgroeien?"
    assert found.consent is not None
    assert found.consent.given is True


def test_an_english_form_with_two_people_and_a_mandate_does_too() -> None:
    found = referral(a_mail(ENGLISH))
    assert [(person.name, person.birth_year) for person in found.main_persons] == [("Filip", 2015), ("Rachel", None)]
    assert found.main_persons[1].languages == ("fr-BE",)
    (mandate,) = found.mandates
    assert mandate.conditions == ("The children sleep at home", "School every day")
    assert (mandate.kind, str(mandate.legal_deadline)) == ("youthCourt", "2027-02-15")
    assert mandate.acceptor is not None
    assert (found.urgency, found.minors_involved) == ("urgent", True)
    assert found.question == "Who brings Filip to school,\nand: who helps his mother?\n\nShe sleeps badly."
    assert found.consent is not None
    assert found.consent.given is False
    assert found.contact_rules is not None
    assert found.contact_rules.do_not_contact == ("06 00 00 00 00", "a@b.example")


def test_the_names_of_csv_columns_are_read_as_well_and_no_other_dotted_names() -> None:
    found = items(a_mail(FORM + "mandates.0.for: 0\nMandaat: OCJ\nwww.example: Filip\nrequester.age: 40\n"))
    data = json.loads(found[0].event)["data"]
    assert data["mandates"] == [{"for": [0], "kind": "ocj"}]
    assert "www" not in data
    assert "age" not in data["requester"]


@pytest.mark.parametrize("path", NAMES)
def test_each_field_has_a_name_in_a_form_and_the_name_of_its_column(path: str) -> None:
    column = path.replace("mainPersons.0", "mainPerson").replace("mandates.0", "mandate")
    answer = ANSWERED.get(path.rpartition(".")[2], "ja")
    read = {name: items(a_mail(f"{name}: {answer}\n", message_id=""))[0] for name in (*NAMES[path], column, path)}
    first = read[path]
    assert first.event
    assert [name for name, item in read.items() if item != first] == []


def test_of_a_mail_nothing_is_passed_on_that_is_not_a_field() -> None:
    aside = "Daarnaast: ze slaapt bij mij thuis\nKleur ogen: blauw\n"
    mail = a_mail(f"{aside}{FORM}{'-' * 30}\n{aside}-- \nTel: 030 000 00 00\nPostcode: 9999\n")
    (item,) = items(mail)
    assert all(word not in item.event for word in (b"slaapt", b"blauw", b"9999", b"Aanmelding", b"site.example"))
    assert outcome(mail) == ValidReferral(
        referral(a_mail()), *(getattr(outcome(mail), name) for name in ("source", "time", "event_key", "referral_key"))
    )


WRITTEN: dict[str, Callable[[str], str]] = {
    "spaced": lambda form: form.replace(": ", " : "),
    "equals": lambda form: form.replace(": ", " = "),
    "tabs": lambda form: form.replace(": ", "\t"),
    "quoted": lambda form: "".join(f"> {line}\n" for line in form.splitlines()),
    "bullets": lambda form: "".join(f"* {line}\n" for line in form.splitlines()),
    "bold": lambda form: form.replace("Naam:", "*Naam:*").replace("Spoed:", "*Spoed*:"),
    "capitals": lambda form: form.upper(),
    "links": lambda form: form.replace("kteam.example", "kteam.example <mailto:m.jansen@wijkteam.example>"),
    "blank lines": lambda form: form.replace("\n", "\n\n"),
    "twice": lambda form: form + form,
}


@pytest.mark.parametrize("way", WRITTEN)
def test_the_same_form_is_read_alike_however_a_program_writes_it(way: str) -> None:
    plainly, written = referral(a_mail()), referral(a_mail(WRITTEN[way](FORM)))
    assert written.model_dump_json().lower() == plainly.model_dump_json().lower()


def test_a_page_with_a_table_and_one_with_lines_are_read_without_their_markup() -> None:
    rows = [(name, answer) for line in FORM.splitlines() if ": " in line for name, answer in [line.split(": ", 1)]]
    assert referral(a_page(rows)) == referral(a_mail())
    mail = an_envelope("Uw programma toont geen opmaak.")
    lines = "".join(f"<p><b>{name}:</b>&nbsp;{answer}<br/><!-- Naam: Piet --></p>" for name, answer in rows)
    mail.add_alternative(f"<style>p {{x: y}}</style>{lines}", subtype="html")
    assert referral(mail.as_bytes()) == referral(a_mail())


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "us-ascii", "x-none", ""])
@pytest.mark.parametrize("way", ["8bit", "quoted-printable", "base64"])
def test_letters_are_read_as_the_mail_says_and_else_as_utf_8(charset: str, way: str) -> None:
    coded = charset if charset.startswith(("iso", "windows")) else "utf-8"
    mail = an_envelope()
    mail.set_content(FORM.replace("Filip", "Zoë"), charset=coded, cte=way)
    said = f'charset="{charset}"' if charset else "x=y"
    content = mail.as_bytes().replace(f'charset="{coded}"'.encode(), said.encode())
    assert referral(content).main_persons[0].name == "Zoë"


@pytest.mark.parametrize("charset", ["utf-8", "", "idna", "zlib", "punycode", "unicode_escape", "undefined"])
def test_letters_that_cannot_be_read_are_refused(charset: str) -> None:
    head = f"Message-ID: <1@x>\nContent-Type: text/plain; charset={charset}\n\n"
    found = wrong(head.encode() + FORM.replace("Filip", "Zoë").encode("latin-1"))
    assert "letters" in found[""]


def test_what_is_missing_is_named_field_by_field() -> None:
    found = wrong(a_mail("Organisatie: Wijkteam Noord\nSpoed: nee\n"))
    assert {"/data/requester/kind", "/data/requester/name", "/data/context", "/data/mainPersons"} <= set(found)
    assert "/data/reference" not in found


def test_what_is_wrong_is_named_beside_what_is_missing() -> None:
    form = FORM.replace("Spoed: nee\n", "").replace("Nederlands, Turks", "Klingon").replace("professional", "baas")
    found = wrong(a_mail(form + "Toestemming: nog vragen\nSpoed: misschien\n"))
    assert "language tag" in found["/data/mainPersons/0/languages"]
    assert "one of" in found["/data/requester/kind"]
    assert "one of" in found["/data/urgency"]
    assert "another answer" in found["/data/consent/given"]
    read = outcome(a_mail(form))
    assert read.reference == "WN-2026-0041"  # type: ignore[union-attr]


def test_a_field_that_stands_twice_is_refused_unless_it_says_the_same() -> None:
    assert wrong(a_mail(FORM + "Naam: Piet\n")) == {
        "/data/mainPersons/0/name": "stands there twice, with another answer"
    }
    assert referral(a_mail(FORM + "Naam: Filip\nSpoed: NEE\nMobiel: -\n")) == referral(a_mail())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no form"),
        (b"\n\n\n", "no form"),
        (a_mail("Beste mensen,\n\nbel mij: het is dringend.\n"), "no form"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", "no form"),
        (b"Content-Type: application/pdf\n\nNaam: Filip", "no form"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 300, "too many parts"),
        (b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(60)), "too many"),
        (b"Content-Type: text/plain" + b";a" * 200_000 + b"\n\nNaam: Filip", "header of the mail is too long"),
        (b"Content-Type: text/plain; a*" + b"9" * 3000 + b"*=x; charset*0*=utf-8''\n\nNaam: Filip", ""),
        (b"Content-Type: text/html\n\nNaam: &#" + b"9" * 6000 + b";", "cannot be read"),
    ],
)
def test_what_is_no_form_is_refused_with_a_reason(content: bytes, why: str) -> None:
    assert why in wrong(content).get("", "")


def test_a_mail_without_end_is_refused_unread() -> None:
    (item,) = items(a_mail() + b"x" * 1024 * 1024)
    assert item.refused is not None
    assert item.refused.code == "kring.too-large"
    large = outcome(a_mail(FORM.replace("Wat is er", "x" * 70_000)))
    assert getattr(large, "code", "") == "kring.too-large"


def test_a_national_number_in_a_field_is_set_apart_and_one_elsewhere_is_not_even_read() -> None:
    found = outcome(a_mail(FORM.replace("Wat is er", "BSN 111222333 wat is er")))
    assert isinstance(found, QuarantinedReferral)
    assert b"111222333" not in found.masked
    assert referral(a_mail("BSN: 111222333\n" + FORM)) == referral(a_mail())


def test_the_same_mail_is_the_same_event_and_another_mail_with_its_id_is_not() -> None:
    unnamed = FORM.replace("Kenmerk: WN-2026-0041\n", "")
    first, again = outcome(a_mail(unnamed)), outcome(b"X-Later: yes\n" + a_mail(unnamed))
    assert isinstance(first, ValidReferral)
    assert first == again
    for other in (a_mail(unnamed, message_id="<2@x>"), a_mail(unnamed.replace("Filip", "Rachel"))):
        read = outcome(other)
        assert isinstance(read, ValidReferral)
        assert read.event_key != first.event_key
        assert read.referral_key != first.referral_key
    assert not any(word.lower() in first.referral.reference + first.source for word in (*PERSONAL, "0041@formulier"))


def test_a_mail_without_an_id_is_known_by_what_stands_in_it() -> None:
    unnamed = FORM.replace("Kenmerk: WN-2026-0041\n", "")
    first, again = (outcome(a_mail(unnamed, message_id="")) for _ in range(2))
    assert isinstance(first, ValidReferral)
    assert first == again


def test_the_same_reference_of_two_organisations_is_two_referrals() -> None:
    here, there = outcome(a_mail()), outcome(a_mail(FORM.replace("Wijkteam Noord", "Wijkteam Zuid")))
    again = outcome(a_mail(FORM.replace("Wijkteam Noord", "wijkteam  noord").replace("rustig", "veilig")))
    assert isinstance(here, ValidReferral)
    assert isinstance(there, ValidReferral)
    assert isinstance(again, ValidReferral)
    assert here.referral_key != there.referral_key
    assert here.referral_key == again.referral_key
    assert here.event_key != again.event_key


def test_an_attached_file_is_read_instead_of_the_words_around_it() -> None:
    event = items(a_mail())[0].event
    mail = an_envelope()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Filip.pdf")
    mail.add_attachment(event, maintype="application", subtype="octet-stream", filename="aanmelding.JSON")
    assert [item.event for item in items(mail.as_bytes())] == [event]
    empty = an_envelope()
    empty.add_attachment("reference,requester.name\n", subtype="csv", filename="lijst.csv")
    assert "what is attached" in wrong(empty.as_bytes())[""]


def test_rows_of_an_attached_list_from_two_senders_are_told_apart() -> None:
    row = "reference,requester.kind,requester.name,requester.phone,mainPerson.name,context,urgency\n"
    row += "1,closePerson,Oma,030 000 00 00,Filip,voluntary,normal\n"
    keys = set()
    for sender in ("a@one.example", "A@one.example", "b@two.example"):
        mail = an_envelope(sender=f"Somebody <{sender}>")
        mail.add_attachment(row, subtype="csv", filename="lijst.csv")
        read = outcome(mail.as_bytes())
        assert isinstance(read, ValidReferral)
        keys.add(read.referral_key)
    assert len(keys) == 2


def test_a_forwarded_form_is_read_out_of_the_mail_around_it() -> None:
    mail = an_envelope("Zie hieronder, groet!")
    mail.add_attachment(an_envelope())
    assert referral(mail.as_bytes()) == referral(a_mail())
