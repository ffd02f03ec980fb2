"""A request that somebody tells by telephone: the fields of its form, and the referral that is made of them."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from kring_portal.manager.fields import Fields
from kring_portal.web.numbers import whole
from kring_portal.web.tongues import tags_in
from kring_shared.contracts.referral import Referral, read_data
from kring_shared.kernel.national_numbers import mask

MOST_PEOPLE: Final = 20
MOST_MANDATES: Final = 10
POINTERS: Final = {
    "birthYear": "birth_year",
    "postalCode": "postal_code",
    "postalAddress": "postal_address",
    "legalDeadline": "legal_deadline",
    "conferenceType": "conference_type",
    "minorsInvolved": "minors_involved",
    "informationTalkOnly": "talk_only",
    "ageBand": "age_band",
    "for": "people",
    "doNotContact": "do_not_contact",
    "neutralSender": "neutral_sender",
}
"""How the form calls what a referral calls otherwise."""
PREFIXES: Final = {"mainPersons": "p", "mandates": "m"}


@dataclass
class Call:
    """What was typed, how many people and mandates there is room for, and what is wrong, by field."""

    values: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    people: int = 1
    mandates: int = 1
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Give what stands in a field."""
        said = self.values.get(name, "")
        return said if isinstance(said, str) else ",".join(said)

    def listed(self, name: str) -> tuple[str, ...]:
        """Give what was chosen under a name, in order."""
        return tags_in(self.ticked(name))

    def ticked(self, name: str) -> tuple[str, ...]:
        """Give what was ticked under a name."""
        said = self.values.get(name, ())
        return (said,) if isinstance(said, str) and said else tuple(said)


def new_call(day: date, *, talk: str = "", previous: str = "") -> Call:
    """Give an empty form, with a reference of the office's own that says nothing of anybody."""
    reference = f"TEL-{day:%Y%m%d}-{secrets.token_hex(2)}"
    values: dict[str, str | tuple[str, ...]] = {
        "reference": reference,
        "channel": "phone",
        "requester_kind": "professional",
        "context": "voluntary",
        "urgency": "normal",
        "talk": talk,
        "previous": previous,
    }
    return Call(values)


def call_of(fields: Fields) -> Call:
    """Read a form again as it was typed; the digits of a national number do not come back."""
    typed = {
        name: tuple(map(str, fields.sent.getlist(name))) if len(fields.sent.getlist(name)) > 1 else str(value)
        for name, value in fields.sent.items()
        if name != "csrf"
    }
    values = mask(typed)
    people = min(fields.number("people") or 1, MOST_PEOPLE)
    return Call(values, people, min(fields.number("mandates") or 1, MOST_MANDATES))


def holds_number(fields: Fields) -> bool:
    """Tell whether a national number stands in what was typed."""
    typed = {name: str(value) for name, value in fields.sent.items() if name != "csrf"}
    return bool(mask(typed) is not typed)


def read(fields: Fields, call: Call, today: date) -> Referral | None:
    """Make the referral, or say in the call what is wrong with each field."""
    found = read_data(data_of(fields, call), today=today)
    if isinstance(found, Referral):
        return found
    for wrong in found:
        call.errors.setdefault(place_of(wrong.pointer), word_of(wrong.reason.en))
    return None


def word_of(reason: str) -> str:
    """Give the key of the words for a reason."""
    key = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-")
    return f"manager-wrong-{'choose' if key.startswith('must-be-one-of') else key}"


def place_of(pointer: str) -> str:
    """Give the field of the form that a pointer into the referral means: `/data/mainPersons/0/name` is `p0-name`."""
    first, *rest = pointer.removeprefix("/data").strip("/").split("/")
    if first in PREFIXES:
        if not rest:
            return "p0-name" if first == "mainPersons" else "m0-kind"
        number, *names = rest
        name = POINTERS.get(names[0], names[0]) if names else ""
        if name == "acceptor":
            return f"m{number}-acceptor_{names[1] if len(names) > 1 else 'name'}"
        return f"{PREFIXES[first]}{number}-{name or 'name'}"
    if first == "requester":
        return f"requester_{POINTERS.get(rest[0], rest[0])}" if rest else "requester_email"
    if first in {"wishes", "consent", "contactRules"} and rest:
        name = POINTERS.get(rest[0], rest[0])
        return name if first == "contactRules" else f"{'wish' if first == 'wishes' else 'consent'}_{name}"
    return POINTERS.get(first, first)


def data_of(fields: Fields, call: Call) -> dict[str, Any]:
    """Lay the fields out as a referral; what is empty is left out."""
    people = [person for n in range(call.people) if (person := _person(fields, f"p{n}-"))]
    mandatory = fields.text("context") == "mandatory"
    mandates = [one for n in range(call.mandates) if mandatory and (one := _mandate(fields, f"m{n}-"))]
    rules = _filled(
        neutralSender=fields.flag("neutral_sender") or None, doNotContact=list(fields.lines("do_not_contact")) or None
    )
    return _filled(
        reference=fields.text("reference"),
        requester=_requester(fields),
        mainPersons=people,
        conferenceType=fields.or_none("conference_type"),
        context=fields.or_none("context"),
        urgency=fields.or_none("urgency"),
        minorsInvolved=fields.yes_no("minors_involved"),
        informationTalkOnly=fields.flag("talk_only") or None,
        question=fields.or_none("question"),
        wishes=_wishes(fields) or None,
        consent=_consent(fields),
        mandates=mandates or None,
        contactRules=rules or None,
    )


def _requester(fields: Fields) -> dict[str, Any]:
    names = ("kind", "name", "organisation", "email", "phone")
    said = {name: fields.or_none(f"requester_{name}") for name in names}
    return _filled(**said, postalAddress=fields.or_none("requester_postal_address"))


def _person(fields: Fields, at: str) -> dict[str, Any]:
    return _filled(
        name=fields.or_none(f"{at}name"),
        birthYear=fields.number(f"{at}birth_year"),
        languages=list(fields.listed(f"{at}languages")) or None,
        postalCode=fields.or_none(f"{at}postal_code"),
        municipality=fields.or_none(f"{at}municipality"),
        side=fields.or_none(f"{at}side"),
    )


def _mandate(fields: Fields, at: str) -> dict[str, Any]:
    names = ("name", "organisation", "email", "phone")
    acceptor = _filled(**{name: fields.or_none(f"{at}acceptor_{name}") for name in names})
    said = _filled(
        kind=fields.or_none(f"{at}kind"),
        conditions=list(fields.lines(f"{at}conditions")) or None,
        acceptor=acceptor or None,
        legalDeadline=fields.or_none(f"{at}legal_deadline"),
    )
    places = sorted(number - 1 for one in fields.listed(f"{at}people") if (number := whole(one)))
    return said | ({"for": places} if said and places else {})


def _wishes(fields: Fields) -> dict[str, Any]:
    return _filled(
        gender=fields.or_none("wish_gender"),
        ageBand=fields.or_none("wish_age_band"),
        languages=list(fields.listed("wish_languages")) or None,
    )


def _consent(fields: Fields) -> dict[str, Any] | None:
    given = fields.yes_no("consent_given")
    said = _filled(given=given, by=fields.or_none("consent_by"), on=fields.or_none("consent_on"))
    return said if given is not None else None


def _filled(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a referral
    return {name: value for name, value in values.items() if value is not None}
