"""Two circles in private time: a room and a sign for each, and together only when both ask it."""

import pytest

from kring_conference.process import Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady
from tests.unit.conference.case import (
    CASE_ID,
    alone,
    circle_member,
    main_person,
)
from tests.unit.conference.coordinators import informing
from tests.unit.conference.left_alone import ALONE, CALLED, DONE, oma_of, stage_of, two_circles


def test_each_of_two_circles_has_a_room_and_gives_its_own_sign() -> None:
    case = two_circles()
    case.do(ALONE)
    assert case.do(DONE, main_person()) == []
    assert case.do(DONE, main_person()) == []
    assert stage_of(case) is Stage.PRIVATE_TIME
    told = case.do(DONE, circle_member(oma_of(case)))
    assert [type(fact) for fact in told] == [c.PrivateTimeEnded, c.PresentationStarted]
    assert stage_of(case) is Stage.PRESENTATION_PHASE


def test_nobody_gives_the_sign_of_the_other_circle() -> None:
    case = two_circles()
    case.do(ALONE)
    with pytest.raises(NotPermitted, match="your own circle"):
        case.do(DONE.model_copy(update={"side": c.Side.RESPONSIBLE}), main_person())
    with pytest.raises(InvalidFields, match="which of the two"):
        case.do(CALLED)
    assert case.do(CALLED.model_copy(update={"side": c.Side.HARMED})) == []
    assert case.do(CALLED.model_copy(update={"side": c.Side.RESPONSIBLE}))


def test_two_circles_are_together_only_when_both_ask_it_and_then_one_sign_is_enough() -> None:
    case = two_circles()
    together = ALONE.model_copy(update={"together": True})
    assert case.do(c.AskToMeet(case_id=CASE_ID, side=c.Side.HARMED), main_person()) == []
    with pytest.raises(NotReady, match="both ask"):
        case.do(together)
    with pytest.raises(NotPermitted):
        case.do(c.AskToMeet(case_id=CASE_ID, side=c.Side.RESPONSIBLE), main_person())
    case.do(c.AskToMeet(case_id=CASE_ID, side=c.Side.RESPONSIBLE))
    case.do(together)
    assert case.do(DONE, main_person())
    case.do(ALONE)
    assert case.do(DONE, main_person()) == []


@pytest.mark.parametrize(
    "command",
    [
        c.AskToMeet(case_id=CASE_ID, side=c.Side.HARMED),
        ALONE.model_copy(update={"together": True}),
    ],
    ids=lambda command: command.name,
)
def test_where_there_is_one_circle_there_are_no_sides(command: Command) -> None:
    with pytest.raises(InvalidFields, match="two circles"):
        informing().do(command)
    with pytest.raises(InvalidFields, match="two circles"):
        alone().do(DONE.model_copy(update={"side": c.Side.HARMED}), main_person())
