"""The terms that a law sets (wettelijke termijnen), as data: how long, from when, and which body it binds.

A term binds the body that may compel, or that decides on help: never the family. A family cannot miss one, no message
to a family presses, and the participants set the pace. What a body does when its day comes is its own affair.

The text of the laws was not at hand: every figure comes from a page that tells about the law, and says so. An office
that relies on one looks at the law first; a term that is wrong here is mended here, and nowhere else.
"""

from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.referral.data import MandateKind

Country = Literal["NL", "BE"]
"""Whose public holidays count."""
WORKING_DAYS_BEFORE: Final = 5
"""How long before a last day it is called near, where no term says otherwise."""


class TermUnit(StrEnum):
    """What is counted: every day, or only the days on which offices are open."""

    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working-days"


class LegalTerm(Message):
    """How long the law gives a body (wettelijke termijn), counted from the day after it began."""

    id: str = Field(pattern=r"^[a-z][a-z-]{1,30}$", description="The code.", examples=["nl-wmo-plan"])
    title_nl: str = Field(description="What it is about, in Dutch.")
    title_en: str = Field(description="The same in English.")
    binds: tuple[MandateKind, ...] = Field(min_length=1, description="Which kinds of body it binds.")
    country: Country = Field(description="Whose law it is, and whose public holidays count.")
    amount: int = Field(ge=1, description="How many.")
    unit: TermUnit
    starts_with: str = Field(description="The event on whose day it begins, one sentence.")
    near_working_days: int = Field(
        WORKING_DAYS_BEFORE, ge=1, description="How many working days before the last day it is called near."
    )
    source: str = Field(description="Where the figure comes from, one sentence.")


TERMS: dict[str, LegalTerm] = {
    term.id: term
    for term in (
        LegalTerm(
            id="nl-wmo-plan",
            title_nl="Persoonlijk plan (Wmo)",
            title_en="Personal plan (Social Support Act)",
            binds=(MandateKind.OTHER,),
            country="NL",
            amount=7,
            unit=TermUnit.DAYS,
            starts_with="The municipality receives the report that help is needed.",
            near_working_days=2,
            source="Pages of two municipalities and an association of older people; the act itself was not seen.",
        ),
        LegalTerm(
            id="nl-jeugdwet-plan",
            title_nl="Familiegroepsplan of plan van aanpak (Jeugdwet)",
            title_en="Family group plan or plan of approach (Youth Act)",
            binds=(MandateKind.CERTIFIED_INSTITUTION, MandateKind.FAMILY_GUARDIAN),
            country="NL",
            amount=6,
            unit=TermUnit.WEEKS,
            starts_with="The institution learns that a child protection measure was given to it to carry out.",
            source="A note about article 4.1.3 of the Youth Act, without a family plan; the act was not seen.",
        ),
        LegalTerm(
            id="be-vk-decision",
            title_nl="Beslissing over maatschappelijke noodzaak (vertrouwenscentrum)",
            title_en="Decision whether help is a social necessity (confidential centre)",
            binds=(MandateKind.VERTROUWENSCENTRUM,),
            country="BE",
            amount=65,
            unit=TermUnit.WORKING_DAYS,
            starts_with="The centre takes up the report.",
            source="The page of Flemish youth help about the mandated centres; the decree was not seen.",
        ),
    )
}
