"""The two rules of independence, as commands come to the lane: together, from elsewhere, and out of the tables."""

import json
from pathlib import Path

import pytest

from kring_matching.domain import Search
from kring_matching.process import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching import (
    ApproveShortlist,
    DeclareRegisterTie,
    ReinstateCoordinator,
    ShortlistReason,
    TieKind,
)
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.settle import settle
from kring_shared.testing.work import NOON, an_actor
from tests.unit.matching.lane import SECRET, a_lane, answered, kept
from tests.unit.matching.searches import (
    ACCEPT,
    CASE,
    DECLARE,
    DECLINE,
    DISMISS,
    HAND_OVER,
    JOOST,
    PROPOSE,
    RACHEL,
    TERM,
    a_coordinator,
    a_search,
)

TIE = DeclareRegisterTie(coordinator_id=RACHEL, tie=TieKind.GOVERNS)
ONLY_RACHEL = ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL,), reason=ShortlistReason.KNOWN_TO_FAMILY)


@pytest.mark.parametrize(
    ("first", "second", "stage"),
    [
        (DECLARE, DECLARE, Stage.ACTIVE),
        (TIE, DECLARE, Stage.ACTIVE),
        (TIE, ACCEPT, Stage.PROPOSED),
        (DECLARE, ACCEPT, Stage.PROPOSED),
        (DECLARE, DECLINE, Stage.ACCEPTED),
        (HAND_OVER, DECLARE, Stage.ACTIVE),
    ],
)
def test_what_comes_in_the_same_batch_as_a_tie_comes_too_late(
    first: Command, second: Command, stage: Stage, tmp_path: Path
) -> None:
    search = a_search(stage=stage, coordinator_id=RACHEL, respond_by=NOON + TERM, was_active=stage is Stage.ACTIVE)
    with a_lane(tmp_path, search, a_coordinator()) as lane:
        batch = [
            Delivery(f"{n:032x}", one.kind(), one.to_json(), Origin.COMMAND, "utrecht", Signer(SECRET).sign(who))
            for n, (one, who) in enumerate([(first, an_actor()), (second, an_actor(Role.COORDINATOR, RACHEL))])
        ]
        answers = settle(lane, batch).answers
        codes = [json.loads(answers[delivery.id] or "{}")["code"] for delivery in batch]
    assert codes == ["kring.done", "kring.not-permitted"]


def test_a_manager_of_another_office_gets_nobody_in_and_learns_nothing(tmp_path: Path) -> None:
    with a_lane(tmp_path, a_search(stage=Stage.FROZEN, coordinator_id=RACHEL), a_coordinator()) as lane:
        for command in (PROPOSE, ONLY_RACHEL, DISMISS, HAND_OVER, ReinstateCoordinator(coordinator_id=RACHEL)):
            code = answered(lane, Role.REGIONAL_MANAGER, "someone", command, office="amersfoort")
            assert code == "kring.not-found"
        assert kept(lane, Search, CASE).stage is Stage.FROZEN


def test_the_supporter_who_is_tied_is_found_in_the_tables(tmp_path: Path) -> None:
    tied = a_coordinator(JOOST, "Joost", ties=(TieKind.HOUSEHOLD,))
    with a_lane(tmp_path, a_search(), a_coordinator(supervised=True), tied) as lane:
        named = PROPOSE.model_copy(update={"supervised_by": JOOST})
        assert answered(lane, Role.REGIONAL_MANAGER, "someone", named) == "kring.invalid-fields"
        assert kept(lane, Search, CASE).stage is Stage.SEARCHING
