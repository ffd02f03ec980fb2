"""One office's clocks and orders in memory: messages come in one after another, and time passes between them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kring_registry.domain.chain import ChainEntry
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.keeping import Keeping
from kring_registry.handlers import erasing, keeping, requests
from kring_registry.handlers.filling import with_what_follows
from kring_shared.contracts.conference import CircleErased
from kring_shared.contracts.envelope import Deadline, Fact, Named
from kring_shared.contracts.intake import RequestErased, RequestReceived
from kring_shared.contracts.matching import SearchErased
from kring_shared.contracts.notifications import MessagesErased
from kring_shared.contracts.registry import ErasureAnswersDue, ErasureOrdered, PlaceHold, ReleaseHold, RetentionDue
from kring_shared.contracts.retention import ErasureAnswer, ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Handler
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.registry.cases import CASE, HANDLERS, RECEIVED_AT

OURS: dict[type[Named], Handler] = {
    RequestReceived: with_what_follows(requests.open_registration, [keeping.follow]),
    PlaceHold: keeping.place_hold,
    ReleaseHold: keeping.release_hold,
    RetentionDue: keeping.term_is_over,
    ErasureOrdered: erasing.do_own_part,
    ErasureAnswersDue: erasing.answers_are_due,
    **dict.fromkeys((RequestErased, SearchErased, CircleErased, MessagesErased), erasing.note_answer),
}
ALL_FOUR: tuple[type[ErasureAnswer], ...] = (RequestErased, SearchErased, CircleErased, MessagesErased)


@dataclass
class Registry:
    """What stands, what was told, and what comes due; deadlines come by themselves when time passes."""

    now: datetime = RECEIVED_AT
    stored: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    told: list[Fact] = field(default_factory=list)
    waiting: list[tuple[datetime, Deadline]] = field(default_factory=list)
    rooms: int = 0

    def take(self, *messages: Named) -> None:
        """Handle messages at this hour; an order that is told is heard by the registry itself, as on the bus."""
        for message in messages:
            work = self.room(message)
            handler = OURS.get(type(message)) or with_what_follows(HANDLERS[type(message)], [keeping.follow])
            handler(self._stamped(message), work)
            self._absorb(work)

    def order(self, *kinds: RecordKind, person_id: str | None = None, because: str = "person-asks") -> str:
        """Order as somebody's question does."""
        work = self.room(PlaceHold(case_id=CASE, code="other"))
        erasure_id = erasing.order(work, CASE, person_id, kinds, because)
        self._absorb(work)
        return erasure_id

    def passes(self, days: int) -> None:
        """Let days pass, and let everything come due in its turn."""
        until = self.now + timedelta(days=days)
        while due := sorted((d for d in self.waiting if d[0] <= until), key=lambda found: found[0])[:1]:
            self.waiting.remove(due[0])
            self.now, deadline = due[0]
            self.take(deadline)
        self.now = until

    def answer(self, order: ErasureOrdered, *services: type[ErasureAnswer], keeps: KeptBecause | None = None) -> None:
        """Let services answer an order: all erased, or all kept."""
        outcome = ErasureOutcome.ERASED if keeps is None else ErasureOutcome.KEPT
        lines = tuple(ErasureLine(kind=kind, outcome=outcome, because=keeps, records=1) for kind in order.kinds)
        for service in services:
            scope = (f"case/{order.case_id}",)
            self.take(service(case_id=order.case_id, erasure_id=order.erasure_id, lines=lines, keys_destroyed=scope))

    @property
    def keeping(self) -> Keeping:
        """Give what is kept of the case."""
        found = self.stored[Keeping, CASE]
        assert isinstance(found, Keeping)
        return found

    def erasure(self, erasure_id: str) -> Erasure:
        """Give one order."""
        found = self.stored[Erasure, erasure_id]
        assert isinstance(found, Erasure)
        return found

    @property
    def entries(self) -> list[ChainEntry]:
        """Give the chain."""
        found = [each for each in self.stored.values() if isinstance(each, ChainEntry)]
        return sorted(found, key=lambda entry: entry.number)

    def orders(self) -> list[ErasureOrdered]:
        """Give what was ordered."""
        return [fact for fact in self.told if isinstance(fact, ErasureOrdered)]

    def _stamped(self, message: Named) -> Named:
        """Give a fact the office and the hour, as if it was told now; a constant of the tests is left as it is."""
        if not isinstance(message, Fact) or message.office:
            return message
        return message.model_copy(update={"office": "utrecht", "occurred_at": self.now})

    def room(self, message: Named) -> Work:
        """Give one message's room to work in."""
        self.rooms += 1
        actor = None if isinstance(message, Fact | Deadline) else an_actor()
        cause = id_at(self.now, f"cause {self.rooms}")
        return a_work("registry", *self.stored.values(), actor=actor, now=self.now, cause=cause)

    def _absorb(self, work: Work) -> None:
        for place in work.removed:
            self.stored.pop(place, None)
        self.stored |= work.changed
        self.told += facts_of(work)
        dropped = set(work.forgotten)
        self.waiting = [(due, d) for due, d in self.waiting if (d.kind(), d.key()) not in dropped]
        self.waiting += [(r.due, r.deadline) for r in work.reminders if type(r.deadline) in OURS]
        for fact in facts_of(work):
            if isinstance(fact, ErasureOrdered):
                self.take(fact)
