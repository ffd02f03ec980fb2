"""Who is to tell something hears so once a day, however much it is, until nothing waits."""

from datetime import datetime, timedelta

import pytest

from kring_notifications.domain import AddressKind, desk_of
from kring_shared.contracts.conference import FollowUpDue
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.notifications import (
    DigestDue,
    Moment,
    NoteTold,
    NotificationQueued,
    RecordContactWishes,
    Way,
)
from kring_shared.kernel.work import Work
from kring_shared.testing.work import an_actor
from tests.unit.notifications.cases import Story, deliveries, held_back, to_tell
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    CASE,
    COMPLETED,
    EXPIRING,
    FILIP,
    FROZEN,
    HANDED_OVER,
    IN_THE_MORNING,
    OFFERED,
    PAUSED,
    RACHEL,
    WITHDRAWN,
    card,
    received,
)

MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True)
DESK = desk_of("utrecht")
ELSEWHERE = "0" * 30 + "91"
MONDAY = datetime.fromisoformat("2026-11-23T08:30+01:00")
TUESDAY = MONDAY + timedelta(days=1)
FOR_THE_DESK = DigestDue(case_id=DESK)


def unreachable(case_id: str = CASE, person_id: str = FILIP) -> Fact:
    filip = card(person_id, "Filip", phone="+31612345678")
    return received(case_id=case_id, requester=filip, main_persons=(filip,))


def a_story(desk: str = "desk@voorbeeld.example") -> Story:
    return Story(MAIL, house=a_house(QUIET, desk=desk))


def planned(work: Work) -> list[tuple[str, datetime]]:
    return [(r.deadline.case_id, r.due) for r in work.reminders if isinstance(r.deadline, DigestDue)]


def written(work: Work) -> list[tuple[str, int | None]]:
    """Give to whom it was said that things wait, and how many."""
    return [(d.person_id, d.count) for d in deliveries(work) if d.moment is Moment.MESSAGES_TO_TELL]


def test_while_nobody_coordinates_the_desk_hears_on_the_next_working_morning() -> None:
    story = a_story()
    assert planned(story.hears(unreachable())) == [(DESK, MONDAY)]
    assert written(story.hears(FOR_THE_DESK, now=MONDAY)) == [(DESK, 1)]


def test_a_desk_without_an_address_is_not_written_to_and_is_not_asked_to_tell_itself() -> None:
    story = a_story(desk="")
    story.hears(unreachable())
    work = story.hears(FOR_THE_DESK, now=MONDAY)
    assert (work.told, work.errands, work.reminders) == ([], [], [])


def test_however_much_waits_there_is_one_morning_for_it_and_one_message() -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED)
    for _ in range(3):
        work = story.hears(OFFERED)
        assert (DigestDue.kind(), RACHEL) in work.forgotten
        assert planned(work) == [(RACHEL, MONDAY)]
    assert written(story.hears(IN_THE_MORNING, now=MONDAY)) == [(RACHEL, 5)]


def test_a_coordinator_with_more_cases_than_one_gets_one_message() -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED)
    story.hears(unreachable(ELSEWHERE), ACTIVATED.model_copy(update={"case_id": ELSEWHERE}))
    work = story.hears(IN_THE_MORNING, now=MONDAY)
    assert written(work) == [(RACHEL, 4)]
    assert [d.language for d in deliveries(work)] == ["en"]


def test_while_anything_waits_it_is_said_again_every_morning_and_earlier_ones_are_not_counted() -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED)
    for morning in (MONDAY, TUESDAY):
        work = story.hears(IN_THE_MORNING, now=morning)
        assert written(work) == [(RACHEL, 2)]
        assert planned(work) == [(RACHEL, morning + timedelta(days=1))]


def test_once_everything_is_told_nobody_is_written_to_and_no_morning_is_planned() -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED)
    story.hears(IN_THE_MORNING, now=MONDAY)
    for note in [n for n in story.notifications if n.teller == RACHEL]:
        story.hears(NoteTold(case_id=CASE, message_id=note.id), actor=an_actor())
    work = story.hears(IN_THE_MORNING, now=TUESDAY)
    assert (work.told, work.errands, work.reminders) == ([], [], [])


@pytest.mark.parametrize("stop", [PAUSED, WITHDRAWN], ids=lambda f: f.name)
def test_what_waits_in_a_case_that_waits_or_stopped_is_called_back_and_not_counted(stop: Fact) -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED)
    assert len(held_back(story.hears(stop))) == 2
    assert story.hears(IN_THE_MORNING, now=MONDAY).told == []


def test_what_somebody_could_not_reach_waits_for_nobody() -> None:
    story = a_story()
    story.hears(unreachable())
    (note,) = story.notifications
    story.hears(NoteTold(case_id=CASE, message_id=note.id, reached=False), actor=an_actor())
    assert story.hears(FOR_THE_DESK, now=MONDAY).told == []


@pytest.mark.parametrize("out", [FROZEN, HANDED_OVER, COMPLETED], ids=lambda f: f.name)
def test_what_waits_is_handed_on_and_who_gets_it_hears_so_the_next_morning(out: Fact) -> None:
    story = a_story()
    assert planned(story.hears(unreachable(), ACTIVATED))[0] == (RACHEL, MONDAY)
    work = story.hears(out, now=MONDAY)
    assert set(planned(work)) == {(DESK, TUESDAY)}
    assert story.hears(IN_THE_MORNING, now=TUESDAY).told == []
    ((who, count),) = written(story.hears(FOR_THE_DESK, now=TUESDAY))
    assert (who, count) == (DESK, 3 if out is HANDED_OVER else 2)


def test_nobody_is_asked_to_telephone_themselves() -> None:
    story = a_story()
    rachel = card(RACHEL, "Rachel", phone="+31612345678")
    story.hears(received(), ACTIVATED.model_copy(update={"coordinator": rachel}))
    assert to_tell(story.hears(FollowUpDue(case_id=CASE, step=1, coordinator_id=RACHEL)))[0][:2] == (
        Moment.FOLLOW_UP_CALL,
        RACHEL,
    )
    assert story.message_to(RACHEL, Moment.FOLLOW_UP_CALL).teller == DESK
    story.hears(FROZEN)
    assert story.message_to(RACHEL, Moment.FOLLOW_UP_CALL).teller == "", "it is called back"


def test_who_cannot_be_told_that_things_wait_is_left_to_look_and_nobody_is_told_to_tell_them() -> None:
    story = a_story()
    story.hears(unreachable(), ACTIVATED.model_copy(update={"coordinator": card(RACHEL, "R", phone="+31612345678")}))
    work = story.hears(IN_THE_MORNING, now=MONDAY)
    assert [moment for moment, _ in held_back(work)] == [Moment.MESSAGES_TO_TELL]
    assert to_tell(work) == []


def test_what_a_coordinator_hears_about_themselves_is_not_counted_as_something_to_tell() -> None:
    story = a_story()
    story.hears(unreachable(), EXPIRING)
    assert story.hears(IN_THE_MORNING, now=MONDAY).told == []


def test_a_wish_to_be_called_makes_one_more_thing_to_tell() -> None:
    story = a_story()
    story.hears(received(), ACTIVATED)
    story.hears(RecordContactWishes(case_id=CASE, person_id=FILIP, ways=(Way.CALL,)), actor=an_actor())
    work = story.hears(OFFERED)
    assert planned(work) == [(RACHEL, MONDAY)]
    assert not [t for t in work.told if isinstance(t.fact, NotificationQueued)]
