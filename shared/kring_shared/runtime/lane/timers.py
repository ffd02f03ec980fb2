"""What comes back by itself when its time has come: deadlines, parked messages, errands, and places to write down."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, Final

import structlog
from sqlalchemy import Connection, Row, Select, func, select, tuple_, union_all, update
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.errors import NotYet
from kring_shared.runtime.declared.routes import RESULT, Delivery, Origin
from kring_shared.runtime.lane import erasures, traced
from kring_shared.runtime.lane.instants import Instant, come_by
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.parked import body_of
from kring_shared.runtime.lane.settle import Setup
from kring_shared.runtime.logs import About, about, fault_of
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, PARKED, to_ms

log = structlog.get_logger()
LOOK_EVERY_SECONDS: Final = 0.25
END_SECONDS: Final = 5.0
MOST: Final = 256
AT_ONCE: Final = 32
"""Errands of one name and one way under way together, unless their service says how many.

No more, since what was begun is unclear to everybody when we are killed. A way that hangs fills only its own places.
"""
UNCLEAR: Final = "kring.unclear"
DONE: Final = "kring.done"


class ErrandDone(Named, service="errand"):
    """What came of an errand; handled by the service that sent it out."""

    errand_id: str
    case_id: str
    code: str
    body: str

    @property
    def done(self) -> bool:
        """Tell whether it was carried out."""
        return self.code == DONE


_BESIDE_DEADLINES: Final = (
    select(func.min(PARKED.c.due_ms)),
    select(func.min(ERRAND.c.due_ms)).where(ERRAND.c.state == "waiting"),
)
_FIRSTS: Final = union_all(select(func.min(DEADLINE.c.due_ms).label("due_ms")), *_BESIDE_DEADLINES).subquery()
EARLIEST: Final = select(func.min(_FIRSTS.c.due_ms))
"""The first moment anything waits for: a deadline, a parked message, an errand that was not begun."""


class Timers:
    """Looks a few times a second at what is due, by the service's clock, and hands it to the lane."""

    def __init__(self, setup: Setup, lane: Lane) -> None:
        """Look at one service's rows."""
        self._setup, self._lane = setup, lane
        self.handed_over = 0
        """How much came due since the start."""
        self._taken: set[str] = set()
        self._errands: set[asyncio.Task[None]] = set()
        self._places: dict[tuple[str, str], asyncio.Semaphore] = {}
        self._to_begin: list[str] = []
        self._begun: set[str] = set()
        self._beginning = asyncio.Lock()
        self._stopping = False
        self._vault_is_away = False

    @cached_property
    def _earliest_but_terms(self) -> Select[int]:
        terms = [kind for kind, route in self._setup.routes.messages.items() if getattr(route.model, "is_term", False)]
        return select(func.min(DEADLINE.c.due_ms)).where(DEADLINE.c.kind.not_in(terms))

    @property
    def idle(self) -> bool:
        """Tell whether nothing that came due is still on its way."""
        return not self._taken and not self._errands

    async def run(self) -> None:
        """Look for ever."""
        given_up = False
        while True:
            try:
                if not given_up:
                    await self.give_up_begun()
                    given_up = True
                await self.look()
            except OperationalError as error:
                log.warning(f"{self._setup.service}.timers.wait", **fault_of(error))
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> bool:
        """Hand over everything that is due now; tell whether there was anything."""
        await self._lane.write_marks()
        scopes, is_due = await asyncio.to_thread(self._waits)
        erased = await self._erase(scopes)
        # Read after keys were destroyed, so that nothing is opened of whoever was to be erased.
        due, errands = await asyncio.to_thread(self._all_due) if is_due else ([], [])
        for delivery in due:
            self._taken.add(delivery.id)
            delivery.done = self._release(delivery.id)
            await self._lane.put(delivery)
        for errand in errands:
            self._taken.add(errand.id)
            task = asyncio.create_task(self._in_its_turn(errand))
            self._errands.add(task)
            task.add_done_callback(self._errands.discard)
        found = len(due) + len(errands) + len(erased)
        self.handed_over += found
        return found > 0

    async def _erase(self, scopes: list[str]) -> list[str]:
        """Destroy the keys of erasures that were decided on and not carried out: we were killed, or the vault away."""
        if not scopes:
            return []
        setup = self._setup
        now = setup.clock.now()
        try:
            await asyncio.to_thread(erasures.destroy, setup.vault, setup.ledger, setup.service, scopes, now.date())
        except (NotYet, OSError):
            if not self._vault_is_away:
                log.warning(f"{setup.service}.erasure.waits", waiting=len(scopes))
            self._vault_is_away = True
            return []
        self._vault_is_away = False
        await self._lane.write(lambda: erasures.done(setup.database, scopes, to_ms(now)))
        return scopes

    async def stop(self) -> None:
        """Let errands that were begun end, for a while: one that is cut off is unclear to everybody."""
        self._stopping = True
        if self._errands:
            _, left = await asyncio.wait(self._errands, timeout=END_SECONDS)
            for task in left:
                task.cancel()

    def next_due(self) -> int | None:
        """Give the earliest moment, milliseconds, anything waits for; none when nothing waits."""
        with self._setup.database.read() as tx:
            return _earliest(tx)

    def next_due_but_terms(self) -> int | None:
        """Give the same, but for the end of how long something is kept: nobody on the route waits for that."""
        with self._setup.database.read() as tx:
            found = [tx.execute(statement).scalar() for statement in (self._earliest_but_terms, *_BESIDE_DEADLINES)]
        return min((due for due in found if due is not None), default=None)

    def _waits(self) -> tuple[list[str], bool]:
        """Read what is to be erased, and whether anything is due; nearly always there is nothing of both."""
        with self._setup.database.read() as tx:
            earliest = _earliest(tx)
            return erasures.waiting(tx), earliest is not None and earliest <= to_ms(self._setup.clock.now())

    def _all_due(self) -> tuple[list[Delivery], Sequence[Row[Any]]]:
        now = to_ms(self._setup.clock.now())
        with self._setup.database.read() as tx:
            return self._due(tx, now), self._due_errands(tx, now)

    def _due(self, tx: Connection, now: int) -> list[Delivery]:
        met = select(DEADLINE).where(DEADLINE.c.due_ms <= now).order_by(DEADLINE.c.due_ms).limit(MOST)
        found = [
            Delivery(row.id, row.kind, row.body.encode(), Origin.DEADLINE, row.office, linked=row.trace or "")
            for row in tx.execute(met)
        ]
        for row in tx.execute(select(PARKED).where(PARKED.c.due_ms <= now).order_by(PARKED.c.seq).limit(MOST)):
            body = body_of(row, self._setup.vault)
            trace, linked = traced.kept_in(row.trace)
            found.append(
                Delivery(
                    row.id,
                    row.kind,
                    body,
                    Origin(row.origin),
                    row.office,
                    tries=row.tries,
                    trace=trace,
                    linked=linked,
                )
            )
        return [delivery for delivery in found if delivery.id not in self._taken]

    def _release(self, delivery_id: str) -> Callable[[bytes | None], Awaitable[None]]:
        async def release(_: bytes | None) -> None:
            self._taken.discard(delivery_id)

        return release

    def _due_errands(self, tx: Connection, now: int) -> Sequence[Row[Any]]:
        if not self._setup.routes.runners:
            return []
        full = [way for way, places in self._places.items() if places.locked()]
        due = (ERRAND.c.state == "waiting") & (ERRAND.c.due_ms <= now)
        if full:  # they need no more; and however many of theirs wait, they stand in no other's way
            due &= tuple_(ERRAND.c.name, ERRAND.c.via).not_in(full)
        rows = tx.execute(select(ERRAND).where(due).order_by(ERRAND.c.due_ms, ERRAND.c.id).limit(MOST)).all()
        return [row for row in rows if row.id not in self._taken]

    async def _in_its_turn(self, row: Row[Any]) -> None:
        """Wait for a place; until there is one nothing is noted, and it can be called back."""
        async with self._places_of(row.name, row.via):
            if not self._stopping:
                await self._carry_out(row)

    def _places_of(self, name: str, via: str) -> asyncio.Semaphore:
        """Give the places of one name and way; as many as its service says, or `AT_ONCE`."""
        if (name, via) not in self._places:
            said = self._setup.routes.places.get(name)
            self._places[name, via] = asyncio.Semaphore(AT_ONCE if said is None else said(via))
        return self._places[name, via]

    async def _carry_out(self, row: Row[Any]) -> None:
        """Note that it begins, do it, and hand in what came of it: done at most once per decision to do it."""
        if not await self._begins(row.id):
            self._taken.discard(row.id)
            return  # called back, or carried out, since we looked; or it still waits, and is looked at again
        about(About(self._setup.service, f"errand/{row.name}", row.office, row.id, row.key))
        come_by(Instant.DURING_ERRAND)
        carried = traced.Carried(self._setup.service, row)
        code = await self._do(row)
        carried.came_to(code, done=DONE)
        come_by(Instant.AFTER_ERRAND)
        await self._hand_in(row, code, carried.stands)

    async def _do(self, row: Row[Any]) -> str:
        try:
            form, runner = self._setup.routes.runners[row.name]
            return await runner(form.model_validate_json(row.body))
        except Exception as error:  # noqa: BLE001 - whatever a channel raises, a person hears that it did not go out
            self._setup.tally.fault()
            log.warning(f"{self._setup.service}.errand.failed", **fault_of(error))
            return "kring.errand-failed"

    async def _begins(self, errand_id: str) -> bool:
        """Write that an errand begins, and tell whether it may; who asks while a write is under way shares the next."""
        self._to_begin.append(errand_id)
        async with self._beginning:
            if asked := self._to_begin:
                self._to_begin = []
                try:
                    self._begun |= await self._lane.write(lambda: self._begin(asked))
                except OperationalError as error:
                    log.warning(f"{self._setup.service}.errands.wait", **fault_of(error))
        may = errand_id in self._begun
        self._begun.discard(errand_id)
        return may

    async def _hand_in(self, row: Row[Any], code: str, trace: str = "") -> None:
        result = ErrandDone(errand_id=row.id, case_id=row.key, code=code, body=row.body)
        await self._lane.put(
            Delivery(
                f"{row.id}{RESULT}",
                f"errand/{row.name}",
                result.to_json(),
                Origin.ERRAND,
                row.office,
                done=self._release(row.id),
                trace=trace,
                linked="" if trace else row.trace or "",
            )
        )

    def _begin(self, errand_ids: Sequence[str]) -> set[str]:
        """Mark those that still wait as begun, and give them."""
        waiting = ERRAND.c.id.in_(errand_ids) & (ERRAND.c.state == "waiting")
        with self._setup.database.begin() as tx:
            return set(tx.execute(update(ERRAND).where(waiting).values(state="begun").returning(ERRAND.c.id)).scalars())

    async def give_up_begun(self) -> None:
        """Hand in as unclear what a killed run began: it may have gone out, so it is not done again by itself."""
        with self._setup.database.read() as tx:
            begun = tx.execute(select(ERRAND).where(ERRAND.c.state == "begun")).all()
        self._setup.tally.unclear(len(begun))
        for row in begun:
            self._taken.add(row.id)
            await self._hand_in(row, UNCLEAR)


def _earliest(tx: Connection) -> int | None:
    earliest: int | None = tx.execute(EARLIEST).scalar()
    return earliest
