"""Ways round the hard rules that somebody could find: each is tried, and each is closed."""

import pytest

from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import Outcome, PauseReason, RequestPaused, RequestResumed, RequestWithdrawn
from kring_shared.contracts.registry import RegistrationLocked
from tests.unit.conference.case import CASE_ID, FILIP, Case, alone, circle_member, main_person, prepared

ALONE = c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
DONE = c.EndPrivateTime(case_id=CASE_ID)
FOR_TODAY = c.AdjournConference(case_id=CASE_ID)
LOCKED = RegistrationLocked(case_id=CASE_ID, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64)
BY_MISTAKE = RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,), noted_by_mistake=True)


def died(case: Case, person_id: str) -> None:
    """Have everything wait because somebody died."""
    died = PauseReason.PERSON_DIED
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=died, person_id=person_id))


def oma_of(case: Case) -> str:
    """Give the one of the circle who comes."""
    return next(line.person_id for line in case.show().participants if line.name == "Oma")


@pytest.mark.parametrize("then", [(DONE,), (DONE, ALONE, DONE), (FOR_TODAY,)])
def test_a_lock_that_is_heard_before_the_circle_is_done_still_forgets_its_hours(then: tuple[Command, ...]) -> None:
    case = alone()
    case.hear(LOCKED)
    for command in then:
        case.do(command, None if command is ALONE else main_person())
    assert (case.conference.room.private_from, case.conference.room.private_until) == (None, None)


def test_a_withdrawal_in_private_time_does_not_say_that_it_was_private_time() -> None:
    (cancelled,) = alone().hear(RequestWithdrawn(case_id=CASE_ID, office="utrecht"))
    assert isinstance(cancelled, c.ConferenceCancelled)
    assert cancelled.stage == "meeting"


def test_who_steps_out_of_private_time_tells_the_day_and_no_hour() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=oma))
    told = case.do(c.StepOut(case_id=CASE_ID, person_id=oma), circle_member(oma))
    assert {fact.name for fact in told} == {"participant-stepped-out", "support-person-ended"}
    assert {(fact.occurred_at.hour, fact.occurred_at.minute) for fact in told} == {(0, 0)}
    assert c.InterpreterCancelled.day_only
    assert c.StepOut.day_only


def test_a_mistake_brings_back_only_whom_it_was_about() -> None:
    case = prepared()
    leo, aunt = case.suggest("Leo"), case.suggest("Aunt")
    died(case, leo)
    case.hear(BY_MISTAKE.model_copy(update={"noted_by_mistake": False}))
    died(case, aunt)
    case.hear(BY_MISTAKE)
    assert case.person(leo).has_left
    assert not case.person(aunt).has_left


def test_who_relied_on_somebody_who_died_is_free_to_choose_again() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=oma))
    died(case, oma)
    assert case.person(FILIP).care.support_person_id is None
    assert isinstance(case.told[-1], c.SupportPersonEnded)
