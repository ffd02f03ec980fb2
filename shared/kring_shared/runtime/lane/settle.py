"""One batch, one transaction: inbox, aggregates, outbox, deadlines, errands and parked rows, all or nothing.

Every delivery ends in exactly one way: done (in the inbox), answered with a refusal (commands), or parked (a row with a
reason, tried again or waiting for a person). So every delivery can be acknowledged, and none is ever dropped.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights import Right
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.errors import NotYet, Refused
from kring_shared.kernel.work import Found, NotOurs, Work
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.declared.routes import Delivery, Origin, Read, Routes
from kring_shared.runtime.lane import erasures, parked, permits, receipts
from kring_shared.runtime.lane.called_off import CalledOff
from kring_shared.runtime.lane.erasure_ledger import ErasureLedger
from kring_shared.runtime.lane.instants import Instant, come_by
from kring_shared.runtime.lane.lines import Lines
from kring_shared.runtime.lane.newer import NEWER
from kring_shared.runtime.lane.outcomes import DatabaseRefusedError, counted_as, said_of
from kring_shared.runtime.lane.pages import Pages, code_of, mark, told_by
from kring_shared.runtime.lane.parked import BEHIND, Parking, reason_of
from kring_shared.runtime.lane.traced import Spans
from kring_shared.runtime.logs import fault_of
from kring_shared.runtime.storage.among import Keys
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import Shelf, StaleVersionError, View, delete, load, save
from kring_shared.runtime.storage.tables import INBOX, to_ms
from kring_shared.runtime.telemetry.counts import AGAIN, DONE, UNREADABLE, Counts, Tally
from kring_shared.runtime.vault.vault import Vault

log = structlog.get_logger()
REFUSALS: Final = (IntegrityError, DataError, StaleVersionError)
"""What the database says to a row that cannot stand, or that another writer was quicker with."""


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What settling needs: the service's routes and shelves, and the runtime's parts."""

    service: str
    routes: Routes
    shelves: tuple[Shelf, ...]  # type: ignore[type-arg]  # shelves of different kinds stand side by side
    database: Database
    vault: Vault
    verifier: Verifier
    clock: Clock
    serves: tuple[str, ...] = ("*",)
    ledger: ErasureLedger = field(default_factory=ErasureLedger)
    tally: Tally = field(default_factory=lambda: Counts().of(""))


@dataclass
class Settled:
    """What a batch came to: the answer of each command, the outbox rows that may now be told, how many ended how."""

    answers: dict[str, str | None] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: Lines = field(default_factory=Lines)


def settle(setup: Setup, batch: Sequence[Delivery], marks: Sequence[tuple[int, int]] = ()) -> Settled:
    """Settle a batch; when the database refuses a row, halve it until the culprit is alone, and park that one.

    `marks` are places in the stream of rows told before, as (outbox sequence, stream sequence).
    """
    try:
        return _once(setup, batch, marks)
    except REFUSALS:
        if len(batch) <= 1:
            return _again(setup, batch, marks)
        middle = len(batch) // 2
        first = settle(setup, batch[:middle], marks)
        second = settle(setup, batch[middle:])
        return Settled(first.answers | second.answers, first.rows + second.rows, first.outcomes + second.outcomes)


def _again(setup: Setup, batch: Sequence[Delivery], marks: Sequence[tuple[int, int]]) -> Settled:
    """Settle one message once more, since another writer may have been in its way; then it is to blame itself."""
    try:
        return _once(setup, batch, marks)
    except REFUSALS as refusal:
        return _once(setup, batch, marks, blame=type(refusal).__name__)


def _once(setup: Setup, batch: Sequence[Delivery], marks: Sequence[tuple[int, int]], *, blame: str = "") -> Settled:
    now = setup.clock.now()
    try:
        with setup.database.begin() as tx:
            mark(tx, marks)
            settled = Settled(answers=_known(tx, batch)) if batch else Settled()
            pages = Pages(now, Spans.of(setup.service))
            fresh = {d.id: d for d in batch if d.id not in settled.answers}
            settled.outcomes.update((d.origin, AGAIN) for d in batch if d.id not in fresh)
            parked.forget(tx, [d.id for d in batch if d.tries is not None and d.id in settled.answers])
            if fresh:
                _Batch(setup, tx, now, pages, settled, blame).run(list(fresh.values()))
            setup.vault.flush()
            settled.rows = pages.write(tx)
            come_by(Instant.BEFORE_COMMIT)
    except BaseException:
        setup.vault.drop()
        raise
    pages.spans.end()
    settled.lines.write()
    if pages.erased:
        come_by(Instant.BEFORE_ERASE)
        _erase(setup, [erased.scope for erased in pages.erased])
    return settled


