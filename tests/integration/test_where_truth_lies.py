"""`KRING_DIVIDED` set otherwise than when a service worked: refused in one line, and nothing is begun."""

import base64
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running import assembly, divided
from kring_shared.runtime.running.divided_databases import apart, database_of
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import INBOX
from kring_shared.testing.postgres import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.integration.lane.guestbook import Weather

pytestmark = BOTH
OFFICES = ("amsterdam", "utrecht")


def laid_out(kind: str, folder: Path) -> tuple[SharedSettings, list[assembly.Configured]]:
    """Give a Kring whose offices are together, and one service of it; nothing is made yet."""
    urls = [f"sqlite:///{folder}/guestbook.db", f"sqlite:///{folder}/vault.db"]
    if kind == "postgresql":
        urls = [for_sqlalchemy(session_postgres().create_database())] * 2
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    shared = SharedSettings(vault_url=SecretStr(urls[1]), serves=OFFICES, edge_public_key=key)
    return shared, [(Weather().service(), ServiceSettings(database_url=SecretStr(urls[0])))]


def as_it_is(shared: SharedSettings, *, divide: bool) -> SharedSettings:
    """Give the same Kring, with its offices divided or not."""
    return shared.model_copy(update={"divided": divide})


@contextmanager
def the_database(shared: SharedSettings, configured: list[assembly.Configured]) -> Generator[Database]:
    """Open the service's database of the last office, or of all."""
    service, settings = configured[0]
    database = database_of(service.name, settings, apart(shared)[-1])
    try:
        yield database
    finally:
        database.close()


def worked(shared: SharedSettings, configured: list[assembly.Configured]) -> None:
    """Make the databases, and have the service hear something."""
    assembly.migrate(shared, configured)
    with the_database(shared, configured) as database, database.begin() as tx:
        tx.execute(INBOX.insert().values(id="019aa0000000700080000000000000a1", at_ms=1))


@pytest.mark.parametrize("was_divided", [False, True])
def test_migrating_is_refused_where_the_truth_lies_otherwise_and_makes_nothing(
    kind: str, tmp_path: Path, *, was_divided: bool
) -> None:
    shared, configured = laid_out(kind, tmp_path)
    worked(as_it_is(shared, divide=was_divided), configured)
    otherwise = as_it_is(shared, divide=not was_divided)
    with pytest.raises(WrongSetup) as refused:
        assembly.migrate(otherwise, configured)
    state, do = ("off", "switch KRING_DIVIDED on") if was_divided else ("on", "take KRING_DIVIDED away")
    assert str(refused.value).startswith(f"KRING_DIVIDED is {state}, but guestbook keeps ")
    assert do in str(refused.value)
    assert ("guestbook_utrecht" if was_divided else "guestbook") in str(refused.value)
    assert "\n" not in str(refused.value)
    if kind == "sqlite":
        assert (tmp_path / "guestbook.db").exists() is not was_divided
        assert (tmp_path / "guestbook_utrecht.db").exists() is was_divided
    else:
        with the_database(otherwise, configured) as database:
            assert migrations.current(database, migrations.RUNTIME) is None
    assembly.migrate(as_it_is(shared, divide=was_divided), configured)


@pytest.mark.parametrize("was_divided", [False, True])
async def test_a_service_does_not_start_where_the_truth_lies_otherwise(
    kind: str, tmp_path: Path, *, was_divided: bool
) -> None:
    shared, configured = laid_out(kind, tmp_path)
    assembly.migrate(as_it_is(shared, divide=not was_divided), configured)  # empty tables stand there already
    worked(as_it_is(shared, divide=was_divided), configured)
    given = assembly.parts(as_it_is(shared, divide=not was_divided))
    begin = assembly.start_all if was_divided else divided.start_all
    with pytest.raises(WrongSetup, match="KRING_DIVIDED is"):
        await begin(configured, given)


@pytest.mark.parametrize("was_divided", [False, True])
def test_where_nothing_was_heard_yet_offices_may_be_divided_or_brought_together(
    kind: str, tmp_path: Path, *, was_divided: bool
) -> None:
    shared, configured = laid_out(kind, tmp_path)
    assembly.migrate(as_it_is(shared, divide=was_divided), configured)
    applied = assembly.migrate(as_it_is(shared, divide=not was_divided), configured)
    assert applied["guestbook" if was_divided else "guestbook_utrecht"]
