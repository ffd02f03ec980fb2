"""Taking the e-mail of a candidate apart: who sent it, its words, and the text attached; nothing else of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32, default
from html import unescape
from pathlib import PurePath
from typing import Any, Final

from kring_shared.kernel.mail_headers import has_long_header, lines_of
from kring_shared.kernel.register_cells import Unclear, text_of

_MOST_TEXT: Final = 512 * 1024
"""Bytes of one text; a letter of 8000 letters is far smaller, also as a page."""
_MOST_PARTS: Final = 200
_MOST_NESTED: Final = 10

NO_MAIL: Final = "it cannot be read as an e-mail: save the mail as .eml, as it came in"
LETTERS: Final = "motivation: the letters of the mail cannot be read: ask to send it as UTF-8"
TOO_LONG: Final = "{}: it is longer than {} letters: shorten it"

_NESTED: Final = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)
# Python takes such a header apart sign by sign, each time from the start: it would take minutes.
_LONG: Final = re.compile(rb"^(?:from|subject)[ \t]*:(?:[^\n]|\n[ \t]){1500}", re.IGNORECASE | re.MULTILINE)
_TEXT_ENDS: Final = (".txt", ".md")
_TEXT_TYPES: Final = ("text/plain", "text/markdown")
_KINDS: Final = {".pdf": "PDF", ".doc": "Word", ".docx": "Word", ".odt": "OpenDocument", ".rtf": "RTF"}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WESTERN: Final = ("windows-1252", "cp1252", "iso-8859-1", "latin1")
_OTHERS: Final = ("iso-8859-15", "iso-8859-2", "windows-1250", "iso-8859-9", "windows-1254", "windows-1251")
# Not the parser of the standard library: a page of tags that never end keeps it busy for minutes.
_TAG: Final = re.compile(r"(<[!/?a-z][^<>]*>)", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "title"})
_LINES: Final = frozenset({"br", "p", "div", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "hr", "blockquote"})


@dataclass
class Mail:
    """What is used of a mail; `texts` are its words by kind, `unread` the kinds of attachments that are not read."""

    message_id: str = ""
    senders: list[tuple[str, str]] = field(default_factory=list)
    subject: str = ""
    texts: dict[str, list[str]] = field(default_factory=lambda: {"text/plain": [], "text/html": []})
    cv: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Give the plain words; those of the page (HTML) where there are no plain ones."""
        plain_words = text_of("\n\n".join(self.texts["text/plain"]))
        return plain_words or text_of("\n\n".join(map(_without_markup, self.texts["text/html"])))


def take_apart(content: bytes) -> Mail:
    """Take a mail apart.

    Raises:
        Unclear: it has too many parts, a header without end, or letters that cannot be read.
        Exception: whatever the standard library raises on mail that was made to break it.
    """
    lines = lines_of(content)
    if lines.count(b"\n--") > _MOST_PARTS or len(_NESTED.findall(lines)) > _MOST_NESTED:
        raise Unclear(NO_MAIL)
    if _LONG.search(lines) or has_long_header(lines):
        raise Unclear(NO_MAIL)
    # The older policy: it leaves the headers of the parts alone, so that a name may be as long as that of any file.
    whole = BytesParser(policy=compat32).parsebytes(content.removeprefix(b"\xef\xbb\xbf"))
    senders, subject = _header(whole, "from"), _header(whole, "subject")
    mail = Mail(
        # As it stands there: Python trips over ids that some mail programs write.
        message_id=_id(_raw(whole, "message-id") or ""),
        senders=[(text_of(one.display_name), text_of(one.addr_spec)) for one in senders.addresses] if senders else [],
        subject=text_of(str(subject or "")),
    )
    for part in _leaves(whole):
        _put(part, mail)
    return mail


def _id(header: str) -> str:
    return "".join(header.encode("ascii", "backslashreplace").decode("ascii").split())


