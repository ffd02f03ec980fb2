"""Which requests other offices offer to this one, and what became of those taken over; codes only."""

from sqlalchemy import select

from kring_intake.process import TAKEOVER, TakeoverStage
from kring_intake.queries.cases import must_be_own
from kring_intake.store.transfer import TakeoverRow
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.intake import ListTransfers, TransferLine, TransferList, TransferReason
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms


def list_transfers(query: ListTransfers, reader: Reader) -> TransferList:
    """List what was offered to the office that asks, newest first."""
    must_be_own(query.office, reader)
    table = table_of(TakeoverRow)
    statement = (
        select(table)
        .where(table.c.office == reader.office)
        .order_by(table.c.offered_ms.desc(), table.c.transfer_id.desc())
        .limit(query.limit)
    )
    return TransferList(
        transfers=tuple(
            TransferLine(
                transfer_id=row.transfer_id,
                from_office=row.from_office,
                reason=TransferReason(row.reason),
                urgency=Urgency(row.urgency),
                stage=row.stage,
                offered_at=from_ms(row.offered_ms),
                case_id=row.case_id,
                possible=TAKEOVER.possible(TakeoverStage(row.stage)),
            )
            for row in reader.session.execute(statement)
        )
    )
