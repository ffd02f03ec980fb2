"""Cases, people and messages in their tables."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, text
from sqlmodel import Session

from kring_notifications.app import service
from kring_notifications.domain import AddressKind, Correspondence, Correspondent, Notification
from kring_notifications.migrations import (
    m0001_first,
    m0002_pause,
    m0003_coordination,
    m0004_search,
    m0005_ways,
    m0006_erased,
    m0007_forms,
    m0008_links,
)
from kring_notifications.process import Status
from kring_notifications.queries import list_messages
from kring_notifications.store import SHELVES, NotificationsTable
from kring_notifications.store.correspondent import CorrespondentRow
from kring_shared.contracts.notifications import ListMessages, Moment, ToTellBecause, Way
from kring_shared.kernel.coordination import Coordination
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import View, load, save, table_of
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.notifications.facts import CASE, FILIP, MEETING, OMA, RACHEL, card
from tests.unit.stores import differences, migrated

BEGUN = Coordination(RACHEL, withheld=False, told_at=NOON)
CORRESPONDENCE = Correspondence(CASE, "utrecht", neutral_sender=True, coordination=BEGUN).scheduled(MEETING, NOON)
PERSON = Correspondent(
    CASE, OMA, "utrecht", card(OMA, "Oma").contact, ("fr-BE", "nl"), (AddressKind.EMAIL, AddressKind.POSTAL)
)
INVITED = replace(PERSON, person_id=FILIP)
MESSAGE = Notification(RACHEL, CASE, OMA, "utrecht", Moment.INVITATION, "fr", "smtp", Status.FAILED)
TO_TELL = Notification(RACHEL, CASE, OMA, "utrecht", Moment.DATE_REMINDER, "fr", status=Status.TO_TELL, teller=FILIP)
OLD_CASE = (
    "INSERT INTO correspondence (case_id, office, neutral_sender, stopped, version) "
    "VALUES (:case_id, 'utrecht', 0, 0, 1)"
)
OLD_PERSON = (
    "INSERT INTO correspondent (correspondent_id, case_id, person_id, office, contact, languages, kinds, "
    "is_main_person, neutral_sender, invited, comes, version) "
    "VALUES (:id, :case_id, :person_id, 'utrecht', :contact, '[]', '[]', 0, 0, :invited, 1, 1)"
)
OLD_MESSAGE = (
    "INSERT INTO notification (message_id, case_id, person_id, office, moment, language, channel, status, version) "
    "VALUES (:id, :case_id, :person_id, 'utrecht', 'invitation', 'fr', 'smtp', 'failed', 1)"
)
VALUES: tuple[Aggregate, ...] = (
    CORRESPONDENCE,
    Correspondence(CASE, "utrecht").ended(),
    replace(CORRESPONDENCE, paused=True),
    replace(CORRESPONDENCE, search_told_at=NOON),
    replace(CORRESPONDENCE, coordination=replace(BEGUN, withheld=True)),
    PERSON,
    replace(PERSON, is_main_person=True, neutral_sender=True, invited=True, comes=False),
    replace(PERSON, is_minor=True, has_left=True),
    replace(PERSON, kept_out=True),
    replace(CORRESPONDENCE, sequence=3, reference="WN-2026-0041"),
    replace(PERSON, spoken_with=True, wants_calendar=True, is_referrer=True),
    replace(PERSON, ways=(Way.CALL, Way.LETTER), large_print=True, do_not_contact=True, corrected=True),
    MESSAGE,
    replace(MESSAGE, wording="3f9a1c02", at=MEETING, last_day=MEETING.date(), count=3, before=MEETING, send_at=NOON),
    replace(MESSAGE, tries=2, given_up=("smtp", "text"), code="kring.channel-away"),
    replace(TO_TELL, because=ToTellBecause.UNCLEAR, send_at=NOON),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def read(database: Database, key: str) -> View:
    with database.read() as tx:
        return load(tx, SHELVES, [key])


def test_the_migrations_make_the_tables_the_code_expects(database: Database) -> None:
    with database.begin() as connection:
        assert differences(connection, NotificationsTable.metadata) == []


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_stored_comes_back_as_it_was(database: Database, value: Aggregate) -> None:
    put(database, value)
    found = read(database, CASE).loaded[type(value), value.id]
    assert found == replace(value, version=1)  # type: ignore[type-var]  # every aggregate here is a dataclass


def test_people_and_messages_are_found_by_their_case(database: Database) -> None:
    put(database, CORRESPONDENCE, PERSON, MESSAGE)
    groups = read(database, CASE).groups
    assert groups[Correspondent, CASE] == (PERSON.id,)
    assert groups[Notification, CASE] == (MESSAGE.id,)


def test_what_waits_to_be_told_is_found_by_who_tells_it_and_every_message_by_its_own_id(database: Database) -> None:
    put(database, TO_TELL, replace(MESSAGE, message_id=OMA))
    assert read(database, FILIP).groups[Notification, FILIP] == (TO_TELL.id,)
    assert set(read(database, OMA).loaded) == {(Notification, OMA)}


def test_an_address_stands_sealed_in_its_column(database: Database) -> None:
    put(database, PERSON)
    with database.read() as tx:
        row = tx.execute(select(table_of(CorrespondentRow))).one()
    assert "voorbeeld" not in str(row)


def test_the_messages_of_a_case_are_listed_without_words_or_address(database: Database) -> None:
    earlier = replace(MESSAGE, message_id=FILIP, status=Status.SENT)
    put(database, CORRESPONDENCE, PERSON, MESSAGE, earlier)
    query = ListMessages(case_id=CASE)
    with database.read() as tx:
        shown = list_messages(query, Reader(Session(tx), load(tx, SHELVES, [CASE]), PlainVault(), NOON, an_actor()))
    assert [(m.message_id, m.status) for m in shown.messages] == [(FILIP, "sent"), (RACHEL, "failed")]
    assert "Oma" not in shown.model_dump_json()


def test_of_old_rows_nothing_waits_nobody_left_and_who_was_invited_was_spoken_with(
    tmp_path: Path,
) -> None:
    old = Database(f"sqlite:///{tmp_path}/old.db", "notifications")
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        tx.execute(text(OLD_CASE), {"case_id": CASE})
        contact = PERSON.contact.model_dump_json()
        for person, invited in ((PERSON, False), (INVITED, True)):
            who = {"id": person.id, "case_id": CASE, "person_id": person.person_id}
            tx.execute(text(OLD_PERSON), who | {"contact": contact, "invited": invited})
        tx.execute(text(OLD_MESSAGE), {"id": RACHEL, "case_id": CASE, "person_id": OMA})
        for migration in (
            m0002_pause,
            m0003_coordination,
            m0004_search,
            m0005_ways,
            m0006_erased,
            m0007_forms,
            m0008_links,
        ):
            migration.upgrade()
    with old.read() as tx:
        found = load(tx, SHELVES, [CASE]).loaded
    old.close()
    assert found[Correspondence, CASE] == Correspondence(CASE, "utrecht", version=1)
    assert found[Correspondent, PERSON.id] == replace(PERSON, languages=(), kinds=(), version=1)
    spoken_with = replace(INVITED, languages=(), kinds=(), invited=True, spoken_with=True, version=1)
    assert found[Correspondent, INVITED.id] == spoken_with
    assert found[Notification, RACHEL] == replace(MESSAGE, sending_id=RACHEL, version=1)


def test_a_case_that_is_not_known_is_not_found(database: Database) -> None:
    with database.read() as tx, pytest.raises(NotFound):
        list_messages(ListMessages(case_id=CASE), Reader(Session(tx), View(), PlainVault(), NOON, an_actor()))
