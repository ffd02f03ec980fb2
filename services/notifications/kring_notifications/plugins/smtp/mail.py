"""Writes the e-mail itself: the same letter as plain text and as a page, and the day for somebody's calendar.

How calendars read it: the part `text/calendar` with its method beside the words is what mail programs show as an
appointment; the file of the same content is for those that only look at attachments. It has another type, so that the
appointment is not there twice.

Source: RFC 5322, RFC 2046 (multipart), RFC 2387 (related), RFC 6047 (calendars by mail), RFC 3834 (Auto-Submitted).
"""

import re
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cache
from typing import Any, Final

from kring_notifications.hooks import Letter, Letterhead
from kring_notifications.plugins.smtp.page import page_of
from kring_notifications.plugins.smtp.picture import Picture, picture_of
from kring_shared.contracts.sealed import Contact

CALENDAR_FILE: Final = "appointment.ics"
EMPTY_LINE: Final = "\u00a0\u200c" * 80
"""Looks like nothing, and fills the lines that a mail program shows in its list and on a locked telephone."""
_LOCAL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9.-]{1,253}")


class _Headers(HeaderRegistry):
    """The standard library's, which makes a class anew for every header; that is a third of a letter's time."""

    @cache  # noqa: B019 - there is one, and the names of our headers are few
    def __getitem__(self, name: str) -> type[Any]:
        return super().__getitem__(name)


AS_SMTP: Final = SMTP.clone(header_factory=_Headers())


def written(letter: Letter, sender: str) -> EmailMessage:
    """Write the e-mail: nothing in its headers says what it is about, and two of one letter are the same.

    The Message-ID follows from the message's id, so that a mailbox that gets it twice can see that it is the same, and
    a report about it can be recognised.

    Raises:
        ValueError: the address is none.
    """
    head = None if is_neutral(letter) else letter.letterhead
    mail = EmailMessage(policy=AS_SMTP)
    mail["From"] = formataddr(("" if is_neutral(letter) else letter.sender_name, sender))
    mail["To"] = address_of(letter.contact)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.written_at)
    mail["Message-ID"] = f"<{letter.message_id}@{domain_of(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    _say(mail, letter, head)
    _bring_the_day(mail, letter)
    mail["Content-Language"] = letter.language  # last: the others of its kind moved into the parts
    _steady(mail, letter.message_id)
    return mail


def is_neutral(letter: Letter) -> bool:
    """Tell whether nothing may show who writes."""
    return letter.letterhead is None or not letter.sender_name


def domain_of(address: str) -> str:
    """Give what stands behind the @."""
    return address.rpartition("@")[2] or "localhost"


def address_of(contact: Contact) -> str:
    """Give the one address a letter goes to, as every mail server understands it.

    Raises:
        ValueError: it is none, it is more than one, or its name has letters that only some servers know.
    """
    local, _, domain = contact.email.strip().rpartition("@")
    known = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(known)):
        raise ValueError("this is no e-mail address")
    return f"{local}@{known}"


def plain(letter: Letter, head: Letterhead | None) -> str:
    """Give the plain words: first what a list may show, then the letter, then where the office is."""
    before = (f"{letter.preview}\n{EMPTY_LINE}",) if letter.preview else ()
    foot = (head.address, head.telephone, head.website) if head else ()
    after = ("\n".join(line for line in foot if line),) if any(foot) else ()
    return "\n\n".join((*before, letter.text.strip(), *after)) + "\n"


def _say(mail: EmailMessage, letter: Letter, head: Letterhead | None) -> None:
    picture = picture_of(head.logo) if head else None
    mail.set_content(plain(letter, head), charset="utf-8", cte="quoted-printable")
    page = page_of(letter, head, picture)
    mail.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    if picture:
        _last_part(mail).add_related(
            picture.content, "image", "png", cid=f"<{Picture.cid}>", disposition="inline", filename="logo.png"
        )


def _bring_the_day(mail: EmailMessage, letter: Letter) -> None:
    if letter.calendar is None or not letter.calendar_method:
        return
    method = {"method": letter.calendar_method}
    # As base64, since the lines of a calendar file must arrive as they are.
    mail.add_alternative(letter.calendar.decode(), subtype="calendar", charset="utf-8", cte="base64", params=method)
    mail.add_attachment(letter.calendar, "application", "ics", filename=CALENDAR_FILE)


def _last_part(mail: EmailMessage) -> EmailMessage:
    *_, last = mail.iter_parts()
    assert isinstance(last, EmailMessage)  # noqa: S101 - it was just made as one
    return last


def _steady(mail: EmailMessage, message_id: str) -> None:
    """Take out chance: the marks between the parts follow from the id, and no encoded line can look like one."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{message_id}")
        if number:
            del part["MIME-Version"]
