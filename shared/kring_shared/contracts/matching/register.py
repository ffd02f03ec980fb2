"""The coordinator register: who is in it, whether they may work, and what they were given."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key, Named
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard
from kring_shared.contracts.matching.words import (
    LanguageSkill,
    LeavingReason,
    PauseReason,
    Period,
    Statute,
    SuspensionReason,
    Thing,
    TieKind,
)
from kring_shared.contracts.sealed import Contact


class CoordinatorRegistered(Fact):
    """A coordinator entered the register; `case_id` is the coordinator's own id."""

    coordinator: PersonCard
    scopes: tuple[ConferenceType, ...]
    municipality: str = ""
    travel_limit_km: int = Field(ge=0, description="How far they travel, kilometres.")
    maximum_load: int = Field(ge=0, description="Cases at the same time.")


class AvailabilityChanged(Fact):
    """A coordinator takes more or fewer cases, or is away for a while."""

    maximum_load: int = Field(ge=0, description="Cases at the same time.")
    away: tuple[Period, ...] = ()


class ScreeningConfirmed(Fact):
    """The screening proof (VOG, 596.2) was seen; the proof itself is never kept."""

    checked_on: date
    valid_until: date


class ScreeningExpiring(Fact):
    """A screening proof ends within sixty days."""

    coordinator: PersonCard
    valid_until: date


class ScreeningExpired(Fact):
    """A screening proof ended; the coordinator is suspended until a new one was seen."""

    valid_until: date


class StatuteRecorded(Fact):
    """It was settled by which statute a coordinator works."""

    statute: Statute


class ProfileDeclared(Fact):
    """A coordinator said something of themselves that a family may wish for; what it is stays sealed."""


class ProfileTakenBack(Fact):
    """A coordinator took back what they had said of themselves."""


class ThingIssued(Fact):
    """A coordinator got cards, an e-mail account or the like."""

    thing: Thing


class ThingReturned(Fact):
    """What was issued came back, or was closed."""

    thing: Thing


class ThingsToReturn(Fact):
    """A coordinator left or is suspended: what was issued is to be returned, and closed."""

    things: tuple[Thing, ...]


class RegisterTieDeclared(Fact):
    """A coordinator is tied to a body that decides on help or gives it; they are suspended at that moment."""

    tie: TieKind


class RegisterTieEnded(Fact):
    """A tie to such a body is over."""

    tie: TieKind


class CoordinatorPaused(Fact):
    """A coordinator takes no new cases for a while."""

    reason: PauseReason


class CoordinatorSuspended(Fact):
    """A coordinator may not work for now."""

    reason: SuspensionReason
    running_cases: int = Field(0, ge=0, description="Cases they have at this moment.")


class CoordinatorReinstated(Fact):
    """A coordinator works again, after a pause or a suspension."""


class CoordinatorLeft(Fact):
    """A coordinator left."""

    reason: LeavingReason


class AboutCoordinator(Named):
    """What every command about one entry of the register has in common; never given by itself."""

    coordinator_id: Key

    def key(self) -> str:
        """Give the coordinator's own id."""
        return self.coordinator_id


class RegisterCoordinator(AboutCoordinator, Command):
    """Enter a coordinator in the register, or replace what it says of them."""

    contact: Contact
    languages: tuple[str, ...] = Field(min_length=1, description="BCP 47 tags.", examples=[["nl", "tr"]])
    levels: tuple[LanguageSkill, ...] = Field((), description="How well, where it is known; else `good`.")
    scopes: tuple[ConferenceType, ...] = Field(min_length=1)
    gender: Gender | None = None
    birth_year: int | None = Field(None, ge=1900, le=2100)
    municipality: str = Field("", examples=["Utrecht"])
    municipalities: tuple[str, ...] = Field((), description="Where else they work gladly.", examples=[["Zeist"]])
    travel_limit_km: int = Field(40, ge=0, le=400, description="Kilometres.")
    maximum_load: int = Field(2, ge=0, le=20, description="Cases at the same time.")
    screening_valid_until: date = Field(description="Last day the screening proof (VOG, 596.2) is good.")
    screening_checked_on: date | None = Field(None, description="When the proof was seen.")
    certified_on: date | None = Field(None, description="When the certificate was given, where it is known.")
    statute: Statute | None = Field(None, description="Contract or volunteer; absent keeps what is there.")
    employer_is_helping_body: bool = Field(
        description="Employed by or tied to a deciding or helping body: then never proposed."
    )
    ties: tuple[TieKind, ...] = Field((), description="Any other tie to such a body, declared at entry: suspends too.")


class SetAvailability(AboutCoordinator, Command):
    """Say how many cases somebody takes at the same time, and on which days they are away."""

    maximum_load: int = Field(ge=0, le=20, description="Cases at the same time.")
    away: tuple[Period, ...] = ()


class ConfirmScreening(AboutCoordinator, Command):
    """Note that a screening proof was seen: the fact and the dates, never the proof."""

    checked_on: date
    valid_until: date


class RecordStatute(AboutCoordinator, Command):
    """Settle by which statute somebody works."""

    statute: Statute


class DeclareProfile(AboutCoordinator, Command):
    """Let a coordinator say their religion or background, so that a family's wish can be met; it is sealed."""

    religion: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["muslim"])
    background: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["moroccan"])
    consent: bool = Field(description="True: they want it used for wishes of families, and for nothing else.")


class TakeBackProfile(AboutCoordinator, Command):
    """Take back what somebody had said of themselves; it is erased."""


class IssueThing(AboutCoordinator, Command):
    """Give a coordinator cards, an e-mail account or the like."""

    thing: Thing


class ReturnThing(AboutCoordinator, Command):
    """Note that something issued came back, or was closed."""

    thing: Thing


class DeclareRegisterTie(AboutCoordinator, Command):
    """Declare a tie to a body that decides on help or gives it; it suspends at that moment."""

    tie: TieKind


class EndRegisterTie(AboutCoordinator, Command):
    """Note that such a tie is over; when it was the last, the coordinator may be reinstated."""

    tie: TieKind


class PauseCoordinator(AboutCoordinator, Command):
    """Give a coordinator no new cases for a while."""

    reason: PauseReason


class SuspendCoordinator(AboutCoordinator, Command):
    """Let a coordinator not work for now."""

    reason: SuspensionReason


class ReinstateCoordinator(AboutCoordinator, Command):
    """Let a coordinator work again; refused while a tie, the screening or the statute stands in the way."""


class EndCoordinatorship(AboutCoordinator, Command):
    """Note that a coordinator leaves; refused while they have running cases: those are handed over first."""

    reason: LeavingReason


class ScreeningWarns(Deadline):
    """Sixty days before a screening proof ends; `case_id` is the coordinator's own id."""

    valid_until: date


class ScreeningEnds(Deadline):
    """The day after the last day of a screening proof; `case_id` is the coordinator's own id."""

    valid_until: date
