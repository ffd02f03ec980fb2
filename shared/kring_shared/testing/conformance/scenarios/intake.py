"""What a second intake has to do to play in a route: from a referral to a request that is taken on, or that ends."""

from collections.abc import Iterator
from typing import Final

from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.field import AgeBand, ConferenceType, Context, Urgency
from kring_shared.contracts.referral.receipt import (
    INVALID_FIELDS,
    NATIONAL_NUMBER,
    NOT_A_REFERRAL,
    NOT_JSON,
    NOT_TAKEN_ON,
    RECEIVED,
    REPEATED,
)
from kring_shared.contracts.registry import ErasureOrdered, RegistrationLocked
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.testing.conformance.house import REFERS
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.referring import Once
from kring_shared.testing.conformance.scenarios.referrals import (
    comes_in,
    receipt,
    reference,
    referral,
    said,
    what_is_no_json,
)
from kring_shared.testing.conformance.steps import (
    ANY_CODE,
    ANYTHING,
    NOT_NOW,
    NOT_PERMITTED,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)

IN_PERSON: Final = i.ConsentMethod.IN_PERSON


def triage(case: str) -> i.TriageRequest:
    """Settle what a request is about."""
    return i.TriageRequest(
        case_id=case,
        conference_type=ConferenceType.FAMILY,
        context=Context.VOLUNTARY,
        urgency=Urgency.NORMAL,
        minors_involved=True,
    )


def is_triaged(some: Invented) -> Iterator[Step]:
    """The regional manager settles what it is about."""
    case = some.id("case")
    yield Do(triage(case), some.manager)
    yield Expect(i.RequestTriaged, case, {"conferenceType": "family", "urgency": "normal"})


def is_known_who_decides(some: Invented) -> Iterator[Step]:
    """The mother is an adult and decides for her child, who is under twelve and was asked for their own view."""
    case, child, mother = some.id("case"), some.id("child of case"), some.id("mother of case")
    adult = i.SettleAuthority(case_id=case, person_id=mother, age_band=AgeBand.ADULT)
    young = i.SettleAuthority(
        case_id=case, person_id=child, age_band=AgeBand.UNDER_12, known_holders=(mother,), all_known=True
    )
    yield Do(adult, some.manager)
    yield Expect(i.AuthorityRecorded, case, {"personId": mother, "ageBand": "adult"})
    yield Do(young, some.manager)
    yield Expect(i.AuthorityRecorded, case, {"personId": child, "holders": 1, "allKnown": True})
    yield Do(i.RecordVoice(case_id=case, person_id=child, asked=True), some.manager)
    yield Expect(i.ChildVoiceRecorded, case, {"personId": child, "asked": True})


def says_yes(some: Invented) -> Iterator[Step]:
    """The mother is asked, and says yes herself; nobody else can."""
    case, mother = some.id("case"), some.id("mother of case")
    yes = i.GiveConsent(case_id=case, method=IN_PERSON)
    yield Do(i.AskConsent(case_id=case), some.manager)
    yield Expect(i.ConsentRequested, case)
    yield Do(i.AcceptRequest(case_id=case), some.manager, refused=ANY_CODE)
    yield Do(yes, some.main_person("stranger"), refused=NOT_PERMITTED)
    yield ExpectNothing((i.ConsentRecorded, i.ConsentGiven, i.RequestAccepted), case)
    yield Do(yes, some.main_person("mother of case"))
    yield Expect(i.ConsentRecorded, case, {"giverId": mother, "purpose": "conference"})
    yield Expect(i.ConsentGiven, case, {"purpose": "conference"})


def stands(some: Invented, stage: str) -> Step:
    """The regional manager sees where the request stands."""
    return Ask(i.ShowRequest(case_id=some.id("case")), some.manager, {"case.stage": stage}, patient=True)


