"""Letters of candidates by e-mail, for the tests that read them: one that is right, and small ways to change it."""

from email.message import EmailMessage
from typing import Final

from kring_shared.contracts.matching import ApplyAsCandidate
from kring_shared.kernel.candidate_letter import read_letter
from kring_shared.kernel.register_file import Line

SENDER: Final = "Zoë van der Testen <zoe@kring.example>"
LETTER: Final = "Ik luister graag."


def a_letter(
    text: str = LETTER, *, sender: str = SENDER, subject: str = "Sollicitatie", message_id: str = "<1@kring.example>"
) -> EmailMessage:
    """Write a mail of plain words that more can be put into."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "utrecht@kring.example", subject
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(text)
    return mail


def attach(mail: EmailMessage, name: str, content: bytes, kind: str = "application/octet-stream") -> EmailMessage:
    """Attach a file."""
    main, _, sub = kind.partition("/")
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail


def raw_letter(body: bytes, content_type: str, *, encoding: str = "8bit", sender: bytes = SENDER.encode()) -> bytes:
    """Write a mail whose bytes are exactly these."""
    head = b"From: " + sender + b"\r\nMessage-ID: <raw@kring.example>\r\n"
    kind = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head + kind.encode() + body


def read(mail: EmailMessage | bytes, office: str = "utrecht") -> Line[ApplyAsCandidate]:
    """Read a letter."""
    return read_letter(mail if isinstance(mail, bytes) else mail.as_bytes(), office)


def taken(mail: EmailMessage | bytes) -> ApplyAsCandidate:
    """Read a letter that can be taken in."""
    line = read(mail)
    assert line.command is not None, line.problems
    return line.command
