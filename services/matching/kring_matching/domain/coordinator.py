"""One entry of the coordinator register."""

from dataclasses import dataclass, replace
from datetime import date

from kring_matching.process import STANDING, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard
from kring_shared.contracts.matching import (
    LanguageSkill,
    PauseReason,
    Period,
    SelfDeclared,
    Statute,
    SuspensionReason,
    Thing,
    TieKind,
)
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Issued:
    """Something an office gave a coordinator, until it came back."""

    thing: Thing
    issued_on: date
    returned_on: date | None = None


@dataclass(frozen=True)
class Coordinator(Aggregate):
    """An independent citizen who brings circles together (Eigen Kracht-coördinator).

    One lent by a neighbour office stands here as a guest under a one-time id, for one case.
    """

    coordinator_id: str
    office: str
    card: PersonCard
    scopes: tuple[ConferenceType, ...]
    gender: Gender | None
    birth_year: int | None
    municipality: str
    travel_limit_km: int
    maximum_load: int
    screening_valid_until: date
    screening_checked_on: date | None = None
    levels: tuple[LanguageSkill, ...] = ()
    municipalities: tuple[str, ...] = ()
    declared: Sealed[SelfDeclared] | None = None
    away: tuple[Period, ...] = ()
    statute: Statute | None = None
    issued: tuple[Issued, ...] = ()
    ties: tuple[TieKind, ...] = ()
    standing: Standing = Standing.ACTIVE
    standing_because: str = ""
    standing_since: date | None = None
    pause: PauseReason | None = None
    """Why they paused; kept through a suspension for the screening, so that a new proof does not end the pause."""
    certified_on: date | None = None
    supervised: bool = False
    """Still on the way to the certificate: only a conference with support."""
    last_case_on: date | None = None
    lent_by: str | None = None
    for_case: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the coordinator's id."""
        return self.coordinator_id

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages they speak, BCP 47."""
        return self.card.languages

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who this entry is about."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)})

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands about the standing that can be given now."""
        return STANDING.possible(self.standing)

    def moved(self, on: type[Named], because: str, today: date) -> "Coordinator":
        """Go where the table says, and keep why and since when; raises `NotAllowedNow` when it says nothing."""
        standing = STANDING.next(self.standing, on)
        return replace(self, standing=standing, standing_because=because, standing_since=today)

    def suspended(self, on: type[Named], reason: SuspensionReason, today: date) -> "Coordinator":
        """Go where the table says, with the reason that has to be lifted last.

        A complaint stays the reason, since nothing else here remembers it. A screening that ended never takes the
        place of another reason, since a new proof alone would lift it.
        """
        moved = self.moved(on, reason.value, today)
        if self.standing is not Standing.SUSPENDED:
            return moved
        known = self.standing_because
        if reason in {SuspensionReason.SCREENING_EXPIRED, known} or known == SuspensionReason.COMPLAINT:
            return replace(moved, standing_because=known, standing_since=self.standing_since)
        return moved

    @property
    def still_out(self) -> tuple[Thing, ...]:
        """Name what was issued and did not come back."""
        return tuple(one.thing for one in self.issued if one.returned_on is None)

    def given(self, thing: Thing, today: date) -> "Coordinator":
        """Give them something.

        Raises:
            Refused: they have it already.
        """
        if thing in self.still_out:
            raise Refused(f"{thing.value} was issued before and did not come back: note its return first").because(
                "issued-before"
            )
        return replace(self, issued=(*self.issued, Issued(thing, today)))

    def gave_back(self, thing: Thing, today: date) -> "Coordinator":
        """Note that something came back, or was closed.

        Raises:
            Refused: they do not have it.
        """
        if thing not in self.still_out:
            raise Refused(f"{thing.value} is not out; what is out: {', '.join(self.still_out) or 'nothing'}").because(
                "not-issued"
            )
        back = (
            replace(one, returned_on=today) if one.thing is thing and one.returned_on is None else one
            for one in self.issued
        )
        return replace(self, issued=tuple(back))
