"""The organisations that work with an office."""

from kring_intake.domain import Partner
from kring_intake.domain.partner import register_of
from kring_intake.queries.cases import must_be_own
from kring_shared.contracts.intake import ListPartners, PartnerLine, PartnerList
from kring_shared.runtime.declared.opening import name_of
from kring_shared.runtime.declared.routes import Reader


def register_keys(_query: ListPartners, office: str) -> tuple[str, ...]:
    """Give the key under which all partners of the office that asks are found."""
    return (register_of(office),)


def list_partners(query: ListPartners, reader: Reader) -> PartnerList:
    """List the partners of the office that asks, by title; those that left at the end."""
    must_be_own(query.office, reader)
    partners = reader.all(Partner, register_of(reader.office))
    partners.sort(key=lambda partner: (partner.left, partner.title.casefold(), partner.id))
    return PartnerList(partners=tuple(_line(partner, reader) for partner in partners))


def _line(partner: Partner, reader: Reader) -> PartnerLine:
    return PartnerLine(
        partner_id=partner.partner_id,
        title=partner.title,
        systems=partner.systems,
        refers=partner.refers,
        pays_for=partner.pays_for,
        agreed_since=partner.agreed_since,
        agreed_until=partner.agreed_until,
        briefings=len(partner.briefings),
        last_briefed_on=max((briefing.held_on for briefing in partner.briefings), default=None),
        status_to=name_of(partner.status_to, reader) if partner.status_to else "",
        left=partner.left,
    )
