"""Taking one mail (RFC 5322) apart: the words in it and the files of referrals attached to it; nothing else of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from typing import Final

from kring_intake.plugins.e_mail.markup import without_markup
from kring_shared.contracts.referral import Words
from kring_shared.kernel.mail_headers import has_long_header, lines_of

MOST_BYTES: Final = 1024 * 1024
"""A form and the picture under somebody's signature are far smaller."""
MOST_NESTED: Final = 10
MOST_PARTS: Final = 200
"""More of either are made to keep a reader busy: each line is held against each part around it."""
READS: Final = (".json", ".jsonl", ".ndjson", ".csv")
"""The ends of names of attached files that are read."""

TOO_MANY_PARTS: Final = Words(nl="De mail heeft te veel delen", en="The mail has too many parts")
LONG_HEADER: Final = Words(nl="Een kopregel van de mail is te lang", en="A header of the mail is too long")
LETTERS: Final = Words(
    nl="De letters van de mail kunnen niet gelezen worden: verstuur haar als UTF-8",
    en="The letters of the mail cannot be read: send it as UTF-8",
)

_NESTED: Final = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)
_TYPES: Final = {
    "application/cloudevents+json": ".json",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".ndjson",
    "text/csv": ".csv",
}
_WESTERN: Final = frozenset({"windows-1252", "cp1252", "iso-8859-1", "latin1"})
_OTHER: Final = frozenset(
    {"iso-8859-15", "iso-8859-2", "windows-1250", "iso-8859-9", "windows-1254", "windows-1251", "windows-1256"}
)
"""Letters of the languages spoken here; Python knows many that no mail is written in, and some that never end."""


class CannotBeRead(Exception):
    """A mail cannot be taken apart; says why in words that repeat nothing of it."""

    def __init__(self, words: Words) -> None:
        """Keep the words."""
        self.words = words
        super().__init__(words.en)


@dataclass(frozen=True)
class Mail:
    """What is used of a mail: its id, who sent it, the words in it, and the files (end of name, content) with it."""

    message_id: str
    sender: str
    files: tuple[tuple[str, bytes], ...]
    parts: tuple[Message, ...]

    def texts(self) -> Iterator[str]:
        """Give the words: the plain ones, then those of the page (HTML), for where there are no plain ones.

        Raises:
            CannotBeRead: their letters cannot be read.
        """
        yield "\n".join(_words(self.parts, "text/plain"))
        yield "\n".join(without_markup(words) for words in _words(self.parts, "text/html"))


def take_apart(content: bytes) -> Mail:
    """Take a mail apart.

    Raises:
        CannotBeRead: it has too many parts, or a header without end.
        Exception: whatever the standard library raises on mail that was made to break it.
    """
    lines = lines_of(content)
    if lines.count(b"\n--") > MOST_PARTS or len(_NESTED.findall(lines)) > MOST_NESTED:
        raise CannotBeRead(TOO_MANY_PARTS)
    if has_long_header(lines):
        raise CannotBeRead(LONG_HEADER)
    # The older policy: it leaves the headers alone, and nobody here asks for addresses in all their forms.
    mail = BytesParser(policy=compat32).parsebytes(content.removeprefix(b"\xef\xbb\xbf"))
    parts = tuple(part for part in mail.walk() if not part.is_multipart())
    files = tuple((end, _bytes(part)) for part in parts if (end := _end(part)))
    return Mail(
        message_id=str(mail.get("Message-ID", "")).strip()[:1000],
        sender=parseaddr(str(mail.get("From", ""))[:1000])[1].lower(),
        files=files,
        parts=parts,
    )


def _end(part: Message) -> str:
    """Give the end of an attached file's name when it is one that is read; the name is told nobody."""
    name = str(make_header(decode_header(part.get_filename() or ""))).lower()
    by_name = next((end for end in READS if name.endswith(end)), "")
    return by_name or _TYPES.get(part.get_content_type(), "")


def _words(parts: Iterable[Message], kind: str) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            yield _decoded(_bytes(part), str(part.get_param("charset", "")))


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _decoded(raw: bytes, charset: str) -> str:
    """Read letters as the mail says they are written; what is not said, or said wrongly of UTF-8, is tried as UTF-8."""
    said = charset.strip().strip("\"'").lower().replace("_", "-")
    try:
        if said in _OTHER:
            return raw.decode(said)
        return raw.decode("cp1252" if said in _WESTERN else "utf-8-sig")
    except UnicodeError:
        raise CannotBeRead(LETTERS) from None
