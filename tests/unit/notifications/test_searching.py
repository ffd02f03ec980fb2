"""When nobody was found yet the family hears it honestly; when a proof ends its coordinator hears it in time."""

from datetime import date, timedelta
from typing import Final

import pytest

from kring_notifications.domain import Correspondence
from kring_notifications.ports import DELIVER
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.matching import SearchUnfilled
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, held_back, queued
from tests.unit.notifications.facts import (
    ACTIVATED,
    CASE,
    EXPIRING,
    FILIP,
    FROZEN,
    HANDED_OVER,
    INFORMED,
    INVITED,
    LAPSED,
    MERGED,
    MOVED,
    PAUSED,
    PROPOSED,
    RACHEL,
    REFUSED,
    REJECTED,
    RESUMED,
    SUGGESTED,
    UNFILLED,
    WITHDRAWN,
    WITHOUT_FILIP,
    card,
    received,
)

FOUR_WEEKS: Final = timedelta(weeks=4)
TOLD: Final = [(Moment.SEARCH_TAKES_LONGER, FILIP)]
STOPS: Final = (WITHDRAWN, REJECTED, REFUSED, MERGED, MOVED, LAPSED)
WARNED: Final = [(Moment.SCREENING_ENDS, RACHEL)]


def begun(*more: Fact) -> Story:
    story = Story()
    story.hears(received(), *more)
    return story


def test_when_nobody_was_found_yet_only_the_main_persons_hear_it() -> None:
    assert queued(begun(SUGGESTED, INFORMED, INVITED, PROPOSED).hears(UNFILLED)) == TOLD


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=1), FOUR_WEEKS], ids=str)
def test_within_four_weeks_the_family_is_not_told_the_same_again(later: timedelta) -> None:
    assert begun(UNFILLED).hears(UNFILLED, now=NOON + later).told == []


def test_after_more_than_four_weeks_it_is_said_once_more_and_the_four_weeks_begin_anew() -> None:
    story, late = begun(UNFILLED), NOON + FOUR_WEEKS + timedelta(seconds=1)
    assert queued(story.hears(UNFILLED, now=late)) == TOLD
    assert queued(story.hears(UNFILLED, now=late + FOUR_WEEKS)) == []


@pytest.mark.parametrize("stop", STOPS, ids=lambda fact: fact.name)
def test_a_case_that_stopped_hears_nothing_of_the_search(stop: Fact) -> None:
    work = begun(stop).hears(UNFILLED)
    assert (work.errands, work.told) == ([], [])


def test_while_the_case_waits_it_is_held_back_and_afterwards_the_next_time_is_said() -> None:
    story = begun(PAUSED)
    assert held_back(story.hears(UNFILLED)) == [(Moment.SEARCH_TAKES_LONGER, SuppressedBecause.PAUSED)]
    story.hears(RESUMED)
    assert queued(story.hears(UNFILLED)) == TOLD


def test_a_main_person_who_died_is_not_written_to_about_the_search() -> None:
    assert begun(PAUSED, WITHOUT_FILIP).hears(UNFILLED).told == []


@pytest.mark.parametrize("more", [(), (FROZEN,)], ids=["at work", "kept away"])
def test_once_somebody_began_a_word_that_comes_late_is_not_passed_on(more: tuple[Fact, ...]) -> None:
    assert begun(PROPOSED, ACTIVATED, *more).hears(UNFILLED).told == []


def test_after_a_handover_the_family_hears_it_of_the_new_search() -> None:
    assert queued(begun(PROPOSED, ACTIVATED, HANDED_OVER).hears(UNFILLED)) == TOLD


def test_a_search_of_a_case_that_is_not_known_yet_waits() -> None:
    with pytest.raises(NotYet):
        Story().hears(UNFILLED)


def test_nothing_of_how_many_were_asked_goes_into_the_letter() -> None:
    few, many = (SearchUnfilled(case_id=CASE, asked=n, offices_asked=n) for n in (0, 7))
    (one,), (other,) = deliveries(begun().hears(few)), deliveries(begun().hears(many))
    assert one == other


def test_a_coordinator_whose_proof_ends_hears_until_when_it_counts_though_it_is_about_no_case() -> None:
    work = Story().hears(EXPIRING)
    assert queued(work) == WARNED
    (letter,) = deliveries(work)
    assert [(errand.name, errand.key) for errand in work.errands] == [(DELIVER, letter.message_id)]
    assert (letter.last_day, letter.language, letter.office) == (date(2026, 7, 1), "en", "utrecht")


def test_the_next_proof_is_told_again_by_the_newest_address() -> None:
    story, moved = Story(), card(RACHEL, "Rachel", "fr", phone="+31 6 12345678")
    story.hears(EXPIRING)
    work = story.hears(EXPIRING.model_copy(update={"coordinator": moved, "valid_until": date(2029, 7, 1)}))
    assert queued(work) == WARNED
    assert [(d.contact, d.language, d.channel) for d in deliveries(work)] == [(moved.contact, "fr", "slip")]


@pytest.mark.parametrize("case_moves", [WITHDRAWN, PAUSED, LAPSED, FROZEN], ids=lambda fact: fact.name)
def test_what_becomes_of_a_case_leaves_the_letter_about_the_proof_alone(case_moves: Fact) -> None:
    story = begun(PROPOSED, ACTIVATED, EXPIRING)
    story.hears(case_moves)
    (proof,) = [n for n in story.notifications if n.moment is Moment.SCREENING_ENDS]
    assert proof.status == "queued"
    assert queued(story.hears(EXPIRING)) == WARNED


def test_nobody_takes_part_in_what_is_kept_under_a_coordinators_own_id() -> None:
    own = Story().hears(EXPIRING).changed[Correspondence, RACHEL]
    assert (own.id, own.parties()) == (RACHEL, frozenset())
