"""Whom the manager approved is asked, in that order, and nobody else; what takes too long is escalated."""

from datetime import timedelta

import pytest

from kring_matching.domain import Borrowing, CannotPropose, Lending, Missing, Search
from kring_matching.domain.shortlist import goes_against
from kring_matching.process import Lent, Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Gender, Urgency, Wishes
from kring_shared.contracts.matching import (
    AssignmentActivated,
    CoordinatorLoanRequested,
    CoordinatorProposed,
    DeclineReason,
    LoanRequested,
    PrivateWishes,
    ProposalDeclined,
    RecordWishes,
    SearchUnfilled,
    ShortlistApproved,
    ShortlistExhausted,
    ShortlistReason,
    TieKind,
    WishesRecorded,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotReady
from kring_shared.testing.work import NOON, PlainVault, an_actor, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    CONFIRM,
    DECLINE,
    DOSSIER,
    EXPIRE,
    FILIP,
    JOOST,
    PAUSE,
    PROPOSE,
    RACHEL,
    REFUSE,
    TERM,
    TOO_LONG,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
)

ANS = "0" * 31 + "5"
OTHER_CASE = "0" * 31 + "8"
DAY = timedelta(days=1)


def kinds(story: Story, message: Named) -> list[type]:
    return [type(fact) for fact in facts_of(story.goes(message))]


def test_an_approved_list_is_kept_with_its_places_and_the_first_is_asked_at_once() -> None:
    story = Story()
    approved, proposed = facts_of(story.goes(APPROVE))
    assert isinstance(approved, ShortlistApproved)
    assert (approved.coordinator_ids, approved.places) == ((RACHEL, JOOST), (1, 2))
    assert (approved.against_ranking, approved.reason) == (False, "best-score")
    assert isinstance(proposed, CoordinatorProposed)
    assert proposed.coordinator.person_id == RACHEL
    search = story.search
    assert (search.stage, search.shortlist, search.approved) == (Stage.PROPOSED, (JOOST,), (RACHEL, JOOST))


@pytest.mark.parametrize(
    ("chosen", "ranking", "against"),
    [
        ("ab", "abcd", False),
        ("a", "abcd", False),
        ("abcd", "abcd", False),
        ("ba", "abcd", True),
        ("ac", "abcd", True),
        ("b", "abcd", True),
        ("abe", "abcd", True),
        ("a", "", True),
    ],
)
def test_only_the_head_of_the_ranking_in_the_same_order_follows_it(chosen: str, ranking: str, *, against: bool) -> None:
    assert goes_against(chosen, ranking) is against


@pytest.mark.parametrize("ranking", [(RACHEL, JOOST), (), (ANS,)], ids=["another order", "none shown", "not shown"])
def test_another_order_than_was_explained_needs_a_reason_and_the_reason_is_kept(ranking: tuple[str, ...]) -> None:
    story, wanted = Story(), APPROVE.model_copy(update={"coordinator_ids": (JOOST,), "ranking": ranking})
    before = story.search
    with pytest.raises(NotReady, match="give a `reason` other than `best-score`"):
        story.goes(wanted)
    assert story.search == before
    story.goes(wanted.model_copy(update={"reason": ShortlistReason.LIVES_NEAR}))
    assert (story.search.reason, story.search.against_ranking) == ("lives-near", True)


def test_nobody_is_on_a_list_twice() -> None:
    with pytest.raises(InvalidFields, match="asked twice") as refused:
        Story().goes(APPROVE.model_copy(update={"coordinator_ids": (RACHEL, JOOST, RACHEL)}))
    assert refused.value.fields == ("/coordinatorIds/2",)


def test_one_who_cannot_be_asked_makes_the_whole_list_refused_and_all_of_them_are_named() -> None:
    story = Story(a_search(), a_coordinator(), a_coordinator(JOOST, ties=(TieKind.HOUSEHOLD,), maximum_load=0))
    before = dict(story.stored)
    wanted = APPROVE.model_copy(update={"coordinator_ids": (RACHEL, JOOST, ANS), "ranking": (RACHEL, JOOST, ANS)})
    with pytest.raises(CannotPropose, match=rf"{JOOST}: not-independent .*, full .*; {ANS}: unknown") as refused:
        story.goes(wanted)
    assert refused.value.fields == ("/coordinatorIds/1", "/coordinatorIds/2")
    assert story.stored == before
    assert "household" not in str(refused.value)


