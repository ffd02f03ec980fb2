"""Wishes, forms, answers and tallies stand alike on SQLite and on PostgreSQL, and go when they must."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kring_registry.app import service
from kring_registry.domain.satisfaction import Answer, CoordinatorTally, Form, Round, Wish
from kring_shared.contracts.registry import AnswerSatisfaction, Scores, form_id
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import View, delete, load, save
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.unit.registry.cases import CASE
from tests.unit.registry.scoring import GRANDMA, OURS, Room, asked, wish

pytestmark = BOTH


@pytest.fixture
def database(kind: str, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/registry.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    found = Database(url, "registry")
    migrations.migrate(found, migrations.RUNTIME, service.migrations)
    yield found
    found.close()


def kept(room: Room) -> dict[tuple[type, str], object]:
    return {place: one for place, one in room.stored.items() if place[0] in {shelf.kind for shelf in OURS}}


def read(database: Database, room: Room) -> View:
    with database.read() as tx:
        return load(tx, OURS, [CASE, *(key for _, key in room.stored)])


def test_what_is_asked_and_answered_comes_back_as_it_was_and_the_form_is_gone(database: Database) -> None:
    room = asked()
    room.does(wish(GRANDMA, research=True))
    filips, grandmas = room.codes()
    with database.begin() as tx:
        save(tx, OURS, kept(room))  # type: ignore[arg-type]  # aggregates all of them
    first = read(database, room)
    assert {kind for kind, _ in first.loaded} == {Round, Wish, Form, CoordinatorTally}
    room.stored |= first.loaded
    work = room.does(AnswerSatisfaction(code=filips, scores=Scores(meeting=9, coordinator=8)))
    changed = {place: one for place, one in work.changed.items() if place in kept(room)}
    with database.begin() as tx:
        delete(tx, OURS, {place: one.version for place, one in work.removed.items()})
        save(tx, OURS, changed)
    found = read(database, room).loaded
    assert (Form, form_id(filips)) not in found
    assert (Form, form_id(grandmas)) in found
    (answer,) = (one for one in found.values() if isinstance(one, Answer))
    assert answer.scores == Scores(meeting=9, coordinator=8)
    (tally,) = (one for one in found.values() if isinstance(one, CoordinatorTally))
    (before,) = (one for one in room.all(CoordinatorTally) if isinstance(one, CoordinatorTally))
    assert tally == replace(before, version=2)
