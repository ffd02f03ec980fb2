"""What is wrong with the fields of a form, in the words of whoever filled it in; never what they wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kring_portal.web.reasons import shown
from kring_portal.web.words import Words
from kring_shared.contracts.envelope import Receipt
from kring_shared.kernel.errors import InvalidFields

OTHER: Final = "other"
KINDS: Final = {
    "missing": "missing",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "enum": "choice",
    "literal_error": "choice",
    "bool_parsing": "choice",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than": "too-small",
    "greater_than_equal": "too-small",
    "less_than": "too-large",
    "less_than_equal": "too-large",
    "kring_email": "email",
    "kring_phone": "phone",
    "kring_reference": "reference",
    "kring_language": "language",
    "kring_day": "day",
    "string_pattern_mismatch": "form",
}
"""What pydantic calls a fault, and the end of the key of its words."""
BEGINNINGS: Final = {
    "datetime": "moment",
    "timezone": "moment",
    "date": "day",
    "time": "hour",
    "int": "number",
    "float": "number",
    "decimal": "number",
    "url": "address",
}
NUMBERS: Final = {
    "too-short": "min_length",
    "too-long": "max_length",
    "too-few": "min_length",
    "too-many": "max_length",
}
GENERAL: Final = frozenset({*KINDS.values(), *BEGINNINGS.values(), OTHER})
BOUNDS: Final = ("ge", "gt", "le", "lt")


@dataclass(frozen=True)
class Wrong:
    """One field that is not as it must be: where it stands in the message, and what is wrong with it."""

    place: tuple[str, ...]
    why: str = OTHER
    """The end of a key of the words, as in `wrong-missing`; or a whole key of a room's own words."""
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, words: Words, *, is_empty: bool = False) -> str:
        """Say what is wrong; of a field that was left empty, that it was."""
        why = "missing" if is_empty and self.why in GENERAL else self.why
        key, values = f"wrong-{why}", {name: shown(words, value) for name, value in self.values.items()}
        return words(key if words.has(key) else why, **values)


class WrongFields(InvalidFields):
    """A page found that fields of its form are not as they must be; the form is drawn again and says so."""

    def __init__(self, **fields: str) -> None:
        """Keep the name of each field in the form, and what is wrong: a key such as `missing`, or of a room's words."""
        self.wrong = tuple(Wrong((name,), why) for name, why in fields.items())
        super().__init__(tuple(f"/{name}" for name in fields))


def wrong_of(error: ValidationError | RequestValidationError | WrongFields) -> tuple[Wrong, ...]:
    """Give what is wrong with a form, as a page or a command of the contracts found it."""
    return error.wrong if isinstance(error, WrongFields) else tuple(_wrong(one) for one in error.errors())


def wrong_in(receipt: Receipt) -> tuple[Wrong, ...]:
    """Give what is wrong with a form, as the service that refused it found."""
    why = f"refused-why-{receipt.why}" if receipt.why else OTHER
    return tuple(Wrong(_parts(pointer.split("/")), why, dict(receipt.details)) for pointer in receipt.fields)


def _wrong(error: ErrorDetails) -> Wrong:
    kind, about = error["type"], error.get("ctx", {})
    why = KINDS.get(kind) or BEGINNINGS.get(kind.partition("_")[0], OTHER)
    bound = next((name for name in (NUMBERS.get(why, ""), *BOUNDS) if name in about), "")
    return Wrong(_parts(error["loc"]), why, {"n": about[bound]} if bound else {})


def _parts(place: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(part) for part in place if str(part) not in {"", "body"})
