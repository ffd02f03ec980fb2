"""People are asked who said yes to it, once; what they answer stands alone; a coordinator sees whole blocks only."""

import base64
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.registration import Registration
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
    tally_id,
)
from kring_registry.handlers import answering, satisfaction
from kring_registry.process.satisfaction import STOPS, RoundStage
from kring_registry.queries.scores import own_tally, show_own_scores
from kring_registry.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import CancelledBecause, ConferenceCancelled, PlanOutcome
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.intake import (
    ConsentMethod,
    ConsentRefused,
    PauseReason,
    RejectionReason,
    RequestLapsed,
    RequestMerged,
    RequestPaused,
    RequestRejected,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.policies import NL
from kring_shared.contracts.registry import (
    AnswerSatisfaction,
    EnterPaperForm,
    FormWay,
    Group,
    RecordScoreWishes,
    SatisfactionClosed,
    SatisfactionInvited,
    SatisfactionReceived,
    Scores,
    ShowOwnScores,
    form_id,
)
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane.permits import check_part
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.registry.cases import CASE, FILIP, RACHEL, after, cancelled, distributed, held, started
from tests.unit.stores import migrated

GRANDMA: Final = "0" * 31 + "4"
HANDED_OVER: Final = distributed().occurred_at
OURS: Final = tuple(shelf for shelf in SHELVES if shelf.kind in {Round, Wish, Form, Answer, CoordinatorTally})
EIGHTS: Final = Scores(meeting=8, plan=8, coordinator=9)
WITHOUT_PLAN: Final = held(PlanOutcome.NO_PLAN)


@dataclass
class Room:
    """What the registry has stored, message after message."""

    stored: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    told: list[Fact] = field(default_factory=list)
    last: Work | None = None
    turns: int = 0

    def does(self, message: Named, now: datetime = HANDED_OVER, role: Role = Role.COORDINATOR) -> Work:
        """Handle one message after all that went before; a refusal leaves everything as it was."""
        self.turns += 1
        actor = None if isinstance(message, Fact | SatisfactionClosed) else an_actor(role)
        cause = f"{self.turns:032x}"
        work = a_work("registry", *self.stored.values(), actor=actor, now=now, cause=cause)
        HANDLERS.get(type(message), satisfaction.go_on)(message, work)
        for place in work.removed:
            self.stored.pop(place, None)
        self.stored |= work.changed
        self.told += facts_of(work)
        self.last = work
        return work

    def all(self, kind: type) -> list[Aggregate]:
        """Give everything of a kind that is stored."""
        return [value for (of, _), value in self.stored.items() if of is kind]

    def codes(self) -> list[str]:
        """Give the codes of the forms that were sent, as their people read them."""
        vault = PlainVault()
        return [str(vault.open(told.code, str)) for told in self.told if isinstance(told, SatisfactionInvited)]


HANDLERS: Final[dict[type[Named], Callable[[Any, Work], None]]] = {
    RecordScoreWishes: satisfaction.record_wishes,
    AnswerSatisfaction: answering.answer,
    EnterPaperForm: answering.answer,
    SatisfactionClosed: satisfaction.close,
}
"""What is done with each message; every fact is followed."""


def a_room(*messages: Named) -> Room:
    """Begin where a registration is open and its coordinator works."""
    registration = after(started(), *messages)
    return Room({(Registration, registration.id): registration})


def wish(person_id: str = FILIP, *, scores: bool = True, research: bool = False) -> RecordScoreWishes:
    return RecordScoreWishes(
        case_id=CASE, person_id=person_id, group=Group.FAMILY, scores=scores, research=research, way=FormWay.PAPER
    )


def asked() -> Room:
    """Give a room in which Filip said yes and has a form."""
    room = a_room()
    room.does(wish())
    room.does(distributed())
    return room


def closing_day() -> date:
    return HANDED_OVER.date() + timedelta(days=NL.score_days)


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


STOPPED: Final[dict[type[Fact], Fact]] = {
    RequestWithdrawn: RequestWithdrawn(case_id=CASE, reason=None),
    RequestRejected: RequestRejected(case_id=CASE, reason=RejectionReason.OUTSIDE_AREA),
    ConsentRefused: ConsentRefused(case_id=CASE, method=ConsentMethod.IN_PERSON),
    RequestLapsed: RequestLapsed(case_id=CASE),
    RequestTransferred: RequestTransferred(case_id=CASE, to_office="amersfoort"),
    RequestMerged: RequestMerged(case_id=CASE, into_id=FILIP),
    ConferenceCancelled: cancelled(CancelledBecause.WITHDRAWN),
}


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


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def test_a_coordinator_sees_nothing_until_there_are_enough_answers_and_then_the_means(database: Database) -> None:
    tally, query = CoordinatorTally(RACHEL), ShowOwnScores(coordinator_id=RACHEL)
    seen = []
    for n in range(12):
        tally = tally.counting(EIGHTS, f"{n % 3}")
        with database.begin() as tx:
            if n:
                (old,) = load(tx, OURS, [tally_id(RACHEL)]).about([RACHEL])
                assert isinstance(old, CoordinatorTally)
                tally = CoordinatorTally(RACHEL, tally.questions, old.version)
            save(tx, OURS, {(CoordinatorTally, tally.id): tally})
            view = load(tx, OURS, own_tally(query, "utrecht"))
            reader = Reader(Session(tx), view, PlainVault(), NOON, an_actor(Role.COORDINATOR, RACHEL))
            seen.append(show_own_scores(query, reader))
    assert [answer.enough for answer in seen] == [False] * 9 + [True] * 3
    assert (seen[8].means, seen[8].conferences) == ((), 0)
    assert {(m.about, m.mean, m.answers) for m in seen[-1].means} == {
        ("meeting", 8.0, 10),
        ("plan", 8.0, 10),
        ("coordinator", 9.0, 10),
    }
    with database.read() as tx, pytest.raises(NotFound):
        show_own_scores(query, Reader(Session(tx), load(tx, OURS, ()), PlainVault(), NOON, an_actor()))


def test_everything_comes_back_from_its_table_as_it_was(database: Database) -> None:
    room = asked()
    room.does(wish(GRANDMA, research=True))
    room.does(AnswerSatisfaction(code=room.codes()[0], scores=Scores(meeting=3)))
    kept = {place: one for place, one in room.stored.items() if place[0] not in {Registration, Cell}}
    with database.begin() as tx:
        save(tx, OURS, kept)
        view = load(tx, OURS, [key for _, key in kept])
    for place, one in kept.items():
        stored = view.loaded[place]
        assert vars(stored) == vars(one) | {"version": 1}
    assert {kind for kind, _ in kept} == {Round, Wish, Form, Answer, CoordinatorTally}


def test_the_tables_of_forms_and_answers_keep_no_order_in_which_they_came(database: Database) -> None:
    with database.read() as tx:
        made = tx.execute(
            text("SELECT name, sql FROM sqlite_master WHERE name IN ('score_form', 'score_answer')")
        ).all()
    assert len(made) == 2
    assert all("WITHOUT ROWID" in sql for _, sql in made)


def test_no_row_holds_a_code_or_says_whose_an_answer_is(database: Database, tmp_path: Path) -> None:
    room = asked()
    code = room.codes()[0]
    room.does(wish(GRANDMA))
    with database.begin() as tx:
        save(tx, OURS, {place: one for place, one in room.stored.items() if place[0] not in {Registration, Cell}})
    database.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for unwanted in (code.encode(), code.replace("-", "").encode(), base64.b64encode(code.encode())):
        assert unwanted not in raw
    assert form_id(code).encode() in raw
