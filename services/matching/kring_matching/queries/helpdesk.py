"""What waits at the helpdesk, and one question with its answer."""

from sqlalchemy import select

from kring_matching.domain import HelpdeskCase
from kring_matching.process import HelpdeskStage
from kring_matching.store.support import HelpdeskRow, helpdesk_value
from kring_shared.contracts.matching import (
    HelpdeskLine,
    HelpdeskList,
    HelpdeskShown,
    ListHelpdesk,
    ListOwnQuestions,
    OwnQuestions,
    ShowHelpdeskCase,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import opened
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of


def list_helpdesk(query: ListHelpdesk, reader: Reader) -> HelpdeskList:
    """List the questions of the office, the longest waiting first; never what is asked."""
    table = table_of(HelpdeskRow)
    statement = select(table).where(table.c.office == reader.office)
    if not query.closed_too:
        statement = statement.where(table.c.stage != HelpdeskStage.ANSWERED.value)
    waiting_longest_first = statement.order_by(table.c.helpdesk_id)  # an id begins with the moment it was asked
    cases = [helpdesk_value(row) for row in reader.session.execute(waiting_longest_first)]
    return HelpdeskList(questions=tuple(_line(case, reader) for case in cases))


def list_own_questions(query: ListOwnQuestions, reader: Reader) -> OwnQuestions:
    """List what this coordinator asked, the newest first; never what is asked."""
    table = table_of(HelpdeskRow)
    order = Order((table.c.helpdesk_id, str), newest_first=True)  # an id begins with the moment it was asked
    theirs = (table.c.office == reader.office) & (table.c.coordinator_id == reader.actor.id)
    rows = reader.session.execute(order.page(select(table).where(theirs), query.before, query.limit)).all()
    return OwnQuestions(
        questions=tuple(_line(helpdesk_value(row), reader) for row in rows[: query.limit]),
        next=order.next(rows, query.limit),
    )


def show_helpdesk_case(query: ShowHelpdeskCase, reader: Reader) -> HelpdeskShown:
    """Show one question and its answer, to who asked and to the office."""
    case: HelpdeskCase | None = reader.get(HelpdeskCase, query.helpdesk_id)
    if case is None:
        raise NotFound("no question is known under that id in this office")
    return HelpdeskShown(
        line=_line(case, reader),
        question=opened(case.question, reader),
        answer=opened(case.answer, reader),
    )


def _line(case: HelpdeskCase, reader: Reader) -> HelpdeskLine:
    waits = case.stage is not HelpdeskStage.ANSWERED
    return HelpdeskLine(
        helpdesk_id=case.helpdesk_id,
        coordinator_id=case.coordinator_id,
        topic=case.topic,
        stage=case.stage,
        owner=case.owner,
        answer_by=case.answer_by,
        overdue=waits and reader.now > case.answer_by,
    )
