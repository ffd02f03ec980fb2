"""What is planned and was held, who comes, and what somebody may still come to."""

from datetime import UTC, datetime, time

from sqlalchemy import select

from kring_matching.domain import Career, Coordinator, Gathering
from kring_matching.process import GatheringStage
from kring_matching.queries.agenda import LONGEST
from kring_matching.store.support import GatheringRow, gathering_value
from kring_shared.contracts.matching import (
    AttendeeLine,
    GatheringLine,
    GatheringList,
    GatheringShown,
    ListGatherings,
    ListOpenGatherings,
    OpenGatheringLine,
    OpenGatherings,
    ShowGathering,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import ERASED, name_of
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


def list_open_gatherings(_query: ListOpenGatherings, reader: Reader) -> OpenGatherings:
    """List what is not over, also what is not public; of others who come nothing is told but whether it is full."""
    table = table_of(GatheringRow)
    statement = (
        select(table)
        .where(table.c.office == reader.office, table.c.stage != GatheringStage.CANCELLED.value)
        .where(table.c.starts_at_ms >= to_ms(reader.now - LONGEST))
        .order_by(table.c.starts_at_ms, table.c.gathering_id)
    )
    found = (gathering_value(row) for row in reader.session.execute(statement))
    return OpenGatherings(gatherings=tuple(_open(one, reader) for one in found if max(one.days) >= reader.now))


def _open(gathering: Gathering, reader: Reader) -> OpenGatheringLine:
    return OpenGatheringLine(
        line=line_of(gathering).model_copy(update={"signed_up": 0, "present": ()}),
        signed_up=reader.actor.id in gathering.signed_up,
        full=len(gathering.signed_up) >= gathering.room_for,
    )


def show_gathering(query: ShowGathering, reader: Reader) -> GatheringShown:
    """Show who comes and who was there, by name, to who notes it.

    Raises:
        NotFound: there is no such gathering in this office.
    """
    gathering: Gathering | None = reader.get(Gathering, query.gathering_id)
    if gathering is None:
        raise NotFound("no gathering is known under that id in this office; list-gatherings names them")
    by_day = dict(gathering.present)
    people = dict.fromkeys((*gathering.signed_up, *(who for present in by_day.values() for who in present)))
    reader.load(*people)
    lines = (
        AttendeeLine(
            person_id=who,
            name=_name(who, reader),
            signed_up=who in gathering.signed_up,
            days=tuple(day for day, present in by_day.items() if who in present),
        )
        for who in people
    )
    by_name = sorted(lines, key=lambda line: (line.name.casefold(), line.person_id))
    return GatheringShown(line=line_of(gathering), people=tuple(by_name), days_noted=tuple(by_day))


def _name(person_id: str, reader: Reader) -> str:
    """Name a coordinator or a candidate; whoever is neither any more was erased."""
    found: Coordinator | Career | None = reader.get(Coordinator, person_id) or reader.get(Career, person_id)
    return name_of(found.card.contact, reader) if found is not None else ERASED
