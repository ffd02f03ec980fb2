"""The request: what is known of it, where it stands, and where it may go from there."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_intake.domain.people import MainPerson
from kring_intake.domain.said import Said
from kring_intake.process import ALWAYS, HELD, Held, Stage, possible, table_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import Context, Dossier, Mandate, PersonCard, RequesterKind
from kring_shared.contracts.intake import (
    FundingRefusal,
    TriageRequest,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import NOBODY_YET, Coordination, CoordinatorTold
from kring_shared.kernel.errors import NotAllowedNow, Refused
from kring_shared.kernel.municipalities import known
from kring_shared.kernel.work import Aggregate


class MandateStands(Refused):
    """A compelled request would become voluntary without anybody saying that the mandate was lifted."""

    code = "kring.mandate-stands"


@dataclass(frozen=True)
class KnownAs:
    """What a sender calls the request: their own reference, which holds nothing personal."""

    source: str
    reference: str


@dataclass(frozen=True)
class Funding:
    """How it stands with who pays."""

    asked_on: date | None = None
    funder_id: str | None = None
    granted: bool | None = None
    refused_because: FundingRefusal | None = None
    objection_until: date | None = None


@dataclass(frozen=True)
class MergedIn:
    """A request that goes on as this one, and what it brought along: it goes again when the merge is undone."""

    case_id: str
    references: tuple[KnownAs, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    made_mandatory: bool = False


@dataclass(frozen=True)
class Request(Aggregate):
    """What somebody asked for (aanvraag): a conference, or first a talk without obligation."""

    case_id: str
    office: str
    received_at: datetime
    channel: str
    requester_kind: RequesterKind
    requester: PersonCard
    dossier: Dossier
    main_persons: tuple[MainPerson, ...] = ()
    question: Sealed[str] | None = None
    mandates: tuple[Mandate, ...] = ()
    neutral_sender: bool = False
    stage: Stage = Stage.RECEIVED
    held: Held = Held.FREE
    said: tuple[Said, ...] = ()
    funding: Funding | None = None
    coordination: Coordination = NOBODY_YET
    previous_case_id: str | None = None
    previous_coordinator_id: str | None = None
    partner_id: str | None = None
    references: tuple[KnownAs, ...] = ()
    merged_into: str | None = None
    merged_in: tuple[MergedIn, ...] = ()
    transfer_id: str | None = None
    has_met: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands that can be given now."""
        return possible(self.stage, self.held)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing can happen any more: what is heard now came too late to matter.

        A merged one is over too, for it goes on as another; only that it was merged can be undone.
        """
        return self.stage is Stage.MERGED or not table_of(self.stage).is_open(self.stage)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the people it is still about with their holders, whoever asked for it, and the coordinator, if any."""
        people = {(Role.MAIN_PERSON.value, person.id) for person in self.active_persons}
        people |= {
            (Role.LEGAL_REPRESENTATIVE.value, holder.person_id)
            for person in self.active_persons
            for holder in person.holders
        }
        people.add((Role.REQUESTER.value, self.requester.person_id))
        return frozenset(people) | self.coordination.parties()

    def wards_of(self, actor_id: str) -> frozenset[str]:
        """Give for which children somebody decides as a holder of authority; of whom that is not known, for none."""
        rules = POLICIES[self.dossier.policy].consent
        return frozenset(person.id for person in self.active_persons if actor_id in (person.deciders(rules) or ()))

    def knows(self, on: type[Named]) -> bool:
        """Tell whether `on` leads anywhere from here."""
        return table_of(self.stage).knows(self.stage, on)

    def moved(self, on: type[Named]) -> "Request":
        """Go where the table says; raises `NotAllowedNow` when it says nothing, or while the request waits.

        What is heard from other services moves it also while it waits: that happened, and cannot be refused. What is
        over waits for nothing.
        """
        waits = self.held is not Held.FREE and issubclass(on, Command) and on not in ALWAYS
        if waits or not self.knows(on):
            raise NotAllowedNow(asked=on.name, stage=(self.held if waits else self.stage).value, possible=self.possible)
        moved = replace(self, stage=table_of(self.stage).next(self.stage, on))
        return replace(moved, held=Held.FREE) if moved.is_over else moved

    def held_by(self, on: type[Named]) -> "Request":
        """Begin to wait, or go on, as the table of what makes it wait says; raises `NotAllowedNow`."""
        if self.is_over or not HELD.knows(self.held, on):
            where = self.stage if self.held is Held.FREE else self.held
            raise NotAllowedNow(asked=on.name, stage=where.value, possible=self.possible)
        return replace(self, held=HELD.next(self.held, on))

    def triaged(self, settled: TriageRequest, found: tuple[Mandate, ...] = ()) -> "Request":
        """Settle what it is about, with the mandates `found` since.

        Raises:
            MandateStands: it is compelled, and would become voluntary without `mandate_lifted`.
        """
        moved = self.moved(TriageRequest)
        mandates = () if settled.mandate_lifted else self._mandates_with(found)
        compelled = self.dossier.context is Context.MANDATORY or bool(mandates)
        if settled.context is Context.VOLUNTARY and compelled and not settled.mandate_lifted:
            raise MandateStands(
                "a body compels this family: triage it as mandatory, or say that the mandate was lifted"
            )
        if settled.mandate_lifted and (settled.context is Context.MANDATORY or found):
            raise Refused("a mandate cannot be lifted and stand at the same time").because(
                "mandate-lifted-and-standing"
            )
        if {who for mandate in found for who in mandate.for_persons} - {person.id for person in self.main_persons}:
            raise Refused("a mandate is about main persons of this request; show-request names them").because(
                "mandate-about-main-persons"
            )
        dossier = self.dossier.model_copy(
            update={
                "conference_type": settled.conference_type,
                "context": settled.context,
                "urgency": settled.urgency,
                "minors_involved": settled.minors_involved,
                "languages": settled.languages or self.dossier.languages,
                "municipality": known(settled.municipality) or self.dossier.municipality,
            }
        )
        previous = settled.previous_case_id or self.previous_case_id
        return replace(moved, dossier=dossier, mandates=mandates, previous_case_id=previous)

    @property
    def coordinator_id(self) -> str | None:
        """Give who coordinates now."""
        return self.coordination.present

    @property
    def last_coordinator_id(self) -> str | None:
        """Give who coordinates, or did before; whoever is kept away from the case is nobody's wish."""
        kept_away = self.coordination.coordinator_id if self.coordination.withheld else None
        before = self.previous_coordinator_id if self.previous_coordinator_id != kept_away else None
        return self.coordinator_id or before

    def coordinated(self, told: CoordinatorTold) -> "Request":
        """Let a coordinator in or out; it moves when one begins, and stays where it is at everything else."""
        heard = replace(self, coordination=self.coordination.after(told))
        if heard.coordinator_id == self.coordinator_id or not self.knows(type(told)):
            return heard
        return heard.moved(type(told))

    @property
    def all_mandates(self) -> tuple[Mandate, ...]:
        """Give its own mandates, and those that merged requests brought along."""
        return (*self.mandates, *(mandate for merged in self.merged_in for mandate in merged.mandates))

    @property
    def standing_mandates(self) -> tuple[Mandate, ...]:
        """Give all mandates that are about somebody who still takes part, for those only.

        A merged request knew the same people under other ids: what came with it binds all of them.
        """
        here = {person.id for person in self.main_persons}
        active = {person.id for person in self.active_persons}
        found = []
        for mandate in self.all_mandates:
            about = tuple(person_id for person_id in mandate.for_persons if person_id in here)
            still = tuple(person_id for person_id in about if person_id in active)
            if still or not about:
                found.append(mandate.model_copy(update={"for_persons": still}))
        return tuple(found)

    @property
    def active_persons(self) -> tuple[MainPerson, ...]:
        """Give the main persons it is still about."""
        return tuple(person for person in self.main_persons if person.takes_part)

    def days_since_received(self, now: datetime) -> int:
        """Count the whole days since it was received; a clock that was set back counts as none."""
        return max((now - self.received_at).days, 0)

    def _mandates_with(self, found: tuple[Mandate, ...]) -> tuple[Mandate, ...]:
        """Put the mandates found in the place of the known ones of their kind that are about the same people."""
        known = {(mandate.kind, frozenset(mandate.for_persons)) for mandate in found}
        left = (m for m in self.mandates if (m.kind, frozenset(m.for_persons)) not in known)
        return (*left, *found)
