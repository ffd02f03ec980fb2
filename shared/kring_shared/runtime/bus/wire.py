"""How a fact looks on the wire: CloudEvents 1.0 in binary mode, attributes as `ce-` headers, the data as JSON body.

A receipt to an outside system is a whole event in its body instead (structured mode): it has to name what it answers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from kring_shared.contracts.cloudevents import STRUCTURED
from kring_shared.contracts.envelope import TYPE_PREFIX
from kring_shared.runtime.bus.streams import OF_FACTS, stream_of

MESSAGE_ID: Final = "Nats-Msg-Id"


class Row(NamedTuple):
    """One outbox row, as it is told: `seq` is its place in the outbox, `key` the case, `told_ms` Unix milliseconds."""

    seq: int
    id: str
    subject: str
    type: str
    key: str
    body: str
    told_ms: int


def headers_of(row: Row) -> dict[str, str]:
    """Give the headers of one outbox row."""
    if stream_of(row.subject) not in OF_FACTS:
        # `ce-` headers would say that the body is the data only.
        return {MESSAGE_ID: row.id, "Content-Type": STRUCTURED}
    return {
        MESSAGE_ID: row.id,
        "ce-specversion": "1.0",
        "ce-id": row.id,
        "ce-source": f"urn:kring:service:{row.type.split('.', 3)[2]}",
        "ce-type": row.type,
        "ce-time": _moment(row.told_ms),
        "ce-subject": row.key,
        "ce-datacontenttype": "application/json",
    }


@lru_cache(maxsize=16)
def _moment(told_ms: int) -> str:
    # The same for a whole batch.
    return datetime.fromtimestamp(told_ms / 1000, UTC).isoformat(timespec="milliseconds")


def kind_of(headers: Mapping[str, str]) -> str:
    """Give the short kind of a fact from its CloudEvents type, or an empty string when it is no fact of ours."""
    return headers.get("ce-type", "").removeprefix(f"{TYPE_PREFIX}.")
