"""Who asks: the signed actor of every command and query, and the roles there are."""

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Message, Office


class Role(StrEnum):
    """The parts people play on the route; `edge` is no person: the portal itself, before it knows who opens a link."""

    MAIN_PERSON = "main-person"
    LEGAL_REPRESENTATIVE = "legal-representative"
    CIRCLE_MEMBER = "circle-member"
    COORDINATOR = "coordinator"
    CANDIDATE = "candidate"
    REGIONAL_MANAGER = "regional-manager"
    REQUESTER = "requester"
    MANDATED_PROFESSIONAL = "mandated-professional"
    INFORMATION_GIVER = "information-giver"
    SAFETY_OFFICER = "safety-officer"
    FUNDER = "funder"
    RESEARCHER = "researcher"
    OTHER_OFFICE = "other-office"
    OPERATOR = "operator"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    EDGE = "edge"


EMERGENCY: Final = "emergency-"
"""How the purpose begins of somebody who looks outside their own cases because it cannot wait."""


class EmergencyReason(StrEnum):
    """Why somebody looks outside their own cases; it stands in the purpose, as `emergency-<reason>`."""

    DANGER = "danger"
    MEDICAL = "medical"
    COORDINATOR_AWAY = "coordinator-away"

    @property
    def purpose(self) -> str:
        """Give the purpose that says so."""
        return f"{EMERGENCY}{self}"


class Actor(Message):
    """One person in one role, at one office, for one purpose; signed where that person signed in (the edge)."""

    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$", description="Opaque id, never a name.")
    role: Role
    office: Office
    purpose: str = Field(
        min_length=3,
        max_length=64,
        pattern=r"^[a-z][a-z0-9-]+$",
        description="Why, as a code; `emergency-<reason>` when it cannot wait.",
        examples=["run-the-route"],
    )
    issued_at: AwareDatetime = Field(description="When the edge signed; a signature is good for five minutes.")

    @property
    def emergency(self) -> EmergencyReason | None:
        """Give why this cannot wait; none for every other purpose, also one that only begins like it."""
        if not self.purpose.startswith(EMERGENCY):
            return None
        reason = self.purpose.removeprefix(EMERGENCY)
        return EmergencyReason(reason) if reason in set(EmergencyReason) else None

    def label(self) -> str:
        """Name the actor as facts and the access log do: role and opaque id."""
        return f"{self.role}/{self.id}"
