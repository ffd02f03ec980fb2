"""What was set apart and waits for a person: by codes, and one with its masked text opened."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from kring_intake.domain import Quarantined
from kring_intake.process import QuarantineStage
from kring_intake.queries.cases import must_be_own
from kring_intake.store.referral import QuarantinedRow, quarantined_value
from kring_shared.contracts.intake import (
    ListQuarantine,
    QuarantinedShown,
    QuarantineLine,
    QuarantineList,
    ShowQuarantined,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.shelves import table_of


class QuarantineShower:
    """Shows what waits; the office's policy says how long."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Show for these offices."""
        self._offices = offices

    def list_quarantine(self, query: ListQuarantine, reader: Reader) -> QuarantineList:
        """List what waits at the office that asks, the oldest first; nothing is opened."""
        must_be_own(query.office, reader)
        table = table_of(QuarantinedRow)
        order = Order((table.c.received_ms, number), (table.c.quarantine_id, str))
        waiting = select(table).where(table.c.office == reader.office, table.c.stage == QuarantineStage.WAITING.value)
        rows = reader.session.execute(order.page(waiting, query.after, query.limit)).all()
        apart = map(quarantined_value, rows[: query.limit])
        return QuarantineList(quarantined=tuple(self._line(one) for one in apart), next=order.next(rows, query.limit))

    def show_quarantined(self, query: ShowQuarantined, reader: Reader) -> QuarantinedShown:
        """Show one with its masked text.

        Raises:
            NotFound: there is none, or it was released, rejected or erased.
        """
        apart: Quarantined | None = reader.get(Quarantined, query.quarantine_id)
        if apart is not None and apart.stage is QuarantineStage.WAITING:
            text = reader.open(apart.text, str)
            if not isinstance(text, Erased):
                return QuarantinedShown(line=self._line(apart), text=text)
        raise NotFound("nothing waits under that id in this office; list-quarantine names what does")

    def _line(self, apart: Quarantined) -> QuarantineLine:
        days = POLICIES[self._offices[apart.office].policy].quarantine_days
        return QuarantineLine(
            quarantine_id=apart.quarantine_id,
            system=apart.system,
            code=apart.code,
            received_at=apart.received_at,
            erased_at=apart.received_at + timedelta(days=days),
        )
