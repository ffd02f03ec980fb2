"""Intake's tables move on from one version to the next with everything that stands in them, on both databases."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import BigInteger, Boolean, Connection, String, column, insert, table

from kring_intake.app import service
from kring_intake.domain import Answered, KnownReferral, Quarantined, Request
from kring_intake.domain.consent import deciders_of, has_consent
from kring_intake.migrations import m0001_first
from kring_intake.process import Held, QuarantineStage, Stage
from kring_intake.store import SHELVES, IntakeTable
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import ConsentMethod
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import View, load
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH
from tests.unit.stores import differences

pytestmark = BOTH
GIVEN = datetime(2026, 11, 20, 12, 0, 0, 123000, tzinfo=UTC)
ONE, TWO, TALK, APART = (f"{number:032x}" for number in range(1, 5))


def a_card(number: int, *, minor: bool | None = False) -> PersonCard:
    person_id = f"{number:032x}"
    return PersonCard(person_id=person_id, contact=Sealed(scope=f"person/{person_id}", box="eA=="), minor=minor)


def an_old_row(case_id: str, stage: Stage, *people: PersonCard, consent: str | None = None) -> dict[str, Any]:
    """Write a request down as the first version did: plain cards, and one yes for everybody."""
    return {
        "case_id": case_id,
        "office": "utrecht",
        "stage": stage.value,
        "received_ms": 1_763_640_000_000,
        "channel": "bus",
        "context": "voluntary",
        "urgency": "normal",
        "requester_kind": "professional",
        "requester": a_card(90).model_dump_json(),
        "main_persons": json.dumps([person.model_dump() for person in people]),
        "dossier": Dossier(policy="nl/1", languages=("nl",)).model_dump_json(),
        "question": "null",
        "mandates": "[]",
        "neutral_sender": False,
        "consent": consent,
        "coordinator_id": None,
        "version": 3,
    }


KINDS: dict[type, Any] = {int: BigInteger, bool: Boolean}


def put(connection: Connection, name: str, row: dict[str, Any]) -> None:
    kinds = {key: KINDS.get(type(value), String) for key, value in row.items()}
    connection.execute(insert(table(name, *(column(key, kind) for key, kind in kinds.items()))).values(row))


def fill(connection: Connection) -> None:
    """Make the tables of the first version, with real rows in them."""
    context = MigrationContext.configure(connection, opts={"version_table": "version_kring_intake"})
    context._ensure_version_table()
    with Operations.context(context):
        m0001_first.upgrade()
    put(connection, "version_kring_intake", {"version_num": m0001_first.revision})
    given_ms = int(GIVEN.timestamp() * 1000)
    consent = json.dumps({"purpose": "conference", "method": "by-phone", "givenMs": given_ms})
    put(connection, "request", an_old_row(ONE, Stage.CONSENTED, a_card(11), consent=consent))
    put(
        connection,
        "request",
        an_old_row(TWO, Stage.IN_PREPARATION, a_card(21), a_card(22, minor=True), consent=consent),
    )
    put(connection, "request", an_old_row(TALK, Stage.INFORMATION_TALK))
    known = {"key": "k" * 32, "office": "utrecht", "code": "kring.received", "request_id": ONE, "version": 1}
    put(connection, "referral_known", known)
    put(connection, "referral_known", known | {"key": "q" * 32, "code": "kring.national-number", "request_id": None})
    text = Sealed[str](scope=f"quarantine/{APART}", box="eA==").model_dump_json()
    apart = {"quarantine_id": APART, "office": "utrecht", "system": "team", "code": "kring.national-number"}
    put(connection, "referral_quarantined", apart | {"text": text, "received_ms": 1_763_640_000_000, "version": 1})


@contextmanager
def moved_on(kind: str, folder: Path) -> Generator[Database]:
    """Give a database that was filled by the first version, and brought up to this one."""
    url = f"sqlite:///{folder}/intake.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    database = Database(url, "intake")
    try:
        migrations.migrate(database, migrations.RUNTIME)
        with database.begin() as connection:
            fill(connection)
        applied = migrations.migrate(database, service.migrations)
        assert applied[0] == "intake_0002"
        yield database
    finally:
        database.close()


def stored(database: Database, *keys: str) -> View:
    with database.read() as connection:
        return load(connection, SHELVES, keys)


def a_request(database: Database, case_id: str) -> Request:
    found = stored(database, case_id).loaded[Request, case_id]
    assert isinstance(found, Request)
    return found


def test_the_tables_are_as_the_code_expects_however_old_they_are(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database, database.begin() as connection:
        assert differences(connection, IntakeTable.metadata) == []


def test_a_yes_of_before_is_kept_as_the_main_persons_own(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        request = a_request(database, ONE)
    (said,) = request.said
    assert (said.giver_id, said.giver, said.answer) == (a_card(11).person_id, "main-person", Answered.YES)
    assert (said.purpose, said.method) == ("conference", ConsentMethod.BY_PHONE)
    assert (said.said_at, said.said_at.utcoffset()) == (GIVEN, timedelta())
    assert has_consent(request)


def test_every_main_person_comes_along_and_waits_for_nobody(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        request = a_request(database, TWO)
    assert [person.card for person in request.main_persons] == [a_card(21), a_card(22, minor=True)]
    assert (request.stage, request.held, request.version) == (Stage.IN_PREPARATION, Held.FREE, 3)
    assert not has_consent(request)
    assert deciders_of(request) is None


def test_a_talk_comes_along(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        talk = a_request(database, TALK)
    assert (talk.stage, talk.main_persons, talk.said) == (Stage.INFORMATION_TALK, (), ())
    assert (talk.funding, talk.references, talk.merged_in, talk.previous_case_id) == (None, (), (), None)


def test_a_referral_is_found_by_what_it_became(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        found = stored(database, ONE, "q" * 32)
    known = found.loaded[KnownReferral, "k" * 32]
    assert isinstance(known, KnownReferral)
    assert (known.case_id, known.request_id) == (ONE, ONE)
    apart = found.loaded[KnownReferral, "q" * 32]
    assert isinstance(apart, KnownReferral)
    assert (apart.case_id, apart.was_set_apart) == ("", True)


def test_what_was_set_apart_still_waits(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        apart = stored(database, APART).loaded[Quarantined, APART]
    assert isinstance(apart, Quarantined)
    assert (apart.stage, apart.channel, apart.reference) == (QuarantineStage.WAITING, "bus", "")


def test_a_second_time_applies_nothing(kind: str, tmp_path: Path) -> None:
    with moved_on(kind, tmp_path) as database:
        assert migrations.migrate(database, service.migrations) == []
        assert migrations.is_current(database, service.migrations)
