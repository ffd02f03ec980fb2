"""Reading a file of referrals: JSON (one event, or a list), JSONL (one a line), CSV (one a row, dotted names).

Every element, line or row becomes exactly one item, in order, also when it cannot be read; blank lines are passed over.
Nothing here raises, whatever is in the file. Text is UTF-8, with or without a byte order mark.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic_core import to_json

from kring_shared.contracts.cloudevents import JSON, NotACloudEvent, parse
from kring_shared.contracts.referral import REFERRAL_TYPE
from kring_shared.contracts.referral.receipt import INVALID_FIELDS, NOT_JSON
from kring_shared.contracts.referral.rules import Wrong
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.referral_csv import Row, rows
from kring_shared.kernel.referrals import RefusedReferral

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_json(content: bytes) -> Iterator[FileItem]:
    """Read one event, or a list of events; what is not JSON at all is one refusal."""
    try:
        whole = parse(content)
    except NotACloudEvent:
        yield FileItem(1, refused=RefusedReferral(NOT_JSON))
        return
    for place, element in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield FileItem(place, to_json(element, inf_nan_mode="null"))


def read_lines(content: bytes) -> Iterator[FileItem]:
    """Read one event a line; a line is passed on as it is, also when it is not JSON: `read_referral` says so."""
    lines = enumerate(content.removeprefix(_BYTE_ORDER_MARK).split(b"\n"), start=1)
    return (FileItem(number, line.strip()) for number, line in lines if line.strip())


def read_csv(content: bytes, *, source: str) -> Iterator[FileItem]:
    """Read one referral a row; `source` is the CloudEvents source of the rows, which name none."""
    return (_from_row(row, source) for row in rows(content.removeprefix(_BYTE_ORDER_MARK)))


def event_of(data: Mapping[str, Any], *, source: str, event_id: str) -> bytes:
    """Write the structured event of a referral that came without one."""
    attributes = {
        "specversion": "1.0",
        "id": event_id,
        "source": source,
        "type": REFERRAL_TYPE,
        "datacontenttype": JSON,
    }
    return to_json(attributes | {"data": data})


def _from_row(row: Row, source: str) -> FileItem:
    if row.fault is not None:
        return FileItem(row.line, refused=RefusedReferral(INVALID_FIELDS, wrong=(Wrong("", row.fault),)))
    # The same row is the same event wherever it stands, so that a file with rows added can be sent again.
    event_id = hashlib.sha256(to_json(row.data)).hexdigest()[:32]
    return FileItem(row.line, event_of(row.data, source=source, event_id=event_id))
