"""What an office issues is noted until it comes back."""

import pytest

from kring_matching.domain import Issued
from kring_matching.process import Standing
from kring_shared.contracts.matching import IssueThing, ReturnThing, Thing, ThingIssued, ThingReturned
from kring_shared.kernel.errors import NotAllowedNow, Refused
from tests.unit.matching.registers import a_register
from tests.unit.matching.searches import RACHEL, TODAY

ISSUE = IssueThing(coordinator_id=RACHEL, thing=Thing.CARDS)
RETURN = ReturnThing(coordinator_id=RACHEL, thing=Thing.CARDS)


def test_what_was_issued_came_back_and_may_be_issued_again() -> None:
    story = a_register()
    assert [type(fact) for fact in story.goes(ISSUE)] == [ThingIssued]
    assert [type(fact) for fact in story.goes(RETURN)] == [ThingReturned]
    story.goes(ISSUE)
    assert story.rachel.issued == (Issued(Thing.CARDS, TODAY, TODAY), Issued(Thing.CARDS, TODAY))
    assert story.rachel.still_out == (Thing.CARDS,)


def test_nothing_is_issued_twice_while_it_is_out_and_other_things_may_be() -> None:
    story = a_register()
    story.goes(ISSUE)
    with pytest.raises(Refused, match="note its return first"):
        story.goes(ISSUE)
    story.goes(IssueThing(coordinator_id=RACHEL, thing=Thing.EMAIL_ACCOUNT))
    assert story.rachel.still_out == (Thing.CARDS, Thing.EMAIL_ACCOUNT)


def test_what_is_not_out_cannot_come_back() -> None:
    story = a_register()
    with pytest.raises(Refused, match="what is out: nothing"):
        story.goes(RETURN)
    story.goes(ISSUE, RETURN)
    with pytest.raises(Refused, match="what is out: nothing"):
        story.goes(RETURN)


@pytest.mark.parametrize(("standing", "refusal"), [(Standing.SUSPENDED, Refused), (Standing.LEFT, NotAllowedNow)])
def test_who_is_suspended_or_left_gets_nothing_and_gives_back(standing: Standing, refusal: type[Refused]) -> None:
    story = a_register(standing=standing, issued=(Issued(Thing.CARDS, TODAY),))
    with pytest.raises(refusal):
        story.goes(IssueThing(coordinator_id=RACHEL, thing=Thing.KEYS))
    story.goes(RETURN)
    assert story.rachel.still_out == ()
