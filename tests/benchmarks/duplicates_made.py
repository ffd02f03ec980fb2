"""Makes families and their referrals, labelled with who is who: the test set of `duplicates`, from a seed."""

from dataclasses import dataclass, replace
from random import Random

from kring_intake.likeness.traits import Traits
from kring_shared.contracts.field import Context, Urgency
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.referral import Referral, ReferralPerson, ReferralRequester
from tests.benchmarks.duplicates_names import Background, read_names

MUNICIPALITIES = (
    *("Utrecht", "Amersfoort", "Zeist", "Nieuwegein", "Veenendaal", "Houten", "Woerden", "Soest", "IJsselstein"),
    *("Leusden", "Baarn", "Bunschoten", "Vianen", "Culemborg", "Tiel", "Hilversum", "Huizen", "Bussum", "Ede"),
    *("Wageningen", "Barneveld", "Nijkerk", "Ermelo", "Harderwijk", "Gouda"),
)
QUARTERS = 400
THIS_YEAR = 2026
ADULT_AGE = 18
PROFESSIONALS = 300
BY_PROFESSIONALS = 0.75
"""So many requests come through professionals: then the contact details are theirs, and not the family's."""


@dataclass(frozen=True)
class Human:
    """Somebody, as they are."""

    id: int
    given: str
    family: str
    birth_year: int


@dataclass(frozen=True)
class Family:
    """Main persons of one household, and how they live."""

    background: Background
    people: tuple[Human, ...]
    postal_code: str
    municipality: str
    email: str
    phone: str


@dataclass(frozen=True)
class Written:
    """One person as a referral writes them."""

    id: int
    name: str
    birth_year: int | None
    postal_code: str
    municipality: str


@dataclass(frozen=True)
class Made:
    """A referral and what is known of it: whom it is about, how it was changed, why it is there."""

    referral: Referral
    people: frozenset[int]
    changes: tuple[str, ...] = ()
    trap: str = ""


