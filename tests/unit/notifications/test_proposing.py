"""A coordinator who is asked is reminded once, halfway; and not any more once there is an answer."""

from datetime import datetime, timedelta

import pytest

from kring_notifications.domain import AddressKind
from kring_notifications.ports import DELIVER, DONE
from kring_notifications.process import Status
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.matching import CoordinatorProposed
from kring_shared.contracts.notifications import AnswerAwaited, Moment, SuppressedBecause
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, held_back, queued
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house
from tests.unit.notifications.facts import (
    CASE,
    FROZEN,
    MORE_TIME,
    OMA,
    PAUSED,
    PROPOSED,
    RACHEL,
    RESUMED,
    SAID_NO,
    SAID_NOTHING,
    SAID_YES,
    WITHDRAWN,
    card,
    received,
)

MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True)
BY = PROPOSED.respond_by
HALFWAY = NOON + timedelta(hours=36)
AWAITED = AnswerAwaited(case_id=CASE, person_id=RACHEL, answer_by=BY)
ANOTHER = CoordinatorProposed(case_id=CASE, coordinator=card(OMA, "Olga"), respond_by=NOON + timedelta(days=5))
ANSWERS = (SAID_YES, SAID_NO, SAID_NOTHING)
FORGOTTEN = (AnswerAwaited.kind(), CASE)


def asked(**house: object) -> Story:
    story = Story(MAIL, **house)  # type: ignore[arg-type]  # as `Story` takes it
    story.hears(received(), PROPOSED)
    return story


def planned(work: Work) -> list[tuple[AnswerAwaited, datetime]]:
    return [(r.deadline, r.due) for r in work.reminders if isinstance(r.deadline, AnswerAwaited)]


def test_who_is_asked_hears_so_and_is_reminded_halfway_of_when_the_time_is_over() -> None:
    story = Story(MAIL)
    work = story.hears(received(), PROPOSED)
    assert queued(work) == [(Moment.CASE_PROPOSED, RACHEL)]
    assert planned(work) == [(AWAITED, HALFWAY)]
    reminded = story.hears(AWAITED, now=HALFWAY)
    assert [(d.moment, d.person_id, d.at, d.before) for d in deliveries(reminded)] == [
        (Moment.PROPOSAL_WAITS, RACHEL, BY, BY)
    ]
    assert planned(reminded) == [], "nobody is reminded twice"


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda f: f.name)
def test_nobody_is_reminded_of_what_they_answered(answer: Fact) -> None:
    assert FORGOTTEN in asked().hears(answer).forgotten


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda f: f.name)
def test_a_reminder_that_waits_for_the_morning_is_taken_back_by_an_answer(answer: Fact) -> None:
    story = asked(house=a_house(QUIET))
    story.hears(AWAITED, now=HALFWAY)
    waits = {story.message_to(RACHEL, m).id for m in (Moment.CASE_PROPOSED, Moment.PROPOSAL_WAITS)}
    work = story.hears(answer, now=HALFWAY)
    assert {because for _, because in held_back(work)} == {SuppressedBecause.TOO_LATE}
    assert set(work.dropped) == {(DELIVER, message_id) for message_id in waits}
    assert story.message_to(RACHEL, Moment.PROPOSAL_WAITS).status is Status.SUPPRESSED


def test_a_letter_that_went_out_stays_so_when_there_is_an_answer() -> None:
    story = Story(MAIL)
    (delivery,) = deliveries(story.hears(received(), PROPOSED))
    story.ends(delivery, DONE)
    assert story.hears(SAID_YES).told == []


def test_more_time_moves_the_reminder_and_what_said_the_old_day_and_waits_is_taken_back() -> None:
    story = asked(house=a_house(QUIET))
    story.hears(AWAITED, now=HALFWAY)
    work = story.hears(MORE_TIME, now=HALFWAY)
    assert FORGOTTEN in work.forgotten
    ((awaited, due),) = planned(work)
    assert (awaited.answer_by, due) == (MORE_TIME.respond_by, HALFWAY + (MORE_TIME.respond_by - HALFWAY) / 2)
    assert Moment.PROPOSAL_WAITS in {moment for moment, _ in held_back(work)}
    assert [d.at for d in deliveries(work)] == [MORE_TIME.respond_by]


def test_when_another_is_asked_only_that_one_is_reminded() -> None:
    story = asked()
    work = story.hears(SAID_NO, ANOTHER)
    assert FORGOTTEN in work.forgotten
    assert [awaited.person_id for awaited, _ in planned(work)] == [OMA]
    assert queued(work) == [(Moment.CASE_PROPOSED, OMA)]


@pytest.mark.parametrize("stop", [WITHDRAWN, PAUSED], ids=lambda f: f.name)
def test_nobody_is_reminded_of_a_case_that_waits_or_stopped(stop: Fact) -> None:
    story = asked()
    assert FORGOTTEN in story.hears(stop).forgotten
    assert queued(story.hears(AWAITED, now=HALFWAY)) == []


def test_while_the_case_waits_no_reminder_is_planned() -> None:
    story = Story(MAIL)
    work = story.hears(received(), PAUSED, PROPOSED)
    assert planned(work) == []
    assert held_back(work) == [(Moment.CASE_PROPOSED, SuppressedBecause.PAUSED)]
    assert queued(story.hears(RESUMED)) == []


def test_who_is_out_is_not_reminded() -> None:
    story = asked()
    assert held_back(story.hears(FROZEN)) == [(Moment.CASE_PROPOSED, SuppressedBecause.ACCESS_ENDED)]
    assert story.hears(AWAITED, now=HALFWAY).told == []


def test_a_reminder_that_comes_when_the_time_is_over_is_not_given() -> None:
    assert asked().hears(AWAITED, now=BY).told == []


@pytest.mark.parametrize("early", [*ANSWERS, MORE_TIME], ids=lambda f: f.name)
def test_an_answer_that_comes_before_the_question_waits_for_it(early: Fact) -> None:
    story = Story(MAIL)
    story.hears(received())
    with pytest.raises(NotYet):
        story.hears(early)


def test_a_proposal_whose_time_is_over_already_is_told_and_nobody_is_reminded() -> None:
    story = Story(MAIL)
    work = story.hears(received(), PROPOSED, now=BY)
    assert queued(work) == [(Moment.CASE_PROPOSED, RACHEL)]
    assert planned(work) == []
