"""The ledger of erasures: which keys were destroyed and what was ordered, in a file that no backup takes back.

A restored vault has its destroyed keys again, and a restored database its erased rows. So at every start, before any
service works, the keys this file names are destroyed again and the orders it names are put through every lane again;
an inbox drops what its service had handled. It holds opaque ids, offices, codes and days, and nothing about anybody.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import structlog

from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.vault.vault import Vault

log = structlog.get_logger()
AT_ONCE: Final = 500
"""How many are looked up in one go."""


@dataclass(frozen=True)
class Order:
    """An order to erase as the ledger keeps it; `id` is that of the fact that told it, which inboxes know it by."""

    id: str
    erasure_id: str
    case_id: str
    office: str
    kinds: tuple[str, ...]
    because: str
    day: str
    person_id: str | None = None

    def delivery(self) -> Delivery:
        """Give the order as a lane takes it, told at the beginning of its day."""
        fact = ErasureOrdered.model_validate(
            {
                "case_id": self.case_id,
                "office": self.office,
                "occurred_at": datetime.combine(date.fromisoformat(self.day), time(), UTC),
                "erasure_id": self.erasure_id,
                "person_id": self.person_id,
                "kinds": self.kinds,
                "because": self.because,
            }
        )
        return Delivery(self.id, ErasureOrdered.kind(), fact.to_json(), Origin.FACT, self.office)


@dataclass
class ErasureLedger:
    """One file of JSON lines, only ever added to; without a path nothing is kept."""

    path: Path | None = None
    _known: set[str] = field(default_factory=set)

    def add_keys(self, service: str, scopes: Sequence[str], day: date) -> None:
        """Note destroyed keys, on disk when this returns; raises `OSError` when it cannot be written."""
        if scopes:
            self._append([{"day": day.isoformat(), "service": service, "scopes": list(scopes)}])

    def add_orders(self, orders: Sequence[Order]) -> None:
        """Note orders, on disk when this returns; one that stands there already is left out."""
        new = [order for order in orders if order.erasure_id not in self._known]
        if new:
            self._append([vars(order) for order in new])
            self._known |= {order.erasure_id for order in new}

    def scopes(self) -> tuple[str, ...]:
        """Give every scope whose key was destroyed; raises `WrongSetup` as `orders`."""
        return tuple(dict.fromkeys(scope for at, line in self._lines() for scope in self._scopes_in(at, line)))

    def orders(self) -> tuple[Order, ...]:
        """Give every order, in the order they were given; the first that names an erasure stands for it.

        Raises:
            WrongSetup: a line is whole, and not as Kring writes it: left out, it would bring somebody back.
        """
        found: dict[str, Order] = {}
        for at, line in self._lines():
            if "erasure_id" in line:
                order = self._order_in(at, line)
                found.setdefault(order.erasure_id, order)
        self._known |= set(found)
        return tuple(found.values())

    def _scopes_in(self, at: int, line: dict[str, Any]) -> list[str]:
        scopes = line.get("scopes", [])
        if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
            raise self._changed(at)
        return scopes

    def _order_in(self, at: int, line: dict[str, Any]) -> Order:
        try:
            order = Order(**line | {"kinds": tuple(line["kinds"])})
            order.delivery()
        except (TypeError, ValueError, KeyError):
            raise self._changed(at) from None
        return order

    def _changed(self, at: int) -> WrongSetup:
        return WrongSetup(
            f"line {at} of {self.path} is not as Kring wrote it: put that one line back as the second copy has it, and "
            "no other, since what was erased after that copy stands only here"
        )

    def take_over(self, other: "ErasureLedger", day: date) -> tuple[int, int]:
        """Add what another ledger holds and this one lacks; give how many keys and orders it names.

        Raises:
            WrongSetup: this ledger has no file, or the other one is not there or is none.
        """
        if self.path is None:
            raise WrongSetup(
                "KRING_ERASURE_LEDGER is not set: name the file the services of this Kring replay at their start"
            )
        if other.path is None or not other.path.is_file():
            raise WrongSetup(f"{other.path} is no file: name a ledger of erasures")
        if other.is_another_file():
            raise WrongSetup(f"not one line of {other.path} is of a ledger of erasures: name another copy of it")
        scopes, orders = other.scopes(), other.orders()
        self.orders()
        known = set(self.scopes())
        self.add_keys("replay", [scope for scope in scopes if scope not in known], day)
        self.add_orders(orders)
        return len(scopes), len(orders)

    def is_another_file(self) -> bool:
        """Tell whether there is something in the file, and not one line of a ledger."""
        if self.path is None or not self.path.is_file() or not self.path.stat().st_size:
            return False
        return not any("day" in line for _, line in self._lines())

    def _lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Read line by line, counted from 1; a line that a crash cut short was never relied on, and is left out."""
        if self.path is None or not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for at, text in enumerate(file, start=1):
                try:
                    line = json.loads(text)
                except (ValueError, RecursionError):
                    continue
                if isinstance(line, dict):
                    yield at, line

    def _append(self, lines: Sequence[dict[str, Any]]) -> None:
        if self.path is None:
            return
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # several processes may write in it
            end = file.seek(0, os.SEEK_END)
            if end and os.pread(file.fileno(), 1, end - 1) != b"\n":
                text = "\n" + text  # a crash left half a line
            file.write(text.encode())
            os.fsync(file.fileno())


def orders_among(rows: Sequence[Row]) -> list[Order]:
    """Give the orders to erase among rows that are about to be told."""
    told = [(row.id, json.loads(row.body)) for row in rows if row.type == ErasureOrdered.type()]
    return [
        Order(
            id=fact_id,
            erasure_id=fact["erasureId"],
            case_id=fact["caseId"],
            office=fact["office"],
            kinds=tuple(fact["kinds"]),
            because=fact["because"],
            day=fact["occurredAt"][:10],
            person_id=fact["personId"],
        )
        for fact_id, fact in told
    ]


def destroy_again(ledger: ErasureLedger, vault: Vault) -> int:
    """Destroy every key the ledger names that a restored vault has again; give how many those were."""
    scopes, again = ledger.scopes(), 0
    for page in _pages(scopes):
        for scope in vault.standing(page):
            vault.destroy(scope)
            again += 1
    if again:
        log.warning("erasures.keys_destroyed_again", keys=again)
    return again


def replay(ledger: ErasureLedger, offices: Sequence[str], settle: Callable[[list[Delivery]], object]) -> None:
    """Put every order of these offices through a lane; what its inbox knows changes nothing."""
    ours = [order for order in ledger.orders() if "*" in offices or order.office in offices]
    for page in _pages(ours):
        settle([order.delivery() for order in page])


def _pages(what: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (what[n : n + AT_ONCE] for n in range(0, len(what), AT_ONCE))
