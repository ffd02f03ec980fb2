"""Legal deadlines: set with a mandate, near, missed; they bind the mandating body and never reach a family."""

from datetime import UTC, date, datetime

import pytest

from kring_intake.domain import Request
from kring_intake.handlers import deadlines, requests
from kring_intake.process import Stage
from kring_notifications.app import service as notifications
from kring_shared.contracts.conference import PlanDistributed, PlanText
from kring_shared.contracts.field import Context
from kring_shared.contracts.intake import (
    LegalDeadlineApproaching,
    LegalDeadlineMissed,
    LegalDeadlineNear,
    LegalDeadlineOver,
    LegalDeadlineSet,
    MandateNote,
)
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Work
from kring_shared.testing.declared import heard
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.intake.made import CASE, a_request, a_triage

DUE = date(2027, 1, 15)
FACTS = (LegalDeadlineSet, LegalDeadlineApproaching, LegalDeadlineMissed)


def triaged(note: MandateNote, request: Request | None = None) -> Work:
    work = a_work("intake", request or a_request(), actor=an_actor())
    requests.triage(a_triage(Context.MANDATORY).model_copy(update={"mandates": (note,)}), work)
    return work


def a_note(**changes: object) -> MandateNote:
    acceptor = Contact(name="S. De Smet", organisation="OCJ", email="s@ocj.example")
    return MandateNote.model_validate({"kind": "ocj", "acceptor": acceptor} | changes)


def days(work: Work) -> list[tuple[str, datetime]]:
    return [(reminder.deadline.name, reminder.due) for reminder in work.reminders]


def test_a_last_day_is_waited_for_near_five_working_days_before_it_and_the_day_after() -> None:
    work = triaged(a_note(legal_deadline=DUE))
    assert days(work) == [
        ("legal-deadline-near", datetime(2027, 1, 8, 8, tzinfo=UTC)),
        ("legal-deadline-over", datetime(2027, 1, 16, 8, tzinfo=UTC)),
    ]
    (told,) = (fact for fact in facts_of(work) if isinstance(fact, LegalDeadlineSet))
    assert (told.body, told.due_on) == ("ocj", DUE)


@pytest.mark.parametrize(
    ("term", "started_on", "due_on", "near"),
    [
        ("nl-wmo-plan", date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 25)),
        ("nl-jeugdwet-plan", date(2026, 11, 20), date(2027, 1, 1), date(2026, 12, 24)),
        ("be-vk-decision", date(2026, 11, 20), date(2027, 2, 23), date(2027, 2, 16)),
    ],
)
def test_a_term_of_the_law_gives_the_day(term: str, started_on: date, due_on: date, near: date) -> None:
    work = triaged(a_note(legal_term=term, started_on=started_on))
    (told,) = (fact for fact in facts_of(work) if isinstance(fact, LegalDeadlineSet))
    assert told.due_on == due_on
    assert days(work)[0][1].date() == near


def test_a_term_nobody_knows_and_a_term_from_no_day_are_mistakes() -> None:
    with pytest.raises(InvalidFields) as wrong:
        triaged(a_note(legal_term="nl-nothing"))
    assert wrong.value.fields == ("/mandates/0/legalTerm",)
    with pytest.raises(InvalidFields) as wrong:
        triaged(a_note(legal_term="nl-wmo-plan"))
    assert wrong.value.fields == ("/mandates/0/startedOn",)


def test_a_day_that_stays_the_same_is_told_once_and_another_day_takes_its_place() -> None:
    first = triaged(a_note(legal_deadline=DUE))
    request = first.get(Request, CASE)
    assert request is not None
    again = triaged(a_note(legal_deadline=DUE), request)
    assert [type(fact) for fact in facts_of(again) if isinstance(fact, FACTS)] == []
    assert again.reminders == []
    later = triaged(a_note(legal_deadline=date(2027, 3, 1)), request)
    assert [kind for kind, _ in later.forgotten] == [LegalDeadlineNear.kind(), LegalDeadlineOver.kind()]
    assert len(later.reminders) == len(later.forgotten)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (LegalDeadlineNear(case_id=CASE, body="ocj", due_on=DUE), LegalDeadlineApproaching),
        (LegalDeadlineOver(case_id=CASE, body="ocj", due_on=DUE), LegalDeadlineMissed),
    ],
)
@pytest.mark.parametrize(("stage", "count"), [(Stage.IN_PREPARATION, 1), (Stage.WITHDRAWN, 0), (Stage.CLOSED, 0)])
def test_a_day_that_is_near_or_missed_is_told_while_the_request_is_open(
    message: LegalDeadlineNear | LegalDeadlineOver, told: type, stage: Stage, count: int
) -> None:
    work = a_work("intake", a_request(stage))
    if isinstance(message, LegalDeadlineNear):
        deadlines.tell_near(message, work)
    else:
        deadlines.tell_missed(message, work)
    assert [type(fact) for fact in facts_of(work)] == [told] * count


def test_with_a_plan_nothing_is_near_or_missed_any_more() -> None:
    work = a_work("intake", a_request(Stage.IN_PREPARATION))
    plan = Sealed[PlanText](scope=f"case/{CASE}", box="eA==")
    deadlines.note_plan(PlanDistributed(case_id=CASE, plan_version=1, plan=plan, recipients=()), work)
    assert [kind for kind, _ in work.forgotten] == [LegalDeadlineNear.kind(), LegalDeadlineOver.kind()]


def test_no_letter_is_ever_written_because_of_a_legal_deadline() -> None:
    assert not set(FACTS) & set(heard(notifications))
