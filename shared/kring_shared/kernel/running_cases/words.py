"""The words in which offices write how a case stands and who takes part in what way, Dutch and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from kring_shared.contracts.conference import Answered, Side
from kring_shared.contracts.field import AgeBand, ConferenceType, Context, Part, RequesterKind, Urgency
from kring_shared.contracts.referral import ConsentBy, MandateKind
from kring_shared.kernel.register_cells import plain
from kring_shared.kernel.register_words import SCOPES

M = TypeVar("M")


class CaseStage(StrEnum):
    """How far a running case is, as an office writes it."""

    SEEKING = "seeking"
    PREPARING = "preparing"
    PLANNED = "planned"
    HELD = "held"
    DISTRIBUTED = "distributed"


@dataclass(frozen=True)
class Marks:
    """What one word between brackets behind a name says; what it does not say is none."""

    part: Part | None = None
    informed: bool | None = None
    answer: Answered | None = None
    minor: bool | None = None
    side: Side | None = None


def _words(meanings: Mapping[M, str]) -> dict[str, M]:
    """Give each meaning by each of its words; letters and digits alone count, so a word may be several."""
    return {plain(word): meaning for meaning, words in meanings.items() for word in words.split(", ")}


STAGES: Final = _words(
    {
        CaseStage.SEEKING: "seeking, seeking a coordinator, waiting for a coordinator, waiting for coordinator, "
        "wacht op coördinator, zoekt coördinator, wachtend",
        CaseStage.PREPARING: "preparing, in preparation, in voorbereiding, voorbereiding",
        CaseStage.PLANNED: "planned, gepland",
        CaseStage.HELD: "held, gehouden",
        CaseStage.DISTRIBUTED: "distributed, plan distributed, verspreid, plan verspreid",
    }
)
TYPES: Final[Mapping[str, ConferenceType]] = SCOPES
CONTEXTS: Final = _words(
    {Context.VOLUNTARY: "voluntary, vrijwillig", Context.MANDATORY: "mandatory, gedwongen, verplicht"}
)
URGENCIES: Final = _words(
    {Urgency.NORMAL: "normal, normaal, gewoon, nee", Urgency.URGENT: "urgent, spoed, dringend, ja"}
)
REQUESTERS: Final = _words(
    {
        RequesterKind.MAIN_PERSON: "mainPerson, hoofdpersoon, zelf, themselves",
        RequesterKind.CLOSE_PERSON: "closePerson, naaste, familie, bekende, omgeving",
        RequesterKind.PROFESSIONAL: "professional, hulpverlener, verwijzer",
    }
)
MANDATES: Final = _words(
    {
        MandateKind.YOUTH_COURT: "youthCourt, jeugdrechtbank, kinderrechter",
        MandateKind.CERTIFIED_INSTITUTION: "certifiedInstitution, gecertificeerde instelling, GI",
        MandateKind.FAMILY_GUARDIAN: "familyGuardian, gezinsvoogd, voogd, jeugdbeschermer",
        MandateKind.OCJ: "ocj",
        MandateKind.VERTROUWENSCENTRUM: "vertrouwenscentrum, VK",
        MandateKind.PSYCHIATRY: "psychiatry, psychiatrie",
        MandateKind.PROBATION: "probation, reclassering",
        MandateKind.OTHER: "other, anders, andere",
    }
)
GIVERS: Final = _words(
    {
        (ConsentBy.MAIN_PERSON,): "mainPerson, hoofdpersoon, hoofdpersonen, zelf, themselves",
        (
            ConsentBy.LEGAL_REPRESENTATIVE,
        ): "legalRepresentative, gezag, gezagsdrager, gezagsdragers, ouders, ouder, voogd, parents, guardian",
        (ConsentBy.MAIN_PERSON, ConsentBy.LEGAL_REPRESENTATIVE): "both, beiden, beide, allen",
    }
)
AGES: Final = _words(
    {
        AgeBand.UNDER_12: "under-12, onder 12, jonger dan 12",
        AgeBand.FROM_12: "12-15, 12 tot 16, 12 tot en met 15",
        AgeBand.FROM_16: "16-17, 16 of 17",
        AgeBand.ADULT: "adult, volwassen, volwassene, 18+",
    }
)
NO_PLAN: Final = frozenset({"geenplan", "noplan", "geen", "none"})
MARKS: Final = _words(
    {
        Marks(part=Part.CIRCLE): "circle, kring, familie",
        Marks(part=Part.SUPPORT_PERSON): "support, support person, steunpersoon, steun",
        Marks(part=Part.INFORMATION_GIVER): "information giver, informatiegever, professional, hulpverlener",
        Marks(part=Part.INTERPRETER): "interpreter, tolk",
        Marks(informed=False): "suggested, genoemd",
        Marks(informed=True): "informed, gesproken",
        Marks(informed=True, answer=Answered.COMES): "comes, komt, kwam, came, was er",
        Marks(informed=True, answer=Answered.COMES_REMOTE): "comes online, komt online, online",
        Marks(informed=True, answer=Answered.IS_REPRESENTED): "represented, vertegenwoordigd",
        Marks(informed=True, answer=Answered.BY_LETTER): "by letter, brief, per brief",
        Marks(informed=True, answer=Answered.DOES_NOT_COME): "does not come, komt niet, kwam niet, did not come",
        Marks(minor=True): "child, kind, minderjarig",
        Marks(minor=False): "adult, volwassen, volwassene",
        Marks(side=Side.HARMED): "harmed, getroffen, getroffene, slachtoffer",
        Marks(side=Side.RESPONSIBLE): "responsible, verantwoordelijk, verantwoordelijke",
    }
)
