"""Who pays: asked, granted or refused; and by standing agreement nobody has to be asked."""

from dataclasses import replace

from kring_intake.domain import Funding, Partner, Request
from kring_intake.domain.partner import funder_for, register_of
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.intake import (
    AskFunding,
    FundingGranted,
    FundingRefused,
    FundingRequested,
    GrantFunding,
    RefuseFunding,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import InvalidFields, NotFound, NotReady
from kring_shared.kernel.work import Work


def keys_with_partners(message: Named, office: str) -> tuple[str, ...]:
    """Give the case and the office's partners."""
    return (*message.keys(), register_of(office))


def ask_funding(message: AskFunding, work: Work) -> None:
    """A funder was asked; when one refused before, another."""
    request = work.need(Request, message.case_id).moved(AskFunding)
    _must_be_known(message.funder_id, work)
    work.save(replace(request, funding=Funding(asked_on=work.now.date(), funder_id=message.funder_id)))
    work.tell(FundingRequested(case_id=request.case_id, funder_id=message.funder_id))


def grant_funding(message: GrantFunding, work: Work) -> None:
    """The funder pays."""
    request = work.need(Request, message.case_id).moved(GrantFunding)
    funder = _funder(message.funder_id, request, work)
    work.save(replace(request, funding=replace(request.funding or Funding(), funder_id=funder, granted=True)))
    work.tell(FundingGranted(case_id=request.case_id, funder_id=funder))


def refuse_funding(message: RefuseFunding, work: Work) -> None:
    """The funder does not pay: the request waits, and the family hears how to object."""
    if message.objection_until is not None and message.objection_until < work.now.date():
        raise InvalidFields(
            ("/objectionUntil",), "the last day to object has passed: leave it out, or mend it"
        ).because("objection-is-over")
    request = work.need(Request, message.case_id).moved(RefuseFunding)
    funder = _funder(message.funder_id, request, work)
    refused = replace(
        request.funding or Funding(),
        funder_id=funder,
        granted=False,
        refused_because=message.reason,
        objection_until=message.objection_until,
    )
    work.save(replace(request, funding=refused))
    work.tell(
        FundingRefused(
            case_id=request.case_id,
            funder_id=funder,
            reason=message.reason,
            objection_until=message.objection_until,
            holders=_holders(request),
        )
    )


def funded(request: Request, work: Work) -> Request:
    """Give the request with who pays for it, where its policy wants to know.

    Raises:
        NotReady: nobody pays yet.
    """
    if not POLICIES[request.dossier.policy].funding_required or (request.funding and request.funding.granted):
        return request
    partners = work.all(Partner, register_of(request.office))
    funder = funder_for(partners, request.dossier, work.now.date())
    if funder is None:
        raise NotReady(
            "it is not known who pays: ask a funder (ask-funding), or register one that pays for this", "funder"
        )
    work.tell(FundingGranted(case_id=request.case_id, funder_id=funder.id, standing=True))
    return replace(request, funding=Funding(funder_id=funder.id, granted=True))


def _holders(request: Request) -> tuple[PersonCard, ...]:
    """Give who hold authority over the children it is about, each once."""
    cards = (holder for person in request.active_persons for holder in person.holders)
    return tuple({card.person_id: card for card in cards}.values())


def _funder(named: str | None, request: Request, work: Work) -> str | None:
    _must_be_known(named, work)
    return named or (request.funding.funder_id if request.funding else None)


def _must_be_known(funder_id: str | None, work: Work) -> None:
    if funder_id is not None and funder_id not in {p.id for p in work.all(Partner, register_of(work.office))}:
        raise NotFound("no partner of this office is known under that id")
