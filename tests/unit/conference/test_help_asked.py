"""What the circle asks of professionals is answered: yes, no, or from when; and silence is noticed."""

from dataclasses import replace
from datetime import date

import pytest

from kring_conference.domain.plan import HelpAnswer, Plan
from kring_conference.process import PlanStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import AnswerHelp, HelpAnswerDue, HelpAnswered, HelpAnswerOverdue
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference import case as cases
from tests.unit.conference.case import CASE_ID, main_person, preparing
from tests.unit.conference.papers import ANJA, BRAM, given_out, informer, over

MONDAY = date(2027, 1, 4)
DUE = HelpAnswerDue(case_id=CASE_ID)


def answer(item: int = 1, *, granted: bool = True, starts_on: date | None = None) -> AnswerHelp:
    return AnswerHelp(case_id=CASE_ID, item=item, granted=granted, starts_on=starts_on)


def test_who_was_asked_answers_and_says_from_when() -> None:
    case = given_out()
    (told,) = case.do(answer(starts_on=MONDAY), informer(BRAM))
    assert isinstance(told, HelpAnswered)
    assert (told.item, told.granted, told.starts_on) == (1, True, MONDAY)
    assert case.do(answer(starts_on=MONDAY), informer(BRAM)) == []


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    case = given_out()
    case.do(answer())
    case.do(answer(2, granted=False))
    case.do(answer(granted=False))
    assert [(kept.item, kept.granted) for kept in case.plan.help_answers] == [(1, False), (2, False)]


def test_nobody_answers_what_was_asked_of_somebody_else_but_the_coordinator_notes_what_they_said() -> None:
    case = given_out()
    for item in (1, 2):
        with pytest.raises(NotPermitted, match="asked of somebody else"):
            case.do(answer(item), informer(ANJA))
    with pytest.raises(NotPermitted):
        case.do(answer(), main_person())
    with pytest.raises(NotPermitted):
        case.do(answer(), an_actor(Role.REGIONAL_MANAGER))
    assert case.do(answer(2)) != []


def test_what_was_not_asked_cannot_be_answered_and_a_no_begins_on_no_day() -> None:
    case = given_out()
    with pytest.raises(InvalidFields, match="asks 2 things"):
        case.do(answer(3))
    with pytest.raises(InvalidFields, match="a no does not begin"):
        case.do(answer(granted=False, starts_on=MONDAY))


def test_a_professional_may_answer_on_the_day_itself_once_everyone_agrees() -> None:
    with pytest.raises(NotAllowedNow):
        preparing().do(answer())
    assert over().do(answer()) != []
    case = over()
    case.stored[Plan, CASE_ID] = replace(case.plan, stage=PlanStage.DRAFTED)
    with pytest.raises(NotReady, match="confirm-plan"):
        case.do(answer())


def test_when_the_time_is_over_the_office_hears_how_many_answers_are_missing() -> None:
    case = given_out()
    case.do(answer())
    (told,) = case.hear(DUE)
    assert isinstance(told, HelpAnswerOverdue)
    assert told.items == 1


def test_nobody_is_troubled_when_all_was_answered_or_the_plan_is_no_more() -> None:
    case = given_out()
    case.do(answer())
    case.do(answer(2, granted=False))
    assert case.hear(DUE) == []
    for gone in (replace(given_out().plan, stage=PlanStage.STOPPED), replace(given_out().plan, let_go=True)):
        case.stored[Plan, CASE_ID] = gone
        assert case.hear(DUE) == []
    assert preparing().hear(DUE) == []


def test_nothing_is_said_about_a_plan_that_was_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    case = given_out()
    erased = PlainVault()
    erased.destroy(scope_of(Scope.CASE, CASE_ID))
    monkeypatch.setattr(cases, "VAULT", erased)
    assert case.hear(DUE) == []
    with pytest.raises(InvalidFields):
        case.do(answer())


def test_an_answer_to_another_version_does_not_count() -> None:
    case = given_out()
    case.stored[Plan, CASE_ID] = replace(case.plan, help_answers=(HelpAnswer(1, granted=True, plan_version=7),))
    (told,) = case.hear(DUE)
    assert isinstance(told, HelpAnswerOverdue)
    assert told.items == 2
