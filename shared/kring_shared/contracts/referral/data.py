"""What a referral carries, version 1. Outside systems build against it: fields may be added, none may change or go."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.field import ConferenceType, Context, Gender, RequesterKind, Urgency

REFERRAL_TYPE: Final = "nl.eigenkracht.referral.submitted.v1"
"""The CloudEvents type. A later addition is announced as `….v1.2`, or by a `dataschema` that holds `v1.2`."""
MAX_REFERRAL_BYTES: Final = 64 * 1024
"""A larger one is refused unread."""
FIRST_BIRTH_YEAR: Final = 1900
MOST_MAIN_PERSONS: Final = 20

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_EMAIL: Final = re.compile(r"[^\s@<>\"(),;:]+@[^\s@<>\"(),;:]+")
_LANGUAGE: Final = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+",
    re.IGNORECASE,
)
FEWEST_PHONE_DIGITS: Final = 6


def _one_line(value: object) -> object:
    return " ".join(_CONTROL.sub(" ", value).split()) if isinstance(value, str) else value


def _one_line_or_none(value: object) -> object:
    return "" if value is None else _one_line(value)


def _text(value: object) -> object:
    if isinstance(value, str):
        return _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
    return "" if value is None else value


def _email(value: object) -> object:
    value = _one_line_or_none(value)
    if isinstance(value, str) and value and not _EMAIL.fullmatch(value):
        raise PydanticCustomError("kring_email", "no e-mail address")
    return value


def _phone(value: object) -> object:
    value = _one_line_or_none(value)
    if isinstance(value, str) and value and sum(map(str.isdigit, value)) < FEWEST_PHONE_DIGITS:
        raise PydanticCustomError("kring_phone", "no telephone number")
    return value


def _reference(value: object) -> object:
    if isinstance(value, str) and not (value.strip() and value.isprintable()):
        raise PydanticCustomError("kring_reference", "not 1 to 64 printable characters")
    return value


def _language(value: object) -> object:
    """Read a language tag, and give it the usual capitals, so that `NL` and `nl` are one language."""
    if not isinstance(value, str):
        return value
    if not _LANGUAGE.fullmatch(value):
        raise PydanticCustomError("kring_language", "no language tag")
    first, *rest = value.lower().split("-")
    return "-".join([first, *(_capitals(part) for part in rest)]) if "-x-" not in f"-{value.lower()}" else value.lower()


def _capitals(part: str) -> str:
    """Write a region `BE` and a script `Latn`."""
    return {2: part.upper(), 4: part.title()}.get(len(part), part)


def _day(value: object) -> object:
    if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)) and not isinstance(value, date):
        raise PydanticCustomError("kring_day", "no day")
    return value


def _list(value: object) -> object:
    return () if value is None else value


Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
OptionalLine = Annotated[str, BeforeValidator(_one_line_or_none)]
Email = Annotated[str, BeforeValidator(_email)]
Phone = Annotated[str, BeforeValidator(_phone)]
Day = Annotated[date | None, BeforeValidator(_day)]
Language = Annotated[str, BeforeValidator(_language)]
Languages = Annotated[tuple[Language, ...], BeforeValidator(_list)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_list)]
Flag = Annotated[bool, Field(strict=True)]
"""Empty text and `null` read as absent wherever a field may be absent; a name loses its line breaks."""


class MandateKind(StrEnum):
    """Which body may compel (gemandateerde)."""

    YOUTH_COURT = "youthCourt"
    CERTIFIED_INSTITUTION = "certifiedInstitution"
    FAMILY_GUARDIAN = "familyGuardian"
    OCJ = "ocj"
    VERTROUWENSCENTRUM = "vertrouwenscentrum"
    PSYCHIATRY = "psychiatry"
    PROBATION = "probation"
    OTHER = "other"


class ConsentBy(StrEnum):
    """Who, as the sender says, agreed."""

    MAIN_PERSON = "mainPerson"
    LEGAL_REPRESENTATIVE = "legalRepresentative"


class ReferralRequester(Message):
    """Who asks (aanvrager): the person it is about, someone close, or a professional."""

    kind: RequesterKind = Field(description="Their tie to the main person.", examples=["professional"])
    name: Line = Field(description="Their name.", examples=["M. Jansen"])
    organisation: OptionalLine = Field("", description="Required for a professional.", examples=["Wijkteam Noord"])
    email: Email = Field("", description="One of e-mail, phone or address.", examples=["m.jansen@wijkteam.example"])
    phone: Phone = Field("", description="One of e-mail, phone or address.", examples=["+31 30 000 45 67"])
    postal_address: OptionalLine = Field(
        "",
        description="One of e-mail, phone or address; as on an envelope.",
        examples=["Lindestraat 1, 3511 AA Utrecht"],
    )


class ReferralPerson(Message):
    """Somebody it is about (hoofdpersoon): a child, an adult, a group or a street."""

    name: Line = Field(description="What they are called.", examples=["Filip"])
    birth_year: int | None = Field(
        None, ge=FIRST_BIRTH_YEAR, strict=True, description="1900 to this year.", examples=[2015]
    )
    languages: Languages = Field((), description="BCP 47, the best known first.", examples=[["nl", "tr"]])
    postal_code: OptionalLine = Field("", description="Whole, or the digits only.", examples=["3511"])
    municipality: OptionalLine = Field("", description="Where they live.", examples=["Utrecht"])
    side: Literal["a", "b"] | None = Field(None, description="Restorative only: which side.", examples=["a"])


class ReferralAcceptor(Message):
    """Who accepts the plan in the name of a mandating body."""

    name: Line = Field(description="Their name.", examples=["S. De Smet"])
    organisation: Line = Field(description="Where they work.", examples=["OCJ Gent"])
    email: Email = Field("", description="E-mail or phone.", examples=["s.desmet@ocj.example"])
    phone: Phone = Field("", description="E-mail or phone.", examples=["+32 9 000 12 34"])


class ReferralMandate(Message):
    """A body that may set conditions and must accept the plan."""

    kind: MandateKind = Field(description="Which kind of body.", examples=["youthCourt"])
    applies_to: tuple[Annotated[int, Field(ge=0, strict=True)], ...] | None = Field(
        None, alias="for", description="Places in `mainPersons`, from 0; absent is all.", examples=[[0]]
    )
    conditions: Lines = Field((), description="What the plan has to hold.", examples=[["De kinderen slapen thuis"]])
    acceptor: ReferralAcceptor | None = Field(None, description="Who accepts the plan, when it is known.")
    legal_deadline: Day = Field(None, description="The last day the law allows.", examples=["2027-02-15"])


class ReferralWishes(Message):
    """What is wished of the coordinator; religion and background are never asked of a sender."""

    gender: Gender | None = Field(None, description="`female`, `male` or `other`.", examples=["female"])
    age_band: Literal["18-40", "40-60", "60+"] | None = Field(None, description="Years.", examples=["40-60"])
    languages: Languages = Field((), description="BCP 47, the most wished first.", examples=[["nl"]])


class ReferralConsent(Message):
    """Only what the sender says: the office asks the person itself before anything begins."""

    given: Flag = Field(description="Whether they agreed.", examples=[True])
    by: ConsentBy | None = Field(None, description="Who agreed.", examples=["legalRepresentative"])
    on: Day = Field(None, description="On which day.", examples=["2026-11-18"])


class ContactRules(Message):
    """How people may be reached safely."""

    neutral_sender: Flag = Field(default=False, description="Mail must not show who it is from.", examples=[True])
    do_not_contact: Lines = Field((), description="Contact values that must not be used.", examples=[["a@b.example"]])


class Referral(Message):
    """A referral (aanmelding) as a sender gives it; the rules between fields are in `rules`."""

    reference: Annotated[str, BeforeValidator(_reference)] = Field(
        min_length=1, max_length=64, description="The sender's own, no personal data.", examples=["WN-2026-0041"]
    )
    requester: ReferralRequester = Field(description="Who asks.")
    main_persons: Annotated[tuple[ReferralPerson, ...], BeforeValidator(_list)] = Field(
        (), max_length=MOST_MAIN_PERSONS, description="1 to 20; may be absent for an information talk."
    )
    conference_type: ConferenceType | None = Field(None, description="Absent: found out later.", examples=["family"])
    context: Context = Field(description="Mandatory needs a mandate.", examples=["voluntary"])
    urgency: Urgency = Field(description="Urgent is within a week.", examples=["normal"])
    minors_involved: Flag | None = Field(None, description="Absent: not known.", examples=[True])
    information_talk_only: Flag | None = Field(None, description="A talk without obligation.", examples=[False])
    question: Annotated[str, BeforeValidator(_text)] = Field(
        "", description="What it is about, open.", examples=["Wat is er nodig zodat Filip veilig kan opgroeien?"]
    )
    wishes: ReferralWishes | None = Field(None, description="Wishes about the coordinator.")
    consent: ReferralConsent | None = Field(None, description="What the sender says; it opens nothing.")
    mandates: Annotated[tuple[ReferralMandate, ...], BeforeValidator(_list)] = Field(
        (), description="Bodies that may compel; at least one in mandatory context."
    )
    contact_rules: ContactRules | None = Field(None, description="How people may be reached safely.")
