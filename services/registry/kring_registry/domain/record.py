"""What counts of a registration, and the record that is left of it: codes, counts and a month, and no case.

Figures are drawn from `Countable` alone, of a registration as of a record, so nothing moves in them when a case goes.
"""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from kring_shared.contracts.conference import FollowUpResult, Mode
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Aggregate


def year_key(office: str, year: int) -> str:
    """Give the key that everything an office received in a year is found by."""
    return id_at(BEGINNING, f"year/{office}/{year:04d}")


@dataclass(frozen=True)
class Countable:
    """What of a registration counts. Days are counted from the day of receiving, and no day itself is here.

    Hours, kilometres and expenses are not here: they are for the fee, and a claim keeps them for years with its
    coordinator, so in a record they would lead back to both. Of languages there is only whether an interpreter
    came: some are rare.
    """

    month: str
    """Of receiving, as `2026-03`."""
    requester_kind: RequesterKind
    context: Context
    urgency: Urgency
    policy: str
    conference_type: ConferenceType | None = None
    minors_involved: bool | None = None
    outcome: Outcome | None = None
    """How it ended; none until it is locked."""
    stop_reason: str | None = None
    days_to_start: int | None = None
    """From receiving to the first start of a coordinator; none when nobody started."""
    days_to_meeting: int | None = None
    """From receiving to the first meeting that was closed (doorlooptijd); none when there was none."""
    present_count: int | None = None
    meetings: int = 0
    without_meeting: bool = False
    plan_made: bool = False
    accepted: bool = False
    distributed: bool = False
    sent_back: int = 0
    own_strengths: int | None = None
    professional_help: int | None = None
    conditions: int = 0
    help_granted: int = 0
    help_refused: int = 0
    follow_ups: tuple[FollowUpResult, ...] = ()
    """How the plan went, call by call."""
    topics: tuple[str, ...] | None = None
    """Codes; none until the coordinator completed it."""
    interpreter_came: bool = False
    repeat: bool = False
    reconvened: bool = False
    searched: bool = False
    unfilled: bool = False
    days_to_match: int | None = None
    """From the beginning of the search to the first start of a coordinator."""
    submitted: bool = False
    mode: Mode | None = None

    @property
    def year(self) -> int:
        """Give the year of receiving."""
        return int(self.month[:4])

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values by name, for the store and the proof."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Countable":
        """Read what `as_json` gave, after it went through JSON."""
        kind, outcome, topics = values["conference_type"], values["outcome"], values["topics"]
        return cls(
            **values
            | {
                "requester_kind": RequesterKind(values["requester_kind"]),
                "context": Context(values["context"]),
                "urgency": Urgency(values["urgency"]),
                "conference_type": ConferenceType(kind) if kind else None,
                "outcome": Outcome(outcome) if outcome else None,
                "follow_ups": tuple(FollowUpResult(result) for result in values["follow_ups"]),
                "topics": tuple(topics) if topics is not None else None,
                "mode": Mode(values["mode"]) if values.get("mode") else None,
            }
        )


@dataclass(frozen=True)
class Record(Aggregate):
    """What stays when the term of a registration is over; its id is random, and says neither case nor hour."""

    record_id: str
    office: str
    counted: Countable
    salt: str = ""
    number: int = 0
    """The place of its own entry in the chain; never that of the registration it came from."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give its random id."""
        return self.record_id

    @property
    def year_key(self) -> str:
        """Give the key of its office's year of receiving."""
        return year_key(self.office, self.counted.year)

    def keys(self) -> tuple[str, ...]:
        """Give its id, and its office's year."""
        return self.record_id, self.year_key

    def fingerprint(self) -> str:
        """Give the SHA-256 over its salt and the canonical JSON of what it holds, 64 hexadecimal digits."""
        held = {"record_id": self.record_id, "office": self.office, **self.counted.as_json()}
        text = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256((self.salt + text).encode()).hexdigest()

    def numbered(self, number: int) -> "Record":
        """Note where its entry stands."""
        return replace(self, number=number)


@dataclass(frozen=True)
class Departed(Aggregate):
    """Says only that a case was here and left: what comes late about it finds nothing to fill."""

    case_id: str
    office: str
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id
