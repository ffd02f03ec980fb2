"""What people ask about their own data: written down, taken up, answered; a clock, and never its own subject."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kring_registry.domain.asked import GRANTED, NEAR, SEE, Asked
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.record import Departed
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Wish
from kring_registry.handlers import erasing, satisfaction
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import (
    AnswerPerson,
    AnswerToPersonDue,
    AnswerToPersonOverdue,
    AskAboutData,
    AsksFor,
    ExtendAnswer,
    PersonAnswered,
    PersonAsked,
    TakeUpAsked,
)
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.sealed import Erased, Scope, Sealed, scope_of
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.work import Found, Work

ASKED_BY_PERSON: Final = "asked-by-person"
"""Why an order to erase was given, as a code."""
KNOWN_BY: Final = (Registration, Keeping, Departed)
"""What is left of a case, whatever became of it."""


class Register:
    """Writes down what people ask, with the days an office has by its policy."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Keep the clock of these offices."""
        self._offices = offices

    def write_down(self, message: AskAboutData, work: Work) -> None:
        """Write down what somebody asks, sealed under their own key; the answer has its id.

        Raises:
            NotFound: the office has no such case.
            InvalidFields: somebody is named whom it is about, and it is no complaint.
        """
        if not any(work.get(kind, message.case_id) for kind in KNOWN_BY):
            no_case = "no case is known under that id in this office"
            raise NotFound(no_case)
        if message.about and message.asks_for is not AsksFor.COMPLAINT:
            only = "only a complaint is about somebody else: leave it empty"
            raise InvalidFields(("/about",), only).because("asked-without-case")
        asked_id = work.new_id("asked")
        words = _sealed(message, asked_id, work)
        received_on = work.now.date()
        asked = Asked(
            asked_id=asked_id,
            case_id=message.case_id,
            person_id=message.person_id,
            office=work.office,
            asks_for=message.asks_for,
            received_on=received_on,
            answer_by=received_on + timedelta(days=self._days(work.office)),
            words=words,
            about=message.about,
        )
        work.save(asked)
        work.tell(
            PersonAsked(case_id=asked.told_under, asked_id=asked_id, asks_for=asked.asks_for, answer_by=asked.answer_by)
        )
        _set_clock(asked, work)
        work.answer = {"askedId": asked_id}

    def _days(self, office: str) -> int:
        return POLICIES[self._offices[office].policy].person_answer_days


def take_up(message: TakeUpAsked, work: Work) -> None:
    """Say who handles it; the subject of a complaint never does."""
    work.save(work.need(Asked, message.asked_id).taken_up(_who(work)))


def extend(message: ExtendAnswer, work: Work) -> None:
    """Take two months more, once; whoever asked is told why, by who handles it."""
    asked = work.need(Asked, message.asked_id).extended(message.code, _who(work))
    work.save(asked)
    _set_clock(asked, work)


def answer(message: AnswerPerson, work: Work) -> None:
    """Answer it: what is granted of an erasure is ordered at once, and an objection ends being asked for scores.

    What the registry cannot mend itself it points to: the answer of the receipt names the commands that do.
    """
    asked = work.need(Asked, message.asked_id).answered(message.with_, message.code, _who(work))
    if message.with_ in GRANTED and asked.asks_for is AsksFor.ERASURE:
        kinds = tuple(RecordKind)  # of what an order cannot reach the receipt says why it stays
        ordered = erasing.order(work, asked.case_id, asked.person_id, kinds, ASKED_BY_PERSON)
        asked = replace(asked, erasure_id=ordered)
    if message.with_ in GRANTED and asked.asks_for is AsksFor.OBJECTION:
        satisfaction.forget(work, asked.case_id, asked.person_id)
    work.save(asked)
    if asked.words.scope == scope_of(Scope.REGISTER, asked.id):
        work.erase(asked.words.scope, because="answered")
    work.forget((AnswerToPersonDue,), asked.id)
    work.tell(PersonAnswered(case_id=asked.told_under, asked_id=asked.id, with_=message.with_))
    work.answer = {"see": list(SEE[asked.asks_for]), "erasureId": asked.erasure_id}


def what_it_changes(message: AnswerPerson, office: str, found: Found) -> tuple[str, ...]:
    """Name what an answer may erase: of the case, and, once that is found, the forms that went out."""
    asked = found.get(Asked, message.asked_id)
    if asked is None or asked.asks_for not in {AsksFor.ERASURE, AsksFor.OBJECTION}:
        return ()
    forms = (wish.form_id for wish in found.all(Wish, asked.case_id) if wish.form_id)
    return (*erasing.order_keys(office, asked.case_id), *forms)


def answer_is_due(message: AnswerToPersonDue, work: Work) -> None:
    """Its last day is near: tell it as long as nobody answered."""
    asked = work.need(Asked, message.case_id)
    if not asked.is_open:
        return  # somebody answered just before this came
    work.tell(
        AnswerToPersonOverdue(
            case_id=asked.told_under, asked_id=asked.id, asks_for=asked.asks_for, answer_by=asked.answer_by
        )
    )


def _sealed(message: AskAboutData, asked_id: str, work: Work) -> Sealed[str]:
    """Seal what they said under their own key; who was erased has none any more, so theirs goes when it is answered."""
    words = work.seal(scope_of(Scope.PERSON, message.person_id), message.words)
    if isinstance(work.open(words, str), Erased):
        return work.seal(scope_of(Scope.REGISTER, asked_id), message.words)
    return words


def _who(work: Work) -> str:
    return work.actor.id if work.actor is not None else ""


def _set_clock(asked: Asked, work: Work) -> None:
    work.forget((AnswerToPersonDue,), asked.id)
    work.remind(AnswerToPersonDue(case_id=asked.id), max(work.now, _midnight(asked.answer_by) - NEAR))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
