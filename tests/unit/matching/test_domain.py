"""The hard rules on who may be proposed, and who takes part in a search."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kring_matching.domain import CannotPropose, Search
from kring_matching.process import Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    CoordinatorProposed,
    DeclineReason,
    ProposalDeclined,
    StatuteKind,
    TieKind,
)
from kring_shared.kernel.errors import Refused
from kring_shared.testing.work import facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    CASE,
    CONFIRM,
    DOSSIER,
    FILIP,
    JOOST,
    PROPOSE,
    RACHEL,
    STATUTE,
    TODAY,
    Story,
    a_coordinator,
    a_search,
)

YESTERDAY = TODAY - timedelta(days=1)
ANOTHER_CASE = "0" * 31 + "8"


@pytest.mark.parametrize(
    ("changes", "told", "code"),
    [
        ({"ties": (TieKind.EMPLOYED,)}, {}, "not-independent"),
        ({}, {"tied": (RACHEL,)}, "tied"),
        ({"standing": Standing.PAUSED}, {}, "not-working"),
        ({"standing": Standing.SUSPENDED}, {}, "not-working"),
        ({"standing": Standing.LEFT}, {}, "not-working"),
        ({"screening_valid_until": YESTERDAY}, {}, "papers"),
        ({"statute": None}, {}, "papers"),
        ({"statute": STATUTE.model_copy(update={"secrecy_pledged_on": None})}, {}, "papers"),
        ({"statute": STATUTE.model_copy(update={"until": YESTERDAY})}, {}, "papers"),
        ({"statute": STATUTE.model_copy(update={"kind": StatuteKind.VOLUNTEER})}, {}, "papers"),
        ({"scopes": (ConferenceType.COMMUNITY,)}, {}, "scope"),
        ({"maximum_load": 0}, {}, "full"),
        ({}, {"refused": (RACHEL,)}, "said-no"),
        ({"lent_by": "amersfoort", "for_case": ANOTHER_CASE}, {}, "lent-for-another"),
    ],
)
def test_each_hard_rule_keeps_a_coordinator_from_a_case(
    changes: dict[str, Any], told: dict[str, Any], code: str
) -> None:
    story = Story(a_search(**told), a_coordinator(**changes))
    before = dict(story.stored)
    with pytest.raises(CannotPropose, match=rf"{RACHEL}: {code} \([^)]*\); leave them out") as refused:
        story.goes(PROPOSE)
    assert refused.value.fields == ("/coordinatorIds/0",)
    assert story.stored == before


def test_papers_are_good_on_their_last_day() -> None:
    last = STATUTE.model_copy(update={"until": TODAY})
    assert Story(a_search(), a_coordinator(screening_valid_until=TODAY, statute=last)).goes(PROPOSE).told


def test_every_reason_is_named_at_once() -> None:
    busy_and_tied = a_coordinator(ties=(TieKind.EMPLOYED,), maximum_load=0)
    with pytest.raises(CannotPropose, match=r"not-independent \(.*\), full \("):
        Story(a_search(), busy_and_tied).goes(PROPOSE)


def test_while_the_type_is_not_known_yet_every_scope_fits() -> None:
    unknown = a_search(dossier=DOSSIER.model_copy(update={"conference_type": None}))
    assert Story(unknown, a_coordinator(scopes=(ConferenceType.LEARNING,))).goes(PROPOSE).told


def test_who_accepts_and_says_there_is_a_tie_has_declined_for_good_and_the_next_is_asked() -> None:
    story = Story()
    both = ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL, JOOST), ranking=(RACHEL, JOOST))
    tied = AcceptProposal(case_id=CASE, coordinator_id=RACHEL, no_ties=False)
    declined, proposed_next = facts_of(story.goes(both, tied))
    assert isinstance(declined, ProposalDeclined)
    assert (declined.coordinator_id, declined.reason) == (RACHEL, DeclineReason.TIE)
    assert isinstance(proposed_next, CoordinatorProposed)
    assert (story.search.tied, story.search.coordinator_id) == ((RACHEL,), JOOST)
    with pytest.raises(Refused, match="another coordinator"):
        story.goes(tied)


def test_only_the_coordinator_who_was_asked_can_be_accepted_or_confirmed() -> None:
    with pytest.raises(Refused, match="another coordinator"):
        proposed().accepted(JOOST)
    with pytest.raises(Refused, match="another coordinator"):
        proposed().accepted(RACHEL).confirmed(JOOST, supported=False)


@pytest.mark.parametrize("steps", [(PROPOSE, ACCEPT), (PROPOSE, ACCEPT, CONFIRM)], ids=["accepts", "is confirmed"])
def test_whoever_may_not_work_any_more_since_they_were_asked_does_not_begin(steps: tuple[Command, ...]) -> None:
    story = Story(a_search(), a_coordinator())
    *before_that, answer = steps
    story.goes(*before_that)
    story.stored |= {(type(c), c.id): c for c in (replace(story.coordinator(), standing=Standing.SUSPENDED),)}
    before = story.search
    with pytest.raises(CannotPropose, match="cannot take the case on any more: not-working"):
        story.goes(answer)
    assert story.search == before


def test_two_offers_at_once_never_become_one_case_too_many() -> None:
    other = a_search(case_id=ANOTHER_CASE)
    story = Story(a_search(), other, a_coordinator(maximum_load=1))
    story.goes(PROPOSE, PROPOSE.model_copy(update={"case_id": ANOTHER_CASE}), ACCEPT)
    with pytest.raises(CannotPropose, match="as many cases as they take"):
        story.goes(ACCEPT.model_copy(update={"case_id": ANOTHER_CASE}))
    story.goes(CONFIRM)


def test_the_main_persons_take_part_and_a_coordinator_only_while_they_are_asked() -> None:
    assert a_search().parties() == {(Role.MAIN_PERSON.value, FILIP)}
    assert (Role.COORDINATOR.value, RACHEL) in proposed().parties()
    assert a_coordinator().parties() == {(Role.COORDINATOR.value, RACHEL)}


def proposed() -> Search:
    story = Story(a_search(case_id=CASE), a_coordinator())
    story.goes(PROPOSE)
    return story.search
