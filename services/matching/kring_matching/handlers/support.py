"""What keeps coordinators going: coaching, and a helpdesk with an owner and a clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kring_matching.domain import Coordinator, HelpdeskCase, Search
from kring_matching.process import Standing
from kring_shared.contracts.matching import (
    AnswerHelpdeskCase,
    AskHelpdesk,
    CoachingHeld,
    HelpdeskAnswerDue,
    HelpdeskCaseClosed,
    HelpdeskCaseOpened,
    HelpdeskCaseOverdue,
    HelpdeskCaseTaken,
    RecordCoaching,
    TakeHelpdeskCase,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work
from kring_shared.kernel.working_days import end_of_working_day


class HasLeft(Refused):
    """A coordinator who left is not supported any more."""

    code = "kring.has-left"


class NotTheirCase(Refused):
    """Support was said to be about a case of somebody else."""

    code = "kring.not-their-case"


class Helpdesk:
    """Where coordinators ask (helpdesk), with the offices: each answers in as many working days as its policy says."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Serve these offices."""
        self._offices = offices

    def ask(self, message: AskHelpdesk, work: Work) -> None:
        """Open a question, sealed under the coordinator's own key; the receipt's answer has its id."""
        _there(message.coordinator_id, work)
        helpdesk_id = work.new_id("helpdesk")
        answer_by = self._answer_by(work)
        question = work.seal(scope_of(Scope.PERSON, message.coordinator_id), message.question)
        case = HelpdeskCase(helpdesk_id, work.office, message.coordinator_id, message.topic, question, answer_by)
        work.save(case)
        work.remind(HelpdeskAnswerDue(case_id=helpdesk_id), answer_by)
        work.tell(HelpdeskCaseOpened(case_id=helpdesk_id, topic=message.topic, answer_by=answer_by))
        work.answer = {"helpdeskId": helpdesk_id}

    def _answer_by(self, work: Work) -> datetime:
        policy = POLICIES[self._offices[work.office].policy]
        return end_of_working_day(work.now.date(), policy.helpdesk_days, policy.country)


def take_case(message: TakeHelpdeskCase, work: Work) -> None:
    """Somebody takes a question on, or takes it over; whoever says so owns it."""
    case = work.need(HelpdeskCase, message.helpdesk_id).moved(TakeHelpdeskCase)
    owner = _asker(work)
    if case.owner == owner:
        return  # they own it already, and nobody needs to hear that twice
    work.save(replace(case, owner=owner))
    work.tell(HelpdeskCaseTaken(case_id=case.helpdesk_id, owner=owner))


def answer_case(message: AnswerHelpdeskCase, work: Work) -> None:
    """The question is answered, sealed as it was asked; who answers what nobody took, owned it."""
    case = work.need(HelpdeskCase, message.helpdesk_id).moved(AnswerHelpdeskCase)
    answer = work.seal(case.question.scope, message.answer)
    work.save(replace(case, answer=answer, owner=case.owner or _asker(work)))
    work.forget((HelpdeskAnswerDue,), case.helpdesk_id)
    work.tell(HelpdeskCaseClosed(case_id=case.helpdesk_id, topic=case.topic, in_time=work.now <= case.answer_by))


def note_overdue(message: HelpdeskAnswerDue, work: Work) -> None:
    """The time is over and there is no answer: it is told once, with whoever took it on."""
    case = work.need(HelpdeskCase, message.case_id)
    if not case.knows(HelpdeskAnswerDue):
        return  # answered, or told before
    work.save(case.moved(HelpdeskAnswerDue))
    work.tell(HelpdeskCaseOverdue(case_id=case.helpdesk_id, topic=case.topic, owner=case.owner))


def record_coaching(message: RecordCoaching, work: Work) -> None:
    """A coordinator was supported (coaching): how, about what and how long; what was said is written down nowhere.

    The fact is all that is kept: it stands among the facts of the coordinator.
    """
    _there(message.coordinator_id, work)
    if message.supported_case is not None:
        _must_be_theirs(message.supported_case, message.coordinator_id, work)
    work.tell(
        CoachingHeld(
            case_id=message.coordinator_id,
            how=message.how,
            topic=message.topic,
            minutes=message.minutes,
            supported_case=message.supported_case,
        )
    )


def _must_be_theirs(case_id: str, coordinator_id: str, work: Work) -> None:
    theirs = {s.case_id for s in work.all(Search, coordinator_id) if s.coordinated_by == coordinator_id}
    if case_id not in theirs:
        raise NotTheirCase("support can only be about a case this coordinator has or had; name that one, or none")


def _there(coordinator_id: str, work: Work) -> Coordinator:
    coordinator = work.need(Coordinator, coordinator_id)
    if coordinator.standing is Standing.LEFT:
        raise HasLeft("this coordinator has left; enter them in the register again before they ask or are supported")
    return coordinator


def _asker(work: Work) -> str:
    assert work.actor is not None  # noqa: S101 - only commands come here, and the lane refuses one without an actor
    return work.actor.id
