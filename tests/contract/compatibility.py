"""Whether a changed schema breaks anybody who relies on the released one.

A writer of ours writes no field that its class does not have, so its schema is closed; a reader passes over what it
does not know, so its schema stays open. Asked that way, a new optional field breaks nobody, as it should be.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from jsoncompat import check_compat

Schema = dict[str, Any]
WORDS: Final = {"$id", "$schema", "title", "description", "examples", "default"}
"""Keywords that tell people something, and allow or forbid nothing."""
NAMES: Final = {"properties", "$defs"}
"""Keywords under which every key is a name that we gave."""
WRITTEN_BY_OTHERS: Final = {"commands", "queries", "referrals/nl.eigenkracht.referral.submitted.v1"}
READ_BY_OTHERS: Final = {
    "answers",
    "referrals/nl.eigenkracht.referral.receipt.v1",
    "referrals/nl.eigenkracht.referral.status.v1",
}
"""Facts are both: others read them, and later versions of us read what stands in streams and outboxes."""


def breaks(name: str, released: Schema, current: Schema) -> list[str]:
    """Say whom a change of the schema called `name` (`facts/…`) breaks; nobody is an empty list."""
    roles = {name, name.partition("/")[0]}
    found = [f"{gone} is gone" for gone in sorted(set(_fields(released)) - set(_fields(current)))]
    if not roles & WRITTEN_BY_OTHERS and not _reads(reader=released, writer=current):
        found.append("who reads with the released schema cannot read what is written now")
    if not roles & READ_BY_OTHERS and not _reads(reader=current, writer=released):
        found.append("who reads with the schema of now cannot read what was written before")
    return found


def _reads(*, reader: Schema, writer: Schema) -> bool:
    return bool(check_compat(json.dumps(_plain(reader)), json.dumps(_closed(_plain(writer))), "serializer"))


def _plain(schema: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Leave out the words."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {word: _plain(each, names=word in NAMES) for word, each in schema.items() if names or word not in WORDS}


def _closed(schema: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Let every object hold the fields it names and no other."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {word: _closed(each, names=word in NAMES and not names) for word, each in schema.items()}
    is_object = not names and "properties" in schema
    return {"additionalProperties": False, **closed} if is_object else closed


def _fields(schema: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """Name every field of a schema, also of the objects inside it, as a place in the schema."""
    for keyword in NAMES & set(schema):
        for name, each in schema[keyword].items():
            if keyword == "properties":
                yield f"{place}/{name}"
            yield from _fields(each, f"{place}/{name}")
