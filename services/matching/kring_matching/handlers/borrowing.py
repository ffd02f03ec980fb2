"""The office that asks a neighbour for a coordinator, and what it hears: one is offered, nobody is there, taken back.

What the offices tell each other goes by the loan's one-time id; the case's own id stays here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from kring_matching.domain import Borrowing, Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.domain.loan import (
    NobodyToAsk,
    NotYourLoan,
    borrowing_key_of,
    guest_id_of,
    guest_scope,
    handover_scope,
    neighbours,
)
from kring_matching.handlers import loans
from kring_matching.handlers.asking import ask_next
from kring_matching.handlers.handing_over import take_from_coordinator
from kring_matching.process import NOT_BEGUN, SEARCH, SEEKING, Borrowed
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import (
    AskForLoan,
    AssignmentHandedOver,
    CoordinatorLoanGranted,
    HandOverAssignment,
    HandOverReason,
    LoanEnded,
    LoanLapses,
    LoanOffered,
    LoanRefused,
    LoanWithdrawn,
    OfferExpires,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import InvalidFields, NotReady, NotYet, Refused
from kring_shared.kernel.work import Found, Work

Reply: TypeAlias = LoanOffered | LoanRefused | LoanWithdrawn
STILL_SEEKS: Final = (*SEEKING, *NOT_BEGUN)
"""Whoever is asked now may still say no: until somebody began, a guest is of use."""
LOOKED_AT_THERE: Final = date(9999, 12, 31)
"""A guest's papers are looked at by the office that lends them; it takes them back when something is wrong."""


class Borrower:
    """What needs to know the offices, and the rules that were plugged in."""

    def __init__(self, offices: Mapping[str, OfficeCard], rules: Sequence[Rule] = ()) -> None:
        """Ask among these; whoever is asked instead of a guest is held against these rules as well."""
        self._offices, self._rules = offices, rules

    def ask(self, message: AskForLoan, work: Work) -> None:
        """Ask neighbours for a coordinator; those that were asked before, and have not said no, are left alone.

        Raises:
            NotAllowedNow: nobody is sought, or somebody is asked already.
            Paused: the case waits.
            NotReady: the type of conference is not known.
            InvalidFields: an office was named that is no neighbour.
            NobodyToAsk: there is no neighbour, or each of them was asked.
        """
        search = work.need(Search, message.case_id).moved(AskForLoan)
        if search.dossier.conference_type is None:
            message_ = "a neighbour has to know which type of conference it is; settle that in the triage first"
            raise NotReady(message_, "conference-type")
        near = neighbours(self._offices, work.office)
        if any(office not in near for office in message.offices):
            message_ = f"a coordinator can be asked of an office of the same organisation: {', '.join(near) or 'none'}"
            raise InvalidFields(("/offices",), message_).because("no-such-neighbour")
        if not loans.ask_neighbours(search, work, self._offices, only=message.offices or None):
            message_ = "no neighbour is left to ask; wait for those that were asked, or look in the own register"
            raise NobodyToAsk(message_)

    def note_withdrawal(self, message: LoanWithdrawn, work: Work) -> None:
        """The neighbour takes its coordinator back, and who was asked or had begun is out of the case at that moment.

        When the guest was only asked the next of the approved list is; when they had begun the manager approves anew.
        """
        loan = _asked(message, work)
        if loan.stage is Borrowed.ASKED:
            raise NotYet(f"{message.name} came before the offer it takes back")
        if not loan.knows(LoanWithdrawn):
            return
        work.save(loan.moved(LoanWithdrawn))
        loans.guest_leaves(loan, work)
        search, out = work.need(Search, loan.case_id), loan.guest_id
        if out is None or search.coordinator_id != out or not SEARCH.knows(search.stage, HandOverAssignment):
            return
        if search.stage not in STILL_SEEKS:
            take_from_coordinator(search, HandOverReason.LENDER_WITHDREW, work)
            return
        work.forget((OfferExpires,), search.case_id)
        reason = HandOverReason.LENDER_WITHDREW
        work.tell(AssignmentHandedOver(case_id=search.case_id, coordinator_id=out, reason=reason))
        ask_next(search.let_go(HandOverAssignment), work, self._rules)


