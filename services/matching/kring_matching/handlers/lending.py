"""The office that is asked for a coordinator: it offers one who is willing, says that there is nobody, or takes back.

It knows which office asks, for which type and which languages; nothing of the family, and no case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kring_matching.domain import Coordinator, Lending, Search
from kring_matching.domain.eligibility import Rule, stops_for
from kring_matching.domain.lending import age_band_of, rules_for_lending, search_for
from kring_matching.domain.load import load_of
from kring_matching.domain.loan import CannotLend, NotYourLoan, guest_id_of, guest_scope, handover_scope, neighbours
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import (
    LoanEnded,
    LoanOffered,
    LoanRefused,
    LoanRequested,
    LoanTaken,
    LoanWithdrawn,
    OfferLoan,
    RefuseLoan,
    WithdrawLoan,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.work import NotOurs, Work


class Lender:
    """What needs to know the offices, and the rules that were plugged in."""

    def __init__(self, offices: Mapping[str, OfficeCard], rules: Iterable[Rule] = ()) -> None:
        """Lend to neighbours among these offices, under these rules beside those that always hold."""
        self._offices, self._rules = offices, rules_for_lending(rules)

    def note_request(self, message: LoanRequested, work: Work) -> None:
        """A neighbour asks for a coordinator."""
        work.speak_for(message.to_office)
        if message.to_office not in self._offices:
            raise NotOurs
        if message.office not in neighbours(self._offices, message.to_office):
            message_ = f"{message.name} was told by an office of another organisation"
            raise NotYourLoan(message_)
        if work.get(Lending, message.case_id) is None:
            work.save(
                Lending(
                    loan_id=message.case_id,
                    office=message.to_office,
                    to_office=message.office,
                    conference_type=message.conference_type,
                    urgency=message.urgency,
                    languages=message.languages,
                    answer_by=message.answer_by,
                    sealing_key=message.sealing_key,
                )
            )

    def offer(self, message: OfferLoan, work: Work) -> None:
        """Offer a coordinator who is willing; how to reach them is sealed for the office that asked, and no other.

        Raises:
            CannotLend: a hard rule is against it; the message says which.
        """
        lending = work.need(Lending, message.loan_id)
        coordinator = work.need(Coordinator, message.coordinator_id)
        moved = lending.moved(OfferLoan)
        today = work.now.date()
        load = load_of(work.all(Search, coordinator.id), work.all(Lending, coordinator.id))
        view = search_for(lending, self._offices[work.office].policy).view_of(coordinator, load, today)
        if stops := stops_for(view, self._rules):
            why = "; ".join(f"{stop.because.en} ({stop.code})" for stop in stops)
            message_ = f"this coordinator cannot be lent: {why}; offer another, or refuse the loan"
            raise CannotLend(message_)
        card = _card(lending, coordinator, work)
        work.save(replace(moved, coordinator_id=coordinator.id))
        work.tell(
            LoanOffered(
                case_id=lending.loan_id,
                to_office=lending.to_office,
                guest=card,
                levels=coordinator.levels,
                scopes=coordinator.scopes,
                gender=coordinator.gender,
                age_band=age_band_of(coordinator, today),
            )
        )


def refuse(message: RefuseLoan, work: Work) -> None:
    """Say that there is nobody."""
    lending = work.need(Lending, message.loan_id).moved(RefuseLoan)
    work.save(lending)
    work.tell(LoanRefused(case_id=lending.loan_id, to_office=lending.to_office))


def withdraw(message: WithdrawLoan, work: Work) -> None:
    """Take the coordinator back, at any moment; the other office seeks another."""
    _take_back(work.need(Lending, message.loan_id), work)


def withdraw_loans_of(coordinator_id: str, work: Work) -> None:
    """Take a coordinator back from every office they are lent to, when they may not work any more, or leave."""
    for lending in work.all(Lending, coordinator_id):
        if lending.knows(WithdrawLoan):
            _take_back(lending, work)


def note_taken(message: LoanTaken, work: Work) -> None:
    """The lent coordinator began: it counts as one of their cases."""
    lending = _lent(message, work)
    if lending.knows(LoanTaken):
        work.save(lending.moved(LoanTaken))


def note_end(message: LoanEnded, work: Work) -> None:
    """The other office needs nobody any more: the coordinator is free again."""
    lending = _lent(message, work)
    if lending.knows(LoanEnded):
        work.save(lending.moved(LoanEnded))


def _take_back(lending: Lending, work: Work) -> None:
    work.save(lending.moved(WithdrawLoan))
    work.tell(LoanWithdrawn(case_id=lending.loan_id, to_office=lending.to_office))


def _card(lending: Lending, coordinator: Coordinator, work: Work) -> PersonCard:
    """Make the guest's card: a one-time id, the languages, and name, e-mail and telephone for who asked alone."""
    contact = work.open(coordinator.card.contact, Contact)
    if isinstance(contact, Erased):
        message_ = "how to reach this coordinator was erased, so nobody there could ask them; offer another"
        raise CannotLend(message_)
    reached = contact.model_copy(update={"postal_address": ""})  # where they live is of no use there
    if lending.sealing_key:
        sealed = work.seal_to(lending.sealing_key, handover_scope(lending.loan_id), reached)
    else:  # an older Kring asks: it shares this vault, and finds the key there
        sealed = work.seal(guest_scope(lending.loan_id), reached, office=lending.to_office)
    return PersonCard(person_id=guest_id_of(lending.loan_id), contact=sealed, languages=coordinator.card.languages)


def _lent(message: LoanTaken | LoanEnded, work: Work) -> Lending:
    """Act for the office that was asked, and give what it was asked."""
    work.speak_for(message.to_office)
    lending = work.need(Lending, message.case_id)
    if (lending.office, lending.to_office) != (message.to_office, message.office):
        message_ = f"{message.name} was told by an office that did not ask for this"
        raise NotYourLoan(message_)
    return lending
