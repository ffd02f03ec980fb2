"""What people ask intake: the cases of an office, and one request with its names opened."""

from sqlalchemy import select

from kring_intake.domain import Request
from kring_intake.process import Stage, table_of
from kring_intake.store import RequestRow
from kring_shared.contracts.field import ConferenceType, Context, PersonCard, Urgency
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases, PersonLine, RequestShown, ShowRequest
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.runtime.routes import Reader
from kring_shared.runtime.tables import from_ms

ERASED = "(erased)"


def list_cases(query: ListCases, reader: Reader) -> CaseList:
    """List the cases of the office that asks, newest first: the columns of the list only, nothing is opened."""
    if query.office != reader.office:
        message = f"an actor of office {reader.office} cannot list the cases of {query.office}"
        raise NotPermitted(message)
    table = RequestRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    listed = ("case_id", "office", "stage", "conference_type", "context", "urgency", "received_ms")
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
                conference_type=ConferenceType(row.conference_type) if row.conference_type else None,
                context=Context(row.context),
                urgency=Urgency(row.urgency),
                received_at=from_ms(row.received_ms),
                possible=table_of(Stage(row.stage)).possible(Stage(row.stage)),
            )
            for row in reader.session.execute(statement)
        )
    )


def show_request(query: ShowRequest, reader: Reader) -> RequestShown:
    """Show one request with its names, question and conditions."""
    request: Request | None = reader.get(Request, query.case_id)
    if request is None:
        message = "no request is known under that id in this office"
        raise NotFound(message)
    conditions = (condition for mandate in request.mandates for condition in mandate.conditions)
    return RequestShown(
        case=_line(request),
        policy=request.dossier.policy,
        requester=_person(request.requester, reader),
        main_persons=tuple(_person(person, reader) for person in request.main_persons),
        question=_text(request.question, reader) if request.question else "",
        conditions=tuple(_text(condition, reader) for condition in conditions),
    )


def _line(request: Request) -> CaseLine:
    return CaseLine(
        case_id=request.case_id,
        office=request.office,
        stage=request.stage,
        conference_type=request.dossier.conference_type,
        context=request.dossier.context,
        urgency=request.dossier.urgency,
        received_at=request.received_at,
        possible=request.possible,
    )


def _person(card: PersonCard, reader: Reader) -> PersonLine:
    contact = reader.open(card.contact, Contact)
    name = ERASED if isinstance(contact, Erased) else contact.name
    return PersonLine(person_id=card.person_id, name=name, languages=card.languages)


def _text(sealed: Sealed[str], reader: Reader) -> str:
    text = reader.open(sealed, str)
    return ERASED if isinstance(text, Erased) else text
