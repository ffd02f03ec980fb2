"""What intake tells at each step of a request, and what it leaves alone."""

from datetime import timedelta

import pytest

from kring_intake.domain import Request
from kring_intake.handlers import requests
from kring_intake.process import Stage
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import Context, PersonCard
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    ConsentMethod,
    GiveConsent,
    HoldInformationTalk,
    MandateNote,
    Outcome,
    RejectionReason,
    RejectRequest,
    RequestAccepted,
    RequestClosed,
    RequestRejected,
    RequestWithdrawn,
    StopReason,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotFound, NotYet
from kring_shared.testing.work import NOON, a_work, an_actor, facts_of
from tests.unit.intake.made import (
    CASE,
    COORDINATOR,
    MESSAGES,
    RACHEL,
    a_card,
    a_mandate,
    a_request,
    a_triage,
    handled,
    names,
    routes,
)


def test_a_request_goes_its_whole_way_and_tells_each_step() -> None:
    request, told = a_request(), []
    for message in (
        a_triage(),
        AskConsent(case_id=CASE),
        GiveConsent(case_id=CASE, method=ConsentMethod.BY_PHONE),
        AcceptRequest(case_id=CASE),
        SearchStarted(case_id=CASE),
        AssignmentActivated(case_id=CASE, coordinator=a_card(COORDINATOR, "Filip")),
        RegistrationLocked(case_id=CASE, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64),
    ):
        request, facts = handled(request, message)
        told += names(facts)
    assert request.stage is Stage.CLOSED
    assert told == [
        "request-triaged",
        "consent-requested",
        "consent-recorded",
        "consent-given",
        "request-accepted",
        "request-closed",
    ]


def test_acceptance_tells_what_the_next_steps_need() -> None:
    request = a_request(Stage.CONSENTED, mandates=(a_mandate(),))
    _, (fact,) = handled(request, AcceptRequest(case_id=CASE))
    assert isinstance(fact, RequestAccepted)
    assert fact.main_persons == tuple(person.card for person in request.main_persons)
    assert (fact.requester, fact.dossier) == (request.requester, request.dossier)
    assert (fact.question, fact.mandates) == (request.question, request.mandates)


def test_a_yes_is_kept_with_purpose_method_and_moment() -> None:
    yes = GiveConsent(case_id=CASE, method=ConsentMethod.IN_WRITING)
    request, _ = handled(a_request(Stage.AWAITING_CONSENT), yes)
    (kept,) = request.said
    assert (kept.giver_id, kept.giver, kept.answer) == (RACHEL, "main-person", "yes")
    assert (kept.purpose, kept.method, kept.said_at) == ("conference", "in-writing", NOON)


def test_a_talk_is_held_and_nothing_comes_of_it() -> None:
    talk, told = handled(a_request(Stage.INFORMATION_TALK), HoldInformationTalk(case_id=CASE))
    assert (talk.stage, names(told)) == (Stage.INFORMED, ["information-talk-held"])


def test_a_rejection_says_why() -> None:
    no = RejectRequest(case_id=CASE, reason=RejectionReason.OUTSIDE_AREA)
    _, (fact,) = handled(a_request(Stage.TRIAGED), no)
    assert isinstance(fact, RequestRejected)
    assert fact.reason is RejectionReason.OUTSIDE_AREA


def test_a_mandate_noted_at_triage_is_sealed_person_by_person() -> None:
    note = MandateNote(
        kind="youthCourt",
        conditions=("Filip slaapt thuis",),
        acceptor=Contact(name="S. De Smet", phone="+32 9 000 12 34"),
    )
    work = a_work("intake", a_request(), actor=an_actor())
    requests.triage(a_triage(Context.MANDATORY).model_copy(update={"mandates": (note,)}), work)
    request = work.need(Request, CASE)
    (mandate,) = request.mandates
    assert isinstance(mandate.acceptor, PersonCard)
    assert mandate.acceptor.contact.scope == f"person/{mandate.acceptor.person_id}"
    assert work.open(mandate.acceptor.contact, Contact) == note.acceptor
    (condition,) = mandate.conditions
    assert condition.scope == f"case/{CASE}"
    assert work.open(condition, str) == "Filip slaapt thuis"


def test_the_lead_time_runs_from_receipt_to_closing() -> None:
    work = a_work("intake", a_request(Stage.IN_PREPARATION), now=NOON + timedelta(days=61, hours=3))
    requests.close(RegistrationLocked(case_id=CASE, outcome=Outcome.MEETING_WITH_PLAN, digest="0" * 64), work)
    (fact,) = facts_of(work)
    assert isinstance(fact, RequestClosed)
    assert (fact.outcome, fact.lead_time_days) == (Outcome.MEETING_WITH_PLAN, 61)


@pytest.mark.parametrize("ended", [Stage.WITHDRAWN, Stage.REJECTED, Stage.REFUSED, Stage.CLOSED])
def test_the_registration_of_a_stopped_request_leaves_it_as_it_ended(ended: Stage) -> None:
    locked = RegistrationLocked(case_id=CASE, outcome=Outcome.STOPPED_BEFORE_START, digest="0" * 64)
    assert handled(a_request(ended), locked) == (a_request(ended), [])


def test_a_start_that_overtakes_the_search_waits_for_it() -> None:
    started = AssignmentActivated(case_id=CASE, coordinator=a_card(COORDINATOR, "Filip"))
    with pytest.raises(NotYet, match="while the request is accepted"):
        handled(a_request(Stage.ACCEPTED), started)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_a_case_that_is_not_there_is_refused_to_people_and_waited_for_by_facts(message: Named) -> None:
    by_a_person = isinstance(message, Command)
    work = a_work("intake", actor=an_actor() if by_a_person else None)
    with pytest.raises(NotFound if by_a_person else NotYet):
        routes()[message.kind()].handle(message, work)
    assert (work.changed, work.told) == ({}, [])


def test_why_people_stopped_is_told_only_when_they_said_so_by_themselves() -> None:
    reasons = [StopReason.PLAN_ALREADY_MADE, None]
    for reason in reasons:
        _, told = handled(a_request(Stage.TRIAGED), WithdrawRequest(case_id=CASE, reason=reason))
        assert [fact.reason for fact in told if isinstance(fact, RequestWithdrawn)] == [reason]
