"""To whom a complaint is about it does not exist, and what somebody said is read by who handles it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.asked import Asked
from kring_registry.queries.asked import list_asked, show_asked
from kring_registry.store import SHELVES
from kring_shared.contracts.registry import (
    AnsweredWith,
    AnswerPerson,
    AskedShown,
    AsksFor,
    ExtendAnswer,
    ListAsked,
    ShowAsked,
    TakeUpAsked,
)
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.asked import ANNA, BERT, WORDS, after, asked_of, noted
from tests.unit.registry.cases import CASE, FILIP
from tests.unit.stores import migrated

COMPLAINT = asked_of(noted(AsksFor.COMPLAINT, about=ANNA))
ACCESS = asked_of(noted(AsksFor.ACCESS))
TAKEN = after(ACCESS, TakeUpAsked(asked_id=ACCESS.id), who=BERT)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *stored: Asked) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(Asked, one.id): one for one in stored})


def shown(database: Database, asked: Asked, who: str, vault: PlainVault | None = None) -> AskedShown:
    with database.read() as tx:
        reader = Reader(
            Session(tx), load(tx, SHELVES, [asked.id]), vault or PlainVault(), NOON, an_actor(person_id=who)
        )
        return show_asked(ShowAsked(asked_id=asked.id), reader)


def listed(database: Database, query: ListAsked, who: str = BERT, office: str = "utrecht") -> tuple[AskedShown, ...]:
    with database.read() as tx:
        actor = an_actor(person_id=who, office=office)
        return list_asked(query, Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), NOON, actor)).asked


@pytest.mark.parametrize(
    "asked",
    [
        COMPLAINT,
        after(TAKEN, AnswerPerson(asked_id=ACCESS.id, with_=AnsweredWith.REFUSED, code="others-need-it"), who=BERT),
        replace(after(ACCESS, ExtendAnswer(asked_id=ACCESS.id, code="much-to-gather")), erasure_id="e" * 32),
    ],
    ids=["received", "answered", "extended"],
)
def test_what_somebody_asked_comes_back_as_it_was_stored(database: Database, asked: Asked) -> None:
    put(database, asked)
    with database.read() as tx:
        assert load(tx, SHELVES, [asked.id]).loaded[Asked, asked.id] == replace(asked, version=1)


def test_it_is_not_found_by_its_case_nor_by_who_asked(database: Database) -> None:
    put(database, COMPLAINT)
    with database.read() as tx:
        assert load(tx, SHELVES, [CASE, FILIP]).loaded == {}


def test_to_whom_a_complaint_is_about_it_does_not_exist(database: Database) -> None:
    put(database, COMPLAINT)
    with pytest.raises(NotFound):
        shown(database, COMPLAINT, ANNA)
    assert listed(database, ListAsked(), ANNA) == ()
    assert [one.asked_id for one in listed(database, ListAsked(), BERT)] == [COMPLAINT.id]


def test_a_complaint_that_its_subject_may_not_see_takes_no_place_in_their_list(database: Database) -> None:
    later = replace(ACCESS, asked_id="f" * 32, answer_by=COMPLAINT.answer_by.replace(year=2030))
    put(database, COMPLAINT, later)
    assert [one.asked_id for one in listed(database, ListAsked(limit=1), ANNA)] == [later.id]


def test_what_they_said_is_read_by_who_handles_it_and_stands_in_no_list(database: Database) -> None:
    put(database, TAKEN)
    assert shown(database, TAKEN, BERT).words == WORDS
    assert shown(database, TAKEN, ANNA).words == ""
    assert [one.words for one in listed(database, ListAsked(), BERT)] == [""]


def test_before_somebody_takes_it_up_nobody_reads_it(database: Database) -> None:
    put(database, ACCESS)
    assert shown(database, ACCESS, BERT).words == ""


def test_what_they_said_reads_as_erased_once_their_key_is_gone(database: Database) -> None:
    vault = PlainVault()
    vault.destroy(f"person/{FILIP}")
    put(database, TAKEN)
    assert shown(database, TAKEN, BERT, vault).words == Erased()


def test_the_first_to_answer_comes_first_and_what_was_answered_only_where_it_is_asked_for(database: Database) -> None:
    first = replace(ACCESS, asked_id="d" * 32, answer_by=NOON.date())
    done = after(TAKEN, AnswerPerson(asked_id=ACCESS.id, with_=AnsweredWith.DONE), who=BERT)
    elsewhere = replace(ACCESS, asked_id="e" * 32, office="gent")
    put(database, COMPLAINT, first, replace(done, asked_id="f" * 32), elsewhere)
    assert [one.asked_id for one in listed(database, ListAsked())] == [first.id, COMPLAINT.id]
    assert len(listed(database, ListAsked(open_only=False))) == 3
    assert len(listed(database, ListAsked(), office="gent")) == 1


def test_it_says_what_can_be_done_now_and_which_commands_do_it(database: Database) -> None:
    put(database, ACCESS)
    found = shown(database, ACCESS, BERT)
    assert found.possible == ("extend-answer", "take-up-asked")
    assert found.see == ("kring copy",)


def test_what_people_asked_comes_a_page_at_a_time_the_first_to_answer_first(database: Database) -> None:
    made = [
        replace(ACCESS, asked_id=f"{n:032x}", answer_by=ACCESS.answer_by + timedelta(days=n % 2)) for n in (1, 2, 3)
    ]
    put(database, *made)
    found, cursor = [], ""
    for size in (2, 1):
        with database.read() as tx:
            reader = Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), NOON, an_actor(person_id=BERT))
            page = list_asked(ListAsked(limit=2, after=cursor), reader)
        assert len(page.asked) == size
        found += [int(one.asked_id, 16) for one in page.asked]
        cursor = page.next
    assert (found, cursor) == ([2, 1, 3], "")
