"""A desk's tables with few or many cases in them: rows of real aggregates, copied in SQL under ids of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, text

from kring_conference.app import service as conference_service
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage
from kring_conference.process import Stage as ConferenceStage
from kring_conference.store import SHELVES as CONFERENCE_SHELVES
from kring_intake.app import service as intake_service
from kring_intake.domain import MainPerson, Request
from kring_intake.handlers.findable import let_be_found
from kring_intake.process import Stage
from kring_intake.store import SHELVES as INTAKE_SHELVES
from kring_shared.contracts.field import Dossier, Part, PersonCard
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import Shelf, save
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.work import NOON, PlainVault, a_work

OFFICE: Final = "utrecht"
SOUGHT: Final = "Youssef Bouzidi"
"""Whom the bench looks for; so many requests are about somebody called so."""
SOUGHT_TIMES: Final = 30
IN_TEN: Final = 10
"""One case of so many stands in the stage that is asked for alone."""
HASHES_A_CASE: Final = 2
"""How many rows a case has in the index of names."""
NAMES: Final = 50_000
VAULT: Final = PlainVault()
Changes = Mapping[str, str]
"""By column, the SQL that gives its value for the case of number `i`."""


def intake(folder: Path, cases: int) -> Database:
    """Make intake's tables with so many requests, and thirty people more who are looked for."""
    database = migrated(intake_service, folder / f"intake-{cases}.db")
    stages = f"CASE i % {IN_TEN} WHEN 0 THEN '{Stage.TRIAGED}' ELSE '{Stage.CLOSED}' END"
    changes = {"case_id": id_of("i"), "received_ms": f"{to_ms(NOON)} + i", "stage": stages}
    with database.begin() as tx, _indexed_afterwards(tx, "request", "person_block"):
        copies(tx, INTAKE_SHELVES, _request("0" * 32), changes, cases)
        for number in range(HASHES_A_CASE):
            _names(tx, number, cases)
        for number in range(SOUGHT_TIMES):
            request = _request(f"f{number:031x}", SOUGHT)
            work = a_work("intake", office=OFFICE)
            let_be_found(request, work)
            save(tx, INTAKE_SHELVES, {**work.changed, (Request, request.id): request})
    return database


def conferences(folder: Path, cases: int) -> Database:
    """Make the tables of conferences, each with two people who are asked."""
    database = migrated(conference_service, folder / f"conference-{cases}.db")
    dossier = Dossier(policy="nl/1")
    one = Conference("0" * 32, OFFICE, dossier, stage=ConferenceStage.CONCLUDED)
    stages = f"CASE i % {IN_TEN} WHEN 0 THEN '{ConferenceStage.PREPARING}' ELSE '{ConferenceStage.CONCLUDED}' END"
    with database.begin() as tx, _indexed_afterwards(tx, "conference", "participant"):
        copies(tx, CONFERENCE_SHELVES, one, {"case_id": id_of("i"), "stage": stages}, cases)
        for number in (1, 2):
            person = Participant(_card("0" * 32, "Oma"), "0" * 32, OFFICE, Part.CIRCLE, PathStage.INVITED)
            changes = {"case_id": id_of("i"), "participant_id": f"printf('{number}%031x', i)"}
            copies(tx, CONFERENCE_SHELVES, person, changes, cases)
    return database


def migrated(service: Any, file: Path) -> Database:  # noqa: ANN401 - a service's declaration
    """Make the tables of a service in a file."""
    database = Database(f"sqlite:///{file}", service.name)
    migrations.migrate(database, migrations.RUNTIME, service.migrations)
    return database


@contextmanager
def _indexed_afterwards(tx: Connection, *tables: str) -> Iterator[None]:
    """Fill tables without their indexes, and make these anew: each row put into its place costs many times as much."""
    asked = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table")
    indexes = [row for table in tables for row in tx.execute(asked, {"table": table})]
    for index in indexes:
        tx.execute(text(f"DROP INDEX {index.name}"))
    yield
    for index in indexes:
        tx.execute(text(index.sql))


def id_of(number: str) -> str:
    """Give the SQL of an id that is made of a number."""
    return f"printf('%032x', {number})"


def _card(person_id: str, name: str) -> PersonCard:
    contact = VAULT.seal(OFFICE, scope_of(Scope.PERSON, person_id), Contact(name=name))
    return PersonCard(person_id=person_id, contact=contact)


def _request(case_id: str, name: str = "Jan de Vries") -> Request:
    main = MainPerson(_card(case_id, name))
    request = Request(
        case_id=case_id,
        office=OFFICE,
        received_at=NOON,
        channel="file",
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=_card(f"e{case_id[1:]}", "M. Jansen"),
        dossier=Dossier(policy="nl/1"),
        main_persons=(main,),
    )
    return replace(request, stage=Stage.TRIAGED)


def copies(tx: Connection, shelves: tuple[Shelf[Any], ...], one: Any, changes: Changes, cases: int) -> None:  # noqa: ANN401 - an aggregate
    """Write the row of one aggregate so many times, each with its own id."""
    shelf = next(shelf for shelf in shelves if shelf.kind is type(one))
    row: dict[str, Any] = shelf.row(one) | {"version": 1}
    values = {name: changes.get(name, f":{name}") for name in row}
    insert_many(tx, shelf.table.name, values, row, cases)


def _names(tx: Connection, number: int, cases: int) -> None:
    """Write rows of the index of names: made-up hashes, each of as many cases as there are for one of the names."""
    values = {
        "block_id": f"printf('{number}%063x', i)",
        "block": f"printf('{number}%031x', (i * 7919) % {NAMES})",
        "person_id": id_of("i"),
        "case_id": id_of("i"),
        "held_by": ":office",
        "version": "1",
    }
    insert_many(tx, "person_block", values, {"office": OFFICE}, cases)


def insert_many(tx: Connection, table: str, values: Mapping[str, str], bound: Mapping[str, Any], cases: int) -> None:
    """Write so many rows: by column the SQL that gives its value for row `i`, with what is bound in it."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :cases)"
    columns, chosen = ", ".join(values), ", ".join(values.values())
    statement = f"INSERT INTO {table} ({columns}) {numbers} SELECT {chosen} FROM n"  # noqa: S608 - all of it is written here
    asked = {name: value for name, value in bound.items() if f":{name}" in values.values()}
    tx.execute(text(statement), asked | {"cases": cases})
