"""A case goes to another coordinator: the one before is out at once, and it is sought anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_matching.domain import Borrowing, CannotPropose, Search
from kring_matching.domain.loan import borrowing_key_of
from kring_matching.process import Borrowed, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching import (
    AcceptProposal,
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentHandedOver,
    ConfirmCoordinator,
    HandOverReason,
    LoanEnded,
    OfferExpires,
    ProposeCoordinator,
    SearchStopped,
    SearchTooLong,
)
from kring_shared.kernel.errors import NotAllowedNow, NotYet
from kring_shared.testing.work import NOON, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    BY_STAGE,
    CASE,
    CONFIRM,
    END,
    FILIP,
    HAND_OVER,
    JOOST,
    PAUSE,
    PROPOSE,
    RACHEL,
    TERM,
    TOO_LONG,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
)

LATER = NOON + timedelta(days=30)
LOAN = "0" * 31 + "7"
JOOST_TAKES_OVER: tuple[Named, ...] = (
    ProposeCoordinator(case_id=CASE, coordinator_id=JOOST),
    AcceptProposal(case_id=CASE, coordinator_id=JOOST, no_ties=True),
    ConfirmCoordinator(case_id=CASE, coordinator_id=JOOST),
)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE, Stage.FROZEN])
@pytest.mark.parametrize("reason", HandOverReason)
def test_whoever_hands_over_is_out_at_once_and_the_manager_approves_anew(stage: Stage, reason: HandOverReason) -> None:
    story = at(stage)
    work = story.goes(HAND_OVER.model_copy(update={"reason": reason}), now=LATER)
    (told,) = facts_of(work)
    assert isinstance(told, AssignmentHandedOver)
    assert (told.coordinator_id, told.reason) == (RACHEL, reason)
    search = story.search
    assert (search.stage, search.coordinator_id, search.coordinated_by) == (Stage.SEARCHING, None, None)
    assert search.parties() == {(Role.MAIN_PERSON.value, FILIP)}
    assert (search.tied == (RACHEL,)) == (reason is HandOverReason.CONFLICT or stage is Stage.FROZEN)
    assert search.out == {RACHEL}
    with pytest.raises(CannotPropose):
        story.goes(PROPOSE)


def test_the_rest_of_the_list_is_not_asked_after_a_handover() -> None:
    story = Story()
    story.goes(APPROVE, HAND_OVER)
    assert (story.search.stage, story.search.shortlist, story.search.approved) == (Stage.SEARCHING, (), ())


def test_another_is_sought_with_the_whole_time_anew() -> None:
    story = at(Stage.ACTIVE)
    work = story.goes(HAND_OVER, now=LATER)
    assert work.forgotten == [(OfferExpires.kind(), CASE), (SearchTooLong.kind(), CASE)]
    assert [(r.deadline, r.due) for r in work.reminders] == [(TOO_LONG, LATER + TERM)]


def test_the_successor_goes_on_and_is_who_coordinates() -> None:
    story = at(Stage.ACTIVE)
    story.goes(HAND_OVER)
    last = facts_of(story.goes(*JOOST_TAKES_OVER))[-1]
    assert isinstance(last, AssignmentActivated)
    assert last.coordinator.person_id == JOOST
    assert (story.search.coordinator_id, story.search.coordinated_by) == (JOOST, JOOST)
    story.goes(END, accepted_request(case_id="0" * 31 + "8", previous_case_id=CASE))
    again = story.stored[Search, "0" * 31 + "8"]
    assert isinstance(again, Search)
    assert again.previous_coordinator_id == JOOST


def test_a_case_is_handed_over_during_a_pause() -> None:
    story = at(Stage.ACTIVE)
    story.goes(PAUSE, HAND_OVER)
    assert story.search.stage is Stage.SEARCHING


@pytest.mark.parametrize("stage", [Stage.SEARCHING, Stage.UNFILLED, Stage.COMPLETED, Stage.STOPPED])
def test_there_is_nothing_to_hand_over_without_a_coordinator(stage: Stage) -> None:
    story = at(stage)
    before = story.search
    with pytest.raises(NotAllowedNow):
        story.goes(HAND_OVER)
    assert story.search == before


@pytest.mark.parametrize("stage", [Stage.ACTIVE, Stage.FROZEN])
def test_when_the_follow_up_ends_the_coordinator_is_free_and_it_is_known_since_when(stage: Stage) -> None:
    story = at(stage)
    ended = END.model_copy(update={"occurred_at": LATER})
    (told,) = facts_of(story.goes(ended, now=LATER + timedelta(days=3)))
    assert isinstance(told, AssignmentCompleted)
    assert story.search.stage is Stage.COMPLETED
    assert story.coordinator().last_case_on == LATER.date()
    assert story.coordinator(JOOST).last_case_on is None


@pytest.mark.parametrize("stage", [Stage.SEARCHING, Stage.UNFILLED, Stage.PROPOSED, Stage.ACCEPTED])
def test_a_follow_up_that_ends_while_another_is_sought_ends_the_search(stage: Stage) -> None:
    story = Story(a_search(was_active=True), a_coordinator(), a_coordinator(JOOST, "Joost"))
    story.goes(*BY_STAGE[stage])
    work = story.goes(END)
    stopped, *neighbours_hear = facts_of(work)
    assert isinstance(stopped, SearchStopped)
    assert {type(fact) for fact in neighbours_hear} <= {LoanEnded}
    assert story.search.stage is Stage.COMPLETED
    assert (SearchTooLong.kind(), CASE) in work.forgotten
    assert story.coordinator().last_case_on is None


def a_loan() -> Borrowing:
    return Borrowing(
        borrowing_key=borrowing_key_of(LOAN),
        loan_id=LOAN,
        case_id=CASE,
        office="utrecht",
        from_office="amersfoort",
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        languages=("nl",),
        answer_by=NOON,
        guest_id=RACHEL,
        stage=Borrowed.OFFERED,
    )


def with_a_guest() -> Story:
    guest = replace(a_coordinator(), lent_by="amersfoort", for_case=CASE, maximum_load=1)
    return Story(a_search(), guest, a_coordinator(JOOST), a_loan())


def test_a_guest_begins_and_is_given_back_when_somebody_else_goes_on() -> None:
    story = with_a_guest()
    story.goes(PROPOSE, ACCEPT, CONFIRM)
    assert loan_of(story).stage is Borrowed.TAKEN
    told = facts_of(story.goes(HAND_OVER.model_copy(update={"reason": HandOverReason.LENDER_WITHDREW})))
    assert LoanEnded in map(type, told)
    assert loan_of(story).stage is Borrowed.ENDED


@pytest.mark.parametrize("stage", [Stage.SEARCHING, Stage.PROPOSED, Stage.ACCEPTED])
def test_an_end_of_the_follow_up_that_comes_before_anybody_began_waits(stage: Stage) -> None:
    story = at(stage)
    before = story.search
    with pytest.raises(NotYet):
        story.goes(END)
    assert story.search == before


@pytest.mark.parametrize("steps", [(PROPOSE,), (PROPOSE, ACCEPT), (PROPOSE, ACCEPT, CONFIRM)])
def test_a_guest_goes_home_when_the_case_is_over(steps: tuple[Named, ...]) -> None:
    story = with_a_guest()
    story.stored[Search, CASE] = replace(story.search, was_active=True)
    assert LoanEnded in map(type, facts_of(story.goes(*steps, END)))
    assert loan_of(story).stage is Borrowed.ENDED


def loan_of(story: Story) -> Borrowing:
    found = story.stored[Borrowing, borrowing_key_of(LOAN)]
    assert isinstance(found, Borrowing)
    return found
