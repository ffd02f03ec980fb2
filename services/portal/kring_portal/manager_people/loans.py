"""Coordinators lent between offices: what was asked of us, what we asked, and who could be lent."""

import asyncio
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager_people.deeds import LOAN
from kring_portal.manager_people.said import short, spoken, tongues
from kring_portal.web.charts import score
from kring_portal.web.deeds import done, text
from kring_portal.web.visit import Manager
from kring_shared.contracts import matching as m

router = APIRouter(prefix="/manager/matching/loans")
PAGE: Final = "/manager/matching/loans"
REFUSABLE: Final = frozenset({"asked"})
WITHDRAWABLE: Final = frozenset({"offered", "lent"})


@router.get("")
async def index(visit: Manager) -> Response:
    """Show what this office asked of its neighbours, and what they ask of it."""
    found = (await visit.ask(m.ListLoans(), m.LoanList)).loans
    return visit.page(
        "manager_people/loans.html",
        asked_of_us=[loan for loan in found if not loan.borrowing],
        asked_by_us=[loan for loan in found if loan.borrowing],
        refusable=REFUSABLE,
        withdrawable=WITHDRAWABLE,
        deeds=LOAN,
        short=short,
        tongues=lambda tags: tongues(visit, tags),
        offices=visit.house.offices,
    )


@router.get("/{loan_id}")
async def one(visit: Manager, loan_id: str) -> Response:
    """Show whom this office could lend; by type and language only, nothing else is known of the case."""
    asked = m.RankForLoan(loan_id=loan_id, language=spoken(visit))
    ranking, loans = await asyncio.gather(visit.ask(asked, m.Ranking), visit.ask(m.ListLoans(), m.LoanList))
    return visit.page(
        "manager_people/loan.html",
        ranking=ranking,
        loan=next((loan for loan in loans.loans if loan.loan_id == loan_id), None),
        loan_id=loan_id,
        deeds=LOAN,
        score=score,
        spoken=spoken(visit),
        tongues=lambda tags: tongues(visit, tags),
        offices=visit.house.offices,
    )


@router.post("/{loan_id}/offer-loan")
async def offer(visit: Manager, loan_id: str) -> Response:
    """Offer a coordinator who is willing."""
    command = m.OfferLoan(loan_id=loan_id, coordinator_id=text(await visit.form(), "coordinator_id"))
    return await visit.carry_out(command, to=PAGE, said="people-said-loan-offered")


@router.post("/{loan_id}/{deed}")
async def do(visit: Manager, loan_id: str, deed: str) -> Response:
    """Say that there is nobody, or take a coordinator back."""
    return await done(visit, LOAN, deed, loan_id, to=PAGE)
