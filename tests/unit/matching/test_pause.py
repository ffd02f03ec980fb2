"""While the regional manager has paused a case nothing is proposed, accepted or confirmed, and no clock runs."""

from datetime import timedelta

import pytest

from kring_matching.domain import CannotPropose, Search
from kring_matching.handlers.searching import keys_with_the_earlier_route, start_search
from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.intake import PauseReason
from kring_shared.contracts.matching import (
    OfferExpires,
    ProposalDeclined,
    ProposalExpired,
    ProposalExtended,
    SearchStopped,
    SearchTooLong,
    ShortlistExhausted,
    TieKind,
)
from kring_shared.kernel.errors import Paused
from kring_shared.testing.work import NOON, a_work, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    CONFIRM,
    DECLARE,
    DECLINE,
    END,
    EXPIRE,
    FILIP,
    HAND_OVER,
    JOOST,
    PAUSE,
    PROPOSE,
    RACHEL,
    REFUSE,
    RESUME,
    TERM,
    TOO_LONG,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
)

DAY = timedelta(days=1)
OFFER = timedelta(hours=72)
EARLIER_CASE = "0" * 31 + "8"
OPEN_STAGES = [stage for stage in Stage if SEARCH.is_open(stage)]


@pytest.mark.parametrize(
    ("stage", "command"), [(Stage.SEARCHING, PROPOSE), (Stage.PROPOSED, ACCEPT), (Stage.ACCEPTED, CONFIRM)]
)
def test_while_a_case_is_paused_nobody_is_proposed_accepted_or_confirmed(stage: Stage, command: Command) -> None:
    story = at(stage)
    story.goes(PAUSE)
    before = story.search
    with pytest.raises(Paused, match=f"{command.name} has to wait"):
        story.goes(command)
    assert story.search == before
    story.goes(RESUME, command)
    assert story.search.stage is SEARCH.next(stage, type(command))


NEVER_WAITS: list[tuple[Stage, Command]] = [
    (Stage.PROPOSED, DECLINE),
    (Stage.PROPOSED, DECLARE),
    (Stage.ACCEPTED, REFUSE),
    (Stage.FROZEN, HAND_OVER),
]


@pytest.mark.parametrize(("stage", "command"), NEVER_WAITS)
def test_a_no_never_waits(stage: Stage, command: Command) -> None:
    story = at(stage)
    story.goes(PAUSE, command)
    assert story.search.stage is Stage.SEARCHING


def test_after_a_no_in_a_pause_the_next_is_asked_when_it_is_over() -> None:
    story = Story()
    story.goes(APPROVE, PAUSE)
    assert [type(fact) for fact in facts_of(story.goes(DECLINE))] == [ProposalDeclined]
    assert (story.search.stage, story.search.shortlist) == (Stage.SEARCHING, (JOOST,))
    story.goes(RESUME, now=NOON + DAY)
    assert (story.search.coordinator_id, story.search.respond_by) == (JOOST, NOON + DAY + OFFER)


def test_the_time_to_find_somebody_stands_still_in_a_pause() -> None:
    story = Story()
    work = story.goes(PAUSE, now=NOON + DAY)
    assert (SearchTooLong.kind(), CASE) in work.forgotten
    assert story.goes(TOO_LONG).changed == {}
    story.goes(RESUME, now=NOON + 20 * DAY)
    assert story.search.fill_by == NOON + TERM + 19 * DAY


def test_a_case_handed_over_in_a_pause_has_the_whole_time_when_it_goes_on() -> None:
    story = at(Stage.ACTIVE)
    story.goes(PAUSE, now=NOON + DAY)
    assert story.goes(HAND_OVER, now=NOON + 4 * DAY).reminders == []
    work = story.goes(RESUME, now=NOON + 10 * DAY)
    assert [(r.deadline, r.due) for r in work.reminders] == [(TOO_LONG, NOON + 10 * DAY + TERM)]


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_a_paused_search_offers_only_what_can_be_done_now(stage: Stage) -> None:
    story = at(stage)
    story.goes(PAUSE)
    assert set(story.search.possible) == set(SEARCH.possible(stage)) - {command.name for command in WAITS_IN_A_PAUSE}
    story.goes(RESUME)
    assert story.search.possible == SEARCH.possible(stage)


def test_the_clock_on_an_offer_stands_still_and_then_runs_with_the_time_that_was_left() -> None:
    story = at(Stage.PROPOSED)
    assert (OfferExpires.kind(), CASE) in story.goes(PAUSE, now=NOON + DAY).forgotten
    work = story.goes(RESUME, now=NOON + 11 * DAY)
    respond_by = NOON + OFFER + 10 * DAY
    assert [(r.deadline, r.due) for r in work.reminders] == [
        (TOO_LONG, NOON + TERM + 10 * DAY),
        (EXPIRE, respond_by),
    ]
    (told,) = facts_of(work)
    assert isinstance(told, ProposalExtended)
    assert (told.coordinator_id, told.respond_by) == (RACHEL, respond_by)
    assert [type(fact) for fact in facts_of(story.goes(EXPIRE))] == [ProposalExpired, ShortlistExhausted]


