"""The people a request is about (hoofdpersonen), and who decides for each of them."""

from dataclasses import dataclass, replace

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.field import AgeBand, PersonCard
from kring_shared.contracts.intake import NotAskedBecause
from kring_shared.contracts.policies import ConsentRules, WhoConsents
from kring_shared.contracts.sealed import Sealed


class PersonDetails(Message):
    """What is known of a main person beside how to reach them; always sealed under that person's key."""

    birth_year: int | None = None
    postal_code: str = ""
    municipality: str = ""
    side: str = ""


@dataclass(frozen=True)
class Voice:
    """Whether a child was asked for their own view; what they said is theirs."""

    asked: bool
    because: NotAskedBecause | None = None


@dataclass(frozen=True)
class MainPerson:
    """Somebody it is about: a card, an age as far as it decides who says yes, and for a minor who holds authority."""

    card: PersonCard
    details: Sealed[PersonDetails] | None = None
    age_band: AgeBand | None = None
    discerning: bool | None = None
    holders: tuple[PersonCard, ...] = ()
    all_holders_known: bool = False
    voice: Voice | None = None
    left_out: bool = False
    died: bool = False
    late_holders: tuple[PersonCard, ...] = ()

    @property
    def id(self) -> str:
        """Give the person's id."""
        return self.card.person_id

    @property
    def takes_part(self) -> bool:
        """Tell whether the request is still about them."""
        return not (self.left_out or self.died)

    @property
    def is_minor(self) -> bool | None:
        """Tell whether they are under 18; none when it is not known."""
        return self.card.minor if self.age_band is None else self.age_band is not AgeBand.ADULT

    def after_death_of(self, person_id: str) -> "MainPerson":
        """Note that somebody died: they themselves, or who held authority over them and decides no longer."""
        late = tuple(holder for holder in self.holders if holder.person_id == person_id)
        return replace(
            self,
            died=self.died or self.id == person_id,
            holders=tuple(holder for holder in self.holders if holder not in late),
            late_holders=(*self.late_holders, *late),
        )

    def after_mistake(self) -> "MainPerson":
        """Take back that anybody died."""
        return replace(self, died=False, holders=(*self.holders, *self.late_holders), late_holders=())

    def deciders(self, rules: ConsentRules, *, no_minors: bool = False) -> frozenset[str] | None:
        """Give the ids of those whose yes it takes; none while that is not known, so that nobody is passed over.

        With `no_minors` the office found that no children are involved: whose age is not known is an adult.
        """
        age = self.age_band
        if age is None and (self.card.minor is False or (no_minors and self.card.minor is None)):
            age = AgeBand.ADULT
        if age is None:
            return None
        who = rules.of(age)
        if who is WhoConsents.BY_DISCERNMENT:
            if self.discerning is None:
                return None
            who = WhoConsents.SELF if self.discerning else WhoConsents.HOLDERS
        if who is WhoConsents.SELF:
            return frozenset({self.id})
        if not (self.holders and self.all_holders_known):
            return None
        holders = frozenset(holder.person_id for holder in self.holders)
        return holders if who is WhoConsents.HOLDERS else holders | {self.id}
