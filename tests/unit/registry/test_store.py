"""Registrations in their table, and what is shown of one."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, Table
from sqlmodel import Session

from kring_registry import migrations
from kring_registry.app import service
from kring_registry.domain.registration import LATER, Registration
from kring_registry.migrations import m0001_first
from kring_registry.queries.registration import show_registration
from kring_registry.store import SHELVES, RegistryTable
from kring_registry.store.registration import registration_row
from kring_shared.contracts.conference import FollowUpResult, HelpAnswered
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import AssignmentFrozen
from kring_shared.contracts.registry import LockRegistration, ShowRegistration
from kring_shared.kernel.coordination import Coordination
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import (
    BOOKED,
    CASE,
    EARLIER_CASE,
    MERGED,
    MOVED,
    RACHEL,
    SENT_BACK,
    WHOLE_ROUTE,
    WITHOUT_MEETING,
    after,
    agreed,
    cancelled,
    completion,
    condition,
    held,
    in_days,
    opened,
    started,
)
from tests.unit.stores import differences, migrated

HELP = HelpAnswered(case_id=CASE, item=1, granted=True)
NOT_SAID_THEN = {name: getattr(Registration, name) for name in LATER}
LATER_MIGRATIONS = [
    import_module(f"kring_registry.migrations.{found.name}")
    for found in sorted(iter_modules(migrations.__path__), key=lambda found: found.name)
    if found.name > "m0001_first"
]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(tx: Connection, *registrations: Registration) -> None:
    save(tx, SHELVES, {(Registration, r.id): r for r in registrations})


def a_reader(tx: Connection, *keys: str, office: str = "utrecht") -> Reader:
    return Reader(Session(tx), load(tx, SHELVES, keys), PlainVault(), NOON, an_actor(office=office))


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, RegistryTable.metadata) == []


@pytest.mark.parametrize(
    "registration",
    [
        opened(EARLIER_CASE),
        after(*WHOLE_ROUTE, LockRegistration(case_id=CASE)),
        after(RequestWithdrawn(case_id=CASE)),
        after(started(), condition(3), BOOKED, WITHOUT_MEETING, agreed(), SENT_BACK, HELP, cancelled()),
        after(started(), AssignmentFrozen(case_id=CASE, coordinator_id=RACHEL, occurred_at=in_days(4))),
        after(MERGED),
        after(MOVED),
    ],
    ids=["open", "whole", "stopped", "cancelled", "frozen", "set aside", "moved"],
)
def test_a_registration_comes_back_as_it_was_stored(database: Database, registration: Registration) -> None:
    with database.begin() as tx:
        put(tx, registration)
    with database.read() as tx:
        found = load(tx, SHELVES, [CASE]).loaded[Registration, CASE]
    assert found == replace(registration, version=1)


def test_the_digest_still_holds_after_the_store(database: Database) -> None:
    with database.begin() as tx:
        put(tx, after(*WHOLE_ROUTE, LockRegistration(case_id=CASE)))
    with database.read() as tx:
        found = load(tx, SHELVES, [CASE]).loaded[Registration, CASE]
    assert isinstance(found, Registration)
    assert found.digest == found.fingerprint()


def test_what_was_registered_before_repeats_were_noted_stays_as_it_was(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path}/old.db", "registry")
    before = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    before = replace(before, salt="", number=0, due_on=None, **NOT_SAID_THEN)
    before = replace(before, digest=before.fingerprint())
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        then = Table("registration", MetaData(), autoload_with=tx)
        row = registration_row(before) | {"version": 1}
        tx.execute(then.insert(), {name: row[name] for name in then.columns.keys()})
        for later in LATER_MIGRATIONS:
            later.upgrade()
    with old.read() as tx:
        found = load(tx, SHELVES, [CASE]).loaded[Registration, CASE]
    old.close()
    assert isinstance(found, Registration)
    assert found == replace(before, version=1, coordination=Coordination(RACHEL))
    assert found.digest == found.fingerprint()
    assert found.year_key in found.keys()


def test_one_registration_is_shown_with_what_can_be_done_now(database: Database) -> None:
    with database.begin() as tx:
        put(tx, after(started(), held(), completion()))
    with database.read() as tx:
        shown = show_registration(ShowRegistration(case_id=CASE), a_reader(tx, CASE))
    assert (shown.stage, shown.present_count, shown.minutes_worked, shown.digest) == ("completed", 9, 1500, "")
    assert shown.possible == ("return-registration", "validate-registration")
    assert not shown.repeat


def test_what_the_conference_left_is_shown_and_an_old_worry_about_safety_is_not(database: Database) -> None:
    told = (started(), condition(1), BOOKED, agreed(4, 2), SENT_BACK, agreed(5, 1, 2), held(meeting=2), HELP)
    worried = after(*told).followed_up(1, FollowUpResult.SAFETY_CONCERN).followed_up(2, FollowUpResult.ON_TRACK)
    with database.begin() as tx:
        put(tx, worried)
    with database.read() as tx:
        shown = show_registration(ShowRegistration(case_id=CASE), a_reader(tx, CASE))
    assert (shown.own_strengths, shown.professional_help, shown.conditions, shown.interpreted) == (5, 1, 1, ("ti",))
    assert (shown.meetings, shown.sent_back, shown.help_granted, shown.help_refused) == (2, 1, 1, 0)
    assert (shown.accepted_on, shown.without_meeting, shown.stop_reason) == (None, False, None)
    assert shown.follow_up_results == ("on-track",)


def test_an_unknown_registration_is_not_found(database: Database) -> None:
    with database.read() as tx, pytest.raises(NotFound):
        show_registration(ShowRegistration(case_id=CASE), a_reader(tx, CASE))
