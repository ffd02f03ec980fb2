"""What is stored comes back as it was, in the tables the migrations make."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, inspect, text

from kring_conference.app import service
from kring_conference.domain.conference import Conference
from kring_conference.domain.day import Day
from kring_conference.domain.information import InformationNeed
from kring_conference.domain.participant import Participant
from kring_conference.domain.path import Care, Dates, PersonalContact, Told
from kring_conference.domain.plan import HelpAnswer, Plan, Translation
from kring_conference.domain.private_time import left_alone
from kring_conference.domain.room import Room
from kring_conference.domain.signal import Signal, signals_of
from kring_conference.migrations import m0001_first, m0002_pause, m0003_coordination, m0004_whole, m0005_erased
from kring_conference.process import CallStage, PathStage, PlanStage, Stage
from kring_conference.store import SHELVES, ConferenceTable
from kring_shared.contracts.conference import (
    Answered,
    ContactKind,
    Covered,
    FollowUpCallDue,
    FollowUpResult,
    Mode,
    ReceivedBy,
    RecordFollowUp,
    ReviewOutcome,
    Side,
    StartPrivateTime,
    SupportWish,
)
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import PauseReason, RequestPaused, RequestResumed
from kring_shared.contracts.matching import AssignmentFrozen
from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.migrations import migrate
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    VAULT,
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
    "(participant_id, case_id, office, part, card, spoken_with, knows_conditions, is_invited, answer, has_left, "
    "version) "
    "VALUES (:person_id, :case_id, 'utrecht', :part, :card, :spoken_with, :knows, :invited, :answer, 0, 1)"
)
OLD_CONFERENCE = (
    "INSERT INTO conference "
    "(case_id, office, stage, coordinator_id, coordinator_withheld, dossier, mandates, question_version, "
    "starts_at_ms, venue, opened_at_ms, private_from_ms, private_until_ms, version) "
    "VALUES (:case_id, 'utrecht', 'presentation-phase', :coordinator_id, 0, :dossier, :mandates, 2, "
    ":at, :venue, :at, :at, :at, 1)"
)
OLD_PLAN = (
    "INSERT INTO plan (case_id, office, stage, plan_version, text, accepted_by, version) "
    "VALUES (:case_id, 'utrecht', :stage, 2, :text, :accepted_by, 1)"
)
OLD_SIGNAL = (
    "INSERT INTO safety_signal "
    "(signal_id, about_case_id, office, stage, level, raised_by, raised_at_ms, words, version) "
    "VALUES (:id, :case_id, 'utrecht', 'raised', 'concern', 'coordinator', 0, :words, 1)"
)
OMA = "0" * 31 + "6"


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


def in_full() -> Case:
    """Make a case in which every field of conference, participant and plan holds something."""
    case = followed_up()
    words = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), "words")
    moment, day = case.now, case.now.date()
    case.stored[Conference, CASE_ID] = replace(
        case.conference,
        question=words,
        added_conditions=(words, words),
        information=(InformationNeed("0" * 32, words, FILIP), InformationNeed("1" * 32, words)),
        apart=frozenset({frozenset({FILIP, COORDINATOR})}),
        invited_group=60,
        day=Day(moment, words, Mode.HYBRID, True, True, True, (moment,), 3),  # noqa: FBT003 - each of its fields
        room=Room(2, moment, True, moment, moment, frozenset(Side), True, frozenset({Side.HARMED})),  # noqa: FBT003 - the same
        previous_case_id="1" * 32,
        paused_at=moment,
    )
    case.stored[Participant, FILIP] = replace(
        case.person(FILIP),
        side=Side.HARMED,
        relation=words,
        suggested_by=COORDINATOR,
        told=Told(
            (PersonalContact(ContactKind.PHONE, day, 5, 6),),
            frozenset(Covered),
            2,
            1,
            ReceivedBy.POST,
            briefed=True,
            spoke=True,
        ),
        care=Care(False, words, words, True, SupportWish.WANTED, COORDINATOR, "tr", COORDINATOR, True, True),  # noqa: FBT003 - the same
        dates=Dates(True, frozenset({moment}), frozenset({moment})),  # noqa: FBT003 - the same
        represented_by=COORDINATOR,
        may_be_shown=True,
        plan_received=2,
        has_left=True,
    )
    case.stored[Plan, CASE_ID] = replace(
        case.plan,
        accepted_by=(COORDINATOR,),
        unmet=("safe", "condition-1"),
        help_answers=(HelpAnswer(1, True, day),),  # noqa: FBT003 - the same
        translations=(Translation(1, "tr", words, case.plan.text),),
        written_out_on=day,
        distributed_on=day,
        handed_to=(COORDINATOR,),
        last_review=ReviewOutcome.ADJUSTS,
        reminders_until=day,
    )
    return case


def test_every_field_that_can_hold_something_comes_back_as_it_was(database: Database) -> None:
    case = in_full()
    with database.begin() as tx:
        save(tx, SHELVES, case.stored)
        found = load(tx, SHELVES, [CASE_ID]).loaded
    assert found == {key: _counted(value) for key, value in case.stored.items()}


def a_running_case_of_before(tx: Connection, plan_stage: str, accepted_by: str = "[]") -> None:
    """Write the rows of a case as they were when this release began."""
    words = Sealed[str](scope="case/1", box="").model_dump_json()
    card = PersonCard(person_id=FILIP, contact=Sealed(scope="person/1", box="")).model_dump_json()
    conditions = json.dumps([json.loads(mandate("One.", "Two.").model_dump_json())])
    dossier = Dossier(policy="nl/1").model_dump_json()
    at = int(NOON.timestamp() * 1000)
    case = {"case_id": CASE_ID, "coordinator_id": COORDINATOR, "dossier": dossier, "mandates": conditions}
    tx.execute(text(OLD_CONFERENCE), case | {"at": at, "venue": words})
    for person_id, part, spoken_with, knows, invited, answer in (
        (FILIP, "main-person", "home-visit", 1, 0, None),
        (OMA, "circle", "phone", 1, 1, "comes"),
        ("0" * 31 + "7", "circle", "phone", 0, 1, None),
        ("0" * 31 + "8", "circle", None, 0, 0, None),
    ):
        values: dict[str, object] = {
            "person_id": person_id,
            "case_id": CASE_ID,
            "part": part,
            "card": card.replace(FILIP, person_id),
        }
        values |= {"spoken_with": spoken_with, "knows": knows, "invited": invited, "answer": answer}
        tx.execute(text(OLD_PARTICIPANT), values)
    plan = {"case_id": CASE_ID, "stage": plan_stage, "text": words, "accepted_by": accepted_by}
    tx.execute(text(OLD_PLAN), plan)


def migrated(tmp_path: Path, plan_stage: str = "agreed", accepted_by: str = "[]") -> dict[tuple[type, str], Aggregate]:
    old = Database(f"sqlite:///{tmp_path / 'old.db'}", "conference")
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        m0001_first.upgrade()
        m0002_pause.upgrade()
        m0003_coordination.upgrade()
        a_running_case_of_before(tx, plan_stage, accepted_by)
        m0004_whole.upgrade()
        m0005_erased.upgrade()
    with old.read() as tx:
        loaded = load(tx, SHELVES, [CASE_ID]).loaded
    old.close()
    return dict(loaded)


def test_a_meeting_that_is_held_while_kring_is_renewed_goes_on(tmp_path: Path) -> None:
    conference = migrated(tmp_path)[Conference, CASE_ID]
    assert isinstance(conference, Conference)
    assert conference.parties() == {("coordinator", COORDINATOR)}
    assert (conference.stage, conference.question_version) == (Stage.PRESENTATION_PHASE, 2)
    assert len(conference.conditions) == 2
    day, room = conference.day, conference.room
    assert (day.starts_at, day.neutral, day.no_end_time, day.sequence) == (NOON, True, True, 1)
    assert day.venue == Sealed(scope="case/1", box="")
    assert room == Room(meeting=1, opened_at=NOON, private_from=NOON, private_until=NOON)
    leave = StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
    assert left_alone(conference, NOON, leave).stage is Stage.PRIVATE_TIME


def test_people_are_as_far_as_they_were_before_kring_was_renewed(tmp_path: Path) -> None:
    found = [person for person in migrated(tmp_path).values() if isinstance(person, Participant)]
    people = {person.id: person for person in found}
    assert [people[person_id].stage for person_id in sorted(people)] == [
        PathStage.INFORMED,
        PathStage.ANSWERED,
        PathStage.INVITED,
        PathStage.SUGGESTED,
    ]
    filip = people[FILIP]
    assert (filip.spoken_with, filip.told.conditions, filip.has_left) == (True, 2, False)
    assert people[OMA].answer is Answered.COMES
    assert people["0" * 31 + "7"].told.conditions == 0
    assert not people["0" * 31 + "8"].spoken_with


@pytest.mark.parametrize(
    ("before", "accepted_by", "after"),
    [
        ("agreed", "[]", PlanStage.AGREED),
        ("submitted", "[]", PlanStage.SUBMITTED),
        ("settled", "[]", PlanStage.AGREED),
        ("settled", f'["{OMA}"]', PlanStage.ACCEPTED),
        ("distributed", "[]", PlanStage.DISTRIBUTED),
    ],
)
def test_a_plan_keeps_its_words_its_number_and_where_it_was(
    tmp_path: Path, before: str, accepted_by: str, after: PlanStage
) -> None:
    plan = migrated(tmp_path, before, accepted_by)[Plan, CASE_ID]
    assert isinstance(plan, Plan)
    assert (plan.stage, plan.plan_version, plan.text) == (after, 2, Sealed(scope="case/1", box=""))
    assert plan.counting is not None


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
    assert set(made.tables) == {*ConferenceTable.metadata.tables, "version_kring_conference", "older_may_work"}


def test_a_signal_of_before_is_found_by_an_order_to_erase_and_waits_for_nothing_else(tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path / 'old.db'}", "conference")
    with old.begin() as tx, Operations.context(MigrationContext.configure(tx)):
        for migration in (m0001_first, m0002_pause, m0003_coordination, m0004_whole):
            migration.upgrade()
        words = Sealed[str](scope="signal/1", box="").model_dump_json()
        values = {"id": OMA, "case_id": CASE_ID, "words": words}
        tx.execute(text(OLD_SIGNAL), values)
        m0005_erased.upgrade()
    with old.read() as tx:
        (found,) = load(tx, SHELVES, [signals_of(CASE_ID)]).loaded.values()
        assert not load(tx, SHELVES, [CASE_ID]).loaded
    old.close()
    assert isinstance(found, Signal)
    assert (found.id, found.goes_when_closed) == (OMA, False)
