"""Notices a stream that forgot: what the outbox knows to be in it and it does not have is told again.

The outbox is the truth. A service may not list a stream, only ask for the last message on a subject of its own; and
that is enough. When the row that it knows to stand last is there, all is there. When it is not, the store was thrown
away or is an older copy, and what is gone is everything after some place. It tells in the order of its outbox, so that
place is found by halving. Only what was under way while a store was put back stands before older rows told again.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import nats.errors
import structlog
from nats.aio.client import Client
from sqlalchemy import Row, func, select, update

from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import DUPLICATE_WINDOW_SECONDS, OF_FACTS, StreamAt
from kring_shared.runtime.bus.wire import id_of
from kring_shared.runtime.lane.pages import mark
from kring_shared.runtime.lane.relay import MOST, SINGLY, Looked, rows_of
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX, to_ms
from kring_shared.runtime.telemetry.counts import Tally

log = structlog.get_logger()
T = TypeVar("T")
WITHIN_SECONDS: Final = 3.0
NOT_FOUND: Final = "404"
COLUMNS: Final = [OUTBOX.c[name] for name in ("seq", "id", "subject", "key", "place")]


class Writes(Protocol):
    """Runs what writes where the service writes, such as the lane between two batches."""

    async def __call__(self, function: Callable[[], T], /) -> T:
        """Run it and give what it gives."""


class Last(NamedTuple):
    """The last message on a subject."""

    id: str
    place: int


async def last_on(client: Client, at: StreamAt, subject: str) -> Last | None:
    """Look up the last message on a subject.

    Raises:
        BusAway: the stream's bus does not answer, or has no such stream.
    """
    try:
        found = await client.request(f"{at.api}.DIRECT.GET.{at.name}.{subject}", b"", timeout=WITHIN_SECONDS)
    except (nats.errors.Error, TimeoutError, OSError) as error:
        raise BusAway(f"the bus does not answer for stream {at.name}: check that it runs and has it") from error
    headers = found.headers or {}
    if "Nats-Sequence" in headers:
        return Last(id_of(headers), int(headers["Nats-Sequence"]))
    if headers.get("Status") == NOT_FOUND:
        return None
    raise BusAway(f"the bus does not say what is in stream {at.name}: {headers.get('Description', '')}")


class Look:
    """Compares what one service told into one stream with what is there."""

    def __init__(
        self,
        database: Database,
        client: Client,
        service: str,
        at: StreamAt,
        write: Writes,
        *,
        tells_again: bool,
        tally: Tally | None = None,
    ) -> None:
        """Look nowhere yet; `tells_again` what the stream forgot, as nobody does with a receipt."""
        self._tally = tally
        self._tells_again = tells_again
        self._database, self._client, self._service, self._at, self._write = database, client, service, at, write
        self._ours = rows_of(at.name)
        self._told_up_to = 0
        self._forget()

    def _forget(self) -> None:
        """Look from the beginning next time."""
        self._was_there: Row[Any] | None = None
        self._newest: Row[Any] | None = None
        self._read_to = 0
        self._waits: int | None = None

    async def look(self, learned: Sequence[tuple[int, int]]) -> Looked:
        """Write down the places that were learned, and mark what the stream forgot as not told.

        Raises:
            BusAway: the stream's bus does not answer.
            OperationalError: the database does not.
        """
        if learned:
            await self._write(lambda: self._write_places(learned))
        newest = await asyncio.to_thread(self._newest_told) if self._tells_again else None
        place = await self._after(newest) if newest is not None else 0
        return Looked(max(place, await self._settle_unclear()), self._told_up_to)

    async def _after(self, newest: Row[Any]) -> int:
        """Give the place of the last row that is still there; mark those behind it.

        What was there at the last look is looked up too: the newest may have been told into a stream made anew, that
        others had filled beyond our last place before anybody noticed.
        """
        before, lost = self._was_there, newest
        if before is not None and before.place < newest.place and await self._find(before) is None:
            lost = before
        elif (found := await self._find(newest)) is not None:
            self._was_there = newest
            return found.place
        place, behind = await self._last_kept(lost.seq)
        told_again = await self._write(lambda: self._mark_untold(behind))
        self._forget()
        if self._tally is not None:
            self._tally.forgot()
        log.warning(f"{self._service}.bus.forgot", stream=self._at.name, told_again=told_again)
        return place

    async def _last_kept(self, lost: int) -> tuple[int, int]:
        """Halve the outbox before a row that is lost; give the place of what was found last, and of its row."""
        kept, place, behind = 0, 0, 0
        while kept + 1 < lost:
            middle = (kept + lost) // 2
            row = await asyncio.to_thread(self._told_before, middle, kept)
            found = None if row is None else await self._find(row)
            if row is not None and found is None:
                lost = row.seq
            else:
                kept = middle
                if row is not None and found is not None:
                    place, behind = found.place, row.place
        return place, behind

    async def _find(self, row: Row[Any]) -> Last | None:
        """Give a row as the stream has it, or a later one of ours on its subject; none when it is not there.

        A fact that this outbox does not know was told after every fact it knows: the database is an older copy. A later
        one at an earlier place, or too near behind it for all we told between them, was told into a stream made anew,
        before anybody noticed.
        """
        last = await last_on(self._client, self._at, row.subject)
        if last is None or last.id == row.id:
            return last
        if self._at.name not in OF_FACTS or last.place <= (row.place or 0):
            return None  # receipts of all cases share a subject
        return last if await asyncio.to_thread(self._is_told_after, row, last) else None

    async def _settle_unclear(self) -> int:
        """Look up rows that may have been told by a run that was killed before it wrote that down; give the last place.

        Within the stream's duplicate window telling again is harmless; older ones would stand twice. They were told in
        order, a few at a time, so behind that many that are not there none is.
        """
        places: list[tuple[int, int]] = []
        missed = 0
        async for row in self._all_unclear():
            found = await self._find(row)
            missed = missed + 1 if found is None else 0
            if found is not None and found.id == row.id:
                places.append((row.seq, found.place))
            if missed > SINGLY and self._at.name in OF_FACTS:
                break
        if places:
            await self._write(lambda: self._write_places(places))
        return max((place for _, place in places), default=0)

    async def _all_unclear(self) -> AsyncIterator[Row[Any]]:
        """Read them a page at a time: when a line was down for weeks they are many, and the first few say enough."""
        rows = await asyncio.to_thread(self._unclear, 0)
        while rows:
            for row in rows:
                yield row
            rows = await asyncio.to_thread(self._unclear, rows[-1].seq)

    def _newest_told(self) -> Row[Any] | None:
        """Give the row that is known to stand last in the stream.

        What was read through before is not read again, nor anything while the same row waits to be told as before: an
        outbox may hold a million rows of another stream, and a line may be down for weeks.
        """
        with self._database.read() as tx:
            untold = select(OUTBOX.c.seq).where(OUTBOX.c.place.is_(None), self._ours)
            waits = tx.execute(untold.order_by(OUTBOX.c.seq).limit(1)).scalar()
            last = tx.execute(select(func.max(OUTBOX.c.seq))).scalar() or 0
        if waits is None or waits != self._waits:
            told = self._last_told(self._read_to)
            known = [*told, self._newest] if self._newest is not None else told
            self._newest = max(known, key=lambda row: int(row.place), default=None)
            self._told_up_to = max(self._told_up_to, *(row.seq for row in told[:1]), 0)
            self._read_to = last if waits is None else waits - 1
        self._waits = waits
        return self._newest

    def _last_told(self, after: int) -> list[Row[Any]]:
        """Give the newest rows after another that are known to be told: one more than can have arrived late."""
        told = select(*COLUMNS).where(OUTBOX.c.place.is_not(None), self._ours, OUTBOX.c.seq > after)
        with self._database.read() as tx:
            return list(tx.execute(told.order_by(OUTBOX.c.seq.desc()).limit(MOST + 1)))

    def _told_before(self, seq: int, after: int = 0) -> Row[Any] | None:
        """Give the last row up to `seq`, and after another, that is known to be told."""
        told = select(*COLUMNS).where(OUTBOX.c.place.is_not(None), self._ours, OUTBOX.c.seq > after)
        with self._database.read() as tx:
            return tx.execute(told.where(OUTBOX.c.seq <= seq).order_by(OUTBOX.c.seq.desc()).limit(1)).first()

    def _is_told_after(self, row: Row[Any], last: Last) -> bool:
        """Tell whether what stands there was told after a row.

        Then each of ours between them took a place as well, and so did what was lost before the row.
        """
        columns = (OUTBOX.c.seq, OUTBOX.c.place)
        after = (OUTBOX.c.seq > row.seq) | OUTBOX.c.place.is_(None)
        with self._database.read() as tx:
            other = tx.execute(select(*columns).where(OUTBOX.c.key == row.key, OUTBOX.c.id == last.id)).first()
            if other is None or row.place is None or other.place == last.place or other.seq <= row.seq:
                return other is None or other.seq > row.seq
            between = select(func.count()).where(self._ours, after, OUTBOX.c.seq <= other.seq)
            return bool(last.place >= row.place + tx.execute(between).scalar_one())

    def _unclear(self, after: int) -> Sequence[Row[Any]]:
        old = to_ms(SystemClock().now()) - DUPLICATE_WINDOW_SECONDS * 1000 // 2
        unclear = select(*COLUMNS).where(OUTBOX.c.place.is_(None), OUTBOX.c.told_ms < old, self._ours)
        with self._database.read() as tx:
            return tx.execute(unclear.where(OUTBOX.c.seq > after).order_by(OUTBOX.c.seq).limit(MOST)).all()

    def _mark_untold(self, behind: int) -> int:
        gone = (OUTBOX.c.place > behind) & self._ours
        with self._database.begin() as tx:
            return tx.execute(update(OUTBOX).where(gone).values(place=None)).rowcount

    def _write_places(self, found: Sequence[tuple[int, int]]) -> None:
        with self._database.begin() as tx:
            mark(tx, found)
