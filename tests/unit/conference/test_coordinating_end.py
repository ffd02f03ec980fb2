"""When the coordinator's part is done they are out of the picture, and everything they leave behind stays as it is."""

from collections.abc import Callable
from typing import Final

import pytest

from kring_conference.process import CallStage, PlanStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    ConcludeConference,
    FollowUpCallDue,
    FollowUpEnded,
    FollowUpResult,
    RecordFollowUp,
    ShowConference,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.kernel.errors import NotPermitted, NotYet
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import a_work, an_actor
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    HANDLERS,
    Case,
    card,
    in_days,
    main_person,
    mandate,
    presenting,
    submitted,
)
from tests.unit.conference.coordinators import (
    CALL,
    JOHAN,
    SUCCESSOR,
    completed,
    frozen,
    handed_over,
    informing,
    restored,
    succeeded,
)
from tests.unit.conference.test_follow_up import distributed

CALLED: Final = RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.ON_TRACK)


def called() -> Case:
    """Make a case whose last call was made."""
    case = distributed()
    case.now = in_days(case.now, 28)
    case.hear(CALL)
    case.do(CALLED)
    return case


def without_a_plan() -> Case:
    """Make a case that came to no plan, so that nobody is called."""
    case = presenting()
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9, without_plan=True))
    return case


ENDS: Final[tuple[Callable[[], Case], ...]] = (called, without_a_plan)


def asks(case: Case, who: str) -> None:
    actor = an_actor(Role.COORDINATOR, who)
    permits.check_part(actor, permits.check_role(actor, ShowConference, "utrecht"), case.view().about((CASE_ID,)))


@pytest.mark.parametrize("at", ENDS, ids=lambda at: at.__name__)
def test_after_the_last_step_a_coordinator_sees_the_conference_until_they_are_done_and_no_longer(
    at: Callable[[], Case],
) -> None:
    case = at()
    assert isinstance(case.told[-1], FollowUpEnded)
    asks(case, COORDINATOR)
    case.hear(completed(case))
    with pytest.raises(NotPermitted):
        asks(case, COORDINATOR)


@pytest.mark.parametrize("at", ENDS, ids=lambda at: at.__name__)
def test_what_the_family_sees_stays_and_nobody_waits_for_a_coordinator(at: Callable[[], Case]) -> None:
    case = at()
    before = case.show(main_person())
    others = {key: value for key, value in case.stored.items() if key[0].__name__ != "Conference"}
    assert case.hear(completed(case)) == []
    assert case.show(main_person()) == before
    assert not before.awaits_coordinator
    assert {key: value for key, value in case.stored.items() if key[0].__name__ != "Conference"} == others


def test_a_call_that_was_made_is_neither_asked_for_nor_recorded_again() -> None:
    case = called()
    case.hear(completed(case))
    due = FollowUpCallDue(case_id=CASE_ID, step=1)
    assert case.hear(due) == []
    with pytest.raises(NotPermitted):
        case.do(CALLED)
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED))
    assert case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,))) == []
    assert [call.stage for call in case.calls()] == [CallStage.DONE]
    assert (case.conference.stage, case.plan.stage) == (Stage.CONCLUDED, PlanStage.DISTRIBUTED)


def test_the_end_of_the_successor_closes_it_to_the_successor() -> None:
    case = distributed()
    case.hear(handed_over(case))
    case.hear(succeeded(case))
    case.now = in_days(case.now, 28)
    case.hear(CALL)
    case.do(CALLED, JOHAN)
    case.hear(completed(case))
    asks(case, SUCCESSOR)
    case.hear(completed(case, SUCCESSOR))
    with pytest.raises(NotPermitted):
        asks(case, SUCCESSOR)


def test_told_twice_or_with_what_comes_late_it_lets_nobody_back_in() -> None:
    case = called()
    began = AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma"))
    late: list[Fact] = [frozen(case), restored(case), began]
    end = completed(case)
    case.hear(end)
    for fact in (end, *late, handed_over(case)):
        assert case.hear(fact) == []
        assert case.conference.parties() == frozenset()


def test_a_case_that_stopped_after_the_last_call_is_left_alone() -> None:
    case = called()
    case.hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    before = case.show(main_person())
    assert case.hear(completed(case)) == []
    assert case.show(main_person()) == before


@pytest.mark.parametrize("before", [informing, distributed], ids=lambda at: at.__name__)
def test_an_end_that_comes_while_something_is_left_to_do_waits(before: Callable[[], Case]) -> None:
    case = before()
    stage = case.conference.stage
    with pytest.raises(NotYet):
        case.hear(completed(case))
    assert case.conference.stage is stage
    asks(case, COORDINATOR)


def test_an_end_that_overtakes_the_request_waits_for_it() -> None:
    fact = completed(Case())
    with pytest.raises(NotYet):
        HANDLERS[fact.kind()](fact, a_work("conference"))


def test_a_plan_that_is_checked_after_the_day_keeps_the_coordinator_until_everything_is_over() -> None:
    case = submitted(mandate("School goes on."))
    case.do(ConcludeConference(case_id=CASE_ID, present_count=9))
    with pytest.raises(NotYet):
        case.hear(completed(case))
    asks(case, COORDINATOR)