def _raw(whole: Message, wanted: str) -> str | None:
    return next((value for name, value in whole.raw_items() if name.lower() == wanted), None)


def _header(whole: Message, wanted: str) -> Any:  # noqa: ANN401 - the standard library makes a class for each header
    """Take a header of the mail itself apart, with its addresses and its letters."""
    raw = _raw(whole, wanted)
    return None if raw is None else default.header_fetch_parse(wanted, raw)


def _leaves(part: Message) -> Iterator[Message]:
    """Give the parts that hold something; a mail inside the mail is one, since another may speak there."""
    if part.get_content_maintype() != "multipart":
        yield part
        return
    inside = part.get_payload()
    for one in inside if isinstance(inside, list) else ():
        if isinstance(one, Message):
            yield from _leaves(one)


def _name(part: Message) -> str:
    """Give the name of an attached file; where its letters cannot be read, as it stands: only its end is looked at."""
    name = part.get_filename() or ""
    try:
        return str(make_header(decode_header(name)))
    except (LookupError, ValueError, HeaderParseError):
        return name


def _put(part: Message, mail: Mail) -> None:
    """Add what a part holds to what is used of the mail; a picture in the text is passed over."""
    kind, name = part.get_content_type(), _name(part)
    end = PurePath(name.strip().lower()).suffix
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else b""
    charset = str(part.get_content_charset() or "")
    if part.get_content_disposition() != "attachment" and not name and kind in mail.texts:
        if len(raw) > _MOST_TEXT:
            raise Unclear(TOO_LONG.format("motivation", 8000))
        mail.texts[kind].append(_decoded(raw, charset))
    elif end in _TEXT_ENDS or (kind in _TEXT_TYPES and end not in _KINDS):
        if len(raw) > _MOST_TEXT:
            raise Unclear(TOO_LONG.format("cv", 20000))
        try:
            mail.cv.append(_decoded(raw, charset))
        except Unclear:
            mail.unread.append("a text that is not UTF-8")
    elif part["Content-ID"] is None or part.get_content_maintype() != "image":
        mail.unread.append("PDF" if kind == "application/pdf" else _KINDS.get(end, "another kind"))


def _decoded(raw: bytes, charset: str) -> str:
    """Read letters as the part says they are written; where it says nothing, as UTF-8, or else Windows-1252."""
    said = charset.strip("\"' ").lower().replace("_", "-")
    for encoding in _encodings(raw, said):
        try:
            text = raw.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Unclear(LETTERS)


def _encodings(raw: bytes, said: str) -> tuple[str, ...]:
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")
    if marked:
        return (marked,)
    if said in _WESTERN or said in _OTHERS:
        return (said if said in _OTHERS else "cp1252",)
    return ("utf-8", "cp1252") if said in {"", "us-ascii", "ascii"} else ("utf-8",)


def _without_markup(page: str) -> str:
    """Give the words of a page, a line for each paragraph, item or row; in time that grows as the page does."""
    words: list[str] = []
    inside = ""
    for piece in _TAG.split(_without_comments(page)):
        tag = _TAG.fullmatch(piece)
        name = piece.strip("<>/").lower().split(maxsplit=1)[:1] if tag else []
        if inside:
            inside = "" if piece.lower().startswith(f"</{inside}") else inside
        elif name and name[0] in _SILENT:
            inside = name[0] if not piece.startswith("</") else ""
        elif name and name[0].rstrip("/") in _LINES:
            words.append("\n")
        elif not tag:
            words.append(re.sub(r"\s+", " ", unescape(piece)))
    lines = (line.strip() for line in "".join(words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _without_comments(page: str) -> str:
    kept: list[str] = []
    place = 0
    while (start := page.find("<!--", place)) >= 0:
        kept.append(page[place:start])
        end = page.find("-->", start + 2)
        place = end + 3 if end >= 0 else len(page)
    return "".join((*kept, page[place:]))