def note_offer(message: LoanOffered, work: Work) -> None:
    """A neighbour has somebody: a guest in the register, for this case and no other."""
    loan = _asked(message, work)
    guest_id, scope = guest_id_of(loan.loan_id), guest_scope(loan.loan_id)
    under = message.guest.contact.scope
    if message.guest.person_id != guest_id or under not in {scope, handover_scope(loan.loan_id)}:
        message_ = f"{message.name} is about somebody who is not the one-time guest of this loan"
        raise NotYourLoan(message_)
    if not loan.knows(LoanOffered):
        if loan.guest_id is None:
            work.erase(under, because=loans.BECAUSE)  # it came too late: nothing keeps how to reach them
        return
    if work.need(Search, loan.case_id).stage not in STILL_SEEKS:
        loans.end(loan, work)
        work.erase(under, because=loans.BECAUSE)
        return
    card = _sealed_anew(message, loan, work)
    loans.no_answer_any_more(loan, work)
    work.save(replace(loan.moved(LoanOffered), guest_id=guest_id), _guest(message, card, loan, work.now.date()))
    work.tell(CoordinatorLoanGranted(case_id=loan.case_id, from_office=loan.from_office, guest_id=guest_id))


def note_refusal(message: LoanRefused, work: Work) -> None:
    """The neighbour has nobody either."""
    loan = _asked(message, work)
    if loan.knows(LoanRefused):
        work.save(loan.moved(LoanRefused))
        loans.no_answer_any_more(loan, work)


def lapse(message: LoanLapses, work: Work) -> None:
    """No answer came; the neighbour hears that none is waited for, so that both forget it."""
    loan = work.need(Borrowing, borrowing_key_of(message.case_id))
    if loan.knows(LoanLapses):
        work.save(loan.moved(LoanLapses))
        loans.no_answer_any_more(loan, work)
        work.tell(LoanEnded(case_id=loan.loan_id, to_office=loan.from_office))


def keys_of_answer(message: Reply | LoanLapses, _office: str) -> tuple[str, ...]:
    """Give the key of the loan that was answered."""
    return (borrowing_key_of(message.case_id),)


def case_of_answer(message: Reply | LoanLapses, _office: str, found: Found) -> tuple[str, ...]:
    """Give the case the loan was asked for and the guest; and with the case found, whoever may be asked next."""
    loan = found.get(Borrowing, borrowing_key_of(message.case_id))
    if loan is None:
        return ()
    search = found.get(Search, loan.case_id)
    next_ones = (*search.shortlist, search.coordinator_id or "") if search is not None else ()
    return tuple(key for key in (loan.case_id, loan.guest_id, *next_ones) if key)


def _asked(message: Reply, work: Work) -> Borrowing:
    """Act for the office that asked, and give what it asked."""
    work.speak_for(message.to_office)
    loan = work.need(Borrowing, borrowing_key_of(message.case_id))
    if (loan.office, loan.from_office) != (message.to_office, message.office):
        message_ = f"{message.name} was told by an office that was not asked for this"
        raise NotYourLoan(message_)
    return loan


def _sealed_anew(message: LoanOffered, loan: Borrowing, work: Work) -> PersonCard:
    """Give the guest's card under a key of their own; the one-time key it travelled under goes.

    Raises:
        Refused: nobody here can open it.
    """
    contact = work.open(message.guest.contact, Contact)
    if isinstance(contact, Erased):
        message_ = "how to reach this guest was sealed to no key that is here; put the vault right, then retry"
        raise Refused(message_).because("sealed-elsewhere")
    sealed = work.seal(guest_scope(loan.loan_id), contact)
    return PersonCard(person_id=message.guest.person_id, contact=sealed, languages=message.guest.languages)


def _guest(message: LoanOffered, card: PersonCard, loan: Borrowing, today: date) -> Coordinator:
    """Enter the guest: one case, no municipality, and papers that are looked at elsewhere."""
    return Coordinator(
        coordinator_id=card.person_id,
        office=loan.office,
        card=card,
        scopes=message.scopes,
        gender=message.gender,
        birth_year=None,
        municipality="",
        travel_limit_km=0,
        maximum_load=1,
        screening_valid_until=LOOKED_AT_THERE,
        levels=message.levels,
        standing_since=today,
        lent_by=loan.from_office,
        for_case=loan.case_id,
    )
