"""Requests are found again by name and by reference: under keyed hashes, which go with the person they are of."""

from kring_intake.domain import Block, Request
from kring_intake.likeness.sought import kept_under, of_reference
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.work import Work


def let_be_found(request: Request, work: Work) -> None:
    """Keep under what its main persons and whoever asked for it are found, and the senders' references."""
    cards = {card.person_id: card for card in (request.requester, *(person.card for person in request.main_persons))}
    for card in cards.values():
        _keep(kept_under(_name(card, work)), card.person_id, request, work)
    _keep(
        tuple(of_reference(known.reference) for known in request.references), request.requester.person_id, request, work
    )


def _keep(texts: tuple[str, ...], person_id: str, request: Request, work: Work) -> None:
    hashes = dict.fromkeys(one for text in texts if (one := work.blind(request.office, text)) is not None)
    work.save(*(Block(f"{one}{person_id}", one, person_id, request.case_id, request.office) for one in hashes))


def _name(card: PersonCard, work: Work) -> str:
    contact = work.open(card.contact, Contact)
    return "" if isinstance(contact, Erased) else contact.name
