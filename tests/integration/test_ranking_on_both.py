"""The ranking reads the drivers' own rows: on SQLite and on PostgreSQL it is as looking at everybody alone."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from kring_matching.app import service
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.unit.matching.rankings import BUILT_IN, AnOffice, one_by_one
from tests.unit.matching.test_private_wish import declaring, wishing
from tests.unit.matching.test_ranking_exact import AnyOfThem, a_case, somebody

pytestmark = BOTH
PEOPLE = 80


@pytest.fixture
def place(kind: str, tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path}/matching.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    database = Database(url, "matching")
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    return database


def test_everybody_stands_where_looking_at_them_alone_puts_them(place: Database) -> None:
    chance = Random(7)  # noqa: S311 - the same at each run
    everybody = [somebody(number, chance) for number in range(1, PEOPLE + 1)]
    search, built = a_case(everybody, chance), BUILT_IN | {"theirs": AnyOfThem()}
    office = AnOffice(place, search, *everybody, built=built)
    ranking = office.rank(limit=200)
    assert [
        (c.coordinator_id, c.score, tuple(stop.code for stop in c.stops)) for c in ranking.coordinators
    ] == one_by_one(search, everybody, Counter(), built)
    paired = {pair.case_id for pair in office.together().pairs}
    assert paired == ({search.case_id} if ranking.fitting else set())
    place.close()


def test_a_wish_kept_private_is_met_on_both(place: Database) -> None:
    people = (declaring(f"{n:032x}", religion="muslim" if n == 3 else "catholic") for n in range(1, 5))
    office = AnOffice(place, wishing(religion="muslim"), *people)
    assert office.rank(limit=1).coordinators[0].coordinator_id == f"{3:032x}"
    place.close()
