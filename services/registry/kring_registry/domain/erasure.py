"""One order to erase, what each service answered, and the receipt with its proof."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from kring_registry.process.erasure import ANSWERS, ERASURE, ErasureStage
from kring_shared.contracts.registry import ErasureShown, KeptHere, ServiceAnswer
from kring_shared.contracts.retention import ErasureAnswer, ErasureLine, ErasureOutcome, RecordKind
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

OWN: Final = "registry"
ASKED: Final = (*(answer.service for answer in ANSWERS), OWN)
"""Every service is asked; the registry hears its own order and does its part as the others do."""


@dataclass(frozen=True)
class Erasure(Staged[ErasureStage], Aggregate):
    """An order to erase (vernietiging): opaque ids, kinds, codes and answers; of whom it was, nothing."""

    process = ERASURE

    erasure_id: str
    case_id: str
    office: str
    kinds: tuple[RecordKind, ...]
    because: str
    ordered_on: date
    person_id: str | None = None
    stage: ErasureStage = ERASURE.start
    answers: tuple[ServiceAnswer, ...] = ()
    kept: tuple[KeptHere, ...] = ()
    attempt: int = 1
    """How often the same records were ordered by their term: what a service keeps is ordered again later."""
    proof: str = ""
    number: int = 0
    version: int = 0

    @property
    def id(self) -> str:
        """Give the order's id."""
        return self.erasure_id

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the services that did not answer yet."""
        answered = {answer.service for answer in self.answers}
        return tuple(service for service in ASKED if self.kinds and service not in answered)

    @property
    def kept_by_a_service(self) -> tuple[RecordKind, ...]:
        """Name the kinds of which a service kept something."""
        lines = [line for answer in self.answers for line in answer.lines]
        kept = {line.kind for line in lines if line.outcome is ErasureOutcome.KEPT}
        return tuple(kind for kind in self.kinds if kind in kept)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Name every key that services say they destroyed."""
        return tuple(dict.fromkeys(scope for answer in self.answers for scope in answer.keys_destroyed))

    def answered(self, answer: ErasureAnswer) -> "Erasure":
        """Take over what a service answered; what it said first stands, since a repeated order finds nothing more."""
        if answer.service not in self.missing:
            return self
        said = ServiceAnswer(
            service=answer.service,
            answered_at=answer.occurred_at,
            lines=answer.lines,
            keys_destroyed=answer.keys_destroyed,
        )
        return replace(self.moved(type(answer)), answers=(*self.answers, said))

    def did_own(self, at: datetime, lines: tuple[ErasureLine, ...], scopes: tuple[str, ...]) -> "Erasure":
        """Take over what the registry did itself."""
        said = ServiceAnswer(service=OWN, answered_at=at, lines=lines, keys_destroyed=scopes)
        return replace(self, answers=(*self.answers, said))

    def receipt(self) -> dict[str, Any]:
        """Give everything the proof covers, as plain JSON values."""
        return {
            "erasureId": self.erasure_id,
            "caseId": self.case_id,
            "personId": self.person_id,
            "kinds": [kind.value for kind in self.kinds],
            "because": self.because,
            "orderedOn": self.ordered_on.isoformat(),
            "services": [answer.model_dump(mode="json", by_alias=True) for answer in self._in_order()],
            "kept": [kept.model_dump(mode="json", by_alias=True) for kept in self.kept],
        }

    def fingerprint(self) -> str:
        """Give the SHA-256 over the receipt, 64 hexadecimal digits: keys sorted, no white space, UTF-8."""
        return proof_of(self.receipt())

    def shown(self) -> ErasureShown:
        """Show the receipt, with a line for each service that did not answer yet."""
        waiting = tuple(ServiceAnswer(service=service, answered_at=None) for service in self.missing)
        return ErasureShown(
            erasure_id=self.erasure_id,
            case_id=self.case_id,
            person_id=self.person_id,
            kinds=self.kinds,
            because=self.because,
            ordered_on=self.ordered_on,
            done=self.stage is ErasureStage.EXECUTED,
            services=(*self._in_order(), *waiting),
            kept=self.kept,
            proof=self.proof,
            number=self.number,
        )

    def _in_order(self) -> tuple[ServiceAnswer, ...]:
        return tuple(sorted(self.answers, key=lambda answer: answer.service))


def proof_of(receipt: dict[str, Any]) -> str:
    """Hash a receipt as it was hashed when it was made."""
    text = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def receipt_shown(shown: ErasureShown) -> dict[str, Any]:
    """Give of a receipt as it is shown what its proof covers."""
    covered = ("erasureId", "caseId", "personId", "kinds", "because", "orderedOn", "services", "kept")
    said = shown.model_dump(mode="json", by_alias=True)
    return {name: said[name] for name in covered}


def erasure_by_term(case_id: str, kind: RecordKind, attempt: int) -> str:
    """Name the order that a term leads to: the same in a database that was restored."""
    return derived_id(case_id, f"erasure/{kind}/{attempt}")
