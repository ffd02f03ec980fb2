"""What is stored comes back as it was, in the tables the migrations make."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import MetaData, inspect, text

from kring_conference.app import service
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.migrations import m0001_first, m0002_pause, m0003_coordination
from kring_conference.process import CallStage
from kring_conference.store import SHELVES, ConferenceTable
from kring_shared.contracts.conference import FollowUpCallDue, FollowUpResult, RecordFollowUp
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.matching import AssignmentFrozen
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.database import Database
from kring_shared.runtime.migrations import migrate
from kring_shared.runtime.shelves import load, save
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    Case,
    concluded,
    mandate,
    preparing,
    ready,
    submitted,
)
from tests.unit.conference.test_follow_up import distributed

OLD_PARTICIPANT = (
    "INSERT INTO participant "
    "(participant_id, case_id, office, part, card, knows_conditions, is_invited, version) "
    "VALUES (:person_id, :case_id, 'utrecht', 'main-person', :card, 0, 0, 1)"
)
OLD_CONFERENCE = (
    "INSERT INTO conference "
    "(case_id, office, stage, coordinator_id, dossier, mandates, question_version, version) "
    "VALUES (:case_id, 'utrecht', 'preparing', :coordinator_id, :dossier, '[]', 0, 1)"
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'conference.db'}", "conference")
    migrate(opened, service.migrations)
    yield opened
    opened.close()


def followed_up() -> Case:
    case = distributed()
    case.hear(FollowUpCallDue(case_id=CASE_ID, step=1))
    case.do(RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.ON_TRACK))
    assert case.calls()[0].stage is CallStage.DONE
    return case


def paused() -> Case:
    case = preparing()
    case.hear(RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.CONSENT_DIVIDED))
    assert case.conference.paused_at is not None
    return case


def frozen() -> Case:
    case = ready()
    case.hear(AssignmentFrozen(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, occurred_at=case.now))
    assert case.conference.coordination.withheld
    return case


def reduced() -> Case:
    case = paused()
    case.hear(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=()))
    assert case.person(FILIP).has_left
    return case


@pytest.mark.parametrize(
    "case",
    [
        Case(),
        preparing(mandate("No.")),
        submitted(mandate("1.", "2.")),
        concluded(),
        followed_up(),
        paused(),
        frozen(),
        reduced(),
    ],
    ids=["new", "preparing", "submitted", "concluded", "followed up", "paused", "frozen", "reduced"],
)
def test_everything_of_a_case_is_found_by_its_id_as_it_was(database: Database, case: Case) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, case.stored)
        found = load(tx, SHELVES, [CASE_ID]).loaded
    stored_once = {key: _counted(value) for key, value in case.stored.items()}
    assert found == stored_once


def _counted(value: Aggregate) -> Aggregate:
    return replace(value, version=value.version + 1)  # type: ignore[type-var]


def test_who_took_part_or_coordinated_before_there_was_a_way_to_leave_still_does(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path / 'old.db'}", "conference")
    dossier = Dossier(policy="nl/1").model_dump_json()
    card = PersonCard(person_id=FILIP, contact=Sealed(scope="person/1", box="")).model_dump_json()
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        tx.execute(text(OLD_PARTICIPANT), {"person_id": FILIP, "case_id": CASE_ID, "card": card})
        m0002_pause.upgrade()
        tx.execute(text(OLD_CONFERENCE), {"case_id": CASE_ID, "coordinator_id": COORDINATOR, "dossier": dossier})
        m0003_coordination.upgrade()
    with old.read() as tx:
        loaded = load(tx, SHELVES, [CASE_ID]).loaded
    old.close()
    filip, conference = loaded[Participant, FILIP], loaded[Conference, CASE_ID]
    assert isinstance(filip, Participant)
    assert not filip.has_left
    assert isinstance(conference, Conference)
    assert conference.parties() == {("coordinator", COORDINATOR)}


def test_the_migrations_make_the_tables_the_rows_are_written_for(database: Database) -> None:
    made = MetaData()
    with database.read() as connection:
        made.reflect(connection)
        for name, table in ConferenceTable.metadata.tables.items():
            real = made.tables[name]
            assert {c.name: (str(c.type), c.nullable, c.primary_key) for c in real.columns} == {
                c.name: (str(c.type.compile(connection.dialect)), c.nullable, c.primary_key) for c in table.columns
            }
            indexes = {tuple(i["column_names"]) for i in inspect(connection).get_indexes(name)}
            assert indexes == {tuple(i.columns.keys()) for i in table.indexes}
    assert set(made.tables) == {*ConferenceTable.metadata.tables, "version_kring_conference"}
