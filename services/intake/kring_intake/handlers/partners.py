"""Organisations that work with the office: registered, agreed with, briefed, and taken leave of."""

from dataclasses import replace

from kring_intake.domain import Briefing, Partner
from kring_intake.domain.partner import register_of
from kring_shared.contracts.intake import (
    AgreeWithPartner,
    BriefPartner,
    EndPartnership,
    PartnerAgreementMade,
    PartnerBriefed,
    PartnerLeft,
    PartnerRegistered,
    RegisterPartner,
)
from kring_shared.contracts.sealed import Contact, Scope, Sealed, scope_of
from kring_shared.kernel.errors import InvalidFields, Refused
from kring_shared.kernel.work import Work


class PartnerHasLeft(Refused):
    """Something would be agreed with an organisation that does not work with the office any more."""

    code = "kring.partner-has-left"


def register(message: RegisterPartner, work: Work) -> None:
    """Register an organisation, or write down anew what is known of it; agreements and briefings stay."""
    for place, rule in enumerate(message.pays_for):
        if rule.until is not None and rule.until < rule.since:
            raise InvalidFields((f"/paysFor/{place}/until",), "an agreement cannot end before it begins").because(
                "ends-before-it-begins"
            )
    partner_id = message.partner_id or work.new_id("partner")
    before = _partner(message.partner_id, work) if message.partner_id else None
    contact = before.status_to if before else None
    if message.status_to is not None:
        contact = _sealed(partner_id, message.status_to, work)
    known = before or Partner(partner_id, work.office, register_of(work.office), message.title)
    work.save(
        replace(
            known,
            title=message.title,
            systems=message.systems,
            refers=message.refers,
            pays_for=message.pays_for,
            status_to=contact,
        )
    )
    work.tell(PartnerRegistered(case_id=partner_id, refers=message.refers, funds=bool(message.pays_for)))
    work.answer = {"partnerId": partner_id}


def agree(message: AgreeWithPartner, work: Work) -> None:
    """Write down from when until when an agreement holds."""
    if message.until is not None and message.until < message.since:
        raise InvalidFields(("/until",), "an agreement cannot end before it begins").because("ends-before-it-begins")
    partner = _partner(message.partner_id, work)
    work.save(replace(partner, agreed_since=message.since, agreed_until=message.until))
    work.tell(PartnerAgreementMade(case_id=partner.id, since=message.since, until=message.until))


def brief(message: BriefPartner, work: Work) -> None:
    """Write down that their staff were told how a conference works; only how many, never who."""
    if message.held_on > work.now.date():
        raise InvalidFields(("/heldOn",), "a briefing is noted once it was held").because("not-held-yet")
    partner = _partner(message.partner_id, work)
    held = Briefing(message.held_on, message.attended)
    work.save(replace(partner, briefings=(*partner.briefings, held)))
    work.tell(PartnerBriefed(case_id=partner.id, held_on=held.held_on, attended=held.attended))


def end(message: EndPartnership, work: Work) -> None:
    """Take leave: whom to tell is erased, and nothing is paid by standing agreement any more."""
    partner = _partner(message.partner_id, work)
    if partner.status_to is not None:
        work.erase(partner.status_to.scope, because="partner-left")
    work.save(replace(partner, left=True, status_to=None, pays_for=()))
    work.tell(PartnerLeft(case_id=partner.id))


def _partner(partner_id: str, work: Work) -> Partner:
    partner = work.need(Partner, partner_id)
    if partner.left:
        raise PartnerHasLeft("they do not work with the office any more: register them anew")
    return partner


def _sealed(partner_id: str, contact: Contact, work: Work) -> Sealed[Contact]:
    """Seal whom to tell under a key of their own, so that another contact can take their place and they be erased."""
    return work.seal(scope_of(Scope.PERSON, work.new_id(f"contact/{partner_id}")), contact)