@pytest.mark.parametrize("stage", [Stage.SEARCHING, Stage.UNFILLED])
def test_a_list_is_approved_while_nobody_is_asked(stage: Stage) -> None:
    story = at(stage)
    story.goes(APPROVE)
    assert story.search.stage is Stage.PROPOSED


def test_proposing_one_coordinator_is_a_list_of_one() -> None:
    story = Story()
    approved, _ = facts_of(story.goes(PROPOSE.model_copy(update={"reason": ShortlistReason.KNOWN_TO_FAMILY})))
    assert isinstance(approved, ShortlistApproved)
    assert (approved.coordinator_ids, approved.against_ranking) == ((RACHEL,), True)
    assert not Story().goes(PROPOSE).need(Search, CASE).against_ranking


@pytest.mark.parametrize("answer", [DECLINE, EXPIRE])
def test_after_a_no_the_next_of_the_list_is_asked_with_a_clock_of_their_own(answer: Named) -> None:
    story = Story()
    story.goes(APPROVE.model_copy(update={"respond_within_hours": 10}))
    work = story.goes(answer, now=NOON + timedelta(hours=10))
    last = facts_of(work)[-1]
    assert isinstance(last, CoordinatorProposed)
    assert last.coordinator.person_id == JOOST
    assert last.respond_by == story.search.respond_by == NOON + timedelta(hours=20)
    assert [reminder.due for reminder in work.reminders] == [last.respond_by]


def test_when_the_family_refuses_the_next_of_the_list_is_asked() -> None:
    story = Story()
    story.goes(APPROVE, ACCEPT, REFUSE)
    assert (story.search.stage, story.search.coordinator_id, story.search.refused) == (
        Stage.PROPOSED,
        JOOST,
        (RACHEL,),
    )


def test_who_cannot_any_more_when_their_turn_comes_is_passed_by() -> None:
    story = Story(a_search(), a_coordinator(), a_coordinator(JOOST), a_coordinator(ANS))
    three = (RACHEL, JOOST, ANS)
    story.goes(APPROVE.model_copy(update={"coordinator_ids": three, "ranking": three}))
    asleep = a_coordinator(JOOST, standing=Standing.PAUSED)
    story.stored |= {(type(asleep), JOOST): asleep}
    story.goes(DECLINE)
    assert (story.search.coordinator_id, story.search.refused) == (ANS, (RACHEL,))


def test_who_got_enough_work_meanwhile_here_or_elsewhere_is_passed_by() -> None:
    busy = a_search(case_id=OTHER_CASE, stage=Stage.ACCEPTED, coordinator_id=JOOST)
    lent = Lending(
        "0" * 31 + "9", "utrecht", "gent", ConferenceType.FAMILY, Urgency.NORMAL, (), NOON, JOOST, Lent.OFFERED
    )
    story = Story()
    story.goes(APPROVE)
    story.stored |= {(type(a), a.id): a for a in (busy, lent)}
    assert kinds(story, DECLINE) == [ProposalDeclined, ShortlistExhausted]


def test_when_nobody_is_left_it_waits_for_the_manager() -> None:
    story = Story()
    story.goes(APPROVE, DECLINE)
    assert kinds(story, DECLINE) == [ProposalDeclined, ShortlistExhausted]
    assert (story.search.stage, story.search.coordinator_id) == (Stage.SEARCHING, None)
    assert story.search.refused == (RACHEL, JOOST)


def test_who_declines_because_of_a_tie_is_tied_to_the_case_for_ever() -> None:
    story = Story()
    story.goes(APPROVE, DECLINE.model_copy(update={"reason": DeclineReason.TIE}))
    assert story.search.tied == (RACHEL,)
    with pytest.raises(CannotPropose, match=r"tied \(has a tie to this case\)"):
        story.goes(DECLINE, PROPOSE)


def test_a_search_begins_with_a_clock_that_follows_the_urgency() -> None:
    for urgency, days in ((Urgency.NORMAL, 5), (Urgency.URGENT, 1)):
        urgent = accepted_request(dossier=DOSSIER.model_copy(update={"urgency": urgency}))
        work = Story(a_coordinator()).goes(urgent)
        assert [(r.deadline, r.due) for r in work.reminders] == [(TOO_LONG, NOON + days * DAY)]


