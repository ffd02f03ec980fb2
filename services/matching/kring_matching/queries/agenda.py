"""The public agenda: what is coming, and whom the office seeks; of nobody in particular."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from kring_matching.domain import Gathering
from kring_matching.queries.advice import recruitment_advice
from kring_matching.queries.sought import sentence_of
from kring_matching.store.support import GatheringRow, gathering_value
from kring_shared.contracts.matching import Agenda, GatheringLine, RecruitmentAdvice, ShowAgenda
from kring_shared.contracts.matching.words import Spoken
from kring_shared.contracts.offices import OfficeCard
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import to_ms

LONGEST: Final = timedelta(days=366)
"""The first day of what still has a day to come lies no longer ago."""


class PublicAgenda:
    """What anybody may know of an office; it knows the offices, by the names people call them."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Use these offices."""
        self._offices = offices

    def show(self, query: ShowAgenda, reader: Reader) -> Agenda:
        """Show what anybody may know.

        Public gatherings until their last day has begun, also those that were cancelled. Of those who come nothing is
        told but that it is full: then there is room for 0, else for as many as were planned in all.
        """
        office = self._offices[reader.office].title
        return Agenda(office=office, gatherings=_coming(reader), sought=_sought(reader, query.language))


def _coming(reader: Reader) -> tuple[GatheringLine, ...]:
    table = table_of(GatheringRow)
    statement = (
        select(table)
        .where(table.c.office == reader.office, table.c.public)
        .where(table.c.starts_at_ms >= to_ms(reader.now - LONGEST))
        .order_by(table.c.starts_at_ms, table.c.gathering_id)
    )
    gatherings = (gathering_value(row) for row in reader.session.execute(statement))
    return tuple(_line(one) for one in gatherings if max(one.days) >= reader.now)


def _line(gathering: Gathering) -> GatheringLine:
    full = len(gathering.signed_up) >= gathering.room_for
    return GatheringLine(
        gathering_id=gathering.gathering_id,
        kind_of=gathering.kind_of,
        title=gathering.title,
        days=gathering.days,
        place=gathering.place,
        agenda=gathering.agenda,
        room_for=0 if full else gathering.room_for,
        signed_up=0,
        stage=gathering.stage,
        scope=gathering.scope,
    )


def _sought(reader: Reader, language: Spoken) -> tuple[str, ...]:
    advice = recruitment_advice(RecruitmentAdvice(outward=True), reader)
    sentences = (sentence_of(line, language) for line in advice.lines)
    return tuple(sentence for sentence in sentences if sentence)
