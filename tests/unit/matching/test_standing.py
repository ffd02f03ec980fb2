"""Whether somebody in the register works: ties, pauses, suspensions, coming back, leaving."""

from datetime import timedelta
from typing import Any

import pytest

from kring_matching.domain import Missing, Search
from kring_matching.domain.eligibility import stops_for
from kring_matching.process import STANDING, Stage, Standing
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching import (
    AssignmentFrozen,
    ConflictDeclared,
    CoordinatorLeft,
    CoordinatorPaused,
    CoordinatorReinstated,
    CoordinatorSuspended,
    DeclareRegisterTie,
    EndCoordinatorship,
    EndRegisterTie,
    IssueThing,
    LeavingReason,
    PauseCoordinator,
    PauseReason,
    RegisterTieDeclared,
    RegisterTieEnded,
    ReinstateCoordinator,
    SuspendCoordinator,
    SuspensionReason,
    Thing,
    ThingsToReturn,
    TieKind,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotIndependent, NotReady, Refused
from tests.unit.matching.registers import RegisterStory, a_register, with_a_case
from tests.unit.matching.searches import CASE, JOOST, RACHEL, TODAY, a_coordinator, a_search

TIE = DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.EMPLOYED)
UNTIE = EndRegisterTie(coordinator_id=RACHEL, tie=TieKind.EMPLOYED)
PAUSE = PauseCoordinator(coordinator_id=RACHEL, reason=PauseReason.ILLNESS)
SUSPEND = SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.COMPLAINT)
REINSTATE = ReinstateCoordinator(coordinator_id=RACHEL)
LEAVE = EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.OWN_CHOICE)
COMMANDS = (TIE, PAUSE, SUSPEND, REINSTATE, LEAVE)
OTHER_CASE = "0" * 31 + "8"
YESTERDAY = TODAY - timedelta(days=1)


def stage_of(story: RegisterStory, case_id: str = CASE) -> Stage:
    found = story.stored[Search, case_id]
    assert isinstance(found, Search)
    return found.stage


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(
    standing: Standing, command: Command
) -> None:
    story = a_register(standing=standing)
    if STANDING.knows(standing, type(command)):
        story.goes(command)
        assert story.rachel.standing is STANDING.next(standing, type(command))
        return
    with pytest.raises(NotAllowedNow):
        story.goes(command)
    assert story.rachel == a_coordinator(standing=standing)


def test_who_takes_a_job_at_a_care_body_is_out_of_all_they_do_from_that_moment() -> None:
    story = a_register(with_a_case(), a_search(case_id=OTHER_CASE, stage=Stage.PROPOSED, coordinator_id=RACHEL))
    told = story.goes(TIE)
    kinds = [type(fact) for fact in told]
    assert kinds[:2] == [RegisterTieDeclared, CoordinatorSuspended]
    assert (kinds.count(AssignmentFrozen), kinds.count(ConflictDeclared)) == (1, 2)
    assert isinstance(told[1], CoordinatorSuspended)
    assert (told[1].reason, told[1].running_cases) == (SuspensionReason.INDEPENDENCE_LOST, 1)
    assert (stage_of(story), stage_of(story, OTHER_CASE)) == (Stage.FROZEN, Stage.SEARCHING)
    assert {stop.code for stop in stops_for(a_search().view_of(story.rachel, 0, TODAY), ())} == {
        "not-independent",
        "not-working",
    }


def test_in_a_case_that_was_only_proposed_the_next_of_the_list_is_asked_at_once() -> None:
    proposed = a_search(stage=Stage.PROPOSED, coordinator_id=RACHEL, shortlist=(JOOST,), approved=(RACHEL, JOOST))
    story = a_register(proposed, a_coordinator(JOOST, "Joost"))
    story.goes(TIE)
    found = story.stored[Search, CASE]
    assert isinstance(found, Search)
    assert (found.stage, found.coordinator_id, found.tied) == (Stage.PROPOSED, JOOST, (RACHEL,))


def test_a_tie_that_is_declared_again_is_told_once() -> None:
    story = a_register()
    story.goes(TIE)
    assert story.goes(TIE) == []
    assert story.rachel.ties == (TieKind.EMPLOYED,)


def test_a_guest_who_is_tied_does_not_work_here_either() -> None:
    story = a_register(with_a_case(), lent_by="amersfoort", for_case=CASE)
    story.goes(TIE)
    assert (story.rachel.standing, stage_of(story)) == (Standing.SUSPENDED, Stage.FROZEN)