def test_nobody_found_in_time_is_escalated_to_the_neighbours_and_noted_as_missing() -> None:
    dossier = DOSSIER.model_copy(update={"languages": ("ti",)})
    story = Story(a_search(dossier=dossier), a_coordinator(), a_coordinator(JOOST))
    story.goes(APPROVE, DECLINE, DECLINE)
    work = story.goes(TOO_LONG)
    told = facts_of(work)
    unfilled = [fact for fact in told if isinstance(fact, SearchUnfilled)]
    asked = sum(isinstance(fact, LoanRequested) for fact in told)
    assert asked == len(work.all(Borrowing, CASE)) > 0
    assert any(isinstance(fact, CoordinatorLoanRequested) for fact in told)
    assert [(fact.asked, fact.offices_asked) for fact in unfilled] == [(2, asked)]
    assert story.search.stage is Stage.UNFILLED
    missing = [one for one in work.changed.values() if isinstance(one, Missing)]
    assert ("language", "ti") in {(one.what, one.value) for one in missing}


def test_time_that_is_over_while_somebody_is_asked_is_not_forgotten() -> None:
    story = Story()
    story.goes(APPROVE, now=NOON + 4 * DAY)
    assert story.goes(TOO_LONG).changed == {}
    work = story.goes(DECLINE, now=NOON + 6 * DAY)
    assert TOO_LONG not in [reminder.deadline for reminder in work.reminders]
    work = story.goes(DECLINE, now=NOON + 7 * DAY)
    assert [(r.deadline, r.due) for r in work.reminders] == [(TOO_LONG, NOON + TERM)]
    story.goes(TOO_LONG)
    assert story.search.stage is Stage.UNFILLED


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.SEARCHING])
def test_a_clock_that_rings_when_nobody_is_sought_changes_nothing(stage: Stage) -> None:
    assert at(stage).goes(TOO_LONG).changed == {}


def test_wishes_replace_what_was_wished_before_and_the_private_ones_are_sealed_under_the_case() -> None:
    story = Story()
    wishes = RecordWishes(case_id=CASE, wishes=Wishes(gender=Gender.FEMALE), religion="muslim")
    (told,) = facts_of(story.goes(wishes, actor=an_actor(Role.MAIN_PERSON, FILIP)))
    assert told.model_dump(include={"private"}) == {"private": True}
    assert isinstance(told, WishesRecorded)
    sealed = story.search.private_wishes
    assert sealed is not None
    assert sealed.scope == f"case/{CASE}"
    assert PlainVault().open(sealed, PrivateWishes) == PrivateWishes(religion="muslim")
    assert story.search.dossier.wishes.gender is Gender.FEMALE
    assert "muslim" not in told.model_dump_json()
    story.goes(RecordWishes(case_id=CASE))
    assert (story.search.private_wishes, story.search.dossier.wishes) == (None, Wishes())


def test_wishes_can_be_said_until_it_is_over() -> None:
    story = Story()
    story.goes(PAUSE, RecordWishes(case_id=CASE), WITHDRAW)
    with pytest.raises(NotAllowedNow):
        story.goes(RecordWishes(case_id=CASE))


@pytest.mark.parametrize(
    ("policy", "on_the_way", "named", "told"),
    [
        ("nl/1", True, "", "the-manager"),
        ("nl/1", True, JOOST, JOOST),
        ("nl/1", False, "", ""),
        ("nl/1", False, JOOST, ""),
        ("be/1", False, "", "the-manager"),
        ("be/1", False, JOOST, JOOST),
    ],
)
def test_a_first_conference_and_every_one_in_flanders_has_somebody_who_supports(
    policy: str, named: str, told: str, *, on_the_way: bool
) -> None:
    search = a_search(dossier=DOSSIER.model_copy(update={"policy": policy}))
    story = Story(search, a_coordinator(supervised=on_the_way))
    story.goes(PROPOSE.model_copy(update={"supervised_by": named}), actor=an_actor(person_id="the-manager"))
    last = facts_of(story.goes(ACCEPT, CONFIRM))[-1]
    assert isinstance(last, AssignmentActivated)
    assert (last.supervised_by, story.search.supervised_by) == (told, told)


def test_nobody_supports_their_own_conference() -> None:
    with pytest.raises(InvalidFields, match="their own conference"):
        Story(a_search(), a_coordinator(supervised=True)).goes(PROPOSE.model_copy(update={"supervised_by": RACHEL}))
