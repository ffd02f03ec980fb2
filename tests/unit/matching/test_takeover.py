"""Who coordinates a case that ran before Kring goes on with it; a tie or missing papers keep them out as ever."""

from datetime import date, timedelta

import pytest

from kring_matching.domain import CannotPropose, Coordinator
from kring_matching.process import Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.matching import AssignmentActivated, SearchTooLong, TakeOverAssignment, TieKind
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, Paused
from kring_shared.testing.work import facts_of
from tests.unit.matching.searches import (
    CASE,
    JOOST,
    PAUSE,
    RACHEL,
    TODAY,
    TOO_LONG,
    Story,
    a_coordinator,
    a_search,
    at,
)

TAKE = TakeOverAssignment(case_id=CASE, coordinator_id=RACHEL, started_on=date(2026, 9, 14))


@pytest.mark.parametrize("before", [(), (TOO_LONG,)], ids=["searching", "unfilled"])
def test_they_go_on_and_the_fact_is_marked_as_imported(before: tuple[SearchTooLong, ...]) -> None:
    story = Story()
    story.goes(*before)
    work = story.goes(TAKE)
    (fact,) = facts_of(work)
    assert isinstance(fact, AssignmentActivated)
    assert (fact.by, fact.coordinator.person_id, fact.started_on) == (IMPORTED, RACHEL, date(2026, 9, 14))
    search = story.search
    assert (search.stage, search.coordinator_id, search.coordinated_by, search.fill_by) == (
        Stage.ACTIVE,
        RACHEL,
        RACHEL,
        None,
    )
    assert work.answer == {"caseId": CASE, "known": False}


def test_said_again_it_changes_nothing_whoever_is_named() -> None:
    story = Story()
    story.goes(TAKE)
    before = story.search
    work = story.goes(TakeOverAssignment(case_id=CASE, coordinator_id=JOOST))
    assert (facts_of(work), story.search, work.answer) == ([], before, {"caseId": CASE, "known": True})


@pytest.mark.parametrize(
    ("coordinator", "code"),
    [
        (a_coordinator(ties=(TieKind.EMPLOYED,)), "not-independent"),
        (a_coordinator(screening_valid_until=TODAY - timedelta(days=1)), "papers"),
        (a_coordinator(statute=None), "papers"),
        (a_coordinator(standing=Standing.SUSPENDED), "not-working"),
        (a_coordinator(standing=Standing.LEFT), "not-working"),
        (a_coordinator(scopes=()), "scope"),
    ],
)
def test_a_hard_rule_keeps_them_out_and_names_itself(coordinator: Coordinator, code: str) -> None:
    story = Story(a_search(), coordinator)
    with pytest.raises(CannotPropose, match=code):
        story.goes(TAKE)
    assert story.search.stage is Stage.SEARCHING


def test_a_tie_to_this_case_keeps_them_out_for_good() -> None:
    with pytest.raises(CannotPropose, match="tied"):
        Story(a_search(tied=(RACHEL,)), a_coordinator()).goes(TAKE)


def test_who_takes_no_new_cases_for_a_while_keeps_the_ones_they_have() -> None:
    story = Story(a_search(), a_coordinator(standing=Standing.PAUSED, maximum_load=0))
    story.goes(TAKE)
    assert story.search.stage is Stage.ACTIVE


def test_it_waits_for_a_pause_and_comes_too_late_once_somebody_is_asked() -> None:
    story = Story()
    story.goes(PAUSE)
    with pytest.raises(Paused):
        story.goes(TAKE)
    with pytest.raises(NotAllowedNow):
        at(Stage.PROPOSED).goes(TAKE)


def test_a_coordinator_nobody_knows_and_a_day_to_come_are_refused() -> None:
    with pytest.raises(NotFound):
        Story(a_search()).goes(TAKE)
    with pytest.raises(InvalidFields):
        Story().goes(TAKE.model_copy(update={"started_on": TODAY + timedelta(days=1)}))


def test_only_the_regional_manager_says_so() -> None:
    assert set(RIGHTS[TakeOverAssignment]) == {Role.REGIONAL_MANAGER}
