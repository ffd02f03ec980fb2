"""Who may say what of somebody in the register: the manager for the office, coordinators of themselves, nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from kring_matching.domain import Coordinator, Search
from kring_matching.process import Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching import (
    ConfirmScreening,
    DeclareProfile,
    DeclareRegisterTie,
    EndCoordinatorship,
    EndRegisterTie,
    IssueThing,
    LeavingReason,
    ListCoordinators,
    PauseCoordinator,
    PauseReason,
    RecordStatute,
    ReinstateCoordinator,
    ReturnThing,
    ScreeningEnds,
    SelfDeclared,
    SetAvailability,
    ShowCoordinator,
    SuspendCoordinator,
    SuspensionReason,
    TakeBackProfile,
    Thing,
    TieKind,
)
from kring_shared.contracts.sealed import Erased
from kring_shared.runtime.lane.settle import Setup
from tests.unit.matching.lane import a_lane, answered, kept, may_ask, strikes
from tests.unit.matching.searches import (
    CASE,
    FILIP,
    JOOST,
    RACHEL,
    STATUTE,
    TODAY,
    a_coordinator,
    a_search,
    registration,
)

MANAGER: Final = "someone"
NOT_PERMITTED: Final = "kring.not-permitted"
OF_BOTH: Final[tuple[Command, ...]] = (
    SetAvailability(coordinator_id=RACHEL, maximum_load=1),
    PauseCoordinator(coordinator_id=RACHEL, reason=PauseReason.TRAINING),
    DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.HOUSEHOLD),
)
OF_THE_MANAGER: Final[tuple[Command, ...]] = (
    registration(),
    ConfirmScreening(coordinator_id=RACHEL, checked_on=TODAY, valid_until=TODAY + timedelta(days=900)),
    RecordStatute(coordinator_id=RACHEL, statute=STATUTE),
    IssueThing(coordinator_id=RACHEL, thing=Thing.CARDS),
    ReturnThing(coordinator_id=RACHEL, thing=Thing.CARDS),
    SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.STATUTE),
    ReinstateCoordinator(coordinator_id=RACHEL),
    DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.PAID_BY),
    EndRegisterTie(coordinator_id=RACHEL, tie=TieKind.PAID_BY),
    EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.OTHER),
)
OF_THEMSELVES: Final[tuple[Command, ...]] = (
    DeclareProfile(coordinator_id=RACHEL, religion="muslim", consent=True),
    TakeBackProfile(coordinator_id=RACHEL),
)


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Setup]:
    with a_lane(tmp_path, a_coordinator(), a_coordinator(JOOST, "Joost")) as found:
        yield found


def test_the_manager_does_all_of_it_in_the_order_of_a_working_life(lane: Setup) -> None:
    said = [answered(lane, Role.REGIONAL_MANAGER, MANAGER, command) for command in OF_THE_MANAGER]
    assert said == ["kring.done"] * len(OF_THE_MANAGER)
    assert kept(lane, Coordinator, RACHEL).standing is Standing.LEFT


def test_coordinators_say_of_themselves_how_much_they_take_on_and_what_ties_them(lane: Setup) -> None:
    said = [answered(lane, Role.COORDINATOR, RACHEL, command) for command in (*OF_THEMSELVES, *OF_BOTH)]
    assert said == ["kring.done"] * len(said)


def test_nobody_screens_suspends_or_reinstates_themselves(lane: Setup) -> None:
    for command in OF_THE_MANAGER:
        if type(command) not in map(type, OF_BOTH):
            assert answered(lane, Role.COORDINATOR, RACHEL, command) == NOT_PERMITTED, command.name


def test_nobody_else_says_anything_of_a_coordinator(lane: Setup) -> None:
    before = kept(lane, Coordinator, RACHEL)
    for command in (*OF_BOTH, *OF_THE_MANAGER, *OF_THEMSELVES):
        for role, who in ((Role.COORDINATOR, JOOST), (Role.MAIN_PERSON, FILIP), (Role.OPERATOR, "operator")):
            assert answered(lane, role, who, command) == NOT_PERMITTED, command.name
    assert kept(lane, Coordinator, RACHEL) == before


def test_a_religion_or_background_is_said_by_nobody_for_somebody_else(lane: Setup) -> None:
    for command in OF_THEMSELVES:
        assert answered(lane, Role.REGIONAL_MANAGER, MANAGER, command) == NOT_PERMITTED


def test_another_office_s_manager_learns_not_even_that_somebody_is_there(lane: Setup) -> None:
    elsewhere = SetAvailability(coordinator_id=RACHEL, maximum_load=1)
    assert answered(lane, Role.REGIONAL_MANAGER, MANAGER, elsewhere, office="amersfoort") == "kring.not-found"


def test_who_may_look_into_the_register(lane: Setup) -> None:
    one, everybody = ShowCoordinator(coordinator_id=RACHEL), ListCoordinators()
    assert may_ask(lane, Role.REGIONAL_MANAGER, MANAGER, one)
    assert may_ask(lane, Role.COORDINATOR, RACHEL, one)
    assert may_ask(lane, Role.REGIONAL_MANAGER, MANAGER, everybody)
    assert not may_ask(lane, Role.COORDINATOR, JOOST, one)
    assert not may_ask(lane, Role.MAIN_PERSON, FILIP, one)
    assert not may_ask(lane, Role.COORDINATOR, RACHEL, everybody)


def test_what_was_taken_back_is_erased_where_keys_are_kept(lane: Setup) -> None:
    say, take_back = OF_THEMSELVES
    answered(lane, Role.COORDINATOR, RACHEL, say)
    sealed = kept(lane, Coordinator, RACHEL).declared
    assert lane.vault.open(sealed, SelfDeclared) == SelfDeclared(religion="muslim")
    answered(lane, Role.COORDINATOR, RACHEL, take_back)
    assert isinstance(lane.vault.open(sealed, SelfDeclared), Erased)


def test_the_end_of_a_proof_finds_its_coordinator_in_the_tables(lane: Setup) -> None:
    strikes(lane, ScreeningEnds(case_id=RACHEL, valid_until=a_coordinator().screening_valid_until))
    assert kept(lane, Coordinator, RACHEL).standing_because == "screening-expired"


@pytest.mark.parametrize(
    "command", [OF_BOTH[2], registration(employer_is_helping_body=True)], ids=lambda command: command.name
)
def test_whoever_is_tied_is_taken_out_of_all_their_cases_and_the_next_of_a_list_is_asked(
    tmp_path: Path, command: Command
) -> None:
    asked = a_search(stage=Stage.PROPOSED, coordinator_id=RACHEL, shortlist=(JOOST,), approved=(RACHEL, JOOST))
    runs = a_search(case_id="0" * 31 + "8", stage=Stage.ACTIVE, coordinator_id=RACHEL)
    with a_lane(tmp_path, a_coordinator(), a_coordinator(JOOST, "Joost"), asked, runs) as lane:
        assert answered(lane, Role.REGIONAL_MANAGER, MANAGER, command) == "kring.done"
        found, frozen = kept(lane, Search, CASE), kept(lane, Search, runs.case_id)
        assert (found.stage, found.coordinator_id, frozen.stage) == (Stage.PROPOSED, JOOST, Stage.FROZEN)
        leave = EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.NOT_INDEPENDENT)
        assert answered(lane, Role.REGIONAL_MANAGER, MANAGER, leave) == "kring.not-ready"
