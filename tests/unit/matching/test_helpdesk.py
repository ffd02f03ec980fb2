"""A coordinator asks the helpdesk: sealed, with an owner and a clock that tells once that it ran out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import HelpdeskCase
from kring_matching.handlers.support import HasLeft, Helpdesk, answer_case, note_overdue, take_case
from kring_matching.process import HelpdeskStage, Standing
from kring_matching.queries.helpdesk import list_helpdesk, list_own_questions, show_helpdesk_case
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    AnswerHelpdeskCase,
    AskHelpdesk,
    HelpdeskAnswerDue,
    HelpdeskCaseClosed,
    HelpdeskCaseOpened,
    HelpdeskCaseOverdue,
    HelpdeskCaseTaken,
    ListHelpdesk,
    ListOwnQuestions,
    ShowHelpdeskCase,
    TakeHelpdeskCase,
    Topic,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.sealed import Erased, Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane.permits import check_part, check_role
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.matching.searches import JOOST, RACHEL, a_coordinator
from tests.unit.stores import migrated

DESK: Final = Helpdesk({card.id: card for card in EXAMPLE_OFFICES})
ASK: Final = AskHelpdesk(coordinator_id=RACHEL, topic=Topic.SAFETY, question="Wat doe ik als oma niet wil komen?")
MONDAY_TUESDAY: Final = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
LATER: Final = NOON + timedelta(days=14)


def asked(*, now: datetime = NOON, office: str = "utrecht", **entry: Any) -> Work:  # noqa: ANN401 - fields
    actor = an_actor(Role.COORDINATOR, RACHEL, office)
    work = a_work("matching", a_coordinator(office=office, **entry), actor=actor, now=now, office=office)
    DESK.ask(ASK, work)
    return work


def the_case(work: Work) -> HelpdeskCase:
    (case,) = (a for a in work.changed.values() if isinstance(a, HelpdeskCase))
    return case


def goes_on(work: Work, message: TakeHelpdeskCase | AnswerHelpdeskCase | HelpdeskAnswerDue, **where: object) -> Work:
    """Handle a message about what an earlier room left, in a room of its own."""
    due = isinstance(message, HelpdeskAnswerDue)
    now = where.get("now", work.now)
    assert isinstance(now, datetime)
    actor = None if due else an_actor(person_id=str(where.get("who", "desk-a")))
    room = a_work("matching", *work.loaded.values(), actor=actor, now=now, cause=id_at(now, str(message)))
    room.loaded = {**work.loaded, **work.changed}
    if isinstance(message, TakeHelpdeskCase):
        take_case(message, room)
    elif isinstance(message, AnswerHelpdeskCase):
        answer_case(message, room)
    else:
        note_overdue(message, room)
    return room


def take(work: Work) -> TakeHelpdeskCase:
    return TakeHelpdeskCase(helpdesk_id=the_case(work).helpdesk_id)


def answer(work: Work) -> AnswerHelpdeskCase:
    return AnswerHelpdeskCase(helpdesk_id=the_case(work).helpdesk_id, answer="Vraag haar wat zij nodig heeft.")


def test_a_question_is_sealed_under_who_asks_and_has_an_id_and_a_clock() -> None:
    work = asked()
    case = the_case(work)
    assert case.question.scope == scope_of(Scope.PERSON, RACHEL)
    assert work.answer == {"helpdeskId": case.helpdesk_id}
    assert facts_of(work) == [
        HelpdeskCaseOpened(case_id=case.helpdesk_id, topic=Topic.SAFETY, answer_by=MONDAY_TUESDAY).stamped(
            "utrecht", NOON, work.by
        )
    ]
    (reminder,) = work.reminders
    assert (reminder.deadline.case_id, reminder.due) == (case.helpdesk_id, MONDAY_TUESDAY)


def test_the_clock_counts_working_days_of_the_office_s_own_country() -> None:
    before_armistice = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
    assert the_case(asked(now=before_armistice)).answer_by.date().day == 11
    assert the_case(asked(now=before_armistice, office="gent")).answer_by.date().day == 12


def test_who_left_cannot_ask_and_who_waits_can() -> None:
    with pytest.raises(HasLeft, match="has left"):
        asked(standing=Standing.LEFT)
    assert the_case(asked(standing=Standing.SUSPENDED)).stage is HelpdeskStage.OPEN


def test_a_coordinator_asks_in_their_own_name_only() -> None:
    joost = an_actor(Role.COORDINATOR, JOOST)
    with pytest.raises(NotPermitted):
        check_part(joost, check_role(joost, AskHelpdesk, "utrecht"), [a_coordinator()])
    with pytest.raises(NotPermitted):
        check_role(joost, AnswerHelpdeskCase, "utrecht")
    with pytest.raises(NotPermitted):
        check_role(an_actor(), AskHelpdesk, "utrecht")


def test_whoever_takes_a_question_owns_it_and_somebody_else_may_take_it_over() -> None:
    work = asked()
    first = goes_on(work, take(work))
    second = goes_on(first, take(work), who="desk-b")
    assert (the_case(first).owner, the_case(second).owner) == ("desk-a", "desk-b")
    (told,) = facts_of(second)
    assert isinstance(told, HelpdeskCaseTaken)
    assert told.owner == "desk-b"
    assert not facts_of(goes_on(second, take(work), who="desk-b"))


def test_an_answer_in_time_is_sealed_and_stops_the_clock() -> None:
    work = asked()
    done = goes_on(work, answer(work), now=MONDAY_TUESDAY)
    case = the_case(done)
    assert (case.stage, case.owner) == (HelpdeskStage.ANSWERED, "desk-a")
    assert case.answer is not None
    assert case.answer.scope == case.question.scope
    (told,) = facts_of(done)
    assert isinstance(told, HelpdeskCaseClosed)
    assert told.in_time
    assert done.forgotten == [(HelpdeskAnswerDue.kind(), case.helpdesk_id)]


def test_who_took_it_stays_the_owner_when_a_colleague_answers() -> None:
    work = asked()
    taken = goes_on(work, take(work))
    assert the_case(goes_on(taken, answer(work), who="desk-b")).owner == "desk-a"


def test_what_is_not_answered_in_time_is_told_once_with_its_owner_and_can_still_be_answered() -> None:
    work = asked()
    taken = goes_on(work, take(work))
    due = HelpdeskAnswerDue(case_id=the_case(work).helpdesk_id)
    late = goes_on(taken, due, now=MONDAY_TUESDAY)
    (told,) = facts_of(late)
    assert isinstance(told, HelpdeskCaseOverdue)
    assert told.owner == "desk-a"
    assert not facts_of(goes_on(late, due, now=LATER))
    taken_over = goes_on(late, take(work), who="desk-b", now=LATER)
    assert the_case(taken_over).stage is HelpdeskStage.OVERDUE
    (closed,) = facts_of(goes_on(taken_over, answer(work), now=LATER))
    assert isinstance(closed, HelpdeskCaseClosed)
    assert not closed.in_time


def test_nothing_more_happens_to_an_answered_question() -> None:
    work = asked()
    done = goes_on(work, answer(work))
    assert not facts_of(goes_on(done, HelpdeskAnswerDue(case_id=the_case(work).helpdesk_id), now=LATER))
    for message in (take(work), answer(work)):
        with pytest.raises(NotAllowedNow):
            goes_on(done, message)


def test_an_unknown_question_is_not_found() -> None:
    room = a_work("matching", actor=an_actor())
    with pytest.raises(NotFound):
        take_case(TakeHelpdeskCase(helpdesk_id="0" * 32), room)


def test_no_question_and_no_answer_is_in_what_is_told() -> None:
    work = asked()
    done = goes_on(work, answer(work))
    told = "".join(fact.model_dump_json() for fact in (*facts_of(work), *facts_of(done)))
    assert "oma" not in told
    assert "nodig" not in told


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def a_reader(
    tx: Connection, *keys: str, vault: PlainVault | None = None, now: datetime = NOON, who: str = ""
) -> Reader:
    actor = an_actor(Role.COORDINATOR, who) if who else an_actor()
    return Reader(Session(tx), load(tx, SHELVES, keys), vault or PlainVault(), now, actor)


def test_the_longest_waiting_question_comes_first_and_closed_ones_only_when_asked_for(database: Database) -> None:
    newer, older = the_case(asked()), the_case(asked(now=NOON - timedelta(days=10)))
    closing = asked(now=NOON - timedelta(days=20))
    closed = the_case(goes_on(closing, answer(closing)))
    put(database, newer, older, closed, the_case(asked(office="gent", now=NOON - timedelta(days=30))))
    with database.read() as tx:
        waiting = list_helpdesk(ListHelpdesk(), a_reader(tx)).questions
        every = list_helpdesk(ListHelpdesk(closed_too=True), a_reader(tx)).questions
    assert [(q.helpdesk_id, q.overdue) for q in waiting] == [(older.helpdesk_id, True), (newer.helpdesk_id, False)]
    assert [q.helpdesk_id for q in every] == [closed.helpdesk_id, older.helpdesk_id, newer.helpdesk_id]
    assert not every[0].overdue


def test_a_coordinator_lists_what_they_asked_the_newest_first_a_page_at_a_time(database: Database) -> None:
    ago = [the_case(asked(now=NOON - timedelta(days=days))) for days in (1, 2)]
    closing = asked(now=NOON - timedelta(days=20))
    put(database, *ago, the_case(goes_on(closing, answer(closing))), the_case(asked(office="gent")))
    with database.read() as tx:
        rachel, joost = a_reader(tx, who=RACHEL), a_reader(tx, who=JOOST)
        first = list_own_questions(ListOwnQuestions(limit=2), rachel)
        rest = list_own_questions(ListOwnQuestions(limit=2, before=first.next), rachel)
        assert list_own_questions(ListOwnQuestions(), joost).questions == ()
    assert [line.helpdesk_id for line in first.questions] == [one.helpdesk_id for one in ago]
    assert [line.stage for line in rest.questions] == ["answered"]
    assert rest.next == ""


def test_a_question_is_shown_with_its_answer_and_says_so_when_it_was_erased(database: Database) -> None:
    work = asked()
    case = the_case(goes_on(work, answer(work)))
    put(database, case)
    query, vault = ShowHelpdeskCase(helpdesk_id=case.helpdesk_id), PlainVault()
    with database.read() as tx:
        shown = show_helpdesk_case(query, a_reader(tx, case.helpdesk_id, vault=vault))
        vault.destroy(case.question.scope)
        erased = show_helpdesk_case(query, a_reader(tx, case.helpdesk_id, vault=vault))
        with pytest.raises(NotFound):
            show_helpdesk_case(query, a_reader(tx))
    assert (shown.question, shown.answer) == (ASK.question, answer(work).answer)
    assert (erased.question, erased.answer) == ("(erased)", "(erased)")
    assert isinstance(vault.open(case.question, str), Erased)


def test_a_coordinator_reads_their_own_question_and_no_other() -> None:
    case = the_case(asked())
    for who, may in ((RACHEL, True), (JOOST, False)):
        actor = an_actor(Role.COORDINATOR, who)
        right = check_role(actor, ShowHelpdeskCase, "utrecht")
        if may:
            check_part(actor, right, [case])
        else:
            with pytest.raises(NotPermitted):
                check_part(actor, right, [case])
    with pytest.raises(NotPermitted):
        check_role(an_actor(Role.COORDINATOR, RACHEL), ListHelpdesk, "utrecht")
