"""What this office asked of its neighbours, and what they ask of it: codes only, nothing is opened."""

from typing import Any, Final

from sqlalchemy import Select, Table, select

from kring_matching.domain import Borrowing, Lending
from kring_matching.store.loan import BorrowingRow, LendingRow, borrowing_value, lending_value
from kring_shared.contracts.matching import ListLoans, LoanLine, LoanList
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

AT_MOST: Final = 200
"""So many of each side are shown, the latest; what is older is long over."""


def list_loans(_query: ListLoans, reader: Reader) -> LoanList:
    """List both sides, the latest first by when an answer is waited for."""
    borrowed = table_of(BorrowingRow)
    lent = table_of(LendingRow)
    lines = [_borrowed(borrowing_value(row)) for row in reader.session.execute(_latest(borrowed, reader.office))]
    lines += [_lent(lending_value(row)) for row in reader.session.execute(_latest(lent, reader.office))]
    return LoanList(loans=tuple(sorted(lines, key=lambda line: (line.answer_by, line.loan_id), reverse=True)))


def _latest(table: Table, office: str) -> Select[Any]:
    order = table.c.answer_by_ms.desc(), table.c.loan_id.desc()
    return select(table).where(table.c.office == office).order_by(*order).limit(AT_MOST)


def _borrowed(loan: Borrowing) -> LoanLine:
    return LoanLine(
        loan_id=loan.loan_id,
        borrowing=True,
        other_office=loan.from_office,
        stage=loan.stage.value,
        conference_type=loan.conference_type,
        urgency=loan.urgency,
        languages=loan.languages,
        answer_by=loan.answer_by,
        case_id=loan.case_id,
        coordinator_id=loan.guest_id,
    )


def _lent(lending: Lending) -> LoanLine:
    return LoanLine(
        loan_id=lending.loan_id,
        borrowing=False,
        other_office=lending.to_office,
        stage=lending.stage.value,
        conference_type=lending.conference_type,
        urgency=lending.urgency,
        languages=lending.languages,
        answer_by=lending.answer_by,
        coordinator_id=lending.coordinator_id,
    )
