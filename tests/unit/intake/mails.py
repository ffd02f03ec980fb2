"""Form mails for tests: one that is right, and small ways to change it."""

from collections.abc import Iterable
from email.message import EmailMessage

from kring_intake.plugins.e_mail.adapter import EMail
from kring_shared.contracts.referral import Referral
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.referrals import Read, RefusedReferral, ValidReferral, read_referral
from kring_shared.testing.adapters import SOURCE, TODAY

FORM = """\
Er is een nieuwe aanmelding van het formulier op onze site.

Kenmerk: WN-2026-0041
Ik ben: professional
Naam aanmelder: M. Jansen
Organisatie: Wijkteam Noord
E-mail: m.jansen@wijkteam.example
Telefoon: 030 000 45 67
Naam: Filip
Geboortejaar: 2015
Talen: Nederlands, Turks
Postcode: 3511
Gemeente: Utrecht
Soort conferentie: familie
Vrijwillig/verplicht: vrijwillig
Spoed: nee
Vraag: Wat is er nodig zodat Filip rustig kan opgroeien?
Toestemming: ja
"""
PERSONAL = ("Jansen", "Filip", "m.jansen", "000 45 67", "opgroeien", "Turks")


def a_mail(
    text: str = FORM, *, message_id: str = "<0041@formulier.example>", sender: str = "form@site.example"
) -> bytes:
    """Write a mail of plain words, as a form on a site sends it."""
    return an_envelope(text, message_id=message_id, sender=sender).as_bytes()


def an_envelope(
    text: str = FORM, *, message_id: str = "<0041@formulier.example>", sender: str = "form@site.example"
) -> EmailMessage:
    """Give a mail that more can be put into."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "utrecht@kantoor.example", "Aanmelding Filip"
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(text)
    return mail


def a_page(rows: Iterable[tuple[str, str]]) -> bytes:
    """Write a mail that is a page with a table, as many forms send it."""
    cells = "".join(f"<tr>\n  <td><b>{name}</b></td>\n  <td>{answer}</td>\n</tr>" for name, answer in rows)
    mail = EmailMessage()
    mail["Message-ID"] = "<page@formulier.example>"
    mail.set_content(
        f"<html><head><title>x</title><style>Naam: stijl</style></head><body><table>{cells}</table></body></html>",
        subtype="html",
    )
    return mail.as_bytes()


def items(content: bytes, source: str = SOURCE) -> list[FileItem]:
    """Read a mail."""
    return list(EMail(NoSettings()).read(content, source=source))


def outcome(content: bytes) -> Read:
    """Read a mail that holds one referral, as far as a service does."""
    (item,) = items(content)
    return item.refused or read_referral({}, item.event, today=TODAY)


def referral(content: bytes) -> Referral:
    """Give the referral of a mail that can be taken on."""
    found = outcome(content)
    assert isinstance(found, ValidReferral), found
    return found.referral


def wrong(content: bytes) -> dict[str, str]:
    """Give what is wrong with a mail that is refused: why, in English, by the field."""
    found = outcome(content)
    assert isinstance(found, RefusedReferral), found
    return {one.pointer: one.reason.en for one in found.wrong}
