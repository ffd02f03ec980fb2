"""Erasing what was ordered: whom a search was for, what they wished, and who was lent for it.

What is a coordinator's own stays: their entry, their career, what they asked the helpdesk or were coached in, and
which cases they had or are tied to, by opaque ids. A tie to the same people holds also when they come again.
"""

from dataclasses import replace

from kring_matching.domain import Borrowing, Coordinator, Search
from kring_matching.domain.loan import guest_scope
from kring_matching.handlers.loans import end, guests_of_case
from kring_matching.process import SEARCH
from kring_shared.contracts.field import Dossier
from kring_shared.contracts.matching import LoanLapses, OfferExpires, SearchErased, SearchTooLong
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, KeptBecause, RecordKind
from kring_shared.kernel.erased import answer, erased, kept
from kring_shared.kernel.work import Found, Work


def with_its_guests(message: ErasureOrdered, office: str, found: Found) -> tuple[str, ...]:
    """Name who was lent for the case."""
    return guests_of_case(message, office, found)


def erase(message: ErasureOrdered, work: Work) -> None:
    """Erase the search of a whole case, or one person of it; no plan and no signal is kept here."""
    scopes: tuple[str, ...] = ()
    lines: list[ErasureLine] = []
    if RecordKind.CONTACTS in message.kinds:
        if message.person_id is None:
            loans = work.all(Borrowing, message.case_id)
            scopes = tuple(guest_scope(loan.loan_id) for loan in loans if loan.guest_id is not None)
            lines.append(erased(RecordKind.CONTACTS, _erase_search(message.case_id, work) + _erase_loans(loans, work)))
        else:
            lines.append(_erase_person(message.case_id, message.person_id, work))
    answer(message, SearchErased, work, lines, *scopes)


def _erase_search(case_id: str, work: Work) -> int:
    """Keep of a search what is its coordinators'; one that somebody still waits for goes whole."""
    search = work.get(Search, case_id)
    work.forget((OfferExpires, SearchTooLong), case_id)
    if search is None:
        return 0
    if SEARCH.is_open(search.stage):
        work.remove(search)
        return 1
    bare = bare_of(search)
    work.save(bare)
    return int(bare != search)


def _erase_loans(loans: tuple[Borrowing, ...], work: Work) -> int:
    """Send guests home and take their entries away; of a loan stays what a late word of the neighbour finds."""
    changed = 0
    for loan in loans:
        end(loan, work)
        guest = work.get(Coordinator, loan.guest_id or "")
        if guest is not None:
            work.remove(guest)
        bare = replace(work.get(Borrowing, loan.id) or loan, guest_id=None, languages=())
        work.save(bare)
        work.forget((LoanLapses,), loan.loan_id)
        changed += int(bare != loan) + int(guest is not None)
    return changed


def _erase_person(case_id: str, person_id: str, work: Work) -> ErasureLine:
    """Let a main person be nobody here once nothing is sought or done for them any more; of others nothing is kept."""
    search = work.get(Search, case_id)
    if search is None or person_id not in search.main_person_ids:
        return erased(RecordKind.CONTACTS, 0)
    if SEARCH.is_open(search.stage):
        return kept(RecordKind.CONTACTS, KeptBecause.ROUTE_RUNS)
    others = tuple(other for other in search.main_person_ids if other != person_id)
    wishes = search.private_wishes if others else None
    work.save(replace(search, main_person_ids=others, private_wishes=wishes))
    return erased(RecordKind.CONTACTS, 1)


def bare_of(search: Search) -> Search:
    """Give what stays of a search that is over: whose it was, who is tied to it, and codes."""
    dossier = search.dossier
    return replace(
        search,
        dossier=Dossier(
            conference_type=dossier.conference_type,
            context=dossier.context,
            urgency=dossier.urgency,
            policy=dossier.policy,
        ),
        main_person_ids=(),
        refused=(),
        paused_at=None,
        previous_coordinator_id=None,
        shortlist=(),
        approved=(),
        reason="",
        against_ranking=False,
        hours_to_answer=None,
        supervised_by="",
        private_wishes=None,
        fill_by=None,
        counted=(),
    )
