"""Reading what a mail server sends back about a letter of ours (delivery status notification, bounce).

Whatever is not clearly such a report is none: an answer of a person, an automatic reply, a receipt that somebody read
it. A report is no proof: somebody who got a letter can make one up, about that letter and no other.

Source: RFC 3464 (the report), RFC 6522 (multipart/report), RFC 3463 (its codes), RFC 3834 (automatic replies).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from typing import Final

from kring_shared.contracts.notifications import Arrived
from kring_shared.kernel.mail_headers import lines_of

MOST_REPORT_BYTES: Final = 2 * 1024 * 1024
"""A larger mail is not read; a report may hold the whole letter it is about."""
_MOST_PARTS: Final = 300
_MOST_NESTED: Final = 30
_MOST_BLANK: Final = 5000
_MOST_RECIPIENTS: Final = 50
_NESTED: Final = re.compile(rb"\b(?:multipart|message)/", re.IGNORECASE)
# Python takes such a header apart sign by sign, each time from the start: it would take minutes.
_LONG: Final = re.compile(rb"^content-type[ \t]*:(?:[^\n]|\n[ \t]){2000}", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"\n(?=\n)")
_OURS: Final = re.compile(r"<([0-9a-f]{32})@[^<>\s]{1,255}>")
_CODE: Final = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_STATUS: Final = "message/delivery-status"
_BY_ACTION: Final = {"failed": Arrived.BOUNCED, "delayed": Arrived.DELAYED, "delivered": Arrived.DELIVERED}
_BY_CLASS: Final = {"5": Arrived.BOUNCED, "4": Arrived.DELAYED}
_BEST_FIRST: Final = (Arrived.DELIVERED, Arrived.DELAYED, Arrived.BOUNCED)
"""Where a mailbox passes letters on to several, one that got it is enough."""


@dataclass(frozen=True)
class DeliveryReport:
    """What became of one letter; `code` is the server's own (RFC 3463), empty when it gave none."""

    message_id: str
    arrived: Arrived
    code: str


def read_delivery_report(content: bytes) -> DeliveryReport | None:
    """Read a mail as a report about one of our letters; none when it is anything else, or was made to break us."""
    if len(content) > MOST_REPORT_BYTES or _is_made_to_break(content):
        return None
    try:
        return _read(BytesParser(policy=compat32).parsebytes(content))
    except Exception:  # noqa: BLE001 - whatever the standard library raises on it, it is no report we can read
        return None


def _is_made_to_break(content: bytes) -> bool:
    lines = lines_of(content)
    return (
        lines.count(b"\n--") > _MOST_PARTS
        or len(_BLANK.findall(lines)) > _MOST_BLANK
        or len(_NESTED.findall(lines)) > _MOST_NESTED
        or _LONG.search(lines) is not None
    )


def _read(mail: Message) -> DeliveryReport | None:
    if mail.get_content_type() != "multipart/report":
        return None
    parts = list(_inside(mail))
    status = next((part for part in parts if part.get_content_type() == _STATUS), None)
    if status is None:
        return None  # a receipt that somebody read it, or a complaint
    blocks = list(_inside(status))  # the first about the report, then one for each recipient
    message_id = _about(mail, parts, blocks)
    said = [told for block in blocks[:_MOST_RECIPIENTS] if (told := _told(block)) is not None]
    if not (message_id and said):
        return None
    arrived, code = min(said, key=lambda told: _BEST_FIRST.index(told[0]))
    return DeliveryReport(message_id, arrived, code)


def _inside(part: Message) -> Iterator[Message]:
    inside = part.get_payload()
    if isinstance(inside, list):
        yield from (one for one in inside if isinstance(one, Message))


def _told(block: Message) -> tuple[Arrived, str] | None:
    """Say what a group of fields tells about a recipient. A server that gave up after days says `failed`, and 4.x.x."""
    if block.get("Final-Recipient") is None and block.get("Original-Recipient") is None:
        return None
    found = _CODE.match(str(block.get("Status", "")))
    code = ".".join(found.groups()) if found else ""
    action = str(block.get("Action", "")).strip().lower()
    if action not in _BY_ACTION and action:
        return None  # passed on to a server, or to a list, of which nothing more is heard
    arrived = _BY_ACTION.get(action) or _BY_CLASS.get(code[:1])
    return None if arrived is None else (arrived, code)


def _about(mail: Message, parts: list[Message], blocks: list[Message]) -> str:
    """Find which letter it is about; only where none came back, by what some servers say elsewhere."""
    came_back = [str(one["Message-ID"]) for part in parts for one in _returned(part) if one["Message-ID"] is not None]
    if came_back:
        return _ours(*came_back)
    named = [str(block.get("X-Original-Message-ID", "")) for block in blocks[:1]]
    return _ours(*named, *(str(mail.get(name, "")) for name in ("In-Reply-To", "References")))


def _returned(part: Message) -> Iterator[Message]:
    """Give the letter that came back, or its headers alone."""
    if part.get_content_type() == "message/rfc822":
        yield from _inside(part)
    elif part.get_content_type() == "text/rfc822-headers":
        raw = part.get_payload(decode=True)
        yield BytesHeaderParser().parsebytes(raw.lstrip() if isinstance(raw, bytes) else b"")


def _ours(*headers: str) -> str:
    """Give the last id in these headers that looks like one of ours."""
    return next((found[-1] for header in headers if (found := _OURS.findall(header))), "")
