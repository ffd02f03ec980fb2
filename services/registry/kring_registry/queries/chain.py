"""Whether everything that was locked is what it was: a walk through an office's whole chain, page by page."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, Table, select, text

from kring_registry.domain.chain import Chain, EntryKind
from kring_registry.domain.checking import Checking
from kring_registry.domain.checking import Row as Held
from kring_registry.process.registration import SEALED
from kring_registry.store.chain import ChainEntryRow, ChainRow, chain_value, entry_value
from kring_registry.store.figures import YearReportRow, report_value
from kring_registry.store.keeping import ErasureRow, erasure_value
from kring_registry.store.record import RecordRow, record_value
from kring_registry.store.registration import RegistrationRow, registration_value
from kring_shared.contracts.registry import ChainVerified, VerifyChain
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

PAGE: Final = 500
"""Entries that are held in memory at once."""
CHAIN: Final[Table] = table_of(ChainRow)
ENTRIES: Final[Table] = table_of(ChainEntryRow)
REGISTRATIONS: Final[Table] = table_of(RegistrationRow)
RECORDS: Final[Table] = table_of(RecordRow)
HELD: Final[dict[EntryKind, tuple[Table, Callable[[Row[Any]], Held]]]] = {
    EntryKind.REGISTRATION: (REGISTRATIONS, registration_value),
    EntryKind.RECORD: (RECORDS, record_value),
    EntryKind.ERASURE: (table_of(ErasureRow), erasure_value),
    EntryKind.YEAR: (table_of(YearReportRow), report_value),
}
"""Where stands what each kind of entry commits to; every one of these tables has the columns `office` and `number`."""
SEALED_STAGES: Final = tuple(stage.value for stage in SEALED)


def verify_chain(_query: VerifyChain, reader: Reader) -> ChainVerified:
    """Hold every link against the one before, and every locked registration and record against its entry."""
    if reader.session.connection().dialect.name == "postgresql":
        reader.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))  # all pages of one moment
    checking = Checking()
    for page in _pages(reader, ENTRIES):
        named = [(kind, _by_number(reader, kind, page[0].number, page[-1].number)) for kind in EntryKind]
        for row in page:
            entry = _value(row, entry_value)
            if entry is None:
                checking.unreadable(row.number)
            else:
                checking.entry(entry, {kind: rows.get(row.number, ()) for kind, rows in named})
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


def _by_number(reader: Reader, kind: EntryKind, first: int, last: int) -> Mapping[int, Sequence[Held]]:
    """Give the rows of a kind that name a place of this page, by place."""
    table, value = HELD[kind]
    asked = select(table).where(table.c.office == reader.office, table.c.number.between(first, last))
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
    for kind, (table, _) in HELD.items():
        own = select(table.c.number).where(table.c.office == reader.office, table.c.number.not_in(places))
        if kind is not EntryKind.RECORD:
            own = own.where(table.c.number != 0)  # not locked, not done; a record has its place from the beginning
        numbers = reader.session.execute(own.order_by(table.c.number)).scalars().all()
        checking.beyond(numbers, f"{kind.value}-outside")


def _older(reader: Reader) -> Iterator[Row[Any]]:
    own = select(REGISTRATIONS).where(REGISTRATIONS.c.office == reader.office, REGISTRATIONS.c.number == 0)
    yield from reader.session.execute(own.where(REGISTRATIONS.c.stage.in_(SEALED_STAGES)))