class Maker:
    """Draws families from a list of names; the same seed gives the same families."""

    def __init__(self, seed: int, names: str) -> None:
        """Take a list of `names/`; `held_out` lives in Belgium, where a postal code is four digits."""
        self.chance = Random(seed)  # noqa: S311 - a test set, and the same at each run
        self._belgian = names == "held_out"
        self._backgrounds = read_names(names)
        self._shares = [background.share for background in self._backgrounds]
        self._ids = 0
        self._desks = [self._contact(f"desk{desk}", "wijkteam.example") for desk in range(PROFESSIONALS)]

    def family(self, size: int = 0) -> Family:
        """Draw a family: brothers and sisters, at times with a parent, at times one adult alone."""
        chance = self.chance
        background = chance.choices(self._backgrounds, self._shares)[0]
        size = size or chance.choices((1, 2, 3, 4), (50, 27, 15, 8))[0]
        adult = size == 1 and chance.random() < 0.4
        eldest = chance.randint(1940, THIS_YEAR - ADULT_AGE) if adult else chance.randint(THIS_YEAR - 17, THIS_YEAR - 3)
        name, year = background.family_name(chance), eldest
        people: list[Human] = []
        for place in range(size):
            parent = place > 0 and place == size - 1 and chance.random() < 0.35
            born = eldest - chance.randint(20, 38) if parent else year
            people.append(self.human(background, name, born, people))
            year = min(THIS_YEAR, year + (0 if chance.random() < 0.03 else chance.randint(1, 4)))
        email, phone = self._contact(f"{name}.{self._ids}".replace(" ", "").lower(), "post.example")
        return Family(background, tuple(people), *self.address(), email=email, phone=phone)

    def human(self, background: Background, family: str, birth_year: int, beside: list[Human] | None = None) -> Human:
        """Draw somebody whose given name nobody of the household has."""
        taken = {other.given for other in beside or ()}
        given = next(name for name in iter(lambda: background.given_name(self.chance), "") if name not in taken)
        self._ids += 1
        return Human(self._ids, given, family, birth_year)

    def address(self) -> tuple[str, str]:
        """Draw a postal code and its municipality."""
        quarter = int(self.chance.expovariate(3 / QUARTERS)) % QUARTERS
        digits = str((9000 if self._belgian else 3400) + quarter)
        letters = "" if self._belgian else " " + "".join(self.chance.choices("ABCDEGHJKLMNPRSTVWXZ", k=2))
        return digits + letters, MUNICIPALITIES[quarter % len(MUNICIPALITIES)]

    def contact(self) -> tuple[str, str]:
        """Draw an e-mail address and a telephone number that nobody had."""
        self._ids += 1
        return self._contact(f"nieuw{self._ids}", "post.example")

    def written(self, family: Family) -> tuple[Written, ...]:
        """Write a family as a sender does: each knows more or less of where people live."""
        code, place = family.postal_code, family.municipality
        known = self.chance.choices(
            ((code, place), (code.replace(" ", ""), ""), (code[:4], place), ("", place), ("", "")), (50, 20, 20, 8, 2)
        )[0]
        return tuple(Written(one.id, self.name(one), one.birth_year, *known) for one in family.people)

    def name(self, human: Human) -> str:
        """Write a name; a few senders give the given name only."""
        return human.given if self.chance.random() < 0.01 else f"{human.given} {human.family}"

    def made(self, family: Family, people: tuple[Written, ...], changes: tuple[str, ...] = (), trap: str = "") -> Made:
        """Refer some people; three of four times by a professional, of whom each refers many families."""
        self._ids += 1
        by_professional = self.chance.random() < BY_PROFESSIONALS
        kind = RequesterKind.PROFESSIONAL if by_professional else RequesterKind.CLOSE_PERSON
        rank = min(int(self.chance.expovariate(6 / PROFESSIONALS)), PROFESSIONALS - 1)
        email, phone = self._desks[rank] if by_professional else (family.email, family.phone)
        known = self.chance.choices(((email, phone), (email, ""), ("", phone)), (50, 25, 25))[0]
        asks = ReferralRequester(kind=kind, name="M. de Vries", organisation="Wijkteam", email=known[0], phone=known[1])
        mains = tuple(
            ReferralPerson(
                name=one.name, birth_year=one.birth_year, postal_code=one.postal_code, municipality=one.municipality
            )
            for one in people
        )
        referral = Referral(
            reference=f"R-{self._ids}",
            requester=asks,
            main_persons=mains,
            context=Context.VOLUNTARY,
            urgency=Urgency.NORMAL,
        )
        return Made(referral, frozenset(one.id for one in people), changes, trap)

    def trap(self, family: Family) -> Made:
        """Make others who share much with a family and are not of it, or are its brother, sister or parent."""
        one, chance = family.people[0], self.chance
        trap = chance.choices(("sibling", "twin", "parent", "namesake", "neighbour"), (30, 15, 5, 30, 20))[0]
        born, elsewhere = one.birth_year, self.family(1)
        years = {"sibling": born + chance.randint(1, 4), "parent": born - chance.randint(20, 38)}
        years["namesake"] = born + chance.choice((-9, -6, -4, -3, -2, 2, 3, 5, 7))
        surname = family.background.family_name(chance) if trap == "neighbour" else one.family
        other = self.human(family.background, surname, min(years.get(trap, born), THIS_YEAR), [*family.people])
        if trap in {"parent", "namesake"}:
            other = replace(other, given=one.given)
        lives = elsewhere if trap in {"namesake", "neighbour"} else family
        if trap == "neighbour":
            lives = replace(lives, postal_code=family.postal_code, municipality=family.municipality)
        lives = replace(lives, people=(other,))
        return self.made(lives, self.written(lives), trap=trap)

    def traits(self, family: Family) -> tuple[Traits, ...]:
        """Give a family as it is compared, without the referral around it."""
        known = () if self.chance.random() < BY_PROFESSIONALS else (family.email,)
        return tuple(
            Traits(
                name=one.name,
                birth_year=one.birth_year,
                postal_code=one.postal_code,
                municipality=one.municipality,
                emails=known,
                phones=(family.phone,) if known else (),
            )
            for one in self.written(family)
        )

    def _contact(self, who: str, where: str) -> tuple[str, str]:
        return f"{who}@{where}", f"+31 6 {self.chance.randint(10_000_000, 99_999_999)}"
