"""An assignment that began before the office worked with Kring."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Command, Key


class TakeOverAssignment(Command):
    """Say who coordinates a case that ran already; the family agreed to them then. Marked as imported.

    Somebody with a tie, or whose papers are not in order, is refused as ever.
    """

    case_id: Key
    coordinator_id: Key
    started_on: date | None = Field(None, description="The day they began; today when absent.")

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinator."""
        return (self.case_id, self.coordinator_id)
