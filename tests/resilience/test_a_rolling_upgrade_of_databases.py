"""A newer Kring brings the databases up to date while an older one works, and the two take turns until all is new."""

import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from kring_shared.kernel.errors import DatabaseTooNew
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH
from tests.integration.lane.guestbook import Weather
from tests.resilience.newer import guestbook as newer
from tests.resilience.replicas import SLOW, House, Street, a_house

pytestmark = SLOW

BREAKS = '''"""Changes what an older Kring relies on."""

revision = "lane_0003"
down_revision = "lane_0002"


def upgrade() -> None:
    """Nothing that this test needs to see."""
'''


def remarks(house: House) -> int:
    """Count what the newer Kring noted."""
    with house.databases() as databases, databases["*"].read() as tx:
        return sum(row.remarks or 0 for row in tx.execute(select(table_of(newer.RemarkedBookRow))))


@BOTH
async def test_the_lease_goes_back_and_forth_and_nothing_is_lost(kind: str, tmp_path: Path) -> None:
    async with a_house(kind, tmp_path, serves=("*",)) as house:
        old = house.replica("guestbook")
        await old.says("guestbook.started")
        street = Street(house, await house.open_doors(["utrecht", "gent"], 4))
        async with street.busy():
            house.service = newer.guestbook()
            await house.prepare()  # the older one is at work
            await until(lambda: sum(map(len, house.marks().values())) > 20, "the older one works on the newer tables")
            new = house.replica("newer-guestbook")
            await new.says("guestbook.lease.waits")
            await old.stop()
            await until(lambda: remarks(house) > 20, "the newer one works")
            old = house.replica("guestbook")
            await old.says("guestbook.lease.waits")
            new.kill()
            await old.says("guestbook.started")
            noted, so_far = remarks(house), sum(map(len, house.marks().values()))
            await until(lambda: sum(map(len, house.marks().values())) > so_far, "the older one works again")
            assert remarks(house) == noted  # what it does not know, it leaves alone
            new = house.replica("newer-guestbook")
            await new.says("guestbook.lease.waits")
            await old.stop()
            await until(lambda: remarks(house) > noted, "the newer one goes on where it was")
        await street.all_noted()


@pytest.fixture(name="breaking")
def a_kring_after_that(tmp_path: Path) -> Generator[str]:
    """Give revisions of which the last does more than add."""
    (tmp_path / "breaking_kring").mkdir()
    place = tmp_path / "breaking_kring/lane"
    shutil.copytree(Path(newer.__file__).parent / "lane", place)
    (place / "migrations/m0003_breaks.py").write_text(BREAKS)
    sys.path.insert(0, str(tmp_path))
    yield "breaking_kring.lane.migrations"
    sys.path.remove(str(tmp_path))


@BOTH
async def test_an_older_kring_is_refused_where_more_than_was_added(kind: str, tmp_path: Path, breaking: str) -> None:
    async with a_house(kind, tmp_path / "house", serves=("*",)) as house:
        older = Running(Weather().service(), house.configured[0][1], assembly.parts(house.shared))
        house.service = newer.guestbook()
        await house.prepare()
        assembly.check_current(older)
        with pytest.raises(DatabaseTooNew):  # it would take the consumers back as well
            migrations.migrate(older.database, older.service.migrations)
        assert migrations.migrate(older.database, breaking) == ["lane_0003"]
        with pytest.raises(DatabaseTooNew, match="made by a newer Kring than this one"):
            assembly.check_current(older)
        assert await house.replica("guestbook").ends() == DatabaseTooNew.exit_code
        assert await house.replica("newer-guestbook").ends() == DatabaseTooNew.exit_code
        older.database.close()


async def test_a_database_that_says_nothing_lets_no_older_kring_work(tmp_path: Path) -> None:
    async with a_house("sqlite", tmp_path, serves=("*",)) as house:
        older = Running(Weather().service(), house.configured[0][1], assembly.parts(house.shared))
        with older.database.begin() as tx:
            tx.execute(text("UPDATE version_lane SET version_num = 'lane_0002'"))
            tx.execute(migrations.OLDER.delete())
        with pytest.raises(DatabaseTooNew):
            assembly.check_current(older)
        older.database.close()
