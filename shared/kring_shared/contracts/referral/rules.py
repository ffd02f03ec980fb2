"""Reading the data of a referral: its shape, the rules between its fields, and why each wrong field is wrong.

Everything that is wrong is named at once. No reason repeats what was sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.referral.data import Referral
from kring_shared.contracts.referral.receipt import Words

MOST_NAMED: Final = 200
"""Wrong fields that are named in one answer; nobody mends more in one go, and an answer must stay small."""

MISSING: Final = Words(nl="ontbreekt", en="is missing")
NO_DAY: Final = Words(nl="moet een dag zijn, zoals 2026-11-18", en="must be a day, like 2026-11-18")
NO_TEXT: Final = Words(nl="moet tekst zijn", en="must be text")
EMPTY: Final = Words(nl="is leeg", en="is empty")
REFERENCE: Final = Words(nl="moet 1 tot en met 64 leesbare tekens zijn", en="must be 1 to 64 printable characters")
NO_OBJECT: Final = Words(nl="moet een object zijn", en="must be an object")
NO_LIST: Final = Words(nl="moet een lijst zijn", en="must be a list")
BIRTH_YEAR: Final = Words(nl="moet tussen 1900 en dit jaar liggen", en="must be between 1900 and this year")
PLACE: Final = Words(nl="wijst geen hoofdpersoon aan; de eerste is 0", en="points at no main person; the first is 0")
ATTRIBUTE: Final = Words(nl="ontbreekt of klopt niet", en="is missing or not right")
NOT_RIGHT: Final = Words(nl="klopt niet", en="is not right")
ORGANISATION: Final = Words(nl="is verplicht voor een professional", en="is required for a professional")
NO_CONTACT: Final = Words(nl="heeft e-mail, telefoon of postadres nodig", en="needs e-mail, phone or postal address")
NO_ACCEPTOR_CONTACT: Final = Words(nl="heeft e-mail of telefoon nodig", en="needs e-mail or phone")
NO_MAIN_PERSON: Final = Words(
    nl="heeft minstens één hoofdpersoon nodig, behalve bij alleen een informatiegesprek",
    en="needs at least one main person, except for an information talk only",
)
SIDE: Final = Words(nl="hoort alleen bij een herstelconferentie", en="belongs to a restorative conference only")
NO_MANDATE: Final = Words(
    nl="heeft in gedwongen context minstens één mandaat nodig", en="needs at least one mandate in mandatory context"
)
REASONS: Final[dict[str, Words]] = {
    "missing": MISSING,
    "string_type": NO_TEXT,
    "string_too_short": EMPTY,
    "string_too_long": REFERENCE,
    "int_type": Words(nl="moet een heel getal zijn", en="must be a whole number"),
    "bool_type": Words(nl="moet true of false zijn", en="must be true or false"),
    "greater_than_equal": Words(nl="is te klein", en="is too small"),
    "model_type": NO_OBJECT,
    "tuple_type": NO_LIST,
    "too_long": Words(nl="mag er hoogstens 20 hebben", en="may have 20 at most"),
    "too_short": EMPTY,
    "kring_email": Words(nl="is geen e-mailadres", en="is no e-mail address"),
    "kring_phone": Words(nl="is geen telefoonnummer", en="is no telephone number"),
    "kring_reference": REFERENCE,
    "kring_language": Words(nl="is geen taalcode (BCP 47), zoals nl", en="is no language tag (BCP 47), like nl"),
    "kring_day": NO_DAY,
}
"""Why a field is wrong, by the kind of error."""
_WITHOUT_SIDES: Final = tuple(kind for kind in ConferenceType if kind is not ConferenceType.RESTORATIVE)
_CONTACTS: Final = ("email", "phone", "postalAddress")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field that is missing or wrong: a JSON pointer into the event, and why."""

    pointer: str
    reason: Words


