"""Who asks in a scenario."""

from dataclasses import dataclass

from kring_shared.contracts.actor import Role


@dataclass(frozen=True)
class As:
    """Who asks: a role, and an opaque id."""

    role: Role
    id: str

    def __str__(self) -> str:
        """Say it as a fact says it."""
        return f"{self.role}/{self.id}"