def a_whole_request(some: Invented) -> Iterator[Step]:
    """From the referral to the closing, with a funder who pays only when asked again."""
    yield from comes_in(some)
    yield from is_triaged(some)
    yield from is_known_who_decides(some)
    yield from says_yes(some)
    case = some.id("case")
    accept = i.AcceptRequest(case_id=case)
    yield Do(i.AskFunding(case_id=case), some.manager)
    yield Expect(i.FundingRequested, case)
    yield Do(accept, some.manager, refused=NOT_NOW)
    yield Do(i.RefuseFunding(case_id=case, reason=i.FundingRefusal.BUDGET_USED), some.manager)
    yield Expect(i.FundingRefused, case, {"reason": "budget-used"})
    yield Do(i.AskFunding(case_id=case), some.manager)
    yield Expect(i.FundingRequested, case)
    yield Do(i.GrantFunding(case_id=case), some.manager)
    yield Expect(i.FundingGranted, case)
    yield Do(accept, some.manager, on_its_way=True)
    people = {"mainPersons.*.personId": some.id("child of case"), "mainPersons.each.contact.box": ANYTHING}
    yield Expect(i.RequestAccepted, case, people | {"requester.contact.box": ANYTHING, "dossier.policy": ANYTHING})
    yield Do(accept, some.manager, refused=NOT_NOW)
    yield Tell(m.SearchStarted(case_id=case))
    yield Tell(m.AssignmentActivated(case_id=case, coordinator=some.card("rachel")))
    yield stands(some, "in-preparation")
    yield Ask(i.ShowRequest(case_id=case), some.main_person("mother of case"), {"case.caseId": case})
    yield Ask(i.ShowRequest(case_id=case), some.main_person("stranger"), refused=NOT_PERMITTED)
    yield Tell(RegistrationLocked(case_id=case, outcome=i.Outcome.MEETING_WITH_PLAN, digest="0" * 64))
    yield Expect(i.RequestClosed, case, {"outcome": "meeting-with-plan"})
    yield stands(some, "closed")


def it_comes_again(some: Invented) -> Iterator[Step]:
    """The same event again, and the same reference in another event, are the same request."""
    yield from comes_in(some)
    case, known = some.id("case"), {"referringSystem": REFERS, "reference": reference(some, "case")}
    yield referral(some, "case")
    yield receipt(some, "case", REPEATED, once=False, requestId=case)
    yield referral(some, "again", said(some, "case"))
    yield receipt(some, "again", REPEATED, once=False, requestId=case)
    yield Once(i.RequestReceived, known)


def it_is_none(some: Invented) -> Iterator[Step]:
    """What is none is refused in words; what holds a national number is set apart, masked, for a person to look at."""
    number = "111222333"  # passes the 11-test of a BSN, and is nobody's
    yield what_is_no_json(some, "broken")
    yield receipt(some, "broken", NOT_JSON, once=False)
    yield referral(some, "coffee", type="nl.eigenkracht.coffee.wanted.v1")
    yield receipt(some, "coffee", NOT_A_REFERRAL, once=False)
    yield referral(some, "nobody", said(some, "nobody", mainPersons=[]))
    yield receipt(some, "nobody", INVALID_FIELDS, once=False, fields=["/data/mainPersons"])
    yield referral(some, "number", said(some, "number", question=f"BSN {number}, what is needed?"))
    apart = {"system": REFERS, "code": NATIONAL_NUMBER}
    yield Expect(i.ReferralQuarantined, "", apart, names={"caseId": "apart"})
    yield receipt(some, "number", NATIONAL_NUMBER, status="quarantined")
    apart_id = some.id("apart")
    masked = {"line.code": NATIONAL_NUMBER, "text": ANYTHING}
    yield Ask(i.ShowQuarantined(quarantine_id=apart_id), some.manager, masked)
    refusal = i.RejectQuarantined(quarantine_id=apart_id, reason=i.QuarantineRefusal.SEND_WITHOUT_NUMBER)
    yield Do(refusal, some.coordinator("stranger"), refused=NOT_PERMITTED)
    yield Do(refusal, some.manager)
    yield Expect(i.QuarantineRejected, apart_id, {"reason": "send-without-number"})
    yield receipt(some, "number", NOT_TAKEN_ON, reference=reference(some, "number"))
    yield ExpectNothing((i.RequestReceived, i.QuarantineReleased), apart_id)


