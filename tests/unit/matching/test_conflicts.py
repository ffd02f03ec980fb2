"""A tie found late takes access away at that moment; whoever has one never comes back to this case."""

import pytest

from kring_matching.domain import CannotPropose, Search
from kring_matching.handlers.conflicts import freeze_cases_of
from kring_matching.process import SEARCH, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.matching import (
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentRestored,
    ConflictDeclared,
    ConflictKind,
    CoordinatorProposed,
    HandOverReason,
    OfferExpires,
    SearchStopped,
    ShortlistExhausted,
)
from kring_shared.kernel.errors import NotAllowedNow
from kring_shared.kernel.work import Aggregate
from kring_shared.testing.work import a_work, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    DECLARE,
    DISMISS,
    END,
    FILIP,
    HAND_OVER,
    JOOST,
    PAUSE,
    PROPOSE,
    RACHEL,
    TRANSFER,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
)

COORDINATOR = (Role.COORDINATOR.value, RACHEL)
OTHER_CASE, THIRD_CASE = "0" * 31 + "8", "0" * 31 + "9"


def test_a_tie_found_late_takes_access_away_at_that_moment() -> None:
    story = at(Stage.ACTIVE)
    assert COORDINATOR in story.search.parties()
    declared, frozen = facts_of(story.goes(DECLARE))
    assert isinstance(declared, ConflictDeclared)
    assert isinstance(frozen, AssignmentFrozen)
    assert frozen.coordinator_id == declared.coordinator_id == RACHEL
    search = story.search
    assert (search.stage, search.coordinator_id, search.tied) == (Stage.FROZEN, RACHEL, ())
    assert search.parties() == {(Role.MAIN_PERSON.value, FILIP)}


def test_a_frozen_case_can_be_frozen_no_further() -> None:
    story = at(Stage.FROZEN)
    before = story.search
    with pytest.raises(NotAllowedNow):
        story.goes(DECLARE)
    assert story.search == before


def test_when_there_was_no_tie_the_coordinator_goes_on() -> None:
    story = at(Stage.FROZEN)
    (told,) = facts_of(story.goes(DISMISS))
    assert isinstance(told, AssignmentRestored)
    assert told.coordinator.person_id == RACHEL
    assert (story.search.stage, story.search.coordinated_by) == (Stage.ACTIVE, RACHEL)
    assert COORDINATOR in story.search.parties()


@pytest.mark.parametrize("steps", [(APPROVE,), (APPROVE, ACCEPT)], ids=["asked", "accepted"])
def test_whoever_is_tied_and_has_not_begun_is_let_go_and_the_next_is_asked(steps: tuple[Named, ...]) -> None:
    story = Story()
    story.goes(*steps)
    work = story.goes(DECLARE)
    assert [type(fact) for fact in facts_of(work)] == [ConflictDeclared, CoordinatorProposed]
    assert work.forgotten == [(OfferExpires.kind(), CASE)]
    assert (story.search.stage, story.search.coordinator_id) == (Stage.PROPOSED, JOOST)
    assert (story.search.tied, story.search.refused) == ((RACHEL,), ())


def test_after_a_handover_for_a_tie_that_coordinator_never_comes_back_to_this_case() -> None:
    story = at(Stage.FROZEN)
    story.goes(HAND_OVER.model_copy(update={"reason": HandOverReason.CONFLICT}))
    assert (story.search.tied, story.search.coordinated_by) == ((RACHEL,), None)
    with pytest.raises(CannotPropose, match="tied"):
        story.goes(PROPOSE)


def test_a_tie_to_these_people_is_remembered_when_they_come_again() -> None:
    story = Story(a_search(case_id=OTHER_CASE, stage=Stage.COMPLETED, tied=(RACHEL,)), a_coordinator())
    story.goes(accepted_request(previous_case_id=OTHER_CASE))
    with pytest.raises(CannotPropose, match="tied"):
        story.goes(PROPOSE)


@pytest.mark.parametrize(("fact", "told"), [(END, AssignmentCompleted), (WITHDRAW, SearchStopped), (TRANSFER, None)])
def test_a_frozen_coordinator_gets_no_access_when_the_case_ends(fact: Named, told: type | None) -> None:
    story = at(Stage.FROZEN)
    (ended,) = facts_of(story.goes(fact))
    assert type(ended) is (told or SearchStopped)
    assert getattr(ended, "coordinator_id", None) == RACHEL
    search = story.search
    assert (search.coordinator_id, search.coordinated_by) == (None, None)
    assert search.parties() == {(Role.MAIN_PERSON.value, FILIP)}


def test_a_tie_is_declared_and_looked_into_during_a_pause() -> None:
    story = at(Stage.ACTIVE)
    assert AssignmentFrozen in map(type, facts_of(story.goes(PAUSE, DECLARE)))
    story.goes(DISMISS)
    assert story.search.stage is Stage.ACTIVE


@pytest.mark.parametrize("stage", [Stage.SEARCHING, Stage.UNFILLED, Stage.COMPLETED, Stage.STOPPED])
def test_without_a_coordinator_there_is_nothing_to_be_tied(stage: Stage) -> None:
    story = at(stage)
    before = story.search
    for message in (DECLARE, DISMISS):
        with pytest.raises(NotAllowedNow):
            story.goes(message)
    assert story.search == before


def cases_of_rachel() -> tuple[Aggregate, ...]:
    return (
        a_search(case_id=CASE, stage=Stage.ACTIVE, coordinator_id=RACHEL, coordinated_by=RACHEL),
        a_search(case_id=OTHER_CASE, stage=Stage.PROPOSED, coordinator_id=RACHEL, shortlist=(JOOST,)),
        a_search(case_id=THIRD_CASE, stage=Stage.COMPLETED, coordinator_id=RACHEL),
    )


def test_a_tie_to_a_helping_body_freezes_what_somebody_has_and_lets_go_of_what_they_were_asked_for() -> None:
    work = a_work("matching", *cases_of_rachel(), a_coordinator(), a_coordinator(JOOST))
    assert freeze_cases_of(RACHEL, work) == 2
    assert work.need(Search, CASE).stage is Stage.FROZEN
    other = work.need(Search, OTHER_CASE)
    assert (other.stage, other.coordinator_id) == (Stage.PROPOSED, JOOST)
    ties = [(fact.case_id, fact.tie) for fact in facts_of(work) if isinstance(fact, ConflictDeclared)]
    assert ties == [(CASE, ConflictKind.HELPING_BODY), (OTHER_CASE, ConflictKind.HELPING_BODY)]
    assert not SEARCH.is_open(work.need(Search, THIRD_CASE).stage)


def test_when_those_on_the_list_are_not_at_hand_it_is_left_to_the_manager() -> None:
    work = a_work("matching", *cases_of_rachel(), a_coordinator())
    assert freeze_cases_of(RACHEL, work) == 2
    assert work.need(Search, OTHER_CASE).stage is Stage.SEARCHING
    assert isinstance(facts_of(work)[-1], ShortlistExhausted)
