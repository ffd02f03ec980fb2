"""Erasing a request: the keys of everybody in it are destroyed, and what is left is a line that can be counted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kring_intake.domain import Block, KnownReferral, MergedIn, Request, SentReferral, Suspicion, Trace
from kring_intake.process import TALKS
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import ConsentOverdue, LegalDeadlineNear, LegalDeadlineOver
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def erase_request(
    request: Request, work: Work, *, because: str = "request-erased", still_used: Iterable[str] = ()
) -> Request:
    """Erase a request, and give what is left of it: its id, its office, its stage, its day of receipt, and codes.

    What people are found by, and that the referral was here, goes as well: a later one is a new request. What a merged
    request brought along was sealed under its own keys, and goes with that request. The caller keeps what this gives.

    Args:
        request: The request, in the stage it ends in; the message's keys name it.
        work: Where the erasure is noted.
        because: A short code for the ledger of erasures.
        still_used: Scopes that another request goes on with; their keys stay.
    """
    kept = frozenset(still_used)
    work.erase(*(scope for scope in dict.fromkeys(_scopes(request)) if scope not in kept), because=because)
    work.forget((ConsentOverdue, LegalDeadlineNear, LegalDeadlineOver), request.case_id)
    for kind in (KnownReferral, SentReferral, Block, Trace, Suspicion):
        work.remove(*work.all(kind, request.case_id))
    dossier = request.dossier
    return replace(
        request,
        requester=only_id(request.requester),
        dossier=Dossier(
            conference_type=dossier.conference_type,
            context=dossier.context,
            urgency=dossier.urgency,
            policy=dossier.policy,
        ),
        main_persons=(),
        question=None,
        mandates=(),
        neutral_sender=False,
        said=(),
        funding=None,
        previous_case_id=None,
        previous_coordinator_id=None,
        references=(),
        merged_in=tuple(MergedIn(merged.case_id) for merged in request.merged_in),
    )


def is_erased(request: Request) -> bool:
    """Tell whether nothing is left of it but codes: every request is about somebody until it is erased."""
    return request.stage not in TALKS and not request.main_persons


def _scopes(request: Request) -> Iterator[str]:
    yield scope_of(Scope.CASE, request.case_id)
    for card in _cards(request):
        yield scope_of(Scope.PERSON, card.person_id)


def _cards(request: Request) -> Iterator[PersonCard]:
    """Give the card of everybody whom this request itself brought in."""
    yield request.requester
    for person in request.main_persons:
        yield person.card
        yield from (*person.holders, *person.late_holders)
    for mandate in request.mandates:
        if mandate.acceptor is not None:
            yield mandate.acceptor


def only_id(card: PersonCard) -> PersonCard:
    """Keep the id and a box that nobody can open, since a request has a requester."""
    return PersonCard(person_id=card.person_id, contact=card.contact)