def test_the_end_of_a_tie_lets_nobody_work_until_the_manager_says_so() -> None:
    story = a_register(with_a_case())
    story.goes(TIE)
    assert [type(fact) for fact in story.goes(UNTIE)] == [RegisterTieEnded]
    assert (story.rachel.ties, story.rachel.standing) == ((), Standing.SUSPENDED)
    assert [type(fact) for fact in story.goes(REINSTATE)] == [CoordinatorReinstated]
    assert (story.rachel.standing, stage_of(story)) == (Standing.ACTIVE, Stage.FROZEN)


def test_a_tie_that_nobody_declared_cannot_end() -> None:
    with pytest.raises(Refused, match="declared: governs"):
        a_register(ties=(TieKind.GOVERNS,)).goes(UNTIE)


@pytest.mark.parametrize(
    ("stands", "refusal", "names"),
    [
        ({"ties": (TieKind.EMPLOYED,)}, NotIndependent, r"^register-tie: .*EndRegisterTie$"),
        ({"screening_valid_until": YESTERDAY}, NotReady, r"^screening: .*ConfirmScreening$"),
        ({"statute": None}, NotReady, r"^statute: .*RecordStatute$"),
        ({"ties": (TieKind.OTHER,), "statute": None}, NotIndependent, r"register-tie: .*; statute: "),
    ],
)
@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.PAUSED])
def test_nobody_works_again_while_something_stands_in_the_way_and_it_is_said_what_to_do(
    standing: Standing, stands: dict[str, Any], refusal: type[Refused], names: str
) -> None:
    story = a_register(standing=standing, **stands)
    with pytest.raises(refusal, match=names):
        story.goes(REINSTATE)
    assert story.rachel.standing is standing


def test_a_pause_keeps_the_cases_that_run() -> None:
    running = with_a_case()
    story = a_register(running)
    (told,) = story.goes(PAUSE)
    assert isinstance(told, CoordinatorPaused)
    assert (story.rachel.standing_because, story.rachel.standing_since) == ("illness", TODAY)
    assert story.stored[Search, CASE] == running
    assert [type(fact) for fact in story.goes(REINSTATE)] == [CoordinatorReinstated]


def test_a_suspension_says_how_many_cases_run_and_what_is_to_come_back() -> None:
    story = a_register(with_a_case(), with_a_case(Stage.FROZEN, OTHER_CASE))
    story.goes(IssueThing(coordinator_id=RACHEL, thing=Thing.CARDS))
    suspended, things = story.goes(SUSPEND)
    assert isinstance(suspended, CoordinatorSuspended)
    assert (suspended.reason, suspended.running_cases) == (SuspensionReason.COMPLAINT, 2)
    assert isinstance(things, ThingsToReturn)
    assert things.things == (Thing.CARDS,)
    assert story.goes(SUSPEND) == []


def test_a_complaint_stays_the_reason_whatever_comes_on_top_of_it() -> None:
    story = a_register()
    story.goes(SUSPEND)
    assert [type(fact) for fact in story.goes(TIE)] == [RegisterTieDeclared]
    assert story.rachel.standing_because == "complaint"


def test_whose_independence_is_lost_is_tied_first_so_that_their_cases_are_frozen() -> None:
    lost = SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.INDEPENDENCE_LOST)
    with pytest.raises(InvalidFields, match="DeclareRegisterTie"):
        a_register().goes(lost)


def test_who_leaves_gives_back_what_they_have_and_takes_along_what_they_could() -> None:
    story = a_register()
    story.goes(IssueThing(coordinator_id=RACHEL, thing=Thing.KEYS))
    left, things = story.goes(LEAVE)
    assert isinstance(left, CoordinatorLeft)
    assert isinstance(things, ThingsToReturn)
    assert (left.reason, things.things) == (LeavingReason.OWN_CHOICE, (Thing.KEYS,))
    assert story.rachel.standing is Standing.LEFT
    assert {a.because for a in story.stored.values() if isinstance(a, Missing)} == {"left"}


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE, Stage.FROZEN])
def test_nobody_leaves_with_a_case_in_their_hands(stage: Stage) -> None:
    story = a_register(with_a_case(stage), with_a_case(Stage.ACTIVE, OTHER_CASE))
    with pytest.raises(NotReady, match=r"^2 .*HandOverAssignment"):
        story.goes(LEAVE)
    assert story.rachel.standing is Standing.ACTIVE


def test_cases_that_are_over_hold_nobody() -> None:
    story = a_register(with_a_case(Stage.COMPLETED), with_a_case(Stage.STOPPED, OTHER_CASE))
    assert [type(fact) for fact in story.goes(LEAVE)] == [CoordinatorLeft]


@pytest.mark.parametrize("command", [UNTIE, PAUSE, SUSPEND, REINSTATE, LEAVE], ids=lambda c: c.name)
def test_about_a_guest_the_office_that_lends_them_decides(command: Command) -> None:
    with pytest.raises(Refused, match="ask office amersfoort"):
        a_register(lent_by="amersfoort").goes(command)
