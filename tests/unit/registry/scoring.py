"""The registry as it asks people who said yes to it, for tests: a room, and what comes into it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, CoordinatorTally, Form, Round, Wish
from kring_registry.handlers import answering, satisfaction
from kring_registry.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import CancelledBecause, ConferenceCancelled, PlanOutcome
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import (
    ConsentMethod,
    ConsentRefused,
    RejectionReason,
    RequestLapsed,
    RequestMerged,
    RequestRejected,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.policies import NL
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    EnterPaperForm,
    FormWay,
    Group,
    RecordScoreWishes,
    SatisfactionClosed,
    SatisfactionInvited,
    Scores,
)
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import PlainVault, a_work, an_actor, facts_of
from tests.unit.registry.cases import CASE, FILIP, after, cancelled, distributed, held, started

GRANDMA: Final = "0" * 31 + "4"
HANDED_OVER: Final = distributed().occurred_at
OURS: Final = tuple(shelf for shelf in SHELVES if shelf.kind in {Round, Wish, Form, Answer, CoordinatorTally})
EIGHTS: Final = Scores(meeting=8, plan=8, coordinator=9)
WITHOUT_PLAN: Final = held(PlanOutcome.NO_PLAN)


@dataclass
class Room:
    """What the registry has stored, message after message."""

    stored: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    told: list[Fact] = field(default_factory=list)
    last: Work | None = None
    turns: int = 0

    def does(self, message: Named, now: datetime = HANDED_OVER, role: Role = Role.COORDINATOR) -> Work:
        """Handle one message after all that went before; a refusal leaves everything as it was."""
        self.turns += 1
        actor = None if isinstance(message, Fact | SatisfactionClosed) else an_actor(role)
        cause = f"{self.turns:032x}"
        work = a_work("registry", *self.stored.values(), actor=actor, now=now, cause=cause)
        HANDLERS.get(type(message), satisfaction.go_on)(message, work)
        for place in work.removed:
            self.stored.pop(place, None)
        self.stored |= work.changed
        self.told += facts_of(work)
        self.last = work
        return work

    def all(self, kind: type) -> list[Aggregate]:
        """Give everything of a kind that is stored."""
        return [value for (of, _), value in self.stored.items() if of is kind]

    def codes(self) -> list[str]:
        """Give the codes of the forms that were sent, as their people read them."""
        vault = PlainVault()
        return [str(vault.open(told.code, str)) for told in self.told if isinstance(told, SatisfactionInvited)]


HANDLERS: Final[dict[type[Named], Callable[[Any, Work], None]]] = {
    RecordScoreWishes: satisfaction.record_wishes,
    AnswerSatisfaction: answering.answer,
    EnterPaperForm: answering.answer,
    SatisfactionClosed: satisfaction.close,
}
"""What is done with each message; every fact is followed."""


def a_room(*messages: Named) -> Room:
    """Begin where a registration is open and its coordinator works."""
    registration = after(started(), *messages)
    return Room({(Registration, registration.id): registration})


def wish(person_id: str = FILIP, *, scores: bool = True, research: bool = False) -> RecordScoreWishes:
    return RecordScoreWishes(
        case_id=CASE, person_id=person_id, group=Group.FAMILY, scores=scores, research=research, way=FormWay.PAPER
    )


def asked() -> Room:
    """Give a room in which Filip said yes and has a form."""
    room = a_room()
    room.does(wish())
    room.does(distributed())
    return room


def closing_day() -> date:
    return HANDED_OVER.date() + timedelta(days=NL.score_days)


STOPPED: Final[dict[type[Fact], Fact]] = {
    RequestWithdrawn: RequestWithdrawn(case_id=CASE, reason=None),
    RequestRejected: RequestRejected(case_id=CASE, reason=RejectionReason.OUTSIDE_AREA),
    ConsentRefused: ConsentRefused(case_id=CASE, method=ConsentMethod.IN_PERSON),
    RequestLapsed: RequestLapsed(case_id=CASE),
    RequestTransferred: RequestTransferred(case_id=CASE, to_office="amersfoort"),
    RequestMerged: RequestMerged(case_id=CASE, into_id=FILIP),
    ConferenceCancelled: cancelled(CancelledBecause.WITHDRAWN),
}
