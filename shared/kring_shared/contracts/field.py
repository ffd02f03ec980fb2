"""Words of the field that several messages use: kinds of conference, context, urgency, people and their parts."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from kring_shared.contracts.envelope import Key, Message
from kring_shared.contracts.sealed import Contact, Sealed


class ConferenceType(StrEnum):
    """The variants of an Eigen Kracht-conferentie (familie, herstel, groep of buurt, leervragen)."""

    FAMILY = "family"
    RESTORATIVE = "restorative"
    COMMUNITY = "community"
    LEARNING = "learning"


class Context(StrEnum):
    """Whether help is free to refuse, or compelled (gedwongen hulpverlening), where conditions bind the plan."""

    VOLUNTARY = "voluntary"
    MANDATORY = "mandatory"


class Urgency(StrEnum):
    """Six to eight weeks of preparation, or within a week; the participants set the pace."""

    NORMAL = "normal"
    URGENT = "urgent"


class RequesterKind(StrEnum):
    """Who asked (aanvrager): the person it is about, someone close, or a professional."""

    MAIN_PERSON = "mainPerson"
    CLOSE_PERSON = "closePerson"
    PROFESSIONAL = "professional"


class AgeBand(StrEnum):
    """How old a main person is, as far as it decides who says yes."""

    UNDER_12 = "under-12"
    FROM_12 = "12-15"
    FROM_16 = "16-17"
    ADULT = "adult"


class Part(StrEnum):
    """The part a person plays in one conference; only the circle takes part in private time."""

    MAIN_PERSON = "main-person"
    CIRCLE = "circle"
    SUPPORT_PERSON = "support-person"
    INFORMATION_GIVER = "information-giver"
    ACCEPTOR = "acceptor"
    INTERPRETER = "interpreter"

    @property
    def is_professional(self) -> bool:
        """Tell whether this person informs, answers and leaves."""
        return self in {Part.INFORMATION_GIVER, Part.ACCEPTOR}


class Gender(StrEnum):
    """What a family may wish of a coordinator, and what a coordinator says of themselves."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Wishes(Message):
    """What the main person wishes of the coordinator; religion and background are asked later, after consent."""

    gender: Gender | None = None
    age_band: str | None = Field(None, pattern=r"^(18-40|40-60|60\+)$", examples=["40-60"])
    languages: tuple[str, ...] = Field((), description="BCP 47 tags, the most wished first.", examples=[["tr", "nl"]])


class PersonCard(Message):
    """A person on the route: an opaque id, and sealed under that person's own key how to reach them."""

    person_id: Key
    contact: Sealed[Contact]
    languages: tuple[str, ...] = Field((), description="BCP 47 tags, the best known first.", examples=[["nl"]])
    minor: bool | None = Field(None, description="Under 18; absent when not known.")


class Mandate(Message):
    """A body that may compel (gemandateerde): its conditions, and who accepts the plan in its name."""

    kind: str = Field(description="Which kind of body.", examples=["youthCourt"])
    for_persons: tuple[Key, ...] = Field((), description="Main persons it is about; empty is all of them.")
    conditions: tuple[Sealed[str], ...] = Field((), description="Each condition, sealed under the case.")
    acceptor: PersonCard | None = Field(None, description="Who accepts the plan, when it is known.")
    legal_deadline: date | None = Field(None, description="The last day the law allows.")
    legal_term: str = Field("", description="The term that day follows from, by code.", examples=["nl-wmo-plan"])


class Dossier(Message):
    """What every step needs to know of a request, in codes."""

    conference_type: ConferenceType | None = Field(None, description="Absent until triage finds it out.")
    context: Context = Context.VOLUNTARY
    urgency: Urgency = Urgency.NORMAL
    minors_involved: bool | None = Field(None, description="Absent when not known.")
    policy: str = Field(
        description="The organisation's policy, with its version; kept for the whole route.", examples=["nl/1"]
    )
    previous_policy: str = Field(
        "", description="The policy it came in under at another office, before a transfer; empty without one."
    )
    municipality: str = Field("", description="A municipality from the list, or empty.", examples=["Utrecht"])
    languages: tuple[str, ...] = Field((), description="Languages of the main persons, BCP 47.", examples=[["nl"]])
    wishes: Wishes = Wishes()