def _erase(setup: Setup, scopes: list[str]) -> None:
    """Destroy the keys a commit has decided on; when that fails the timers see that it is done."""
    now = setup.clock.now()
    try:
        erasures.destroy(setup.vault, setup.ledger, setup.service, scopes, now.date())
        erasures.done(setup.database, scopes, to_ms(now))
    except (NotYet, OperationalError, OSError) as error:
        log.warning(f"{setup.service}.erasure.waits", **fault_of(error))


def _known(tx: Connection, batch: Sequence[Delivery]) -> dict[str, str | None]:
    ids = {d.id for d in batch} | {d.formerly for d in batch if d.formerly}
    known = {row.id: row.answer for row in Keys.of(tx, ids).find(tx, INBOX, ("id",))}
    return {d.id: known.get(d.id) for d in batch if d.id in known or d.formerly in known}


class _Batch:
    """The deliveries of one transaction that the inbox does not know."""

    def __init__(self, setup: Setup, tx: Connection, now: datetime, pages: Pages, settled: Settled, blame: str) -> None:
        self.setup, self.tx, self.now, self.pages, self.settled, self.blame = setup, tx, now, pages, settled, blame
        self.view, self.looked_for, self.spans = View(), set[str](), pages.spans
        self.lines = settled.lines = Lines(setup.service)
        self.named: dict[str, tuple[str, ...]] = {}
        """What messages named in the view as it stands, by delivery; forgotten whenever the view changes."""

    def run(self, fresh: list[Delivery]) -> None:
        read = [found for d in fresh if (found := self._read(d)) is not None]
        self._load(key for r in read for key in r.keys)
        self._look_further(read)
        self.spans.look_back(self.tx, read)
        self.called_off = CalledOff(self.tx, fresh, self.pages.forgotten)
        self.parking = Parking(self.tx, {r.message.key() for r in read}, self.setup.vault)
        for r in read:
            self._settle_one(r)
        delete(self.tx, self.setup.shelves, self.view.gone)
        save(self.tx, self.setup.shelves, self.view.changed)
        self.parking.write(self.now)

    def _load(self, keys: Iterable[str]) -> None:
        """Read what was not looked for yet; what earlier messages of the batch left stands in the view already."""
        wanted = [key for key in dict.fromkeys(keys) if key and key not in self.looked_for]
        self.looked_for.update(wanted)
        before = len(self.view.loaded)
        load(self.tx, self.setup.shelves, wanted, into=self.view)
        if len(self.view.loaded) != before:
            self.named.clear()

    def _look_further(self, read: list[Read]) -> None:
        """Load in one go what the messages name now that their first aggregates are found."""
        further: list[str] = []
        for r in (r for r in read if r.route.then is not None):
            # What cannot be named is named again at the message's turn, and then it is the message's own fault.
            with contextlib.suppress(Exception):
                further += self._further(r)
        self._load(further)

    def _further(self, r: Read) -> tuple[str, ...]:
        if r.route.then is None:
            return ()
        further = self.named.get(r.delivery.id)
        if further is None:
            found = Found(self.view.loaded, self.view.groups)
            further = permits.plain(r.route.then(r.message, r.delivery.office, found), r.message.key())
            self.named[r.delivery.id] = further
        return further

    def _read(self, delivery: Delivery) -> Read | None:
        """Understand the body, or park (a fact) or refuse (a command) what cannot be understood."""
        newer = NEWER if delivery.origin is Origin.FACT and delivery.kind else None
        route = self.setup.routes.messages.get(delivery.kind) or newer
        if route is None:
            self._unreadable(delivery, None, receipts.unknown(delivery.kind), "kring.unknown-message")
            return None
        try:
            message = route.read(delivery.body)
            return Read(delivery, route, message, permits.plain(route.keys(message, delivery.office), message.key()))
        except ValidationError as error:
            self._unreadable(delivery, route.model, receipts.invalid(route.model, error), "kring.invalid-fields")
        except Exception as error:  # noqa: BLE001 - what it is about cannot be told, so it can wait for nothing
            self._unreadable(delivery, route.model, receipts.not_answered(route.model.name, error), reason_of(error))
        return None

    def _unreadable(self, delivery: Delivery, model: type[Named] | None, answer: str, code: str) -> None:
        self.settled.outcomes[delivery.origin, UNREADABLE] += 1
        self.spans.unread(delivery, model, code.partition(":")[0])
        trace = self.spans.stands(delivery)
        self.lines.unread(delivery, model, code.partition(":")[0], trace)
        if delivery.origin is Origin.COMMAND:
            self.settled.answers[delivery.id] = answer
        else:
            Parking(self.tx, set(), self.setup.vault).at_once(delivery, code, self.now, trace)

    def _settle_one(self, r: Read) -> None:
        d = r.delivery
        self.spans.begin(r)
        self.lines.begin(r)
        try:
            work = self._handled(r)
            told = told_by(work, r.message.key())
        except OperationalError:
            raise  # the database is away: no message is to blame
        except Exception as error:  # noqa: BLE001 - every error becomes an answer or a row, never a lost message
            self._failed(r, error)
            return
        self.view.absorb(work.changed, work.removed)
        if work.changed or work.removed:
            self.named.clear()
        answer = self.settled.answers[d.id] = receipts.done(r.message, work) if d.origin is Origin.COMMAND else None
        self.settled.outcomes[d.origin, DONE] += 1
        if work.actor is not None:
            self.pages.asked(work.actor, r.message)
        self.pages.add(told, d, work, answer)
        self.parking.settled(d, r.message.key())
        self.lines.done(r, self.spans.stands(d))

    def _handled(self, r: Read) -> Work:
        """Give the room of a message that was handled."""
        if self.called_off.is_it(r):
            return self._work(r)
        self._hold_back(r)
        self._load(further := self._further(r))  # named anew when what was found since may have changed it
        work = self._work(r)
        self._permit(r, work, further)
        try:
            r.route.handle(r.message, work)
        except NotOurs:
            return self._work(r)
        parked.must_be_letters(self.tx, work.retried, work.office)
        return work

    def _hold_back(self, r: Read) -> None:
        """Raise when this message cannot have its turn now."""
        if self.blame:
            raise DatabaseRefusedError(self.blame)
        if r.delivery.origin is not Origin.COMMAND and self.parking.is_behind(r.delivery, r.message.key()):
            raise NotYet(BEHIND)
        if r.delivery.office and r.delivery.office != r.office:
            raise Refused("it says another office than the one it was told in").because("another-office")

    def _work(self, r: Read) -> Work:
        return Work(
            cause=r.delivery.id,
            service=self.setup.service,
            office=r.office,
            now=self.now,
            vault=self.setup.vault,
            loaded=self.view.loaded,
            groups=self.view.groups,
            serves=self.setup.serves,
        )

    def _permit(self, r: Read, work: Work, further: tuple[str, ...]) -> None:
        """Hold a command against the rights table."""
        if r.delivery.origin is not Origin.COMMAND:
            return
        work.actor = self.setup.verifier.actor(r.delivery.actor, self.now)
        work.by = work.actor.label()
        right = permits.check_role(work.actor, r.route.model, r.delivery.office)
        permits.check_part(work.actor, Right.OFFICE, self.view.about((*r.keys, *further)))
        # Another case under a shared key, such as a coordinator's, says nothing about who takes part in this one.
        permits.check_about(work.actor, right, r.message, self.view.about((r.message.key(),)))

    def _failed(self, r: Read, error: Exception) -> None:
        d = r.delivery
        self.settled.outcomes[d.origin, counted_as(d, error)] += 1
        outcome = said_of(d, error)
        self.spans.failed(d, outcome, code_of(error))
        self.lines.failed(r, error, outcome, self.spans.stands(d))
        if d.origin is Origin.COMMAND:
            self.settled.answers[d.id] = receipts.refused(r.message, error)
            self.pages.refused(r, error, self.setup.verifier)
        else:
            self.parking.park(d, r.message.key(), error, self.spans.stands(d))