def test_a_clock_that_rang_during_the_pause_ends_no_offer() -> None:
    story = at(Stage.PROPOSED)
    story.goes(PAUSE, now=NOON + DAY)
    assert story.goes(EXPIRE, now=NOON + OFFER).changed == {}
    assert story.search.stage is Stage.PROPOSED


def test_a_clock_from_before_the_pause_that_rings_after_it_ends_no_offer() -> None:
    search = a_search(stage=Stage.PROPOSED, coordinator_id=RACHEL, respond_by=NOON + OFFER + DAY)
    assert not search.lets_expire(RACHEL, NOON + OFFER)
    assert search.lets_expire(RACHEL, NOON + OFFER + DAY)


def test_a_second_reason_to_wait_does_not_start_the_wait_anew() -> None:
    story = at(Stage.PROPOSED)
    story.goes(PAUSE, now=NOON + DAY)
    story.goes(PAUSE.model_copy(update={"because": PauseReason.PERSON_DIED}), now=NOON + 2 * DAY)
    story.goes(RESUME, now=NOON + 3 * DAY)
    assert story.search.respond_by == NOON + OFFER + 2 * DAY


@pytest.mark.parametrize("stage", [stage for stage in OPEN_STAGES if stage is not Stage.PROPOSED])
def test_where_nobody_has_to_answer_it_simply_goes_on(stage: Stage) -> None:
    story = at(stage)
    before = story.search
    work = story.goes(PAUSE, RESUME)
    assert work.told == []
    assert {type(reminder.deadline) for reminder in work.reminders} <= {SearchTooLong}
    assert story.search == before


def test_a_main_person_with_whom_it_does_not_go_on_takes_part_no_more() -> None:
    story = Story(a_search(main_person_ids=(FILIP, JOOST)))
    story.goes(PAUSE, RESUME)
    assert story.search.parties() == {(Role.MAIN_PERSON.value, FILIP)}


def test_a_stop_is_possible_during_a_pause() -> None:
    story = at(Stage.PROPOSED)
    assert [type(fact) for fact in facts_of(story.goes(PAUSE, WITHDRAW))] == [SearchStopped]


def test_a_last_call_that_was_made_during_a_pause_still_ends_the_task() -> None:
    story = at(Stage.ACTIVE)
    story.goes(PAUSE, END)
    assert story.search.stage is Stage.COMPLETED


@pytest.mark.parametrize("fact", [PAUSE, RESUME], ids=lambda f: f.name)
def test_a_pause_before_anything_is_sought_or_after_it_is_over_changes_nothing(fact: Fact) -> None:
    assert Story(a_coordinator()).goes(fact).changed == {}
    for stage in set(Stage) - set(OPEN_STAGES):
        assert at(stage).goes(fact).changed == {}


def test_who_coordinated_the_earlier_route_is_kept_in_mind() -> None:
    story = Story(a_search(case_id=EARLIER_CASE, stage=Stage.ACCEPTED, coordinator_id=RACHEL), a_coordinator())
    story.goes(CONFIRM.model_copy(update={"case_id": EARLIER_CASE}))
    story.goes(accepted_request(previous_case_id=EARLIER_CASE))
    assert story.search.previous_coordinator_id == RACHEL


def test_who_was_only_asked_in_the_earlier_route_is_nobody_they_know() -> None:
    stopped = a_search(case_id=EARLIER_CASE, stage=Stage.STOPPED, coordinator_id=RACHEL)
    story = Story(stopped)
    story.goes(accepted_request(previous_case_id=EARLIER_CASE))
    assert story.search.previous_coordinator_id is None


def test_an_earlier_route_of_another_office_tells_nothing_here() -> None:
    elsewhere = a_search(case_id=EARLIER_CASE, office="gent", stage=Stage.COMPLETED, coordinated_by=RACHEL)
    story = Story(elsewhere)
    story.goes(accepted_request(previous_case_id=EARLIER_CASE))
    assert story.search.previous_coordinator_id is None


def test_who_should_stay_after_a_transfer_comes_before_who_coordinated_earlier() -> None:
    story = Story(a_search(case_id=EARLIER_CASE, stage=Stage.COMPLETED, coordinated_by=RACHEL))
    story.goes(accepted_request(previous_case_id=EARLIER_CASE, previous_coordinator_id=JOOST))
    assert story.search.previous_coordinator_id == JOOST


def test_an_accepted_request_looks_up_the_earlier_route_with_its_own() -> None:
    repeated = accepted_request(previous_case_id=EARLIER_CASE)
    assert keys_with_the_earlier_route(repeated, "utrecht") == (CASE, EARLIER_CASE)
    work = a_work("matching")
    start_search(accepted_request(), work)
    assert work.need(Search, CASE).previous_coordinator_id is None


def test_a_coordinator_they_know_still_has_to_meet_the_hard_rules() -> None:
    story = Story(a_search(previous_coordinator_id=RACHEL), a_coordinator(ties=(TieKind.EMPLOYED,)))
    with pytest.raises(CannotPropose, match="tied to a body"):
        story.goes(PROPOSE)
