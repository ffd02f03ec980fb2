"""Partner organisations: registered, agreed with, briefed, taken leave of; and who pays by standing agreement."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kring_intake.domain import Partner
from kring_intake.domain.partner import funder_for, partner_of, register_of
from kring_intake.handlers import partners
from kring_shared.contracts.field import ConferenceType, Dossier
from kring_shared.contracts.intake import (
    AgreeWithPartner,
    BriefPartner,
    EndPartnership,
    FundingRule,
    PartnerAgreementMade,
    PartnerBriefed,
    PartnerLeft,
    PartnerRegistered,
    RegisterPartner,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotFound
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

TODAY = NOON.date()
CITY = "019aa0000000700080000000000000f1"
RULE = FundingRule(since=TODAY)
DOSSIER = Dossier(policy="nl/2", conference_type=ConferenceType.FAMILY, municipality="Utrecht")


def a_partner(**changes: Any) -> Partner:  # noqa: ANN401 - any field of a partner
    made = Partner(CITY, "utrecht", register_of("utrecht"), "Gemeente Utrecht", pays_for=(RULE,))
    return replace(made, **changes)


def a_room(*known: Partner) -> Work:
    return a_work("intake", *known, actor=an_actor())


def kept(work: Work) -> Partner:
    (partner,) = (one for one in work.changed.values() if isinstance(one, Partner))
    return partner


def test_a_partner_is_registered_with_whom_to_tell_sealed_under_a_key_of_their_own() -> None:
    work = a_room()
    contact = Contact(name="Ria Smit", email="r.smit@gemeente.example")
    partners.register(RegisterPartner(title="Gemeente Utrecht", pays_for=(RULE,), status_to=contact), work)
    partner = kept(work)
    assert work.answer == {"partnerId": partner.id}
    assert partner.status_to is not None
    assert work.open(partner.status_to, Contact) == contact
    assert partner.id not in partner.status_to.scope
    assert facts_of(work) == [
        PartnerRegistered(case_id=partner.id, refers=True, funds=True).stamped("utrecht", NOON, work.by)
    ]


def test_writing_a_partner_down_anew_keeps_what_was_agreed_and_briefed() -> None:
    before = a_partner(agreed_since=TODAY)
    work = a_room(before)
    partners.register(RegisterPartner(partner_id=CITY, title="Stad Utrecht"), work)
    assert kept(work) == replace(before, title="Stad Utrecht", pays_for=())


def test_a_partner_nobody_knows_is_not_written_down_anew() -> None:
    with pytest.raises(NotFound):
        partners.register(RegisterPartner(partner_id=CITY, title="Stad Utrecht"), a_room())


def test_agreements_and_briefings_are_noted_without_anybodys_name() -> None:
    work = a_room(a_partner())
    partners.agree(AgreeWithPartner(partner_id=CITY, since=TODAY), work)
    partners.brief(BriefPartner(partner_id=CITY, held_on=TODAY, attended=14), work)
    assert kept(work).agreed_since == TODAY
    assert [(held.held_on, held.attended) for held in kept(work).briefings] == [(TODAY, 14)]
    assert [type(fact) for fact in facts_of(work)] == [PartnerAgreementMade, PartnerBriefed]


def test_an_agreement_cannot_end_before_it_begins_and_a_briefing_not_be_noted_before_it_was_held() -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    with pytest.raises(InvalidFields) as wrong:
        partners.agree(AgreeWithPartner(partner_id=CITY, since=TODAY, until=yesterday), a_room(a_partner()))
    assert wrong.value.fields == ("/until",)
    backwards = FundingRule(since=TODAY, until=yesterday)
    with pytest.raises(InvalidFields) as wrong:
        partners.register(RegisterPartner(title="Gemeente", pays_for=(backwards,)), a_room())
    assert wrong.value.fields == ("/paysFor/0/until",)
    with pytest.raises(InvalidFields):
        partners.brief(BriefPartner(partner_id=CITY, held_on=tomorrow, attended=1), a_room(a_partner()))


def test_taking_leave_erases_whom_to_tell_and_ends_standing_payment() -> None:
    vault = PlainVault()
    contact = vault.seal("utrecht", "person/somebody", Contact(name="Ria Smit"))
    work = a_room(a_partner(status_to=contact))
    partners.end(EndPartnership(partner_id=CITY), work)
    assert [erasure.scope for erasure in work.erased] == ["person/somebody"]
    assert kept(work).pays_for == ()
    assert [type(fact) for fact in facts_of(work)] == [PartnerLeft]
    with pytest.raises(partners.PartnerHasLeft, match="register them anew"):
        partners.agree(AgreeWithPartner(partner_id=CITY, since=TODAY), a_room(a_partner(left=True)))


@pytest.mark.parametrize(
    ("rule", "pays"),
    [
        (FundingRule(since=TODAY), True),
        (FundingRule(since=TODAY + timedelta(days=1)), False),
        (FundingRule(since=date(2026, 1, 1), until=TODAY), True),
        (FundingRule(since=date(2026, 1, 1), until=TODAY - timedelta(days=1)), False),
        (FundingRule(since=TODAY, conference_types=(ConferenceType.FAMILY,)), True),
        (FundingRule(since=TODAY, conference_types=(ConferenceType.LEARNING,)), False),
        (FundingRule(since=TODAY, municipalities=("UTRECHT",)), True),
        (FundingRule(since=TODAY, municipalities=("Zeist", "Bunnik")), False),
    ],
)
def test_a_funder_pays_for_what_its_agreement_says_and_as_long_as_it_holds(rule: FundingRule, *, pays: bool) -> None:
    assert a_partner(pays_for=(rule,)).pays(DOSSIER, TODAY) is pays
    assert not a_partner(pays_for=(rule,), left=True).pays(DOSSIER, TODAY)


def test_of_several_funders_the_first_by_title_pays_so_that_it_is_always_the_same_one() -> None:
    other = a_partner(partner_id="0" * 32, title="Zorgkantoor")
    assert funder_for((other, a_partner()), DOSSIER, TODAY) == a_partner()
    assert funder_for((), DOSSIER, TODAY) is None


def test_a_referral_system_belongs_to_the_partner_that_names_it_unless_that_left() -> None:
    named = a_partner(systems=("wijkteam-noord",))
    assert partner_of((named,), "wijkteam-noord") == named
    assert partner_of((named,), "wijkteam-zuid") is None
    assert partner_of((replace(named, left=True),), "wijkteam-noord") is None


def test_each_office_has_a_register_of_its_own() -> None:
    assert register_of("utrecht") != register_of("gent")
