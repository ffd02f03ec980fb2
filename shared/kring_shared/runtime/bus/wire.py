"""How a fact looks on the wire: CloudEvents 1.0 in binary mode, attributes as `ce-` headers, the data as JSON body.

A receipt to an outside system is a whole event in its body instead (structured mode): it has to name what it answers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from kring_shared.contracts.cloudevents import STRUCTURED
from kring_shared.contracts.envelope import TYPE_PREFIX
from kring_shared.kernel.ids import derived_id
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, OF_FACTS, stream_of
from kring_shared.runtime.telemetry.tracing import HEADER

MESSAGE_ID: Final = "Nats-Msg-Id"
FOUND_ON: Final = "Nats-Subject"


class Row(NamedTuple):
    """One outbox row, as it is told: `seq` is its place in the outbox, `key` the case, `told_ms` Unix milliseconds."""

    seq: int
    id: str
    subject: str
    type: str
    key: str
    body: str
    told_ms: int
    trace: str | None = None
    """The `traceparent` of what told it."""


def headers_of(row: Row) -> dict[str, str]:
    """Give the headers of one outbox row."""
    stream = stream_of(row.subject)
    if stream not in OF_FACTS:
        # `ce-` headers would say that the body is the data only.
        return {MESSAGE_ID: row.id, "Content-Type": STRUCTURED}
    headers = {
        MESSAGE_ID: _unguessed(row) if stream == BACKBONE else row.id,
        "ce-specversion": "1.0",
        "ce-id": row.id,
        "ce-source": f"urn:kring:service:{row.type.split('.', 3)[2]}",
        "ce-type": row.type,
        "ce-time": _moment(row.told_ms),
        "ce-subject": row.key,
        "ce-datacontenttype": "application/json",
    }
    # Between offices none: it would tie the one-time id of what is told there to the case it was told about.
    if row.trace and stream == FACTS:
        headers[HEADER] = row.trace
    return headers


@lru_cache(maxsize=16)
def _moment(told_ms: int) -> str:
    # The same for a whole batch.
    return datetime.fromtimestamp(told_ms / 1000, UTC).isoformat(timespec="milliseconds")


def _unguessed(row: Row) -> str:
    """Give what the stream of all offices tells duplicates by: the same each time, and known to nobody before.

    A fact's own id follows from that of its cause, which every office reads. Whoever told anything under it first would
    have the bus drop the true fact as a duplicate.
    """
    return blake2b(f"{row.id}/{row.body}".encode(), digest_size=16).hexdigest()


def kind_of(headers: Mapping[str, str]) -> str:
    """Give the short kind of a fact from its CloudEvents type, or an empty string when it is no fact of ours."""
    return headers.get("ce-type", "").removeprefix(f"{TYPE_PREFIX}.")


def kind_told(headers: Mapping[str, str], subject: str) -> str:
    """Give the kind of a fact, or an empty string when its subject, for which the bus lets in, is of another kind.

    What a bus gives who looks a message up it sends wherever they say, also where they may say nothing themselves; it
    names in a header where it found it, and is no fact.
    """
    kind = kind_of(headers) if FOUND_ON not in headers else ""
    return kind if kind == ".".join(subject.split(".")[3:6]) else ""


def id_of(headers: Mapping[str, str]) -> str:
    """Give a fact's own id, or an empty string."""
    return headers.get("ce-id") or headers.get(MESSAGE_ID, "")


def heard_as(fact_id: str, subject: str) -> str:
    """Give the id an inbox knows a fact by: between offices, no office may use up the id of what another will tell."""
    return derived_id(fact_id, subject.split(".", 2)[1]) if stream_of(subject) == BACKBONE else fact_id
