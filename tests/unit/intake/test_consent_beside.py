"""What else happens to a request meanwhile, and the gate: an offer to another office, a merge."""

import pytest

from kring_intake.domain.consent import has_consent
from kring_intake.process import Held, Stage
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    AcceptRequest,
    MergeRequest,
    OfferTransfer,
    RecallTransfer,
    SettleAuthority,
    TransferReason,
    TransferRefusal,
    TransferRefused,
)
from kring_shared.testing.work import NOON, an_actor
from tests.unit.intake.made import CASE, RACHEL, a_main_person, a_mandate, a_request, gives, said
from tests.unit.intake.request_machine import OTHER, Tried


@pytest.mark.parametrize("ends", ["recalled", "refused"])
def test_what_was_settled_while_another_office_thought_opens_the_gate_when_it_goes_on(ends: str) -> None:
    tried = Tried(a_request(Stage.AWAITING_CONSENT, a_main_person(RACHEL, None), answers=(said(RACHEL),)))
    office = an_actor()
    tried.give(OfferTransfer(case_id=CASE, to_office="gent", reason=TransferReason.FAMILY_MOVED), office)
    tried.give(SettleAuthority(case_id=CASE, person_id=RACHEL, age_band=AgeBand.ADULT), office)
    assert (tried.request.stage, tried.request.held) == (Stage.AWAITING_CONSENT, Held.TRANSFER_OFFERED)
    one_time = tried.request.transfer_id or ""
    refused = TransferRefused(case_id=one_time, to_office="utrecht", reason=TransferRefusal.NOT_NOW)
    recall = RecallTransfer(case_id=CASE)
    assert tried.give(recall, office) if ends == "recalled" else tried.give(refused.stamped("gent", NOON, "system"))
    assert (tried.request.stage, tried.request.held) == (Stage.CONSENTED, Held.FREE)


def test_a_merge_that_compels_asks_for_the_yes_anew() -> None:
    tried = Tried(a_request(Stage.CONSENTED), beside=(a_mandate(),))
    assert tried.give(MergeRequest(case_id=OTHER, into_id=CASE), an_actor())
    assert (tried.request.dossier.context, has_consent(tried.request)) == ("mandatory", False)
    assert not tried.give(AcceptRequest(case_id=CASE), an_actor())
    assert tried.give(gives(RACHEL), an_actor())
    assert tried.give(AcceptRequest(case_id=CASE), an_actor())
