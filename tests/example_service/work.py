"""What a decision has to work with: what is known, the moment, who asked, and a way to tell."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.example_service.actors import Actor
from tests.example_service.folding import fold
from tests.example_service.settings import SERVICE
from tests.example_service.store import Doc, Store
from tests.example_service.words import not_found

BACKBONE = {"loan-refused"}
"""What it tells that may leave the office."""


@dataclass
class Work:
    """The room of one message; whatever is done in it is written together, or not at all."""

    store: Store
    office: str
    now: datetime
    actor: Actor | None = None

    def __post_init__(self) -> None:
        """Nothing is told yet."""
        self.told: list[str] = []

    def tell(self, name: str, about: str, **says: Any) -> None:  # noqa: ANN401 - JSON
        """Tell a fact: it lies in the outbox, and what it says is known from now on."""
        kind = f"{SERVICE}.{name}"
        by = self.actor.label if self.actor else "system"
        fact = {"caseId": about, "office": self.office, "occurredAt": self.now.isoformat(), "by": by} | says
        reach = "backbone" if name in BACKBONE else "office"
        subject = f"kring.{self.office}.{reach}.{kind}.v1.{about}"
        self.store.tell(uuid4().hex, subject, self.now.isoformat(), json.dumps(fact))
        self.told.append(f"{kind}.v1")
        fold(self.store, kind, fact)

    def search(self, case_id: str) -> Doc:
        """Give a search of this office.

        Raises:
            Refused: there is none.
        """
        return self._mine("search", case_id)

    def coordinator(self, coordinator_id: str) -> Doc:
        """Give an entry of this office's register.

        Raises:
            Refused: there is none.
        """
        return self._mine("coordinator", coordinator_id)

    def loan(self, loan_id: str) -> Doc:
        """Give a loan that this office was asked for.

        Raises:
            Refused: there is none.
        """
        return self._mine("loan", loan_id)

    def _mine(self, shelf: str, key: str) -> Doc:
        found = self.store.get(shelf, key)
        if found is None or found["office"] != self.office or found.get("stage") == "erased":
            raise not_found(shelf)
        return found
