"""What a request decides: triage under compulsion, what acceptance needs, who takes part."""

from datetime import timedelta

import pytest

from kring_intake.domain import Consent, KnownReferral, MandateStands, Request
from kring_intake.process import Stage
from kring_shared.contracts.field import Context, Mandate
from kring_shared.contracts.intake import ConsentMethod
from kring_shared.contracts.referral.receipt import STATUS_OF
from kring_shared.kernel.errors import NotReady, Refused
from kring_shared.testing.work import NOON
from tests.unit.intake.made import COORDINATOR, RACHEL, REQUESTER, a_mandate, a_request, a_triage

YES = Consent("conference", ConsentMethod.IN_PERSON, NOON)


def consented(request: Request, *mandates: Mandate, context: Context = Context.MANDATORY) -> Request:
    return request.triaged(a_triage(context), mandates).consented(YES)


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


def test_triage_anew_asks_for_the_yes_anew() -> None:
    again = a_request(Stage.CONSENTED).triaged(a_triage())
    assert (again.stage, again.consent) == (Stage.TRIAGED, None)


def test_a_voluntary_request_is_accepted_after_the_yes() -> None:
    assert consented(a_request(), context=Context.VOLUNTARY).accepted().stage is Stage.ACCEPTED


def test_a_compelled_request_is_accepted_once_it_is_known_who_accepts_the_plan() -> None:
    assert consented(a_request(), a_mandate()).accepted().stage is Stage.ACCEPTED


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ((), "the mandate must be known"),
        ((a_mandate(acceptor=False),), "who accepts the plan in the name of the mandate"),
    ],
)
def test_a_compelled_request_is_not_ready_while_its_mandate_is_not_known(
    found: tuple[Mandate, ...], missing: str
) -> None:
    request = consented(a_request(), *found)
    with pytest.raises(NotReady, match=missing):
        request.accepted()
    assert request.stage is Stage.CONSENTED


def test_main_persons_who_asked_and_the_coordinator_take_part() -> None:
    asked = {("main-person", RACHEL), ("requester", REQUESTER)}
    assert a_request().parties() == asked
    assert a_request(Stage.IN_MATCHING).started(COORDINATOR).parties() == asked | {("coordinator", COORDINATOR)}


@pytest.mark.parametrize(
    ("passed", "days"), [(timedelta(days=56), 56), (timedelta(hours=23), 0), (timedelta(days=-2), 0)]
)
def test_lead_time_counts_whole_days_and_never_below_none(passed: timedelta, days: int) -> None:
    assert a_request().days_since_received(NOON + passed) == days


@pytest.mark.parametrize("code", STATUS_OF)
def test_what_waits_for_a_person_is_told_by_its_code(code: str) -> None:
    assert KnownReferral("k", "utrecht", code).was_set_apart == (STATUS_OF[code] == "quarantined")