def they_do_not_want_it(some: Invented) -> Iterator[Step]:
    """The mother says no for them both: that ends it, and nobody is asked why."""
    yield from comes_in(some)
    yield from is_triaged(some)
    yield from is_known_who_decides(some)
    case = some.id("case")
    yield Do(i.AskConsent(case_id=case), some.manager)
    yield Expect(i.ConsentRequested, case)
    yield Do(i.RefuseConsent(case_id=case, method=IN_PERSON), some.main_person("mother of case"))
    yield Expect(i.ConsentWithheld, case, {"giverId": some.id("mother of case")})
    yield Expect(i.ConsentRefused, case)
    yield Do(i.AcceptRequest(case_id=case), some.manager, refused=NOT_NOW)
    yield ExpectNothing((i.ConsentGiven, i.RequestAccepted, i.RequestWithdrawn), case)
    yield stands(some, "refused")


def it_is_the_same(some: Invented) -> Iterator[Step]:
    """Another sender refers the same people: a person says that it is the same, and one of the two goes on."""
    people = {"mainPersons": [person | {"birthYear": 1990} for person in said(some, "case")["mainPersons"]]}
    yield referral(some, "case", said(some, "case", **people))
    yield Expect(i.RequestReceived, "", {"reference": reference(some, "case")}, names={"caseId": "case"})
    yield referral(some, "other", said(some, "other", **people), source="urn:nl:another")
    yield Expect(i.RequestReceived, "", {"reference": reference(some, "other")}, names={"caseId": "other"})
    case, other = some.id("case"), some.id("other")
    yield Expect(i.DuplicateSuspected, other, {"otherId": case, "reasons": ANYTHING})
    yield receipt(some, "other", RECEIVED, requestId=other)  # a sender does not learn who is known
    merge = i.MergeRequest(case_id=other, into_id=case)
    yield Do(merge, some.coordinator("stranger"), refused=NOT_PERMITTED)
    yield Do(merge, some.manager)
    yield Expect(i.RequestMerged, other, {"intoId": case})
    yield Do(i.RejectRequest(case_id=other, reason=i.RejectionReason.OUTSIDE_AREA), some.manager, refused=NOT_NOW)
    yield Do(i.RejectRequest(case_id=case, reason=i.RejectionReason.OUTSIDE_AREA), some.manager)
    yield Expect(i.RequestRejected, case, {"reason": "outside-area"})


def it_is_erased(some: Invented) -> Iterator[Step]:
    """While it waits for people nothing is erased; once it was withdrawn, the keys of everybody in it are destroyed."""
    yield from comes_in(some)
    case, child = some.id("case"), some.id("child of case")
    kinds = (RecordKind.CONTACTS, RecordKind.PLAN)
    early, late = (
        ErasureOrdered(case_id=case, erasure_id=some.id(order), kinds=kinds, because="term-over")
        for order in ("too early", "now")
    )
    kept = {"erasureId": some.id("too early"), "lines.each.outcome": "kept", "lines.each.because": "route-runs"}
    yield Tell(early)
    yield Expect(i.RequestErased, case, kept)
    yield Do(i.WithdrawRequest(case_id=case), some.manager)
    yield Expect(i.RequestWithdrawn, case)
    yield Tell(late)
    gone = {"erasureId": some.id("now"), "lines.*.outcome": "erased", "keysDestroyed.*": scope_of(Scope.PERSON, child)}
    yield Expect(i.RequestErased, case, gone)
    yield Do(triage(case), some.manager, refused=ANY_CODE)
    yield ExpectNothing((i.RequestTriaged,), case)


SCENARIOS: Final = (
    Scenario(
        "a referral becomes a request that is told to its sender, consented to, paid for, taken on and closed",
        a_whole_request,
        kills=True,
    ),
    Scenario("a referral that comes again is the request that it was", it_comes_again),
    Scenario(
        "what is no referral, or holds a national number, becomes no request, and its sender reads why", it_is_none
    ),
    Scenario("a no of who decides ends it, without a reason", they_do_not_want_it),
    Scenario(
        "two requests of the same people go on as one when a person says so, and no sender hears it", it_is_the_same
    ),
    Scenario(
        "a request that waits for people is kept, and one that was withdrawn is erased with its keys", it_is_erased
    ),
)
