"""What people ask about what is kept: of one case, and the receipts of what was erased."""

from sqlalchemy import select, tuple_

from kring_registry.domain.erasure import Erasure
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.registration import Registration
from kring_registry.process.erasure import ErasureStage
from kring_registry.store.keeping import ErasureRow, erasure_value
from kring_shared.contracts.registry import (
    DueLine,
    ErasureList,
    ErasureShown,
    KeepingShown,
    ListErasures,
    ShowErasure,
    ShowKeeping,
)
from kring_shared.contracts.retention import RecordKind, RetentionRule
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of


def show_keeping(query: ShowKeeping, reader: Reader) -> KeepingShown:
    """Show for each kind of record of a case when it goes, on what ground it is kept until then, and what went."""
    keeping: Keeping | None = reader.get(Keeping, query.case_id)
    if keeping is None:
        raise NotFound("of this case no terms are known in this office")
    registration: Registration | None = reader.get(Registration, query.case_id)
    lines = tuple(_line(rule, keeping, registration) for rule in keeping.rules)
    return KeepingShown(case_id=keeping.case_id, held_for=keeping.held_for, lines=lines)


def show_erasure(query: ShowErasure, reader: Reader) -> ErasureShown:
    """Show the receipt of one erasure; until it is done, with who did not answer yet."""
    erasure: Erasure | None = reader.get(Erasure, query.erasure_id)
    if erasure is None:
        raise NotFound("no order to erase is known under that id in this office; list-erasures gives them all")
    return erasure.shown()


def list_erasures(query: ListErasures, reader: Reader) -> ErasureList:
    """List the orders of the office, the newest first; opaque ids only."""
    table = table_of(ErasureRow)
    place = tuple_(table.c.ordered_on, table.c.erasure_id)
    wanted = select(table).where(table.c.office == reader.office)
    if query.open_only:
        wanted = wanted.where(table.c.stage != ErasureStage.EXECUTED.value)
    if query.after:
        before = select(table).where(table.c.office == reader.office, table.c.erasure_id == query.after)
        last = reader.session.execute(before).one_or_none()
        if last is None:
            raise NotFound(
                "there is no such order to go on after; list-erasures without `after` begins with the newest"
            )
        wanted = wanted.where(place < tuple_(last.ordered_on, last.erasure_id))
    newest = wanted.order_by(table.c.ordered_on.desc(), table.c.erasure_id.desc()).limit(query.limit + 1)
    found = [erasure_value(row) for row in reader.session.execute(newest)]
    shown, more = found[: query.limit], len(found) > query.limit
    return ErasureList(
        erasures=tuple(erasure.shown() for erasure in shown), next_after=shown[-1].erasure_id if more else ""
    )


def _line(rule: RetentionRule, keeping: Keeping, registration: Registration | None) -> DueLine:
    due_on = keeping.due_on(rule)
    if rule.kind is RecordKind.REGISTRATION and registration is not None:
        due_on = registration.due_on
    return DueLine(kind=rule.kind, due_on=due_on, basis=rule.basis, erased_on=keeping.erased_on(rule.kind))
