"""Reading one referral event, in either encoding: it is a referral, it is refused, or a person has to look at it.

Pure: the same message and the same day always give the same answer. An answer never repeats what was sent, except the
sender's own reference where that could be read.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from pydantic_core import to_json

from kring_shared.contracts.cloudevents import CloudEvent, NotACloudEvent, from_document, to_document
from kring_shared.contracts.referral import MAX_REFERRAL_BYTES, REFERRAL_TYPE, Referral, ReferralReceipt, Words
from kring_shared.contracts.referral.receipt import (
    INFORMATION_TALK,
    INVALID_FIELDS,
    NATIONAL_NUMBER,
    NEWER_VERSION,
    NOT_A_REFERRAL,
    NOT_JSON,
    RECEIVED,
    TOO_LARGE,
)
from kring_shared.contracts.referral.rules import ATTRIBUTE, Wrong, read_data
from kring_shared.kernel.national_numbers import mask, mask_text

MOST_REFERENCE_LETTERS: Final = 64
_TYPE: Final = re.compile(rf"{re.escape(REFERRAL_TYPE)}(\.[0-9]{{1,4}})?")
_SCHEMA: Final = re.compile(r"\bv1\.(?!0+\b)[0-9]{1,4}\b")
_WRONG_TYPE: Final = Words(nl=f"moet {REFERRAL_TYPE} zijn", en=f"must be {REFERRAL_TYPE}")


@dataclass(frozen=True, slots=True)
class ValidReferral:
    """A referral that can be taken on, and the keys by which a repetition is known."""

    referral: Referral
    source: str
    time: datetime | None
    event_key: str
    referral_key: str

    @property
    def code(self) -> str:
        """Give the code of its receipt when it is kept: an information talk becomes no request."""
        return INFORMATION_TALK if self.referral.information_talk_only else RECEIVED


@dataclass(frozen=True, slots=True)
class QuarantinedReferral:
    """A referral that a person has to look at.

    `masked` is the whole event as structured JSON, and the only form of it that may be stored: no digit of a national
    number is left in it. There is no key of the referral, so that the same one, mended, is not taken for a repetition.
    """

    code: str
    reference: str
    masked: bytes
    event_key: str

    def receipt(self) -> ReferralReceipt:
        """Tell the sender."""
        return ReferralReceipt.of(self.code, reference=self.reference)


@dataclass(frozen=True, slots=True)
class RefusedReferral:
    """What is no referral; nothing of it is kept."""

    code: str
    reference: str = ""
    wrong: tuple[Wrong, ...] = ()

    def receipt(self) -> ReferralReceipt:
        """Tell the sender what is wrong, field by field."""
        plain = ReferralReceipt.of(self.code, reference=self.reference)
        if not self.wrong:
            return plain
        nl = "; ".join(f"{wrong.pointer} {wrong.reason.nl}".strip() for wrong in self.wrong)
        en = "; ".join(f"{wrong.pointer} {wrong.reason.en}".strip() for wrong in self.wrong)
        words = Words(nl=f"{plain.message.nl} {nl}.", en=f"{plain.message.en} {en}.")
        fields = tuple(wrong.pointer for wrong in self.wrong if wrong.pointer)
        return plain.model_copy(update={"message": words, "fields": fields})


Read: TypeAlias = ValidReferral | QuarantinedReferral | RefusedReferral


def read_referral(headers: Mapping[str, str], body: bytes, *, today: date) -> Read:
    """Read one message as a referral; never raises, whatever was sent.

    Args:
        headers: The message's headers, any capitals; none is fine for a structured event.
        body: The event, or its data in binary mode; 65,536 bytes at most.
        today: Decides which birth years lie ahead.
    """
    if len(body) > MAX_REFERRAL_BYTES:
        return RefusedReferral(TOO_LARGE)
    document: dict[str, Any] = {}
    try:
        document = to_document(headers, body)
        event = from_document(document)
    except NotACloudEvent as error:
        wrong = tuple(Wrong(pointer, ATTRIBUTE) for pointer in error.fields if pointer)
        return (
            RefusedReferral(NOT_JSON)
            if error.broken
            else RefusedReferral(NOT_A_REFERRAL, reference_of(document), wrong)
        )
    version = _TYPE.fullmatch(event.type)
    if version is None:
        return RefusedReferral(NOT_A_REFERRAL, reference_of(document), (Wrong("/type", _WRONG_TYPE),))
    masked = mask(document)
    if masked is not document:
        return _with_number(document, masked)
    return _read_data(document, event, newer=_is_newer(version[1], event.dataschema), today=today)


def _read_data(document: dict[str, Any], event: CloudEvent, *, newer: bool, today: date) -> Read:
    found = read_data(document.get("data"), today=today)
    key = event_key(event.source, event.id)
    if isinstance(found, Referral):
        return ValidReferral(found, event.source, event.time, key, referral_key(event.source, found.reference))
    if newer:
        return QuarantinedReferral(NEWER_VERSION, reference_of(document), _written(document), key)
    return RefusedReferral(INVALID_FIELDS, reference_of(document), found)


def event_key(source: str, event_id: str) -> str:
    """Give the key under which an event is known: the same for the same source and id; 32 hexadecimal digits."""
    return _key("event", source, event_id)


def referral_key(source: str, reference: str) -> str:
    """Give the key under which a referral is known: the same for the same source and reference; as `event_key`."""
    return _key("referral", source, reference)


def _key(kind: str, *parts: str) -> str:
    # Lengths keep `ab`+`c` apart from `a`+`bc`.
    text = "".join(f"{len(part)}:{part}" for part in (kind, *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _with_number(document: dict[str, Any], masked: dict[str, Any]) -> QuarantinedReferral:
    kept = _written(masked)
    # Two events whose ids differed only in what was masked must not become one, unless all the rest is alike too.
    same = all(masked[name] == document[name] for name in ("source", "id"))
    identity = masked["id"] if same else hashlib.sha256(kept).hexdigest()
    return QuarantinedReferral(NATIONAL_NUMBER, reference_of(masked), kept, event_key(masked["source"], identity))


def _is_newer(minor: str | None, schema: str | None) -> bool:
    """Tell whether an event says that it is of a later version 1: `….v1.2`, or a schema named `v1.2`."""
    return (minor is not None and int(minor[1:]) > 0) or (schema is not None and bool(_SCHEMA.search(schema)))


def reference_of(document: Mapping[str, Any]) -> str:
    """Give the sender's reference to answer with, or nothing when it cannot be one."""
    data = document.get("data")
    reference = data.get("reference") if isinstance(data, dict) else None
    if not isinstance(reference, str) or not reference.strip() or not reference.isprintable():
        return ""
    return mask_text(reference) if len(reference) <= MOST_REFERENCE_LETTERS else ""


def _written(document: dict[str, Any]) -> bytes:
    return to_json(document, inf_nan_mode="null")
