"""What is compared of one person, and how it is read from a referral."""

from pydantic import Field

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.referral import Referral


class Companion(Message):
    """Another main person of the same referral, as far as it tells families apart."""

    name: str
    birth_year: int | None = None


class Traits(Message):
    """What is compared of one main person (hoofdpersoon); sealed under that person's key, opened only to compare.

    The companions are never part of what is sealed: they are other people, with keys of their own. Whoever erases one
    person must not leave the name behind in the traits of another. `compare_families` fills them in from the family.
    """

    name: str = Field(description="As the referral gives it, one line.")
    birth_year: int | None = None
    postal_code: str = Field("", description="Whole, or the digits only; spaces and capitals do not matter.")
    municipality: str = ""
    emails: tuple[str, ...] = Field((), description="Of the person or the household, never of a professional.")
    phones: tuple[str, ...] = Field((), description="The same.")
    companions: tuple[Companion, ...] = Field((), exclude=True)


def traits_of(referral: Referral) -> tuple[Traits, ...]:
    """Read the main persons of a referral, in its order.

    A professional's e-mail and telephone say nothing about a family, and would tie all their families together.
    """
    asks = referral.requester
    theirs = asks.kind is not RequesterKind.PROFESSIONAL
    return as_family(
        tuple(
            Traits(
                name=person.name,
                birth_year=person.birth_year,
                postal_code=person.postal_code,
                municipality=person.municipality,
                emails=(asks.email,) if theirs and asks.email else (),
                phones=(asks.phone,) if theirs and asks.phone else (),
            )
            for person in referral.main_persons
        )
    )


def as_family(people: tuple[Traits, ...]) -> tuple[Traits, ...]:
    """Give each person the others as companions; what stood there before is replaced."""
    cards = [Companion(name=person.name, birth_year=person.birth_year) for person in people]
    return tuple(
        person.model_copy(update={"companions": (*cards[:place], *cards[place + 1 :])})
        for place, person in enumerate(people)
    )
