"""Nobody gets round the two rules of independence: each door is tried, also by those who mean well."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from kring_matching.domain import CannotPropose, Coordinator, Search
from kring_matching.domain.eligibility import Rule, Stops, View
from kring_matching.domain.loan import CannotLend, NobodyToAsk
from kring_matching.handlers.shortlists import Shortlists
from kring_matching.handlers.ties import Ties
from kring_matching.process import Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.matching import (
    ApproveShortlist,
    AssignmentHandedOver,
    ConfirmScreening,
    ConflictKind,
    CoordinatorProposed,
    DeclareRegisterTie,
    EndCoordinatorship,
    EndRegisterTie,
    EvaluateConference,
    HandOverReason,
    LeavingReason,
    OfferExpires,
    ReinstateCoordinator,
    ScreeningEnds,
    ShortlistReason,
    SuspendCoordinator,
    SuspensionReason,
    TieKind,
    WorkLine,
    WorkMark,
)
from kring_shared.kernel.errors import InvalidFields, KringError, NotIndependent
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    CONFIRM,
    DECLARE,
    DECLINE,
    DISMISS,
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
    TODAY,
    TRANSFER,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
    registration,
)
from tests.unit.matching.two_offices import ASK, SAM, THERE, offer, taken

TIE = DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.GOVERNS)
TIE_OF_JOOST = DeclareRegisterTie(coordinator_id=JOOST, tie=TieKind.GOVERNS)
LATER = "0" * 31 + "7"
ONLY_RACHEL = ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL,), reason=ShortlistReason.KNOWN_TO_FAMILY)


class Breaks:
    """A rule of a plugin that has a fault."""

    def keeps_out(self, view: View) -> Stops | None:
        raise ZeroDivisionError(view.coordinator.id)


class TalksNonsense:
    """A rule of a plugin that answers with what is no answer."""

    def keeps_out(self, view: View) -> Stops | None:  # noqa: ARG002 - as the hook has it
        return "fine"  # type: ignore[return-value]


class LetsEverybodyIn:
    """A rule of a plugin that is against nobody."""

    def keeps_out(self, view: View) -> Stops | None:  # noqa: ARG002 - as the hook has it
        return None


def asked_now(story: Story) -> str | None:
    return story.search.coordinator_id


@pytest.mark.parametrize(
    "after",
    [
        (),
        (registration(),),
        (ConfirmScreening(coordinator_id=RACHEL, checked_on=TODAY, valid_until=TODAY.replace(year=2030)),),
        (EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.OWN_CHOICE), registration()),
        (PAUSE, RESUME),
    ],
    ids=["tied", "entered-again", "screened-again", "left-and-back", "paused-and-resumed"],
)
def test_whoever_is_tied_to_a_helping_body_is_not_asked_after_anything_that_can_be_done(after: Sequence[Named]) -> None:
    story = Story()
    story.goes(TIE, *after)
    assert story.coordinator().standing is Standing.SUSPENDED
    for message in (PROPOSE, ONLY_RACHEL, APPROVE):
        with pytest.raises(CannotPropose, match="not-independent"):
            story.goes(message)
    with pytest.raises(NotIndependent):
        story.goes(ReinstateCoordinator(coordinator_id=RACHEL))
    assert asked_now(story) is None


@pytest.mark.parametrize("no", [DECLINE, EXPIRE], ids=["declines", "expires"])
def test_the_next_of_the_list_is_passed_by_when_a_tie_was_declared_meanwhile(no: Named) -> None:
    story = Story()
    story.goes(APPROVE, TIE_OF_JOOST)
    told = facts_of(story.goes(no))
    assert not [fact for fact in told if isinstance(fact, CoordinatorProposed)]
    assert (story.search.stage, asked_now(story)) == (Stage.SEARCHING, None)


def test_the_next_of_the_list_is_passed_by_when_the_tie_came_in_a_pause() -> None:
    story = Story()
    story.goes(APPROVE, PAUSE, DECLINE, TIE_OF_JOOST, RESUME)
    assert (story.search.stage, asked_now(story)) == (Stage.SEARCHING, None)


@pytest.mark.parametrize("steps", [(APPROVE,), (APPROVE, ACCEPT)], ids=["asked", "accepted"])
def test_whoever_is_asked_is_out_of_it_with_a_register_tie(steps: Sequence[Named]) -> None:
    story = Story()
    story.goes(*steps, TIE)
    assert asked_now(story) == JOOST
    for message in (ACCEPT, CONFIRM):
        with pytest.raises(KringError):
            story.goes(message)
    assert asked_now(story) == JOOST


def test_a_frozen_case_is_not_given_back_to_somebody_with_a_register_tie() -> None:
    story = at(Stage.FROZEN)
    story.goes(TIE)
    with pytest.raises(NotIndependent):
        story.goes(DISMISS)
    assert (Role.COORDINATOR.value, RACHEL) not in story.search.parties()


@pytest.mark.parametrize("reason", HandOverReason)
def test_whoever_leaves_a_frozen_case_counts_as_tied_whatever_the_manager_writes(reason: HandOverReason) -> None:
    story = at(Stage.FROZEN)
    story.goes(HAND_OVER.model_copy(update={"reason": reason}))
    assert story.search.tied == (RACHEL,)


@pytest.mark.parametrize("end", [END, WITHDRAW, TRANSFER], ids=["carried-out", "withdrawn", "transferred"])
def test_a_tie_that_was_never_dismissed_is_remembered_when_the_same_people_come_again(end: Named) -> None:
    story = at(Stage.FROZEN)
    story.goes(end, accepted_request(case_id=LATER, previous_case_id=CASE, previous_coordinator_id=RACHEL))
    with pytest.raises(CannotPropose, match="tied"):
        story.goes(PROPOSE.model_copy(update={"case_id": LATER}))


def test_a_lent_coordinator_who_is_tied_does_not_come_back_under_another_one_time_id() -> None:
    both = taken()
    first = both.guest.id
    both.do(DECLARE, HAND_OVER)
    with pytest.raises(NobodyToAsk):
        both.do(ASK)
    assert [guest.id for guest in both.guests] == [first]


def test_somebody_lent_is_out_of_the_other_office_the_moment_a_tie_is_known_at_home() -> None:
    both = taken()
    guest = both.guest.id
    both.do(DeclareRegisterTie(coordinator_id=SAM, tie=TieKind.EMPLOYED), office=THERE)
    assert (both.search.stage, both.search.coordinator_id) == (Stage.SEARCHING, None)
    assert (Role.COORDINATOR.value, guest) not in both.search.parties()
    between = " ".join(fact.model_dump_json() for fact in both.backbone_facts())
    assert not [word for word in (CASE, SAM, FILIP, *TieKind, *ConflictKind) if word in between]
    both.do(ASK)
    with pytest.raises(CannotLend, match="not-independent"):
        both.do(offer(both), office=THERE)


def test_a_guest_who_is_tied_to_a_helping_body_is_out_and_cannot_be_let_back_in_here() -> None:
    both = taken()
    guest = both.guest.id
    both.do(DeclareRegisterTie(coordinator_id=guest, tie=TieKind.VOLUNTEERS))
    assert (Role.COORDINATOR.value, guest) not in both.search.parties()
    for message in (
        DISMISS,
        ReinstateCoordinator(coordinator_id=guest),
        EndRegisterTie(coordinator_id=guest, tie=TieKind.VOLUNTEERS),
        registration(coordinator_id=guest),
    ):
        with pytest.raises(KringError):
            both.do(message)
    assert both.search.stage is Stage.FROZEN


@pytest.mark.parametrize("rule", [Breaks(), TalksNonsense()], ids=["breaks", "talks-nonsense"])
def test_a_plugin_with_a_fault_lets_nobody_in_and_holds_no_tie_back(rule: Rule) -> None:
    search = a_search(stage=Stage.PROPOSED, coordinator_id=RACHEL, shortlist=(JOOST,))
    work = a_work("matching", search, a_coordinator(), a_coordinator(JOOST), actor=an_actor())
    Ties((rule,)).declare(TIE, work)
    assert work.need(Search, CASE).coordinator_id is None
    with pytest.raises(CannotPropose):
        Shortlists((rule,)).propose(PROPOSE.model_copy(update={"coordinator_id": JOOST}), work)


def test_a_plugin_that_is_against_nobody_switches_neither_rule_off() -> None:
    tied_to_a_body = a_work("matching", a_search(), a_coordinator(ties=(TieKind.GOVERNS,)), actor=an_actor())
    tied_to_the_case = a_work("matching", a_search(tied=(RACHEL,)), a_coordinator(), actor=an_actor())
    for work in (tied_to_a_body, tied_to_the_case):
        for rules in ((), (LetsEverybodyIn(),)):
            with pytest.raises(CannotPropose):
                Shortlists(rules).propose(PROPOSE, work)


def test_the_main_person_is_not_told_what_keeps_a_coordinator_from_them() -> None:
    for changes in ({"ties": (TieKind.GOVERNS,)}, {"screening_valid_until": TODAY.replace(year=2020)}):
        story = Story(a_search(stage=Stage.ACCEPTED, coordinator_id=RACHEL), a_coordinator(**changes))
        with pytest.raises(CannotPropose) as refused:
            story.goes(CONFIRM, actor=an_actor(Role.MAIN_PERSON, FILIP))
        said = str(refused.value)
        assert not [word for word in ("independent", "tied", "papers", "screening", "register") if word in said]
        with pytest.raises(CannotPropose, match=r"not-independent|papers"):
            story.goes(CONFIRM)


@pytest.mark.parametrize("message", [PROPOSE, ONLY_RACHEL])
def test_nobody_with_a_tie_supports_the_conference(message: Named) -> None:
    named = message.model_copy(update={"supervised_by": JOOST})
    for tied, ties in (((JOOST,), ()), ((), (TieKind.GOVERNS,))):
        story = Story(a_search(tied=tied), a_coordinator(supervised=True), a_coordinator(JOOST, ties=ties))
        with pytest.raises(InvalidFields, match="support"):
            story.goes(named)
        assert asked_now(story) is None


def test_nobody_is_ever_asked_who_is_not_on_the_list_the_manager_approved() -> None:
    third = a_coordinator("0" * 31 + "6", "Noor")
    story = Story(a_search(), a_coordinator(), a_coordinator(JOOST), third)
    asked = []
    for message in (APPROVE, PAUSE, DECLINE, RESUME, ACCEPT.model_copy(update={"coordinator_id": JOOST}), REFUSE):
        facts = facts_of(story.goes(message))
        asked += [fact.coordinator.person_id for fact in facts if isinstance(fact, CoordinatorProposed)]
    assert asked == [RACHEL, JOOST]
    assert (story.search.stage, asked_now(story)) == (Stage.SEARCHING, None)


def test_an_evaluation_has_no_place_for_what_came_of_the_conference() -> None:
    assert set(EvaluateConference.model_fields) == {"person_id", "conference_id", "work", "result"}
    assert set(WorkMark.model_fields) == {"line", "went_well"}
    about_plans = [line for line in WorkLine if "plan" in line]
    assert about_plans == [WorkLine.DID_NOT_FILL_IN_THE_PLAN]


@pytest.mark.parametrize("steps", [(APPROVE,), (APPROVE, ACCEPT)], ids=["asked", "accepted"])
def test_where_somebody_may_not_work_any_more_the_next_of_the_list_is_asked_at_once(steps: Sequence[Named]) -> None:
    ended = a_coordinator(screening_valid_until=TODAY - timedelta(days=1))
    for message, rachel in (
        (SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.COMPLAINT), a_coordinator()),
        (ScreeningEnds(case_id=RACHEL, valid_until=ended.screening_valid_until), ended),
    ):
        story = Story(a_search(), a_coordinator(), a_coordinator(JOOST, "Joost"))
        story.goes(*steps)
        story.stored[Coordinator, RACHEL] = rachel
        work = story.goes(message)
        assert (story.search.stage, asked_now(story)) == (Stage.PROPOSED, JOOST)
        (over,) = (fact for fact in facts_of(work) if isinstance(fact, AssignmentHandedOver))
        assert (over.coordinator_id, over.reason) == (RACHEL, HandOverReason.OTHER)
        assert work.forgotten[-1] == (OfferExpires.kind(), CASE)


def test_what_a_suspended_coordinator_has_begun_stays_theirs_until_the_manager_decides() -> None:
    story = at(Stage.ACTIVE)
    story.goes(SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.COMPLAINT))
    assert (story.search.stage, asked_now(story)) == (Stage.ACTIVE, RACHEL)


def test_a_coordinator_who_says_in_a_case_that_they_are_tied_to_a_helping_body_is_out_of_every_case() -> None:
    other = a_search(case_id=LATER, stage=Stage.ACTIVE, coordinator_id=RACHEL, was_active=True)
    said = DECLARE.model_copy(update={"tie": ConflictKind.HELPING_BODY})
    for role, who, stage in ((Role.COORDINATOR, RACHEL, Stage.FROZEN), (Role.MAIN_PERSON, FILIP, Stage.ACTIVE)):
        story = Story(a_search(stage=Stage.ACTIVE, coordinator_id=RACHEL, was_active=True), other, a_coordinator())
        story.goes(said, actor=an_actor(role, who))
        found = story.stored[Search, LATER]
        assert isinstance(found, Search)
        assert (story.search.stage, found.stage) == (Stage.FROZEN, stage)
        assert bool(story.coordinator().ties) is (role is Role.COORDINATOR)
