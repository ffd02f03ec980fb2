"""Conditions: set in time, told to each, and none that binds without both."""

from collections.abc import Callable

import pytest

from kring_conference.process import Stage
from kring_shared.contracts.conference import (
    AddCondition,
    ConditionAdded,
    ConditionsReceived,
    ConditionsShared,
    DeclareReady,
    ReceivedBy,
    ShareConditions,
    StartInformationPhase,
)
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    GUARDIAN,
    JUDGE,
    VAULT,
    Case,
    alone,
    concluded,
    guardian,
    main_person,
    mandate,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.checked import changed
from tests.unit.conference.planning import appointed

SCHOOL = mandate("School goes on.")
VISITS = AddCondition(case_id=CASE_ID, condition="The visits are kept.")
SHARE = ShareConditions(case_id=CASE_ID)


def informing(*mandates: Mandate) -> Case:
    """Open the meeting."""
    case = ready(*mandates)
    case.do(StartInformationPhase(case_id=CASE_ID))
    return case


def test_who_accepts_adds_a_condition_sealed_under_the_case_and_numbered() -> None:
    case = preparing(SCHOOL)
    (added,) = case.do(VISITS, guardian())
    assert isinstance(added, ConditionAdded)
    assert (added.number, added.condition.scope) == (2, scope_of(Scope.CASE, CASE_ID))
    assert VAULT.open(added.condition, str) == VISITS.condition
    assert len(case.conference.conditions) == 2
    assert VISITS.condition not in added.model_dump_json()


def test_nobody_else_adds_a_condition_not_even_a_professional_of_another_case() -> None:
    case = preparing(SCHOOL)
    for actor in (None, main_person(), guardian(JUDGE)):
        with pytest.raises(NotPermitted):
            case.do(VISITS, actor)


def test_where_help_is_free_to_refuse_nothing_binds_the_circle() -> None:
    case = preparing(policy="be/1")
    case.joins("Oma")
    helper = appointed(case)
    with pytest.raises(Refused, match="no conditions bind a plan where help is free"):
        case.do(VISITS, guardian(helper))


@pytest.mark.parametrize("made", [informing, presenting, concluded], ids=["information", "presentation", "concluded"])
def test_a_condition_that_comes_on_the_day_does_not_bind(made: Callable[[Mandate], Case]) -> None:
    case = made(SCHOOL)
    with pytest.raises(NotAllowedNow, match="only conditions shared beforehand bind the plan") as refusal:
        case.do(VISITS, guardian())
    assert refusal.value.asked == "add-condition"
    assert refusal.value.stage == case.conference.stage.value
    assert len(case.conference.conditions) == 1


def test_nobody_disturbs_private_time_with_a_condition() -> None:
    case = alone(SCHOOL)
    with pytest.raises(NotAllowedNow):
        case.do(VISITS, guardian())
    assert len(case.conference.conditions) == 1


def test_a_new_condition_takes_readiness_back_until_everybody_knows_it() -> None:
    case = ready(SCHOOL)
    case.do(VISITS, guardian())
    assert case.conference.stage is Stage.PREPARING
    with pytest.raises(NotReady, match="tell the conditions to everyone") as refusal:
        case.do(DeclareReady(case_id=CASE_ID))
    assert ";" not in str(refusal.value)
    case.do(SHARE)
    case.do(DeclareReady(case_id=CASE_ID))
    assert {case.person(person_id).told.conditions for person_id in spoken_with(case)} == {2}


def test_without_conditions_there_is_nothing_to_share() -> None:
    with pytest.raises(NotReady, match="no conditions"):
        preparing().do(SHARE)


def test_nobody_can_have_been_told_before_anybody_was_spoken_with() -> None:
    with pytest.raises(NotReady, match="record-contact"):
        preparing(SCHOOL).do(SHARE)


def test_each_who_is_told_gives_a_receipt_once_and_who_joins_later_is_told_later() -> None:
    case = preparing(SCHOOL)
    oma = case.joins("Oma")
    received, shared = case.do(ShareConditions(case_id=CASE_ID, received_by=ReceivedBy.BY_HAND))
    assert isinstance(received, ConditionsReceived)
    assert (received.person_id, received.received_by, received.conditions) == (oma, ReceivedBy.BY_HAND, 1)
    assert shared == ConditionsShared(case_id=CASE_ID, recipients=1).stamped("utrecht", case.now, shared.by)
    leo = case.joins("Leo")
    assert (case.person(oma).told.conditions, case.person(leo).told.conditions) == (1, 0)
    received, _ = case.do(SHARE)
    assert isinstance(received, ConditionsReceived)
    assert received.person_id == leo
    assert case.do(SHARE) == []


def test_conditions_are_told_to_the_people_who_are_named() -> None:
    case = preparing(SCHOOL)
    oma, leo = case.joins("Oma"), case.joins("Leo")
    facts = case.do(ShareConditions(case_id=CASE_ID, people=(leo,)))
    assert [type(fact) for fact in facts] == [ConditionsReceived, ConditionsShared]
    assert (case.person(oma).told.conditions, case.person(leo).told.conditions) == (0, 1)


def test_who_is_not_known_here_was_not_spoken_with_or_left_is_told_nothing() -> None:
    case = preparing(SCHOOL)
    oma = case.joins("Oma")
    with pytest.raises(NotFound, match="in this case"):
        case.do(ShareConditions(case_id=CASE_ID, people=(oma, JUDGE)))
    with pytest.raises(NotReady, match="speak first with everybody you named"):
        case.do(ShareConditions(case_id=CASE_ID, people=(oma, FILIP)))
    case.stored[type(case.person(oma)), oma] = case.person(oma).goes_on(with_them=False)
    with pytest.raises(Refused, match="takes no further part"):
        case.do(ShareConditions(case_id=CASE_ID, people=(oma,)))
    assert case.person(oma).told.conditions == 0


def test_only_the_coordinator_says_who_was_told() -> None:
    case = preparing(SCHOOL)
    case.joins("Oma")
    for actor in (main_person(), guardian()):
        with pytest.raises(NotPermitted):
            case.do(SHARE, actor)


def test_between_two_meetings_a_condition_may_still_come_since_everybody_can_be_told() -> None:
    case = preparing(SCHOOL)
    adjourned = changed(case.conference, stage=Stage.ADJOURNED, room__meeting=1)
    case.stored[type(adjourned), CASE_ID] = adjourned
    case.do(VISITS, guardian())
    assert case.conference.stage is Stage.ADJOURNED
    assert len(case.conference.conditions) == 2


def spoken_with(case: Case) -> list[str]:
    return [line.person_id for line in case.show().participants if line.person_id != GUARDIAN]
