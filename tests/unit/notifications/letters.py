"""Letters ready to go, and pictures for their heads; every field can be replaced."""

import struct
import zlib
from typing import Any

from kring_notifications.hooks import Letter, Letterhead
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import NOON

AMINA = f"{3:032x}"
ADDRESS = "amina@voorbeeld.example"
TEXT = "Bonjour Amina,\n\nLe plan est écrit sur papier.\n..et voilà\n\nBien à vous,\nEigen Kracht, Gent\n"
PREVIEW = "Un message de notre bureau."


def a_picture(width: int = 2, height: int = 1) -> bytes:
    """Draw a white PNG."""
    rows = (b"\0" + b"\xff" * width) * height
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def a_head(**changes: Any) -> Letterhead:  # noqa: ANN401 - fields of the letterhead
    """Give what a letter of Gent looks like."""
    fields: dict[str, Any] = {
        "title": "Gent",
        "organisation": "Eigen Kracht",
        "telephone": "09 123 45 67",
        "address": "Kouter 1, 9000 Gent",
        "website": "www.gent.example",
        "colour": "#1d5f5a",
    }
    return Letterhead(**(fields | changes))


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    """Give a letter that shows who writes."""
    fields: dict[str, Any] = {
        "message_id": AMINA,
        "moment": Moment.PLAN,
        "language": "fr",
        "subject": "Un message",
        "text": TEXT,
        "contact": Contact(name="Amina", email=ADDRESS),
        "sender": "gent@kring.example",
        "sender_name": "Gent",
        "written_at": NOON,
        "preview": PREVIEW,
        "letterhead": a_head(),
    }
    return Letter(**(fields | changes))


def neutral(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    """Give a letter that shows nobody who writes."""
    return a_letter(**({"sender_name": "", "letterhead": None} | changes))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
