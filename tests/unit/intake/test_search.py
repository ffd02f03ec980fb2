"""Looking for a request: by name as it sounds, by reference, by id; in one's own office only, until it is erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from kring_intake.app import service
from kring_intake.domain import Block, Request
from kring_intake.handlers.erasing import erase_request
from kring_intake.likeness.sought import kept_under, looked_under
from kring_intake.queries.search import search_cases
from kring_intake.store import SHELVES
from kring_shared.contracts.intake import FoundCases, SearchCases
from kring_shared.contracts.rights import Basis
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage import access
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor
from tests.unit.intake.sent import Desk, an_event, request_of
from tests.unit.stores import migrated

PEOPLE = [{"name": "Youssef Bouzidi"}, {"name": "Jan de Vries"}]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def taken_in(database: Database, event: str = "", office: str = "utrecht") -> Work:
    work = Desk(office).submit(event or an_event(mainPersons=PEOPLE))
    put(database, *work.changed.values())
    return work


def found(database: Database, words: str, office: str = "utrecht", limit: int = 20) -> FoundCases:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, ()), PlainVault(), NOON, an_actor(office=office), SHELVES)
        return search_cases(SearchCases(words=words, limit=limit), reader)


@pytest.mark.parametrize(
    "words",
    [
        "Youssef Bouzidi",
        "bouzidi youssef",
        "Bouzidi, Youssef",
        "Joesoef Bouzidi",
        "Bouzidi",
        "Jan de Vries",
        "vries jan",
        "M. Jansen Bouzidi",
    ],
)
def test_a_name_is_found_as_it_sounds_in_any_order(database: Database, words: str) -> None:
    request = request_of(taken_in(database))
    (line,) = found(database, words).cases
    assert (line.case.case_id, line.found_by) == (request.case_id, "name")
    assert [person.name for person in line.main_persons] == ["Youssef Bouzidi", "Jan de Vries"]
    assert line.requester.name == "M. Jansen"


@pytest.mark.parametrize("words", ["Youssef de Vries", "Bouzid Amrani", "Filip", "Bou"])
def test_another_name_finds_nothing_also_not_two_words_of_two_people(database: Database, words: str) -> None:
    taken_in(database)
    assert found(database, words).cases == ()


@pytest.mark.parametrize("words", ["Jan", "de Vries", "Jansen"])
def test_one_word_that_many_people_have_is_too_little_to_look_for(database: Database, words: str) -> None:
    taken_in(database)
    answer = found(database, words)
    assert (answer.cases, answer.too_wide) == ((), True)


@pytest.mark.parametrize("words", ["WN-2026-0041", "wn-2026-0041", " WN-2026-0041 "])
def test_a_reference_finds_its_request(database: Database, words: str) -> None:
    request = request_of(taken_in(database))
    (line,) = found(database, words).cases
    assert (line.case.case_id, line.found_by, line.references) == (request.case_id, "reference", ("WN-2026-0041",))


def test_an_id_finds_its_case(database: Database) -> None:
    request = request_of(taken_in(database))
    (line,) = found(database, f" {request.case_id.upper()} ").cases
    assert (line.case.case_id, line.found_by) == (request.case_id, "case-id")
    assert found(database, "f" * 32).cases == ()


def test_a_talk_is_found_by_whoever_asked_for_it(database: Database) -> None:
    asks = {"kind": "mainPerson", "name": "Samira Bouzidi", "phone": "+31 30 000 45 67"}
    taken_in(database, an_event(requester=asks, mainPersons=[], informationTalkOnly=True, question=""))
    (line,) = found(database, "Samira Bouzidi").cases
    assert (line.case.stage, line.requester.name) == ("information-talk", "Samira Bouzidi")


def test_nobody_finds_what_is_another_office_s(database: Database) -> None:
    request = request_of(taken_in(database, office="gent"))
    for words in ("Youssef Bouzidi", "WN-2026-0041", request.case_id):
        assert found(database, words).cases == ()
        assert len(found(database, words, office="gent").cases) == 1


def test_of_many_the_newest_are_shown_and_that_there_are_more(database: Database) -> None:
    desk = Desk()
    for number in range(4):
        event = an_event(f"event-{number}", reference=f"R-{number}", mainPersons=PEOPLE)
        put(database, *desk.submit(event).changed.values())
    answer = found(database, "Youssef Bouzidi", limit=3)
    assert (len(answer.cases), answer.more) == (3, True)
    ids = [line.case.case_id for line in answer.cases]
    assert ids == sorted(ids, reverse=True)


def test_who_is_erased_is_found_no_more(database: Database) -> None:
    taken = taken_in(database)
    request = request_of(taken)
    work = a_work("intake", *taken.changed.values())
    bare = erase_request(work.need(Request, request.case_id), work)
    left = [one for one in taken.changed.values() if isinstance(one, Block) and (Block, one.id) not in work.removed]
    assert left == []
    assert bare.references == ()


def test_what_is_kept_says_no_frequent_word_alone_and_no_beginning_of_one() -> None:
    assert kept_under("Jan de Vries") == looked_under("Jan de Vries")
    assert len(kept_under("Jan de Vries")) == 1
    assert looked_under("Jan") == ()
    assert kept_under("") == ()


def test_who_looked_is_noted_and_never_for_what() -> None:
    query = SearchCases(words="Youssef Bouzidi")
    line = access.line(0, ("7f3a", "regional-manager", "utrecht", "run-the-route"), query, access.DONE, Basis.OFFICE)
    assert "Youssef" not in str(line)
    assert "Youssef" not in repr(query)
    assert (query.key(), line["actor"]) == ("", "7f3a")
