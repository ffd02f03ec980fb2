"""Who asks: the signed actor of every command and query, and the roles there are."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Message, Office


class Role(StrEnum):
    """The parts people play on the route."""

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


class Actor(Message):
    """One person in one role, at one office, for one purpose; signed where that person signed in (the edge)."""

    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$", description="Opaque id, never a name.")
    role: Role
    office: Office
    purpose: str = Field(
        min_length=3,
        max_length=64,
        pattern=r"^[a-z][a-z0-9-]+$",
        description="Why, as a code.",
        examples=["run-the-route"],
    )
    issued_at: AwareDatetime = Field(description="When the edge signed; a signature is good for five minutes.")

    def label(self) -> str:
        """Name the actor as facts and the access log do: role and opaque id."""
        return f"{self.role}/{self.id}"
