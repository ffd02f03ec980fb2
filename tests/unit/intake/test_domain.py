"""What a request decides: triage under compulsion, what acceptance needs, who takes part."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_intake.domain import KnownReferral, MandateStands
from kring_intake.process import Stage
from kring_shared.contracts.field import AgeBand, Context, Mandate
from kring_shared.contracts.referral.receipt import STATUS_OF
from kring_shared.kernel.coordination import Coordination
from kring_shared.kernel.errors import Refused
from kring_shared.testing.work import NOON
from tests.unit.intake.made import (
    COORDINATOR,
    FILIP,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_main_person,
    a_mandate,
    a_request,
    a_triage,
)


def test_triage_settles_the_codes_and_keeps_the_rest_of_the_dossier() -> None:
    before = a_request()
    after = before.triaged(a_triage())
    changed = {"conference_type", "context", "urgency", "minors_involved"}
    assert after.dossier.conference_type == "family"
    assert (after.dossier.urgency, after.dossier.minors_involved) == ("urgent", True)
    assert after.dossier.model_dump(exclude=changed) == before.dossier.model_dump(exclude=changed)


@pytest.mark.parametrize("mandates", [(a_mandate(),), (a_mandate(acceptor=False),)])
def test_a_compelled_request_never_becomes_voluntary_in_silence(mandates: tuple[Mandate, ...]) -> None:
    before = a_request(mandates=mandates)
    with pytest.raises(MandateStands, match="say that the mandate was lifted"):
        before.triaged(a_triage(Context.VOLUNTARY))
    assert before == a_request(mandates=mandates)


def test_a_mandate_that_is_found_keeps_a_voluntary_triage_out_as_well() -> None:
    with pytest.raises(MandateStands):
        a_request().triaged(a_triage(Context.VOLUNTARY), (a_mandate(),))


def test_a_mandate_that_was_lifted_ends_with_the_triage_that_says_so() -> None:
    lifted = a_triage(Context.VOLUNTARY).model_copy(update={"mandate_lifted": True})
    after = a_request(mandates=(a_mandate(),)).triaged(lifted)
    assert (after.dossier.context, after.mandates) == (Context.VOLUNTARY, ())


@pytest.mark.parametrize(("context", "found"), [(Context.MANDATORY, ()), (Context.VOLUNTARY, (a_mandate(),))])
def test_a_mandate_cannot_be_lifted_and_stand(context: Context, found: tuple[Mandate, ...]) -> None:
    lifted = a_triage(context).model_copy(update={"mandate_lifted": True})
    with pytest.raises(Refused, match="lifted and stand"):
        a_request(mandates=(a_mandate(),)).triaged(lifted, found)


def test_a_mandate_found_later_takes_the_place_of_the_one_of_its_kind() -> None:
    court, unaccepted = a_mandate(kind="youthCourt"), a_mandate(kind="ocj", acceptor=False)
    found = a_mandate(kind="ocj")
    after = a_request(mandates=(unaccepted, court)).triaged(a_triage(Context.MANDATORY), (found,))
    assert after.mandates == (court, found)


def test_a_mandate_about_other_children_stands_beside_the_one_of_its_kind() -> None:
    filips, rachels = a_mandate(for_persons=(FILIP,)), a_mandate(for_persons=(RACHEL,))
    request = a_request(Stage.RECEIVED, a_main_person(FILIP), a_main_person(RACHEL), mandates=(filips,))
    assert request.triaged(a_triage(Context.MANDATORY), (rachels,)).mandates == (filips, rachels)


def test_a_mandate_is_about_main_persons_of_the_request() -> None:
    with pytest.raises(Refused, match="main persons of this request"):
        a_request().triaged(a_triage(Context.MANDATORY), (a_mandate(for_persons=(FILIP,)),))


def test_main_persons_who_asked_and_the_coordinator_take_part() -> None:
    asked = {("main-person", RACHEL), ("requester", REQUESTER)}
    assert a_request().parties() == asked
    started = replace(a_request(Stage.IN_PREPARATION), coordination=Coordination(COORDINATOR))
    assert started.parties() == asked | {("coordinator", COORDINATOR)}


def test_who_holds_authority_over_a_child_takes_part() -> None:
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
    assert ("legal-representative", MOTHER) in a_request(Stage.RECEIVED, child).parties()


def test_who_was_left_out_does_not_see_how_it_goes_on() -> None:
    child = replace(a_main_person(FILIP, AgeBand.UNDER_12, MOTHER), left_out=True)
    asked = {("main-person", RACHEL), ("requester", REQUESTER)}
    assert a_request(Stage.RECEIVED, child, a_main_person(RACHEL)).parties() == asked


@pytest.mark.parametrize(
    ("passed", "days"), [(timedelta(days=56), 56), (timedelta(hours=23), 0), (timedelta(days=-2), 0)]
)
def test_lead_time_counts_whole_days_and_never_below_none(passed: timedelta, days: int) -> None:
    assert a_request().days_since_received(NOON + passed) == days


@pytest.mark.parametrize("code", STATUS_OF)
def test_what_waits_for_a_person_is_told_by_its_code(code: str) -> None:
    assert KnownReferral("k", "utrecht", code).was_set_apart == (STATUS_OF[code] == "quarantined")
