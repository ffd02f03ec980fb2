"""What ends closes the forms: the closing day, a stop, a death, an erasure."""

from datetime import UTC, datetime, timedelta

import pytest

from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, CoordinatorTally, Form, Round, Wish
from kring_registry.handlers import satisfaction
from kring_registry.process.satisfaction import STOPS, RoundStage
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.registry import AnswerSatisfaction, SatisfactionClosed, form_id
from kring_shared.kernel.errors import NotAllowedNow, NotFound
from kring_shared.testing.work import a_work
from tests.unit.registry.cases import CASE, FILIP, RACHEL, distributed
from tests.unit.registry.scoring import EIGHTS, GRANDMA, STOPPED, a_room, asked, closing_day, wish


def test_after_the_closing_day_nothing_leads_from_a_form_to_the_case_and_nobody_is_asked_any_more() -> None:
    room = asked()
    assert room.last is not None
    (reminder,) = room.last.reminders
    assert reminder.due == datetime.combine(closing_day() + timedelta(days=1), datetime.min.time(), UTC)
    room.does(wish(GRANDMA))
    room.does(AnswerSatisfaction(code=room.codes()[0], scores=EIGHTS))
    room.does(reminder.deadline, now=reminder.due)
    room.does(reminder.deadline, now=reminder.due)
    assert room.all(Form) == room.all(Wish) == []
    (asking,) = room.all(Round)
    assert isinstance(asking, Round)
    assert (asking.stage, asking.token) == (RoundStage.CLOSED, "")
    with pytest.raises(NotAllowedNow):
        room.does(wish(GRANDMA), now=reminder.due)
    assert len(room.all(Answer)) == 1


@pytest.mark.parametrize("stop", STOPS)
def test_when_it_stops_every_form_is_closed_at_once_and_nobody_is_asked(stop: type[Fact]) -> None:
    with_forms, before = asked(), a_room()
    before.does(wish())
    for room in (with_forms, before):
        work = room.does(STOPPED[stop])
        assert room.all(Form) == room.all(Wish) == []
        assert (SatisfactionClosed.kind(), CASE) in work.forgotten
        room.does(distributed())
        room.does(STOPPED[stop])
        with pytest.raises(NotAllowedNow):
            room.does(wish())
    assert with_forms.codes()
    assert before.codes() == []
    with pytest.raises(NotFound):
        with_forms.does(AnswerSatisfaction(code=with_forms.codes()[0], scores=EIGHTS))


def test_when_somebody_died_forms_are_closed_and_whoever_wants_to_be_asked_afterwards_says_so_anew() -> None:
    room, early = asked(), a_room()
    paused = RequestPaused(case_id=CASE, because=PauseReason.PERSON_DIED, person_id=GRANDMA)
    for one in (room, early):
        one.does(paused)
        assert one.all(Form) == one.all(Wish) == []
        with pytest.raises(NotAllowedNow):
            one.does(wish())
        one.does(RequestResumed(case_id=CASE, main_persons=(FILIP,)))
        one.does(wish())
        one.does(distributed())
    assert [len(one.codes()) for one in (room, early)] == [2, 1]


def test_erasing_a_person_takes_their_wish_and_form_and_leaves_the_others_and_every_answer() -> None:
    room = asked()
    room.does(wish(GRANDMA))
    room.does(wish(RACHEL))
    filips, grandmas, _ = room.codes()
    room.does(AnswerSatisfaction(code=filips, scores=EIGHTS))
    work = a_work("registry", *room.stored.values())
    satisfaction.forget(work, CASE, GRANDMA)
    gone = [one for one in room.all(Wish) if isinstance(one, Wish) and one.person_id == GRANDMA]
    assert set(work.removed) == {(Form, form_id(grandmas)), *((Wish, one.id) for one in gone)}
    whole = a_work("registry", *room.stored.values())
    satisfaction.forget(whole, CASE)
    left = {kind for kind, key in room.stored if (kind, key) not in whole.removed}
    assert left == {Registration, Answer, CoordinatorTally, Cell}


def test_the_keys_a_message_names_find_every_form_of_the_case() -> None:
    room = asked()
    room.does(wish(GRANDMA))
    work = a_work("registry", *room.stored.values())
    found = satisfaction.where_forms_are(distributed(), "utrecht", work)  # type: ignore[arg-type]  # it finds as `Found` does
    assert set(found) == {form_id(code) for code in room.codes()}
