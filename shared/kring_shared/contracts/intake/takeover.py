"""A request an office took on before it worked with Kring, taken over with the yes that was given then."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Command, Key, Message
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake.words import ConsentMethod
from kring_shared.contracts.referral import ConsentBy, Referral
from kring_shared.contracts.sealed import Contact


class TakenMainPerson(Message):
    """What a referral does not say of a main person, and the office knows of a case that runs."""

    contact: Contact = Field(repr=False, description="How to reach them; the name is the one in the referral.")
    age_band: AgeBand | None = Field(None, description="How old they are, where the year of birth does not settle it.")


class TakeOverRequest(Command):
    """Take over a request that runs already, as far as a coordinator being sought (overname van een lopende zaak).

    The id follows from the office and its own reference, so that importing again finds the same case. Nothing is taken
    over without the day on which those who decide said yes; the facts of it are marked as imported.
    """

    case_id: Key
    referral: Referral = Field(repr=False, description="Whom and what it is about; `reference` is the office's own.")
    main_persons: tuple[TakenMainPerson, ...] = Field(
        (), max_length=20, repr=False, description="In the order of the referral; absent where nothing is known."
    )
    holders: tuple[Contact, ...] = Field(
        (), max_length=10, repr=False, description="Everybody who holds authority over the children among them."
    )
    received_on: date
    consent_on: date = Field(description="The day on which the last of those who decide said yes.")
    consent_by: tuple[ConsentBy, ...] = Field(
        min_length=1, description="Who said yes: they themselves, or who decides."
    )
    consent_method: ConsentMethod = ConsentMethod.IN_PERSON
