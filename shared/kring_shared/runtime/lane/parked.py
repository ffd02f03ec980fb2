"""Messages that cannot be settled now: rows with a reason, tried again along a ladder, then waiting for a person.

Later messages of the same case wait behind a parked one, so that facts of one case are handled in order; one that is
out of order is passed by what other services tell, for that is what it waits for. A row without a due time is a dead
letter; it blocks nobody, and `retry` gives it a due time again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.kernel.errors import KringError, NotFound, NotYet, Refused
from kring_shared.runtime.declared.routes import RESULT, Delivery, Origin
from kring_shared.runtime.lane.traced import kept
from kring_shared.runtime.storage.among import Keys
from kring_shared.runtime.storage.database import upsert
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, PARKED, fitting, is_letter_of, to_ms
from kring_shared.runtime.vault.vault import Vault

LADDER_SECONDS: Final = (1, 5, 30, 120, 600, 3600)
SINCE: Final = ("parked_ms",)
"""It stands apart since it was set apart first, however often it was tried again."""
LINE: Final = ("seq", "key", "id", "kind", "reason", "due_ms")
"""What says who waits for whom, the sequence first."""
BEHIND: Final = "behind an earlier message of the same case"


@dataclass(frozen=True)
class _Apart:
    """A message that is set apart in this batch; a final one is not tried again by itself."""

    delivery: Delivery
    key: str
    reason: str
    tries: int
    is_final: bool
    trace: str


@dataclass(frozen=True)
class _InLine:
    """A message of a case that waits: who told it, and whether it waits for what somebody else tells."""

    id: str
    teller: str
    out_of_order: bool


class Parking:
    """The parked rows that matter to one batch, and what becomes of them."""

    def __init__(self, tx: Connection, keys: set[str], vault: Vault) -> None:
        """Read which messages of these cases stand apart already, in order."""
        self._tx, self._vault = tx, vault
        self._lines: dict[str, list[_InLine]] = {}
        self._there: set[str] = set()
        self._rows: list[_Apart] = []
        self._settled: list[str] = []
        keys.discard("")
        if keys:
            for row in sorted(Keys.of(tx, keys).find(tx, PARKED, ("key",), LINE)):
                self._there.add(row.id)
                if row.due_ms is not None:
                    out_of_order = row.reason.startswith(NotYet.code)
                    self._lines.setdefault(row.key, []).append(_InLine(row.id, teller_of(row.kind), out_of_order))

    def is_behind(self, delivery: Delivery, key: str) -> bool:
        """Tell whether a message must wait for an earlier one of its case; what is about no case waits for nobody.

        What is out of order waits for a fact that another service tells, so that one may pass it; what the same
        service told later may not.
        """
        teller = teller_of(delivery.kind)
        for earlier in self._lines.get(key, ()) if key else ():
            if earlier.id == delivery.id:
                return False
            if earlier.teller == teller or not earlier.out_of_order:
                return True
        return False

    def settled(self, delivery: Delivery, key: str) -> None:
        """Take a message that was settled out of its line, and its row away, also when the bus brought it again."""
        if delivery.tries is not None or delivery.id in self._there:
            self._settled.append(delivery.id)
        if line := self._lines.get(key):
            self._lines[key] = [waits for waits in line if waits.id != delivery.id]

    def park(self, delivery: Delivery, key: str, error: Exception, trace: str = "") -> None:
        """Set a message apart, with why, and let later ones of its case wait behind it; `trace` is of this attempt."""
        behind = str(error) == BEHIND
        tries = (delivery.tries or 0) + (0 if behind else 1)
        self._rows.append(_Apart(delivery, key, reason_of(error), tries, isinstance(error, Refused), trace))
        line = self._lines.setdefault(key, [])
        if not isinstance(error, Refused) and all(waits.id != delivery.id for waits in line):
            line.append(_InLine(delivery.id, teller_of(delivery.kind), isinstance(error, NotYet)))

    def at_once(self, delivery: Delivery, code: str, now: datetime, trace: str = "") -> None:
        """Make a dead letter of a message nobody can read."""
        self._rows.append(_Apart(delivery, "", code, 1, is_final=True, trace=trace))
        self.write(now)

    def write(self, now: datetime) -> None:
        """Write the rows of this batch."""
        forget(self._tx, self._settled)
        if not self._rows:
            return
        rows = [self._row(apart, now) for apart in self._rows]
        for row in rows:  # in order: the sequence of the rows is the order of the case
            upsert(self._tx, PARKED, [row], on="id", keeps=SINCE)
        ids = [apart.delivery.id for apart in self._rows]  # the row is the deadline's, or the errand's, place now
        self._tx.execute(delete(DEADLINE).where(DEADLINE.c.id.in_(ids)))
        self._tx.execute(delete(ERRAND).where(ERRAND.c.id.in_([i.removesuffix(RESULT) for i in ids])))
        self._rows.clear()

    def _row(self, apart: "_Apart", now: datetime) -> dict[str, Any]:
        over = apart.is_final or apart.tries > len(LADDER_SECONDS)
        wait = LADDER_SECONDS[max(apart.tries, 1) - 1] * 1000 if not over else 0
        delivery = apart.delivery
        body, sealed = self._body(delivery)
        row = {
            "id": delivery.id,
            "key": apart.key,
            "kind": delivery.kind,
            "origin": delivery.origin.value,
            "office": delivery.office,
            "body": body,
            "sealed": sealed,
            "tries": apart.tries,
            "due_ms": None if over else to_ms(now) + wait,
            "reason": apart.reason,
            "parked_ms": to_ms(now),
            "trace": kept(delivery, apart.trace),
        }
        return fitting(PARKED, row)

    def _body(self, delivery: Delivery) -> tuple[str, bool]:
        text = delivery.body.decode(errors="replace")
        if delivery.origin is not Origin.INGRESS:
            return text, False
        scope = scope_of(Scope.QUARANTINE, delivery.id)
        return self._vault.seal(delivery.office, scope, text).model_dump_json(), True


def teller_of(kind: str) -> str:
    """Name the service that told a message, from its kind."""
    return kind.partition(".")[0]


def forget(tx: Connection, settled: Sequence[str]) -> None:
    """Take away rows of messages that were settled since by another delivery of the same."""
    if settled:
        tx.execute(delete(PARKED).where(PARKED.c.id.in_(settled)))


def must_be_letters(tx: Connection, letter_ids: Sequence[str], office: str) -> None:
    """Raise `NotFound` unless each of these is a dead letter that the office may see."""
    if letter_ids:
        wanted = PARKED.c.id.in_(letter_ids) & is_letter_of(office)
        found = set(tx.execute(select(PARKED.c.id).where(wanted)).scalars())
        if not found.issuperset(letter_ids):
            raise NotFound("no dead letter is known under that id in this office; `kring dead-letters` lists them")


def reason_of(error: Exception) -> str:
    """Say why, in words that hold nothing of the message: our own errors speak, others only give their name."""
    return f"{error.code}: {error}" if isinstance(error, KringError) else f"kring.fault: {type(error).__name__}"


def body_of(row: Any, vault: Vault) -> bytes:  # noqa: ANN401 - a row of the table
    """Give a parked message's body back as it came."""
    if not row.sealed:
        return str(row.body).encode()
    opened = vault.open(Sealed[str].model_validate_json(row.body), str)
    return opened.encode() if isinstance(opened, str) else b""
