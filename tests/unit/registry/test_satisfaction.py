"""People are asked who said yes to it, once, and a form is open only while it may be."""

import contextlib
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, Form, Round, Wish
from kring_registry.process.satisfaction import RoundStage
from kring_shared.contracts.conference import ConferenceCancelled
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed, RequestWithdrawn
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    FormWay,
    Group,
    SatisfactionClosed,
    SatisfactionInvited,
    SatisfactionReceived,
    form_id,
)
from kring_shared.kernel.errors import NotAllowedNow, NotFound
from tests.unit.registry.cases import CASE, FILIP, distributed, held
from tests.unit.registry.scoring import EIGHTS, GRANDMA, STOPPED, WITHOUT_PLAN, a_room, asked, closing_day, wish


def test_who_said_yes_gets_one_form_when_the_plan_is_handed_over_and_who_said_no_gets_none() -> None:
    room = a_room()
    room.does(wish(research=True))
    room.does(wish(GRANDMA, scores=False))
    assert room.all(Form) == []
    room.does(distributed())
    room.does(distributed())
    (told,) = room.told
    assert isinstance(told, SatisfactionInvited)
    assert (told.person_id, told.group, told.way, told.answer_by) == (FILIP, Group.FAMILY, FormWay.PAPER, closing_day())
    assert told.code.scope == f"person/{FILIP}"
    (form,) = room.all(Form)
    assert isinstance(form, Form)
    assert form.form_id == form_id(room.codes()[0])
    assert form.research


def test_a_meeting_that_closed_without_a_plan_is_asked_about_as_well_and_one_with_a_plan_waits_for_it() -> None:
    without, with_plan = a_room(), a_room()
    for room, meeting in ((without, WITHOUT_PLAN), (with_plan, held())):
        room.does(wish())
        room.does(meeting)
    assert len(without.codes()) == 1
    assert with_plan.codes() == []


def test_a_yes_that_comes_with_the_plan_or_after_it_brings_the_form_at_once() -> None:
    room = a_room(held(), distributed())
    room.does(wish())
    room.does(wish(GRANDMA))
    assert len(room.codes()) == 2
    without = a_room(WITHOUT_PLAN)
    without.does(wish())
    assert len(without.codes()) == 1


def test_nobody_who_said_nothing_is_asked() -> None:
    room = a_room()
    room.does(distributed())
    assert room.told == []
    assert [kind for kind, _ in room.stored] == [Registration]


def test_a_no_takes_the_form_back_and_a_new_yes_brings_another_one() -> None:
    room = asked()
    room.does(wish(scores=False))
    assert room.all(Form) == []
    with pytest.raises(NotFound):
        room.does(AnswerSatisfaction(code=room.codes()[0], scores=EIGHTS))
    room.does(wish())
    assert len(set(room.codes())) == 2


def test_the_yes_to_research_is_one_of_its_own_and_may_change_until_the_form_is_answered() -> None:
    room = asked()
    room.does(wish(research=True))
    room.does(AnswerSatisfaction(code=room.codes()[0], scores=EIGHTS))
    (answer,) = room.all(Answer)
    assert isinstance(answer, Answer)
    assert answer.research


PAUSED: Final = RequestPaused(case_id=CASE, because=PauseReason.PERSON_DIED)
ANYTHING: Final = (
    *(wish(person, scores=scores) for person in (FILIP, GRANDMA) for scores in (True, False)),
    distributed(),
    WITHOUT_PLAN,
    PAUSED,
    RequestResumed(case_id=CASE, main_persons=(FILIP,)),
    SatisfactionClosed(case_id=CASE),
    STOPPED[RequestWithdrawn],
    STOPPED[ConferenceCancelled],
    "answers",
)
"""Whatever may come, in any order; `answers` is everybody who holds a code, also an old one."""


@given(st.lists(st.sampled_from(ANYTHING), max_size=14))
def test_whatever_comes_in_whatever_order_a_form_is_open_only_while_it_may_be_and_counts_once(
    happens: list[Named | str],
) -> None:
    room = a_room()
    for one in happens:
        before = dict(room.stored)
        messages = (
            [one] if isinstance(one, Named) else [AnswerSatisfaction(code=c, scores=EIGHTS) for c in room.codes()]
        )
        for message in messages:
            with contextlib.suppress(NotAllowedNow, NotFound):
                room.does(message)
                before = dict(room.stored)
            assert room.stored == before  # a refusal changed nothing
        forms, wishes = room.all(Form), room.all(Wish)
        stages = {asking.stage for asking in room.all(Round) if isinstance(asking, Round)}
        assert not forms or stages == {RoundStage.OPEN}
        assert not wishes or stages <= {RoundStage.WISHES, RoundStage.OPEN}
        held = [w.form_id for w in wishes if isinstance(w, Wish) and w.form_id]
        assert {form.id for form in forms} <= set(held)  # each belongs to one who said yes, and to no other
        assert all(w.scores for w in wishes if isinstance(w, Wish) and (Form, w.form_id) in room.stored)
        assert len(held) == len(set(held))
        received = [told for told in room.told if isinstance(told, SatisfactionReceived)]
        assert len(room.all(Answer)) == len(received) <= len(set(room.codes()))
