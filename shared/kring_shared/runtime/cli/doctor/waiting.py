"""What waits for too long in the databases: to be told, tried again, done or erased; and what that means.

A row that waits for a moment is as it should be, so each has its patience; what it means for people is said first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, func, select

from kring_shared.runtime.bus.streams import stream_of
from kring_shared.runtime.cli.doctor.databases import looked_into
from kring_shared.runtime.cli.doctor.finding import Finding, State, count, mind, since, wrong
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.lane.pages import DAY_ONLY
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import DEADLINE, ERASURE, ERRAND, OUTBOX, PARKED, moment_of, to_ms

MOST_TRIES: Final = 4
"""What was tried so often waits for minutes between two tries."""
NAMED: Final = 3
"""So many codes are named of what is tried again; the most frequent first."""


@dataclass(frozen=True)
class Patience:
    """From when on something is minded, and from when on it is a reason to get up for."""

    mind: timedelta
    wrong: timedelta

    def judges(self, waits: timedelta) -> State:
        """Say how it is."""
        if waits >= self.wrong:
            return State.WRONG
        return State.MIND if waits >= self.mind else State.RIGHT


TO_TELL: Final = Patience(timedelta(minutes=1), timedelta(minutes=30))
TO_DO: Final = Patience(timedelta(minutes=5), timedelta(hours=1))
TO_ERASE: Final = Patience(timedelta(minutes=10), timedelta(hours=1))


async def nothing_waits_too_long(patient: Patient) -> list[Finding]:
    """Look at the rows of every service; of a database that cannot be read that is said already."""
    found: list[Finding] = []
    for service, database in patient.databases():
        found += await looked_into(database, _Rows(service.name, patient.clock.now()), said_already=True)
    return found


@dataclass(frozen=True)
class _Rows:
    """Looks at the rows of one database."""

    service: str
    now: datetime

    def __call__(self, database: Database) -> list[Finding]:
        name = database.schema
        with database.read() as tx:
            each = (
                self._untold(tx, name),
                self._tried_often(tx, name),
                self._overdue(tx, name),
                self._not_sent(tx, name),
                self._begun(tx, name),
                self._not_erased(tx, name),
            )
            return [one for found in each for one in found]

    def _untold(self, tx: Connection, name: str) -> Iterable[Finding]:
        # The moment of a fact of which only the day is told stands nowhere, so it has no age either.
        aged = OUTBOX.c.place.is_(None) & OUTBOX.c.type.not_in(DAY_ONLY)
        number, oldest = self._of(tx, OUTBOX.c.told_ms, aged)
        if oldest is None:
            return
        state = TO_TELL.judges(self.now - oldest)
        subjects = tx.execute(select(OUTBOX.c.subject).where(OUTBOX.c.place.is_(None)).limit(1000)).scalars()
        streams = ", ".join(sorted({stream_of(subject) for subject in subjects}))
        words = (
            f"{count(number, 'message')} not told yet, the oldest {since(oldest)}, for {streams}: "
            "the others do not know yet what was decided here, and nobody is written to about it"
        )
        yield from _if(state, f"{name} outbox", words, "nothing is lost; see what is said of the bus and of streams")

    def _tried_often(self, tx: Connection, name: str) -> Iterable[Finding]:
        often = PARKED.c.due_ms.is_not(None) & (PARKED.c.tries >= MOST_TRIES)
        codes = [reason.partition(":")[0] for reason in tx.execute(select(PARKED.c.reason).where(often)).scalars()]
        if codes:
            named = sorted(set(codes), key=lambda code: (-codes.count(code), code))[:NAMED]
            tried = count(len(codes), "message was", "messages were")
            words = f"{tried} tried {MOST_TRIES} times or more ({', '.join(named)}): their cases do not go on"
            do = f"each is tried again by itself, then waits for you: kring dead-letters list --service {self.service}"
            yield mind(f"{name} parked", words, do)

    def _overdue(self, tx: Connection, name: str) -> Iterable[Finding]:
        number, oldest = self._of(tx, DEADLINE.c.due_ms, DEADLINE.c.due_ms <= to_ms(self.now))
        words = f"{count(number, 'deadline is', 'deadlines are')} overdue, the oldest {since(oldest)}: "
        words += "reminders, offers that lapse and terms that end do not happen"
        yield from self._late(name, "deadlines", oldest, words)

    def _not_sent(self, tx: Connection, name: str) -> Iterable[Finding]:
        due = (ERRAND.c.state == "waiting") & (ERRAND.c.due_ms <= to_ms(self.now))
        number, oldest = self._of(tx, ERRAND.c.due_ms, due)
        words = f"{count(number, 'errand is', 'errands are')} late, the oldest {since(oldest)}: "
        words += "messages to people do not go out"
        yield from self._late(name, "errands", oldest, words)

    def _begun(self, tx: Connection, name: str) -> Iterable[Finding]:
        number, oldest = self._of(tx, ERRAND.c.due_ms, ERRAND.c.state == "begun")
        if oldest is not None and self.now - oldest >= TO_DO.mind:
            words = f"{count(number, 'errand')} begun and not ended, the oldest {since(oldest)}: "
            words += "whether these messages reached anybody is unclear"
            do = "they are not sent twice by themselves; once the service runs, a person tells them: kring to-tell"
            yield mind(f"{name} unclear", words, do)

    def _not_erased(self, tx: Connection, name: str) -> Iterable[Finding]:
        number, oldest = self._of(tx, ERASURE.c.decided_ms, ERASURE.c.done_ms.is_(None))
        if oldest is not None:
            state = TO_ERASE.judges(self.now - oldest)
            words = f"{count(number, 'erasure was', 'erasures were')} decided on and not carried out, the oldest "
            words += f"{since(oldest)}: what people were promised to be gone is still there"
            do = f"see what is said of the vault and of the file of erasures, and run: kring run {self.service}"
            yield from _if(state, f"{name} erasures", words, do)

    def _late(self, name: str, what: str, oldest: datetime | None, words: str) -> Iterable[Finding]:
        if oldest is not None:
            do = f"start the service: kring run {self.service}; where it runs, its log says why it waits (timers.wait)"
            yield from _if(TO_DO.judges(self.now - oldest), f"{name} {what}", words, do)

    @staticmethod
    def _of(tx: Connection, moment: Column[int], which: ColumnElement[bool]) -> tuple[int, datetime | None]:
        number, oldest = tx.execute(select(func.count(), func.min(moment)).where(which)).one()
        return number, moment_of(oldest)


def _if(state: State, about: str, words: str, do: str) -> Iterable[Finding]:
    """Say it once it waits for long enough."""
    if state is not State.RIGHT:
        yield wrong(about, words, do) if state is State.WRONG else mind(about, words, do)
