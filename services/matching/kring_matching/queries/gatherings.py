"""What is planned and was held."""

from datetime import UTC, datetime, time

from sqlalchemy import select

from kring_matching.domain import Gathering
from kring_matching.store.support import GatheringRow, gathering_value
from kring_shared.contracts.matching import GatheringLine, GatheringList, ListGatherings
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms


def list_gatherings(query: ListGatherings, reader: Reader) -> GatheringList:
    """List the gatherings of the office that asks, in the order in which they begin."""
    table = table_of(GatheringRow)
    statement = select(table).where(table.c.office == reader.office)
    if query.since is not None:
        statement = statement.where(table.c.starts_at_ms >= to_ms(datetime.combine(query.since, time(), UTC)))
    statement = statement.order_by(table.c.starts_at_ms, table.c.gathering_id).limit(query.limit)
    found = map(gathering_value, reader.session.execute(statement))
    return GatheringList(gatherings=tuple(line_of(gathering) for gathering in found))


def line_of(gathering: Gathering) -> GatheringLine:
    """Give what is told of one gathering: how many come, never who."""
    return GatheringLine(
        gathering_id=gathering.id,
        kind_of=gathering.kind_of,
        title=gathering.title,
        days=gathering.days,
        place=gathering.place,
        agenda=gathering.agenda,
        room_for=gathering.room_for,
        signed_up=len(gathering.signed_up),
        present=tuple(len(people) for _, people in gathering.present),
        stage=gathering.stage.value,
        public=gathering.public,
        scope=gathering.scope,
    )
