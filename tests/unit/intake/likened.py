"""People to compare, said in few words."""

from kring_intake.likeness.traits import Traits

PARENT = "ouder@post.example"
NUMBER = "+31 6 00 00 12 34"


def a_person(name: str = "Tjitske van der Heide", born: int | None = 2013, at: str = "3511 AB") -> Traits:
    """Make somebody, by default with a name that few have."""
    return Traits(name=name, birth_year=born, postal_code=at, municipality="Utrecht" if at.startswith("35") else "")


def with_contact(person: Traits) -> Traits:
    """Give somebody the e-mail address and telephone number of a parent."""
    return person.model_copy(update={"emails": (PARENT,), "phones": (NUMBER,)})