def read_data(data: object, *, today: date) -> Referral | tuple[Wrong, ...]:
    """Read the `data` of a referral's event (parsed JSON), or say everything that is wrong with it.

    Args:
        data: What stood under `data`; names as on the wire.
        today: A birth year after this day's is wrong.
    """
    if not isinstance(data, dict):
        return (Wrong("/data", MISSING if data is None else NO_OBJECT),)
    found: dict[str, Words] = {}
    referral: Referral | None = None
    try:
        referral = Referral.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        found.update(_shape(error))
    for wrong in _between_fields(data, today.year):
        found.setdefault(wrong.pointer, wrong.reason)
    if referral is not None and not found:
        return referral
    return tuple(Wrong(pointer, reason) for pointer, reason in list(found.items())[:MOST_NAMED])


def _shape(error: ValidationError) -> Iterator[tuple[str, Words]]:
    for place in error.errors(include_url=False, include_input=False):
        yield "/".join(("/data", *map(str, place["loc"]))), _reason(place["type"], place.get("ctx", {}), place["loc"])


def _reason(kind: str, context: Mapping[str, Any], loc: tuple[int | str, ...]) -> Words:
    if kind in {"enum", "literal_error"}:
        choices = str(context["expected"]).replace("'", "")
        return Words(nl=f"moet een van deze zijn: {choices.replace(' or ', ' of ')}", en=f"must be one of: {choices}")
    if kind.startswith("date"):
        return NO_DAY
    if loc[-1] == "birthYear" and kind == "greater_than_equal":
        return BIRTH_YEAR
    return REASONS.get(kind, NOT_RIGHT)


def _between_fields(data: Mapping[str, Any], this_year: int) -> Iterator[Wrong]:
    """Find what the shape of single fields cannot show; reads whatever was sent, so that all is named at once."""
    people = _items(data.get("mainPersons"))
    mandates = _items(data.get("mandates"))
    if isinstance(data.get("requester"), dict):
        yield from _requester(data["requester"])
    if not data.get("mainPersons") and data.get("informationTalkOnly") is not True:
        yield Wrong("/data/mainPersons", NO_MAIN_PERSON)
    if not data.get("mandates") and data.get("context") == "mandatory":
        yield Wrong("/data/mandates", NO_MANDATE)
    sides = data.get("conferenceType") not in _WITHOUT_SIDES
    for place, person in enumerate(map(_object, people)):
        year = person.get("birthYear")
        if isinstance(year, int) and year > this_year:
            yield Wrong(f"/data/mainPersons/{place}/birthYear", BIRTH_YEAR)
        if person.get("side") is not None and not sides:
            yield Wrong(f"/data/mainPersons/{place}/side", SIDE)
    # Where the people are missing, that is what is wrong, not that a mandate points at them.
    known = len(people) if people or data.get("informationTalkOnly") is True else None
    for place, mandate in enumerate(map(_object, mandates)):
        yield from _mandate(f"/data/mandates/{place}", mandate, known)


def _requester(requester: Mapping[str, Any]) -> Iterator[Wrong]:
    if requester.get("kind") == "professional" and not _said(requester.get("organisation")):
        yield Wrong("/data/requester/organisation", ORGANISATION)
    if not any(_said(requester.get(way)) for way in _CONTACTS):
        yield Wrong("/data/requester", NO_CONTACT)


def _mandate(pointer: str, mandate: Mapping[str, Any], people: int | None) -> Iterator[Wrong]:
    if mandate.get("for") == []:
        yield Wrong(f"{pointer}/for", EMPTY)
    for position, place in enumerate(_items(mandate.get("for"))):
        if people is not None and isinstance(place, int) and place >= people:
            yield Wrong(f"{pointer}/for/{position}", PLACE)
    acceptor = mandate.get("acceptor")
    if isinstance(acceptor, dict) and not any(_said(acceptor.get(way)) for way in _CONTACTS[:2]):
        yield Wrong(f"{pointer}/acceptor", NO_ACCEPTOR_CONTACT)


def _said(value: object) -> bool:
    """Tell whether something stands there; what is no text is wrong for another reason."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
