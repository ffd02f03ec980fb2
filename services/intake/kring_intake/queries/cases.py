"""The cases of an office, as codes and dates: nothing is opened."""

from sqlalchemy import select

from kring_intake.process import Held, Stage, possible
from kring_intake.store.request import RequestRow
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases
from kring_shared.kernel.errors import NotPermitted
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import from_ms


def list_cases(query: ListCases, reader: Reader) -> CaseList:
    """List the cases of the office that asks, newest first: the columns of the list only, nothing is opened."""
    must_be_own(query.office, reader)
    table = table_of(RequestRow)
    listed = ("case_id", "office", "stage", "held", "conference_type", "context", "urgency", "received_ms")
    statement = (
        select(*(table.c[name] for name in listed))
        .where(table.c.office == reader.office)
        .order_by(table.c.received_ms.desc(), table.c.case_id.desc())
        .limit(query.limit)
    )
    return CaseList(
        cases=tuple(
            CaseLine(
                case_id=row.case_id,
                office=row.office,
                stage=row.stage,
                held="" if row.held == Held.FREE else row.held,
                conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
                context=Context(row.context),
                urgency=Urgency(row.urgency),
                received_at=from_ms(row.received_ms),
                possible=possible(Stage(row.stage), Held(row.held)),
            )
            for row in reader.session.execute(statement)
        )
    )


def must_be_own(office: str, reader: Reader) -> None:
    """Refuse a question about another office.

    Raises:
        NotPermitted: the actor is of another office.
    """
    if office != reader.office:
        raise NotPermitted(f"an actor of office {reader.office} cannot ask about {office}")
