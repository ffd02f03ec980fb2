"""What a second registry has to do to play in a route: a registration that fills itself, is locked, and stands."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.retention import RecordKind
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.scenarios.facts import (
    answers_to_erase,
    is_received,
    of_the_conference,
    starts,
    went_by,
)
from kring_shared.testing.conformance.steps import (
    ANY_CODE,
    ANYTHING,
    NOT_NOW,
    NOT_PERMITTED,
    NOT_READY,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)
from kring_shared.testing.conformance.who import As

YEARS: Final = count(1990)
"""Years that are over, another for each run: a year is published once."""


def is_opened(some: Invented, *, received_on: date | None = None, word: str = "case") -> tuple[Step, ...]:
    """A request is received, and its registration opens by itself."""
    by = IMPORTED if received_on else "system"
    return (
        Tell(is_received(some, word, received_on), by=by),
        Expect(r.RegistrationOpened, some.id(word)),
    )


def has_a_coordinator(some: Invented) -> tuple[Step, ...]:
    """A coordinator starts, and sees the registration from then on."""
    shown = r.ShowRegistration(case_id=some.id("case"))
    return (
        Tell(starts(some)),
        Ask(shown, some.coordinator("rachel"), {"stage": "open"}, patient=True),
        Ask(shown, some.coordinator("stranger"), refused=NOT_PERMITTED),
    )


def is_completed(some: Invented, minutes: int = 600) -> tuple[Step, ...]:
    """The coordinator fills in what only they know."""
    said = r.CompleteRegistration(
        case_id=some.id("case"), minutes_worked=minutes, distance_km=40, topics=("upbringing",), days_worked=3
    )
    shows = {"minutesWorked": minutes, "distanceKm": 40, "topics": 1}
    return (
        Do(said, some.coordinator("stranger"), refused=NOT_PERMITTED),
        Do(said, some.coordinator("rachel")),
        Expect(r.RegistrationCompleted, some.id("case"), shows),
    )


def a_whole_registration(some: Invented) -> Iterator[Step]:
    """From the request to the lock; whatever is told or asked afterwards, it stands as it was."""
    case = some.id("case")
    lock, shown = r.LockRegistration(case_id=case), r.ShowRegistration(case_id=case)
    yield from is_opened(some)
    yield from has_a_coordinator(some)
    yield Tell(went_by(some, present=7))
    yield Ask(shown, some.manager, {"presentCount": 7, "meetings": 1}, patient=True)
    yield Do(lock, some.manager, refused=NOT_NOW)
    yield from is_completed(some)
    yield Do(r.ValidateRegistration(case_id=case), some.manager)
    yield Expect(r.RegistrationValidated, case)
    yield Do(lock, some.manager, refused=NOT_READY)
    yield Tell(c.FollowUpEnded(case_id=case, steps=1))
    yield ExpectNothing((r.RegistrationLocked,), case)
    yield Do(lock, some.manager, on_its_way=True)
    digest = {"digest": "its digest"}
    yield Expect(r.RegistrationLocked, case, {"outcome": "meeting-with-plan", "number": ANYTHING}, names=digest)
    yield Tell(went_by(some, present=12))
    yield Do(r.ReturnRegistration(case_id=case, code="hours-missing"), some.manager, refused=NOT_NOW)
    yield ExpectNothing((r.RegistrationLocked, r.RegistrationReturned, r.RegistrationOpened), case)
    stands = {"stage": "locked", "presentCount": 7, "minutesWorked": 600, "digest": some.id("its digest")}
    yield Ask(shown, some.manager, stands)
    yield Ask(r.VerifyChain(), some.manager, {"faults": [], "head": ANYTHING})


def in_any_order(some: Invented) -> Iterator[Step]:
    """What the conference and matching tell comes before the request it is about; it fills all the same."""
    case = some.id("case")
    triaged = i.RequestTriaged(
        case_id=case,
        conference_type=ConferenceType.FAMILY,
        context=Context.VOLUNTARY,
        urgency=Urgency.NORMAL,
        minors_involved=True,
    )
    yield from (Tell(fact) for fact in of_the_conference(some))
    yield Tell(starts(some))
    yield ExpectNothing((r.RegistrationOpened, r.RegistrationLocked), case)
    yield from is_opened(some)
    yield Tell(triaged)
    filled = {
        "stage": "open",
        "conferenceType": "family",
        "heldOn": some.today.isoformat(),
        "presentCount": 9,
        "sentBack": 1,
        "ownStrengths": 3,
        "professionalHelp": 1,
        "acceptedOn": ANYTHING,
        "followUpResults": ["on-track"],
    }
    yield Ask(r.ShowRegistration(case_id=case), some.coordinator("rachel"), filled, patient=True)
    yield ExpectNothing((r.RegistrationOpened, r.RegistrationLocked), case)


def a_claim(some: Invented) -> Iterator[Step]:
    """Hours go back once; there is one claim, which its coordinator sends in and never approves."""
    case, rachel = some.id("case"), some.coordinator("rachel")
    yield from is_opened(some)
    yield from has_a_coordinator(some)
    yield from is_completed(some, minutes=60)
    yield Expect(r.ClaimDrafted, case, {"coordinatorId": rachel.id}, names={"claimId": "claim"})
    yield Do(r.ReturnRegistration(case_id=case, code="hours-missing"), some.manager)
    yield Expect(r.RegistrationReturned, case, {"code": "hours-missing"})
    yield from is_completed(some, minutes=600)
    claim = some.id("claim")
    submit, approve = r.SubmitClaim(claim_id=claim), r.ApproveClaim(claim_id=claim)
    yield Do(approve, some.manager, refused=NOT_NOW)
    yield Do(submit, some.coordinator("stranger"), refused=NOT_PERMITTED)
    yield Do(submit, rachel)
    yield Expect(r.ClaimSubmitted, case, {"claimId": claim, "minutesWorked": 600, "distanceKm": 40})
    yield Do(r.ReturnClaim(claim_id=claim, code="hours-unclear"), some.manager)
    yield Expect(r.ClaimReturned, case, {"claimId": claim, "code": "hours-unclear"})
    parking = (r.Expense(kind=r.ExpenseKind.PARKING, cents=1250),)  # needs nothing that an office has to set
    yield Do(r.ChangeClaim(claim_id=claim, minutes_worked=0, distance_km=0, expenses=parking), rachel)
    yield Do(submit, rachel)
    yield Expect(r.ClaimSubmitted, case, {"claimId": claim, "cents": 1250})
    yield Do(approve, As(Role.REGIONAL_MANAGER, rachel.id), refused=ANY_CODE)
    yield Do(approve, some.manager)
    yield Expect(r.ClaimApproved, case, {"claimId": claim, "cents": 1250})
    yield Do(r.NotePayment(claim_id=claim, paid_on=datetime.now(UTC).date()), some.manager)
    yield Expect(r.ClaimPaid, case, {"claimId": claim})
    yield Ask(r.ListOwnClaims(coordinator_id=rachel.id), rachel, {"claims.each.stage": "paid"})


def asks_to_be_erased(some: Invented) -> tuple[Step, ...]:
    """The request stops, and whom it is about asks that everything goes; the office grants it."""
    case = some.id("case")
    asks = r.AskAboutData(case_id=case, person_id=some.id("amina"), asks_for=r.AsksFor.ERASURE)
    return (
        *is_opened(some),
        Tell(i.RequestWithdrawn(case_id=case)),
        Expect(r.RegistrationLocked, case, {"outcome": "stopped-before-start"}),
        Do(asks, some.manager),
        Expect(r.PersonAsked, case, {"asksFor": "erasure", "answerBy": ANYTHING}, names={"askedId": "asked"}),
    )


def is_granted(some: Invented) -> tuple[Step, ...]:
    """The regional manager takes it up, and says yes."""
    asked = some.id("asked")
    yes = r.AnswerPerson.model_validate({"asked_id": asked, "with": r.AnsweredWith.DONE})
    return (
        Do(yes, some.manager, refused=NOT_NOW),
        Do(r.TakeUpAsked(asked_id=asked), some.manager),
        Do(yes, some.manager),
    )


def is_ordered(some: Invented) -> Step:
    """Everybody is told to erase what they have of a person."""
    shows = {"personId": some.id("amina"), "kinds.*": RecordKind.CONTACTS.value}
    return Expect(r.ErasureOrdered, some.id("case"), shows, names={"erasureId": "order"})


def an_erasure(some: Invented) -> Iterator[Step]:
    """An order is done when everybody answered it, and not before; then there is a receipt."""
    case = some.id("case")
    yield from asks_to_be_erased(some)
    yield from is_granted(some)
    yield is_ordered(some)
    *others, last = answers_to_erase(some)
    yield from (Tell(answer) for answer in others)
    yield ExpectNothing((r.ErasureExecuted, r.ErasureOrdered), case)
    yield Tell(last)
    yield Expect(r.ErasureExecuted, case, {"erasureId": some.id("order"), "personId": some.id("amina")})
    receipt = r.ShowErasure(erasure_id=some.id("order"))
    yield Ask(receipt, some.manager, {"done": True, "proof": ANYTHING, "services.each.answeredAt": ANYTHING})
    yield Ask(receipt, some.coordinator("rachel"), refused=NOT_PERMITTED)


def a_hold(some: Invented) -> Iterator[Step]:
    """While a case is held nothing of it is ordered; what was granted meanwhile goes afterwards."""
    case = some.id("case")
    yield from asks_to_be_erased(some)
    yield Do(r.PlaceHold(case_id=case, code="court-asks"), some.manager)
    yield Expect(r.HoldPlaced, case, {"code": "court-asks"})
    yield from is_granted(some)
    yield Expect(r.PersonAnswered, case, {"askedId": some.id("asked"), "with": "done"})
    yield ExpectNothing((r.ErasureOrdered,), case)
    yield Do(r.ReleaseHold(case_id=case), some.manager)
    yield is_ordered(some)


def a_year(some: Invented) -> Iterator[Step]:
    """A year is published once all of it is locked; its figures stand, and are counted once."""
    if "year" not in some.ids:  # the steps of one run are made more than once
        some.is_called("year", str(next(YEARS)))
    year = int(some.id("year"))
    report, day = r.ReportYear(year=year), date(year, 3, 2)
    yield from is_opened(some, received_on=day)
    yield from is_opened(some, received_on=day, word="another case")
    yield Tell(i.RequestWithdrawn(case_id=some.id("case")))
    yield Expect(r.RegistrationLocked, some.id("case"))
    yield Do(report, some.manager, refused=NOT_READY)
    waits = {"registrations.each.caseId": some.id("another case")}
    yield Ask(r.ListRegistrations(year=year), some.manager, waits)
    yield Tell(i.ConsentRefused(case_id=some.id("another case"), method=i.ConsentMethod.BY_PHONE))
    yield Expect(r.RegistrationLocked, some.id("another case"))
    yield Do(report, some.coordinator("rachel"), refused=NOT_PERMITTED)
    yield Do(report, some.manager)
    yield Expect(r.YearReported, "", {"year": year, "requests": 2, "head": ANYTHING})
    yield Expect(r.RegistrationReported, some.id("case"), {"year": year})
    yield Expect(r.RegistrationReported, some.id("another case"), {"year": year})
    yield Do(report, some.manager, refused=NOT_NOW)
    counted = r.Figures(since=date(year, 1, 1), until=date(year, 12, 31))
    yield Ask(counted, some.manager, {"requests": 2, "stopped": 2, "plans": 0})
    yield Ask(r.ShowYearReport(year=year), some.manager, {"year": year, "publishedOn": ANYTHING, "head": ANYTHING})


SCENARIOS: Final = (
    Scenario(
        "a registration is completed, checked and locked, and stands from then on", a_whole_registration, kills=True
    ),
    Scenario("a registration fills itself, in whatever order the others tell", in_any_order),
    Scenario("there is one claim for what was worked, and nobody approves their own", a_claim),
    Scenario("an order to erase is done when everybody answered it, and not before", an_erasure),
    Scenario("while a case is held nothing of it is ordered to be erased", a_hold),
    Scenario("a year is published once, when all of it is locked", a_year),
)
