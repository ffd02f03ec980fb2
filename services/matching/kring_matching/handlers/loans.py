"""A case and the coordinators neighbour offices lend for it: what the search does with loans as it goes its own way.

A handler that ends a loan needs the guests' entries in the register: declare it with `then=loans.guests_of_case`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from kring_matching.domain import Borrowing, Coordinator, Search
from kring_matching.domain.loan import borrowing_key_of, guest_scope, handover_scope, neighbours
from kring_matching.process import Borrowed, Standing
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Dossier
from kring_shared.contracts.matching import (
    ConfirmCoordinator,
    CoordinatorLoanRequested,
    EndCoordinatorship,
    LoanEnded,
    LoanLapses,
    LoanRequested,
    LoanTaken,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.work import Found, Work

BECAUSE: Final = "loan-ended"
TIMES_AS_LONG: Final = 2
"""A neighbour's manager first looks, and then asks somebody who has as long to answer as a coordinator here."""


def ask_neighbours(
    search: Search, work: Work, offices: Mapping[str, OfficeCard], *, only: Collection[str] | None = None
) -> int:
    """Ask neighbour offices for a coordinator; each is asked by an id of its own, and hears nothing of the family.

    Args:
        search: The search of the case; its type of conference must be known.
        work: The room of a message that names the case.
        offices: All offices of the backbone.
        only: These neighbours; else every one.

    Returns:
        How many were asked now. Whoever was asked before, and has not said no, is not asked again; nor whoever lent
        somebody with a tie to the case, who could come back under another one-time id.
    """
    wanted = search.dossier.conference_type
    if wanted is None:
        return 0
    loans = work.all(Borrowing, search.case_id)
    asked = {loan.from_office for loan in loans if loan.is_open or loan.guest_id in search.tied}
    near = neighbours(offices, search.office)
    to_ask = [office for office in near if office not in asked and (only is None or office in only)]
    for office in to_ask:
        _ask(search, wanted, office, work)
    if to_ask:
        work.tell(CoordinatorLoanRequested(case_id=search.case_id, offices=len(to_ask)))
    return len(to_ask)


def note_confirmed(case_id: str, coordinator_id: str, work: Work) -> None:
    """Take the lent coordinator with whom the main person agrees, and let the other loans of the case end."""
    for loan in work.all(Borrowing, case_id):
        if loan.guest_id == coordinator_id and loan.knows(ConfirmCoordinator):
            work.save(loan.moved(ConfirmCoordinator))
            work.tell(LoanTaken(case_id=loan.loan_id, to_office=loan.from_office))
        elif loan.guest_id != coordinator_id:
            end(loan, work)


def end_loan_of(guest_id: str, work: Work) -> None:
    """Give a lent coordinator back: their assignment stopped, or somebody else goes on; of one's own, do nothing."""
    for loan in work.all(Borrowing, guest_id):
        end(loan, work)


def end_loans_of_case(case_id: str, work: Work) -> None:
    """End every loan of a case that is over, and erase how its guests could be reached.

    Until then the key of a guest stays: the letters and the rooms of the case still name who was asked and who came.
    """
    for loan in work.all(Borrowing, case_id):
        end(loan, work)
        if loan.guest_id is not None:
            work.erase(guest_scope(loan.loan_id), because=BECAUSE)


def end(loan: Borrowing, work: Work) -> None:
    """Tell the neighbour that nobody has to be lent any more; a loan that is over stays as it is."""
    if loan.knows(LoanEnded):
        work.save(loan.moved(LoanEnded))
        no_answer_any_more(loan, work)
        work.tell(LoanEnded(case_id=loan.loan_id, to_office=loan.from_office))
        guest_leaves(loan, work)


def no_answer_any_more(loan: Borrowing, work: Work) -> None:
    """Wait no longer for the neighbour, and erase what they were to seal to: what comes too late nobody can open."""
    work.forget((LoanLapses,), loan.loan_id)
    if loan.stage is Borrowed.ASKED:
        work.erase(handover_scope(loan.loan_id), because=BECAUSE)


def guest_leaves(loan: Borrowing, work: Work) -> None:
    """Let the guest of a loan that is over leave the register: from here on nobody can ask them."""
    if loan.guest_id is None:
        return
    guest = work.need(Coordinator, loan.guest_id)
    if guest.standing is not Standing.LEFT:
        work.save(guest.moved(EndCoordinatorship, BECAUSE, work.now.date()))


def guests_of_case(message: Named, _office: str, found: Found) -> tuple[str, ...]:
    """Name the guests of the case a message is about, to load their entries in the register."""
    return tuple(loan.guest_id for key in message.keys() for loan in found.all(Borrowing, key) if loan.guest_id)


def _ask(search: Search, wanted: ConferenceType, office: str, work: Work) -> None:
    loan_id = work.new_id(f"loan/{office}")
    urgency, answer_by = search.dossier.urgency, _answer_by(search.dossier, work.now)
    loan = Borrowing(
        borrowing_key=borrowing_key_of(loan_id),
        loan_id=loan_id,
        case_id=search.case_id,
        office=search.office,
        from_office=office,
        conference_type=wanted,
        urgency=urgency,
        languages=_languages(search.dossier),
        answer_by=answer_by,
    )
    work.save(loan)
    work.remind(LoanLapses(case_id=loan_id), answer_by)
    work.tell(
        LoanRequested(
            case_id=loan_id,
            to_office=office,
            conference_type=wanted,
            urgency=urgency,
            languages=loan.languages,
            answer_by=answer_by,
            sealing_key=work.opening_key(handover_scope(loan_id)),
        )
    )


def _answer_by(dossier: Dossier, now: datetime) -> datetime:
    """Give until when an answer is waited for: urgent is answered sooner."""
    return now + timedelta(hours=TIMES_AS_LONG * POLICIES[dossier.policy].hours_to_answer(dossier.urgency))


def _languages(dossier: Dossier) -> tuple[str, ...]:
    """Name the languages, the wished ones first."""
    return tuple(dict.fromkeys((*dossier.wishes.languages, *dossier.languages)))
