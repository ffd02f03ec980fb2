"""The registration goes where its table says, and nowhere else."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_registry.domain.registration import Registration
from kring_registry.process.registration import REGISTRATION, UNLOCKED, Stage
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.intake import (
    ConsentMethod,
    ConsentRefused,
    RejectionReason,
    RequestRejected,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import (
    DeIdentificationDue,
    LockRegistration,
    RegistrationReported,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from tests.unit.registry.cases import (
    CASE,
    EARLIER_CASE,
    LAPSED,
    MERGED,
    MOVED,
    SENT_BACK,
    TRIAGED,
    UNMERGED,
    WHOLE_ROUTE,
    WITHOUT_MEETING,
    accepted,
    after,
    agreed,
    called,
    cancelled,
    completion,
    distributed,
    handled,
    held,
    opened,
    started,
)

COMMANDS: tuple[Command, ...] = (
    completion(),
    ReturnRegistration(case_id=CASE, code="hours-missing"),
    ValidateRegistration(case_id=CASE),
    LockRegistration(case_id=CASE),
)
ENDINGS = (
    RequestWithdrawn(case_id=CASE),
    RequestRejected(case_id=CASE, reason=RejectionReason.NOT_REACHABLE),
    ConsentRefused(case_id=CASE, method=ConsentMethod.BY_PHONE),
    LAPSED,
)
FACTS = (
    TRIAGED,
    accepted(EARLIER_CASE),
    started(),
    agreed(),
    SENT_BACK,
    WITHOUT_MEETING,
    held(),
    distributed(),
    cancelled(),
    called(),
    FollowUpEnded(case_id=CASE, steps=1),
    MOVED,
    MERGED,
    UNMERGED,
    *ENDINGS,
)
BY_STAGE = {
    Stage.OPEN: (started(),),
    Stage.COMPLETED: (started(), completion()),
    Stage.VALIDATED: WHOLE_ROUTE,
    Stage.LOCKED: (*WHOLE_ROUTE, LockRegistration(case_id=CASE)),
    Stage.SET_ASIDE: (MERGED,),
    Stage.MOVED: (started(), MOVED),
}


def standing_at(stage: Stage) -> Registration:
    if stage is Stage.REPORTED:
        return standing_at(Stage.LOCKED).reported()
    return after(*BY_STAGE[stage])


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DE_IDENTIFIED])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(stage: Stage, command: Command) -> None:
    before = standing_at(stage)
    assert before.stage is stage
    if REGISTRATION.knows(stage, type(command)):
        assert after(command, registration=before).stage is REGISTRATION.next(stage, type(command))
        return
    with pytest.raises(NotAllowedNow) as refusal:
        handled(command, before)
    assert refusal.value.possible == REGISTRATION.possible(stage)
    assert before.stage is stage


def ways_out(stage: Stage) -> set[type[Named]]:
    return {step.on for step in REGISTRATION.steps if step.at is stage}


@given(st.lists(st.sampled_from([*COMMANDS, *FACTS]), max_size=30))
def test_whatever_is_asked_and_heard_in_whatever_order_the_table_is_followed(messages: list[Named]) -> None:
    registration = opened()
    for message in messages:
        before = registration
        try:
            registration = after(message, registration=before)
        except (NotAllowedNow, NotReady):
            continue
        if registration.stage is not before.stage:
            assert registration.stage is REGISTRATION.next(before.stage, type(message))
        assert before.stage not in {Stage.LOCKED, Stage.MOVED} or registration == before
        assert (registration.outcome is not None) == (registration.stage is Stage.LOCKED)


def test_from_every_stage_but_the_last_a_stop_leads_to_the_lock() -> None:
    for stage in UNLOCKED:
        for ending in ENDINGS:
            assert REGISTRATION.next(stage, type(ending)) is Stage.LOCKED
    assert ways_out(Stage.LOCKED) == {RegistrationReported, DeIdentificationDue}
    assert ways_out(Stage.REPORTED) == {DeIdentificationDue}
    assert not REGISTRATION.is_open(Stage.DE_IDENTIFIED)


def test_a_request_that_moves_takes_its_registration_along_from_every_stage_but_the_last() -> None:
    assert [stage for stage in Stage if REGISTRATION.knows(stage, type(MOVED))] == list(UNLOCKED)
    assert ways_out(Stage.MOVED) == {DeIdentificationDue}


def test_only_undoing_the_merge_brings_back_what_was_set_aside() -> None:
    assert ways_out(Stage.SET_ASIDE) == {type(UNMERGED), DeIdentificationDue}


def test_every_stage_can_be_reached() -> None:
    assert set(REGISTRATION.stages()) == set(Stage)
