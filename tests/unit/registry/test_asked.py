"""What people ask about their data has a clock, somebody who handles it, and never its own subject."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_registry.domain.asked import SEE, Asked, OwnComplaint, months_later
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.record import Departed
from kring_registry.domain.satisfaction import Form, Wish
from kring_registry.handlers import asking
from kring_registry.process.asked import ASKED, AskedStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.registry import (
    AnsweredWith,
    AnswerPerson,
    AnswerToPersonDue,
    AnswerToPersonOverdue,
    AskAboutData,
    AsksFor,
    ErasureOrdered,
    ExtendAnswer,
    ListAsked,
    PersonAnswered,
    PersonAsked,
    ShowAsked,
    TakeUpAsked,
)
from kring_shared.contracts.registry.words import NotGranted
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.rights import Basis
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.lane import permits
from kring_shared.runtime.storage import access
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.registry.asked import ANNA, BERT, REGISTER, WORDS, a_wish, after, asked_of, handled, noted, said
from tests.unit.registry.cases import CASE, FILIP, opened

TODAY = NOON.date()


def test_what_they_said_is_sealed_under_their_own_key_and_told_nobody() -> None:
    work = noted(AsksFor.ACCESS)
    asked = asked_of(work)
    assert asked.words.scope == f"person/{FILIP}"
    (told,) = facts_of(work)
    assert isinstance(told, PersonAsked)
    assert (told.asked_id, told.asks_for, told.answer_by) == (asked.id, AsksFor.ACCESS, TODAY + timedelta(days=30))
    assert WORDS not in told.model_dump_json()
    assert work.answer == {"askedId": asked.id}


def test_the_access_log_of_a_case_has_no_line_by_which_the_subject_of_a_complaint_reckons_that_there_is_one() -> None:
    who = (BERT, Role.REGIONAL_MANAGER.value, "utrecht", "run-the-route")
    lines = {kind: access.line(0, who, said(kind), access.DONE, Basis.OFFICE) for kind in AsksFor}
    assert {kind for kind, line in lines.items() if line["key"] != CASE} == {AsksFor.COMPLAINT}
    assert (lines[AsksFor.COMPLAINT]["actor"], lines[AsksFor.COMPLAINT]["key"]) == (BERT, "")
    assert said(AsksFor.COMPLAINT, ANNA).keys() == (CASE,)  # the office still has to know the case


def test_a_week_before_the_last_day_somebody_is_told() -> None:
    (reminder,) = noted(AsksFor.ACCESS).reminders
    assert reminder.due.date() == TODAY + timedelta(days=23)


def test_a_case_that_nobody_knows_is_no_place_to_ask_in() -> None:
    with pytest.raises(NotFound):
        REGISTER.write_down(said(AsksFor.ACCESS), a_work("registry", actor=an_actor()))


@pytest.mark.parametrize("left", [Departed(CASE, "utrecht"), Keeping(CASE, "utrecht", "nl/1")], ids=["left", "kept"])
def test_people_may_ask_also_after_their_case_left_the_figures(left: Aggregate) -> None:
    work = a_work("registry", left, actor=an_actor())
    REGISTER.write_down(said(AsksFor.ACCESS), work)
    assert asked_of(work).is_open


def test_only_a_complaint_is_about_somebody_else() -> None:
    with pytest.raises(InvalidFields, match="only a complaint"):
        noted(AsksFor.ACCESS, about=ANNA)


@pytest.mark.parametrize("stage", AskedStage)
@pytest.mark.parametrize("kind", [TakeUpAsked, ExtendAnswer, AnswerPerson])
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(
    stage: AskedStage, kind: type[Named]
) -> None:
    asked = asked_of(noted(AsksFor.ACCESS))
    messages: dict[type[Named], Command] = {
        TakeUpAsked: TakeUpAsked(asked_id=asked.id),
        ExtendAnswer: ExtendAnswer(asked_id=asked.id, code="much-to-gather"),
        AnswerPerson: AnswerPerson(asked_id=asked.id, with_=AnsweredWith.DONE),
    }
    ways: dict[AskedStage, tuple[type[Named], ...]] = {
        AskedStage.RECEIVED: (),
        AskedStage.TAKEN_UP: (TakeUpAsked,),
        AskedStage.ANSWERED: (TakeUpAsked, AnswerPerson),
    }
    before = after(asked, *(messages[way] for way in ways[stage]))
    assert before.stage is stage
    if ASKED.knows(stage, kind):
        assert after(before, messages[kind]).stage is ASKED.next(stage, kind)
        return
    with pytest.raises(NotAllowedNow) as refusal:
        handled(messages[kind], before)
    assert refusal.value.possible == ASKED.possible(stage)


@pytest.mark.parametrize("kind", [TakeUpAsked, ExtendAnswer, AnswerPerson])
@pytest.mark.parametrize("taken_up", [False, True])
def test_a_complaint_is_never_handled_by_whom_it_is_about(kind: type[Named], *, taken_up: bool) -> None:
    complaint = asked_of(noted(AsksFor.COMPLAINT, about=ANNA))
    if taken_up:
        complaint = after(complaint, TakeUpAsked(asked_id=complaint.id), who=BERT)
    message = {
        TakeUpAsked: TakeUpAsked(asked_id=complaint.id),
        ExtendAnswer: ExtendAnswer(asked_id=complaint.id, code="much-to-gather"),
        AnswerPerson: AnswerPerson(asked_id=complaint.id, with_=AnsweredWith.DONE),
    }[kind]
    with pytest.raises(OwnComplaint, match="another regional manager"):
        handled(message, complaint, who=ANNA)


def test_only_who_handles_it_answers_and_somebody_else_can_go_on_with_it() -> None:
    asked = asked_of(noted(AsksFor.ACCESS))
    taken = after(asked, TakeUpAsked(asked_id=asked.id), who=ANNA)
    done = AnswerPerson(asked_id=asked.id, with_=AnsweredWith.DONE)
    with pytest.raises(NotReady, match="take-up-asked"):
        handled(done, taken, who=BERT)
    assert after(taken, TakeUpAsked(asked_id=asked.id), done, who=BERT).answered_with is AnsweredWith.DONE


def test_two_months_more_are_taken_once_and_the_clock_goes_with_them() -> None:
    asked = asked_of(noted(AsksFor.ACCESS))
    extend = ExtendAnswer(asked_id=asked.id, code="much-to-gather")
    work = handled(extend, asked)
    later = work.need(Asked, asked.id)
    assert later.answer_by == months_later(asked.answer_by, 2)
    assert work.forgotten == [(AnswerToPersonDue.kind(), asked.id)]
    assert [reminder.due.date() for reminder in work.reminders] == [later.answer_by - timedelta(days=7)]
    with pytest.raises(NotReady, match="extended once already"):
        handled(extend, later)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 12, 20), date(2027, 2, 20)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2026, 7, 31), date(2026, 9, 30)),
    ],
)
def test_two_months_later_is_the_same_day_or_the_last_of_its_month(day: date, later: date) -> None:
    assert months_later(day, 2) == later


@pytest.mark.parametrize("with_", [AnsweredWith.PARTLY, AnsweredWith.REFUSED])
def test_what_is_not_wholly_done_says_why(with_: AnsweredWith) -> None:
    asked = asked_of(noted(AsksFor.ACCESS))
    taken = after(asked, TakeUpAsked(asked_id=asked.id))
    with pytest.raises(InvalidFields, match="why not all of it"):
        handled(AnswerPerson(asked_id=asked.id, with_=with_), taken)
    why = AnswerPerson(asked_id=asked.id, with_=with_, code="others-need-it")
    assert after(taken, why).code == "others-need-it"


@pytest.mark.parametrize("asks_for", AsksFor)
def test_the_answer_names_the_commands_that_do_what_is_asked(asks_for: AsksFor) -> None:
    work = answered(asks_for, AnsweredWith.REFUSED)
    assert work.answer == {"see": list(SEE[asks_for]), "erasureId": ""}
    (told,) = facts_of(work)
    assert isinstance(told, PersonAnswered)
    assert told.with_ is AnsweredWith.REFUSED


def answered(asks_for: AsksFor, with_: AnsweredWith, *stored: Aggregate) -> Work:
    asked = asked_of(noted(asks_for))
    taken = after(asked, TakeUpAsked(asked_id=asked.id))
    code: NotGranted = "" if with_ is AnsweredWith.DONE else "others-need-it"
    return handled(AnswerPerson(asked_id=asked.id, with_=with_, code=code), taken, *stored)


@pytest.mark.parametrize("with_", [AnsweredWith.DONE, AnsweredWith.PARTLY])
def test_an_erasure_that_is_granted_is_ordered_at_once_and_its_receipt_is_named(with_: AnsweredWith) -> None:
    ended = Keeping(CASE, "utrecht", "nl/1", ended_on=TODAY - timedelta(days=1))
    work = answered(AsksFor.ERASURE, with_, ended)
    (asked,) = [one for one in work.changed.values() if isinstance(one, Asked)]
    (ordered,) = [fact for fact in facts_of(work) if isinstance(fact, ErasureOrdered)]
    assert asked.erasure_id == ordered.erasure_id
    assert (ordered.case_id, ordered.person_id, ordered.because) == (CASE, FILIP, "asked-by-person")
    assert RecordKind.CONTACTS in ordered.kinds


def test_an_erasure_that_is_refused_is_not_ordered() -> None:
    ended = Keeping(CASE, "utrecht", "nl/1", ended_on=TODAY - timedelta(days=1))
    work = answered(AsksFor.ERASURE, AnsweredWith.REFUSED, ended)
    assert [type(fact) for fact in facts_of(work)] == [PersonAnswered]


def test_an_objection_that_is_granted_ends_being_asked_for_scores_for_that_person_only() -> None:
    theirs, others = a_wish(FILIP, "a" * 32), a_wish("e" * 32, "b" * 32)
    work = answered(AsksFor.OBJECTION, AnsweredWith.DONE, theirs, others)
    gone = {aggregate.id for (kind, _), aggregate in work.removed.items() if kind in {Wish, Form}}
    assert theirs.id in gone
    assert others.id not in gone


def test_an_answer_names_what_it_may_erase_once_that_is_found() -> None:
    asked = asked_of(noted(AsksFor.OBJECTION))
    message = AnswerPerson(asked_id=asked.id, with_=AnsweredWith.DONE)
    theirs = a_wish(FILIP, "a" * 32)
    found = Found({(Asked, asked.id): asked, (Wish, theirs.id): theirs}, {(Wish, CASE): (theirs.id,)})
    assert {CASE, "a" * 32} <= set(asking.what_it_changes(message, "utrecht", found))
    assert asking.what_it_changes(message, "utrecht", Found({}, {})) == ()


def test_near_the_last_day_it_is_told_and_once_it_was_answered_it_is_not() -> None:
    asked = asked_of(noted(AsksFor.ACCESS))
    due = AnswerToPersonDue(case_id=asked.id)
    (told,) = facts_of(handled(due, asked))
    assert isinstance(told, AnswerToPersonOverdue)
    assert (told.case_id, told.asked_id, told.answer_by) == (CASE, asked.id, asked.answer_by)
    done = after(asked, TakeUpAsked(asked_id=asked.id), AnswerPerson(asked_id=asked.id, with_=AnsweredWith.WITHDRAWN))
    assert facts_of(handled(due, done)) == []


@given(st.lists(st.tuples(st.sampled_from(["take", "extend", "answer"]), st.sampled_from([ANNA, BERT])), max_size=12))
def test_whatever_is_tried_the_subject_of_a_complaint_never_comes_near_it(acts: list[tuple[str, str]]) -> None:
    complaint = asked_of(noted(AsksFor.COMPLAINT, about=ANNA))
    messages: dict[str, Command] = {
        "take": TakeUpAsked(asked_id=complaint.id),
        "extend": ExtendAnswer(asked_id=complaint.id, code="much-to-gather"),
        "answer": AnswerPerson(asked_id=complaint.id, with_=AnsweredWith.DONE),
    }
    for act, who in acts:
        before = complaint
        try:
            complaint = after(complaint, messages[act], who=who)
        except (NotAllowedNow, NotReady, NotPermitted):
            assert complaint == before
            continue
        assert who == BERT
        assert complaint.handler in {"", BERT}


@pytest.mark.parametrize("message", [AskAboutData, TakeUpAsked, ExtendAnswer, AnswerPerson, ShowAsked, ListAsked])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MAIN_PERSON, Role.OPERATOR])
def test_only_the_regional_manager_handles_what_people_ask(message: type[Named], role: Role) -> None:
    with pytest.raises(NotPermitted):
        permits.check_role(an_actor(role), message, "utrecht")


def test_an_office_has_the_days_of_its_policy() -> None:
    card = OfficeCard(id="utrecht", title="Utrecht", policy="be/1", sender="u@x.example")
    write: Callable[[Any, Work], None] = asking.Register({"utrecht": card}).write_down
    work = a_work("registry", opened(), actor=an_actor(), now=datetime.combine(TODAY, NOON.timetz()))
    write(said(AsksFor.ACCESS), work)
    assert asked_of(work).answer_by == TODAY + timedelta(days=30)


def test_what_they_said_goes_with_their_key() -> None:
    vault = PlainVault()
    asked = asked_of(noted(AsksFor.ACCESS, vault=vault))
    vault.destroy(f"person/{FILIP}")
    assert vault.open(asked.words, str) != WORDS


def test_who_was_erased_can_still_ask_and_what_they_said_goes_when_it_is_answered() -> None:
    vault = PlainVault()
    vault.destroy(f"person/{FILIP}")
    asked = asked_of(noted(AsksFor.COMPLAINT, vault=vault))
    assert vault.open(asked.words, str) == WORDS
    taken = after(asked, TakeUpAsked(asked_id=asked.id))
    work = handled(AnswerPerson(asked_id=asked.id, with_=AnsweredWith.DONE), taken)
    assert [erased.scope for erased in work.erased] == [asked.words.scope] == [f"register/{asked.id}"]


def test_what_somebody_said_whose_key_is_there_is_left_to_the_terms_of_their_contacts() -> None:
    assert answered(AsksFor.ACCESS, AnsweredWith.DONE).erased == []


def test_a_complaint_leaves_no_trace_in_the_facts_of_its_case() -> None:
    work = noted(AsksFor.COMPLAINT, about=ANNA)
    complaint = asked_of(work)
    due = handled(AnswerToPersonDue(case_id=complaint.id), complaint)
    taken = after(complaint, TakeUpAsked(asked_id=complaint.id), who=BERT)
    done = handled(AnswerPerson(asked_id=complaint.id, with_=AnsweredWith.DONE), taken, who=BERT)
    told = [*facts_of(work), *facts_of(due), *facts_of(done)]
    assert {fact.case_id for fact in told} == {complaint.id}
    assert CASE not in "".join(fact.model_dump_json() for fact in told)
    assert len(told) == 3
