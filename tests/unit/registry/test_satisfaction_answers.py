"""What people answer stands alone, and counts once."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.satisfaction import (
    GROUPS,
    IN_A_GROUP,
    LETTERS,
    Answer,
    CoordinatorTally,
    Form,
    Round,
    Wish,
    code_from,
    contributions_of,
    first_month_of,
    quarter_of,
)
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    EnterPaperForm,
    Group,
    RecordScoreWishes,
    SatisfactionReceived,
    Scores,
    ShowOwnScores,
    form_id,
)
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted
from kring_shared.runtime.lane.permits import check_part
from kring_shared.testing.work import an_actor
from tests.unit.registry.cases import CASE, FILIP, RACHEL
from tests.unit.registry.scoring import EIGHTS, HANDED_OVER, asked, closing_day, wish


def test_an_answer_stands_alone_and_nothing_in_it_says_whose_it_is_or_when_it_came() -> None:
    room = asked()
    code = room.codes()[0]
    moment = HANDED_OVER + timedelta(days=3)
    work = room.does(AnswerSatisfaction(code=code, scores=EIGHTS), now=moment)
    (answer,) = room.all(Answer)
    assert isinstance(answer, Answer)
    names = {each.name for each in fields(answer)}
    assert names == {
        *("answer_id", "office", "quarter", "conference_type", "context"),
        *("group", "scores", "research", "version"),
    }
    assert room.all(Form) == []
    (cell,) = room.all(Cell)
    assert isinstance(cell, Cell)
    assert (cell.office, cell.month) == ("utrecht", first_month_of(answer.quarter))
    assert sum(sum(amounts.values()) for amounts in cell.counts.values()) == 3 + 8 + 8 + 9
    received = room.told[-1]
    assert isinstance(received, SatisfactionReceived)
    assert received.by == "system"
    assert received.occurred_at.time() == datetime.min.time()
    others = {CASE, FILIP, RACHEL, code, form_id(code), received.case_id, work.cause}
    assert not others & set(map(str, vars(answer).values()))
    assert received.case_id not in {answer.answer_id, CASE}


def test_a_code_is_good_once_by_either_way_and_however_it_is_typed() -> None:
    room = asked()
    code = room.codes()[0]
    room.does(EnterPaperForm(code=f" {code.upper().replace('-', ' ')} ", scores=EIGHTS), role=Role.REGIONAL_MANAGER)
    for again in (AnswerSatisfaction(code=code, scores=EIGHTS), EnterPaperForm(code=code, scores=EIGHTS)):
        with pytest.raises(NotFound, match="a form counts once"):
            room.does(again)
    assert len(room.all(Answer)) == 1


def test_who_answered_gets_no_second_form_whatever_they_say_afterwards() -> None:
    room = asked()
    room.does(AnswerSatisfaction(code=room.codes()[0], scores=EIGHTS))
    for scores in (False, True):
        room.does(wish(scores=scores))
    assert len(room.codes()) == 1


def test_a_wrong_code_and_one_that_was_used_are_refused_in_the_same_words() -> None:
    room = asked()
    code = room.codes()[0]
    room.does(AnswerSatisfaction(code=code, scores=EIGHTS))
    said = set()
    for tried in (code, "bcdf-bcdf-bcdf-bcdf"):
        with pytest.raises(NotFound) as refusal:
            room.does(EnterPaperForm(code=tried, scores=EIGHTS))
        said.add(str(refusal.value))
    assert len(said) == 1


def test_after_its_closing_day_a_form_is_refused_and_on_that_day_it_counts() -> None:
    room = asked()
    message = AnswerSatisfaction(code=room.codes()[0], scores=EIGHTS)
    last_day = datetime.combine(closing_day(), datetime.max.time(), UTC)
    with pytest.raises(NotAllowedNow, match="closing day"):
        room.does(message, now=last_day + timedelta(days=1))
    room.does(message, now=last_day)
    assert len(room.all(Answer)) == 1


def test_a_form_without_a_mark_is_refused_and_stays_open() -> None:
    room = asked()
    with pytest.raises(InvalidFields):
        room.does(AnswerSatisfaction(code=room.codes()[0], scores=Scores()))
    room.does(AnswerSatisfaction(code=room.codes()[0], scores=Scores(plan=7)))
    assert len(room.all(Answer)) == 1


def test_only_who_has_the_code_may_answer_and_only_a_coordinator_of_the_case_asks() -> None:
    room = asked()
    code = room.codes()[0]
    (form,) = room.all(Form)
    assert set(RIGHTS[AnswerSatisfaction].values()) == {Right.OWN}
    for role in RIGHTS[AnswerSatisfaction]:
        check_part(an_actor(role, form_id(code)), Right.OWN, [form])
    holder = an_actor(Role.CIRCLE_MEMBER, form_id(code))
    for somebody, about in ((an_actor(Role.CIRCLE_MEMBER, FILIP), [form]), (holder, [])):
        with pytest.raises(NotPermitted):
            check_part(somebody, Right.OWN, about)
    for kind in (Round, Wish):
        assert all(one.parties() == frozenset() for one in room.all(kind))  # a form opens nothing else of its case
    assert RIGHTS[EnterPaperForm] == {Role.REGIONAL_MANAGER: Right.OFFICE}
    assert RIGHTS[RecordScoreWishes] == {Role.COORDINATOR: Right.OWN}


def test_nobody_but_the_coordinator_sees_their_means() -> None:
    tally = CoordinatorTally(RACHEL)
    check_part(an_actor(Role.COORDINATOR, RACHEL), Right.OWN, [tally])
    with pytest.raises(NotPermitted):
        check_part(an_actor(Role.COORDINATOR, FILIP), Right.OWN, [tally])
    assert RIGHTS[ShowOwnScores] == {Role.COORDINATOR: Right.OWN}


def test_a_code_is_readable_and_cannot_be_guessed() -> None:
    code = code_from("f" * 32)
    assert re.fullmatch(rf"([{LETTERS}]{{{IN_A_GROUP}}}-){{{GROUPS - 1}}}[{LETTERS}]{{{IN_A_GROUP}}}", code)
    assert not set(LETTERS) & set("aeiouliq0123456789")
    assert len(LETTERS) ** (GROUPS * IN_A_GROUP) > 2**67
    assert len({code_from(f"{n:032x}") for n in range(1000)}) == 1000


def test_an_answer_counts_by_group_in_the_first_month_of_its_quarter() -> None:
    answer = Answer(
        "1" * 32,
        "utrecht",
        "2026-Q4",
        ConferenceType.FAMILY,
        Context.VOLUNTARY,
        Group.MINOR,
        Scores(plan=8),
        research=False,
    )
    assert contributions_of(answer) == {"score-plan-minor-known": 1, "score-plan-minor-sum": 8}
    days = (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31))
    assert [quarter_of(day) for day in days] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    assert [first_month_of(quarter_of(day)) for day in days] == ["2026-01", "2026-01", "2026-04", "2026-10"]
