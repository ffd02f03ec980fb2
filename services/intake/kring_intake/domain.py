"""Requests, and what is remembered of referrals: frozen values, and the decisions about them."""

from dataclasses import dataclass, replace
from datetime import datetime

from kring_intake.process import Stage, table_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Context, Dossier, Mandate, PersonCard
from kring_shared.contracts.intake import AcceptRequest, ConsentMethod, GiveConsent, RequesterKind, TriageRequest
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.contracts.referral.receipt import STATUS_OF, ReceiptStatus
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotReady, Refused
from kring_shared.kernel.work import Aggregate


class MandateStands(Refused):
    """A compelled request would become voluntary without anybody saying that the mandate was lifted."""

    code = "kring.mandate-stands"


@dataclass(frozen=True)
class Consent:
    """The yes of the main person: what for, how it was said, and when."""

    purpose: str
    method: ConsentMethod
    given_at: datetime


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
    main_persons: tuple[PersonCard, ...] = ()
    question: Sealed[str] | None = None
    mandates: tuple[Mandate, ...] = ()
    neutral_sender: bool = False
    stage: Stage = Stage.RECEIVED
    consent: Consent | None = None
    coordinator_id: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands that can be given now."""
        return table_of(self.stage).possible(self.stage)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing can happen any more: what is heard now came too late to matter."""
        return not table_of(self.stage).is_open(self.stage)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the main persons, whoever asked for it, and the coordinator once there is one."""
        people = {(Role.MAIN_PERSON.value, person.person_id) for person in self.main_persons}
        people.add((Role.REQUESTER.value, self.requester.person_id))
        if self.coordinator_id:
            people.add((Role.COORDINATOR.value, self.coordinator_id))
        return frozenset(people)

    def knows(self, on: type[Named]) -> bool:
        """Tell whether `on` leads anywhere from here."""
        return table_of(self.stage).knows(self.stage, on)

    def moved(self, on: type[Named]) -> "Request":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=table_of(self.stage).next(self.stage, on))

    def triaged(self, settled: TriageRequest, found: tuple[Mandate, ...] = ()) -> "Request":
        """Settle what it is about, with the mandates `found` since; a yes that was given before is asked for anew.

        Raises:
            MandateStands: it is compelled, and would become voluntary without `mandate_lifted`.
        """
        moved = self.moved(TriageRequest)
        mandates = () if settled.mandate_lifted else self._mandates_with(found)
        compelled = self.dossier.context is Context.MANDATORY or bool(mandates)
        if settled.context is Context.VOLUNTARY and compelled and not settled.mandate_lifted:
            message = "a body compels this family: triage it as mandatory, or say that the mandate was lifted"
            raise MandateStands(message)
        if settled.mandate_lifted and (settled.context is Context.MANDATORY or found):
            message = "a mandate cannot be lifted and stand at the same time"
            raise Refused(message)
        dossier = self.dossier.model_copy(
            update={
                "conference_type": settled.conference_type,
                "context": settled.context,
                "urgency": settled.urgency,
                "minors_involved": settled.minors_involved,
            }
        )
        return replace(moved, dossier=dossier, mandates=mandates, consent=None)

    def consented(self, yes: Consent) -> "Request":
        """Keep the yes of the main person."""
        return replace(self.moved(GiveConsent), consent=yes)

    def accepted(self) -> "Request":
        """Take it on.

        Raises:
            NotReady: it is compelled, and nobody is known who accepts the plan.
        """
        moved = self.moved(AcceptRequest)
        if self.consent is None:
            message = "the main person has not said yes; record their consent first"
            raise NotReady(message)
        if self.dossier.context is Context.MANDATORY and not any(mandate.acceptor for mandate in self.mandates):
            missing = "who accepts the plan in the name of the mandate" if self.mandates else "the mandate"
            message = f"in mandatory context {missing} must be known; note it by triage"
            raise NotReady(message)
        return moved

    def started(self, coordinator_id: str) -> "Request":
        """Note which coordinator prepares the conference."""
        return replace(self.moved(AssignmentActivated), coordinator_id=coordinator_id)

    def days_since_received(self, now: datetime) -> int:
        """Count the whole days since it was received; a clock that was set back counts as none."""
        return max((now - self.received_at).days, 0)

    def _mandates_with(self, found: tuple[Mandate, ...]) -> tuple[Mandate, ...]:
        """Put the mandates found in the place of the known ones of their kinds."""
        kinds = {mandate.kind for mandate in found}
        return (*(mandate for mandate in self.mandates if mandate.kind not in kinds), *found)


@dataclass(frozen=True)
class KnownReferral(Aggregate):
    """That a referral was here before: two of these, one by its event and one by the sender's own reference.

    `key` is a hash, salted with the office, so that no office learns what another one knows.
    """

    key: str
    office: str
    code: str
    request_id: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the key."""
        return self.key

    @property
    def was_set_apart(self) -> bool:
        """Tell whether it waits for a person, instead of being kept as a request or a talk."""
        return STATUS_OF[self.code] is ReceiptStatus.QUARANTINED


@dataclass(frozen=True)
class Quarantined(Aggregate):
    """A referral that was set apart for a person to look at; its text is masked, and sealed under a key of its own."""

    quarantine_id: str
    office: str
    system: str
    code: str
    text: Sealed[str]
    received_at: datetime
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id; there is no case."""
        return self.quarantine_id
