"""Which registrations stand in the way of publishing a year: those of the year and office that are not locked."""

from dataclasses import replace
from datetime import date

from kring_registry.domain.registration import Registration
from kring_registry.process.registration import Stage
from kring_registry.queries.open_ones import list_registrations
from kring_shared.contracts.registry import ListRegistrations
from kring_shared.runtime.storage.database import Database
from tests.unit.registry.cases import after
from tests.unit.registry.test_store import a_reader, put
from tests.unit.registry.test_store import database as database  # noqa: PLC0414 - the fixture

IN_2026 = date(2026, 5, 1)


def one(number: int, stage: Stage, **changes: object) -> Registration:
    return replace(after(), case_id=f"{number:032x}", received_on=IN_2026, stage=stage, version=0, **changes)  # type: ignore[arg-type]  # fields


def cases(database: Database, office: str = "utrecht", **asked: object) -> list[str]:
    query = ListRegistrations.model_validate({"year": 2026} | asked)
    with database.read() as tx:
        return [line.case_id for line in list_registrations(query, a_reader(tx, office=office)).registrations]


def test_only_what_is_open_of_this_year_and_office_is_listed(database: Database) -> None:
    with database.begin() as tx:
        put(
            tx,
            one(1, Stage.OPEN),
            one(2, Stage.COMPLETED),
            one(3, Stage.VALIDATED, follow_up_ended=True),
            one(4, Stage.LOCKED),
            one(5, Stage.MOVED),
            replace(one(6, Stage.OPEN), received_on=date(2025, 12, 31)),
            replace(one(7, Stage.OPEN), office="gent"),
        )
    assert cases(database) == [f"{n:032x}" for n in (1, 2, 3)]
    assert cases(database, "gent") == [f"{7:032x}"]


def test_one_stage_and_more_years_are_listed_together_the_longest_open_first(database: Database) -> None:
    with database.begin() as tx:
        put(tx, one(3, Stage.COMPLETED), one(2, Stage.OPEN))
        put(tx, replace(one(1, Stage.COMPLETED), received_on=date(2025, 12, 31)))
    assert cases(database, since_year=2025) == [f"{n:032x}" for n in (1, 2, 3)]
    assert cases(database, since_year=2025, stage="completed", limit=1) == [f"{1:032x}"]
    assert cases(database, since_year=2025, stage="completed", limit=1, after=f"{1:032x}") == [f"{3:032x}"]


def test_it_goes_on_where_the_page_before_ended(database: Database) -> None:
    with database.begin() as tx:
        put(tx, one(1, Stage.OPEN), one(2, Stage.OPEN), one(3, Stage.OPEN))
    assert cases(database, limit=2) == [f"{n:032x}" for n in (1, 2)]
    assert cases(database, limit=2, after=f"{2:032x}") == [f"{3:032x}"]
