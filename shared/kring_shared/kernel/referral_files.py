"""Reading a file of referrals: JSON (one event, or a list), JSONL (one a line), CSV (one a row, dotted names).

Every element, line or row becomes exactly one item, in order, also when it cannot be read; blank lines are passed over.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic_core import to_json

from kring_shared.contracts.cloudevents import JSON, NotACloudEvent, parse
from kring_shared.contracts.referral import REFERRAL_TYPE
from kring_shared.contracts.referral.receipt import INVALID_FIELDS, NOT_JSON
from kring_shared.contracts.referral.rules import Wrong
from kring_shared.kernel.referral_csv import Row, rows
from kring_shared.kernel.referrals import RefusedReferral

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class FileKind(StrEnum):
    """The kinds of file there are, by the end of their name."""

    JSON = ".json"
    JSONL = ".jsonl"
    CSV = ".csv"


@dataclass(frozen=True, slots=True)
class FileItem:
    """One referral of a file: the bytes of a structured CloudEvent, or why it cannot be one.

    `line` is the line it begins on, from 1; in a JSON list its place, from 1. What a line of JSONL holds is passed on
    as it is, also when it is not JSON: `read_referral` says so.
    """

    line: int
    event: bytes = b""
    refused: RefusedReferral | None = None


def read_items(content: bytes, kind: FileKind, *, source: str) -> Iterator[FileItem]:
    """Read a whole file, item by item; never raises, whatever is in it.

    Args:
        content: The file, UTF-8, with or without a byte order mark.
        kind: What its name says it is.
        source: The CloudEvents source of the rows of a CSV, which name none; a URN.
    """
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if kind is FileKind.CSV:
        return (_from_row(row, source) for row in rows(content))
    if kind is FileKind.JSONL:
        lines = enumerate(content.split(b"\n"), start=1)
        return (FileItem(number, line.strip()) for number, line in lines if line.strip())
    return _from_json(content)


def _from_json(content: bytes) -> Iterator[FileItem]:
    try:
        whole = parse(content)
    except NotACloudEvent:
        yield FileItem(1, refused=RefusedReferral(NOT_JSON))
        return
    for place, element in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield FileItem(place, to_json(element, inf_nan_mode="null"))


def _from_row(row: Row, source: str) -> FileItem:
    if row.fault is not None:
        return FileItem(row.line, refused=RefusedReferral(INVALID_FIELDS, wrong=(Wrong("", row.fault),)))
    data = to_json(row.data)
    # The same row is the same event wherever it stands, so that a file with rows added can be sent again.
    event_id = hashlib.sha256(data).hexdigest()[:32]
    attributes = {
        "specversion": "1.0",
        "id": event_id,
        "source": source,
        "type": REFERRAL_TYPE,
        "datacontenttype": JSON,
    }
    return FileItem(row.line, to_json(attributes | {"data": row.data}))
