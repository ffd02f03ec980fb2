"""In the tables no answer leads to a person, and a coordinator sees whole blocks only."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, CoordinatorTally, Form, Round, Wish, tally_id
from kring_registry.queries.scores import own_tally, show_own_scores
from kring_shared.contracts.actor import Role
from kring_shared.contracts.registry import AnswerSatisfaction, Scores, ShowOwnScores, form_id
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import RACHEL
from tests.unit.registry.scoring import EIGHTS, GRANDMA, OURS, asked, wish
from tests.unit.stores import migrated


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
