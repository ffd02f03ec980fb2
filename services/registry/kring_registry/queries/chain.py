"""Whether everything that was locked is what it was: a walk through an office's whole chain, page by page."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, Table, select, text

from kring_registry.domain.chain import Chain
from kring_registry.domain.checking import Checking
from kring_registry.domain.checking import Row as Held
from kring_registry.process.registration import SEALED
from kring_registry.store.chain import ChainEntryRow, ChainRow, chain_value, entry_value
from kring_registry.store.record import RecordRow, record_value
from kring_registry.store.registration import RegistrationRow, registration_value
from kring_shared.contracts.registry import ChainVerified, VerifyChain
from kring_shared.runtime.routes import Reader

PAGE: Final = 500
"""Entries that are held in memory at once."""
CHAIN: Final[Table] = ChainRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
ENTRIES: Final[Table] = ChainEntryRow.__table__  # type: ignore[attr-defined]  # as above
REGISTRATIONS: Final[Table] = RegistrationRow.__table__  # type: ignore[attr-defined]  # as above
RECORDS: Final[Table] = RecordRow.__table__  # type: ignore[attr-defined]  # as above
SEALED_STAGES: Final = tuple(stage.value for stage in SEALED)


def verify_chain(_query: VerifyChain, reader: Reader) -> ChainVerified:
    """Hold every link against the one before, and every locked registration and record against its entry."""
    if reader.session.connection().dialect.name == "postgresql":
        reader.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))  # all pages of one moment
    checking = Checking()
    for page in _pages(reader, ENTRIES):
        numbers = page[0].number, page[-1].number
        registrations = _by_number(reader, REGISTRATIONS, numbers, registration_value)
        records = _by_number(reader, RECORDS, numbers, record_value)
        for row in page:
            checking.entry(entry_value(row), registrations.get(row.number, ()), records.get(row.number, ()))
    _look_behind_the_end(checking, reader)
    for row in _older(reader):
        checking.older(_value(row, registration_value))
    checking.end(_head(reader))
    return ChainVerified(
        office=reader.office,
        entries=checking.length,
        opened=checking.opened,
        records=checking.records,
        outside=checking.outside,
        head=checking.before,
        faults=tuple(checking.faults),
    )


def keys_of_no_aggregate(_query: VerifyChain, _office: str) -> tuple[str, ...]:
    """Name nothing to load: the walk reads its pages itself."""
    return ()


def _head(reader: Reader) -> Chain:
    found = reader.session.execute(select(CHAIN).where(CHAIN.c.office == reader.office)).first()
    return Chain(reader.office) if found is None else chain_value(found)


def _pages(reader: Reader, table: Table) -> Iterator[Sequence[Row[Any]]]:
    after = 0
    while page := reader.session.execute(_after(table, reader.office, after).limit(PAGE)).all():
        yield page
        after = page[-1].number


def _after(table: Table, office: str, number: int) -> Select[Any]:
    return select(table).where(table.c.office == office, table.c.number > number).order_by(table.c.number)


def _by_number(
    reader: Reader, table: Table, numbers: tuple[int, int], value: Callable[[Row[Any]], Held]
) -> Mapping[int, Sequence[Held]]:
    """Give the rows that name a place of this page, by place."""
    asked = select(table).where(table.c.office == reader.office, table.c.number.between(*numbers))
    found: dict[int, list[Held]] = defaultdict(list)
    for row in reader.session.execute(asked):
        found[row.number].append(_value(row, value))
    return found


def _value(row: Row[Any], value: Callable[[Row[Any]], Any]) -> Any:  # noqa: ANN401 - whatever stands in that table
    """Read a row; none when somebody wrote into it what cannot be read, which is a fault of the row and not of ours."""
    try:
        return value(row)
    except (ValueError, KeyError, TypeError):
        return None


def _look_behind_the_end(checking: Checking, reader: Reader) -> None:
    """Name rows whose place the chain does not have: none of the pages came by them."""
    places = select(ENTRIES.c.number).where(ENTRIES.c.office == reader.office)
    for table, code in ((REGISTRATIONS, "registration-outside"), (RECORDS, "record-outside")):
        own = select(table.c.number).where(table.c.office == reader.office, table.c.number.not_in(places))
        own = own.where(table.c.number != 0 if table is REGISTRATIONS else table.c.number > -1)
        checking.beyond(reader.session.execute(own.order_by(table.c.number)).scalars().all(), code)


def _older(reader: Reader) -> Iterator[Row[Any]]:
    own = select(REGISTRATIONS).where(REGISTRATIONS.c.office == reader.office, REGISTRATIONS.c.number == 0)
    yield from reader.session.execute(own.where(REGISTRATIONS.c.stage.in_(SEALED_STAGES)))
