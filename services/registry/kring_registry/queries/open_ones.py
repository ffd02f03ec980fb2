"""Which registrations of a year are still open: who publishes it has to know whom to ask."""

from sqlalchemy import select

from kring_registry.domain.record import year_key
from kring_registry.process.registration import UNLOCKED
from kring_registry.store.registration import RegistrationRow
from kring_shared.contracts.registry import ListRegistrations, RegistrationLine, RegistrationList
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of


def list_registrations(query: ListRegistrations, reader: Reader) -> RegistrationList:
    """Give those that are not locked, by the order of their ids, which is that of their moments."""
    table = table_of(RegistrationRow)
    stages = [stage.value for stage in UNLOCKED if query.stage in {"", stage.value}]
    years = range(min(query.since_year or query.year, query.year), query.year + 1)
    keys = [year_key(reader.office, year) for year in years]
    of_year = table.c.year_key.in_(keys) & table.c.stage.in_(stages)
    found = select(table).where(of_year, table.c.case_id > query.after).order_by(table.c.case_id).limit(query.limit)
    rows = list(reader.session.execute(found))
    return RegistrationList(
        registrations=tuple(
            RegistrationLine(
                case_id=row.case_id,
                stage=row.stage,
                received_on=row.received_on,
                coordinator_id=row.coordinator_id,
                follow_up_ended=row.follow_up_ended,
            )
            for row in rows
        ),
        next_after=rows[-1].case_id if len(rows) == query.limit else "",
    )
