"""What somebody asks about their own data: with a clock, and out of reach of whom a complaint is about."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kring_registry.process.asked import ASKED, AskedStage
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.registry import AnsweredWith, AnswerPerson, AsksFor, ExtendAnswer, TakeUpAsked
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady
from kring_shared.kernel.work import Aggregate

NEAR: Final = timedelta(days=7)
"""How long before its last day it is told that an answer is still due."""
MORE_MONTHS: Final = 2
SEE: Final[dict[AsksFor, tuple[str, ...]]] = {
    AsksFor.ACCESS: ("kring copy",),
    AsksFor.RECTIFICATION: ("correct-contact", "record-contact-wishes", "return-registration"),
    AsksFor.OBJECTION: ("record-score-wishes", "record-contact-wishes"),
    AsksFor.ERASURE: ("show-erasure", "show-keeping"),
    AsksFor.COMPLAINT: (),
}
"""What does what is asked: the registry keeps the clock, and each service mends what is its own."""
NOT_WHOLLY: Final = frozenset({AnsweredWith.PARTLY, AnsweredWith.REFUSED})
GRANTED: Final = frozenset({AnsweredWith.DONE, AnsweredWith.PARTLY})


class OwnComplaint(NotPermitted):
    """Somebody would handle a complaint about themselves."""

    code = "kring.own-complaint"


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Asked(Aggregate):
    """One thing somebody asked about their data (verzoek van een betrokkene), or a complaint (klacht).

    What they said is sealed under their own key, so that it goes with them; under one of its own when theirs is gone
    already, until it is answered. It is not found by its case: nobody has a
    right to it because they take part there.
    """

    asked_id: str
    case_id: str
    person_id: str
    office: str
    asks_for: AsksFor
    received_on: date
    answer_by: date
    words: Sealed[str]
    about: str = ""
    stage: AskedStage = AskedStage.RECEIVED
    handler: str = ""
    extended_for: str = ""
    answered_with: AnsweredWith | None = None
    code: str = ""
    erasure_id: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id."""
        return self.asked_id

    @property
    def told_under(self) -> str:
        """Give under which id facts of it are told: a complaint has its own, so that its case keeps no trace of it."""
        return self.asked_id if self.asks_for is AsksFor.COMPLAINT else self.case_id

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be answered."""
        return self.stage is not AskedStage.ANSWERED

    def is_about(self, who: str) -> bool:
        """Tell whether this is a complaint about somebody, by the id they act under in whatever role."""
        return self.asks_for is AsksFor.COMPLAINT and self.about == who

    def moved(self, on: type[Named], who: str) -> "Asked":
        """Go where the table says, by somebody it is not about.

        Raises:
            OwnComplaint: it is about them.
            NotAllowedNow: the table has no such arrow.
        """
        if self.is_about(who):
            raise OwnComplaint(
                "nobody handles a complaint about themselves: ask another regional manager to take it up"
            )
        return replace(self, stage=ASKED.next(self.stage, on))

    def taken_up(self, who: str) -> "Asked":
        """Be handled by somebody."""
        return replace(self.moved(TakeUpAsked, who), handler=who)

    def extended(self, code: str, who: str) -> "Asked":
        """Get two months more.

        Raises:
            NotReady: it got them already.
        """
        moved = self.moved(ExtendAnswer, who)
        if self.extended_for:
            raise NotReady(f"it was extended once already; answer it by {self.answer_by}", "answer-now")
        return replace(moved, extended_for=code, answer_by=months_later(self.answer_by, MORE_MONTHS))

    def answered(self, with_: AnsweredWith, code: str, who: str) -> "Asked":
        """Be answered, by who handles it.

        Raises:
            NotReady: somebody else handles it.
            InvalidFields: it was not wholly done, and nothing says why.
        """
        moved = self.moved(AnswerPerson, who)
        if self.handler != who:
            raise NotReady("somebody else handles it: take it up first with take-up-asked", "taken-up")
        if with_ in NOT_WHOLLY and not code:
            raise InvalidFields(("/code",), "say with a code why not all of it was done, as in others-need-it").because(
                "why-not-all"
            )
        return replace(moved, answered_with=with_, code=code)
