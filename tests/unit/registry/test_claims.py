"""Claims draft themselves, go where their table says, and are approved by somebody else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kring_registry.domain.claim import Claim, ClaimNumbers, OwnClaim, claims_of
from kring_registry.domain.registration import Registration
from kring_registry.handlers import completing, requests
from kring_registry.process.claim import CLAIM, ClaimStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.allowances import PayRates
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import AssignmentHandedOver, HandOverReason
from kring_shared.contracts.registry import (
    ApproveClaim,
    ChangeClaim,
    ClaimApproved,
    ClaimDrafted,
    ClaimPaid,
    ClaimReturned,
    ClaimSubmitted,
    ClaimTermOver,
    CompleteRegistration,
    NotePayment,
    RegistrationCompleted,
    ReturnClaim,
    ReturnRegistration,
    ShowRegistration,
    SubmitClaim,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.registry.cases import CASE, HANDLERS, MOVED, RACHEL, after, completion, handled, in_days, started
from tests.unit.registry.claiming import MARCH, NL_PAY, PARKING, Desk, a_claim, completed, with_a_claim, worked_on


def submitted() -> Desk:
    desk = completed()
    desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)
    return desk


def approved() -> Desk:
    desk = submitted()
    desk.give(ApproveClaim(claim_id=desk.claim.id))
    return desk


def given(kind: type[Named], desk: Desk) -> Named:
    claim_id = desk.claim.id
    return {
        ChangeClaim: desk.change(minutes=600),
        SubmitClaim: SubmitClaim(claim_id=claim_id),
        ReturnClaim: ReturnClaim(claim_id=claim_id, code="kilometres-unclear"),
        ApproveClaim: ApproveClaim(claim_id=claim_id),
        NotePayment: NotePayment(claim_id=claim_id, paid_on=MARCH.date()),
    }[kind]


def test_a_claim_is_there_as_soon_as_the_registration_is_completed() -> None:
    desk = completed()
    claim = desk.claim
    assert [type(fact) for fact in desk.told] == [RegistrationCompleted, ClaimDrafted]
    assert (claim.stage, claim.coordinator_id, claim.minutes_worked, claim.distance_km) == ("draft", RACHEL, 1500, 84)
    assert (claim.reference, claim.policy, claim.conferences) == ("2024-0001", "nl/1", 1)


def test_completed_again_the_draft_is_renewed_and_not_told_again() -> None:
    desk = completed()
    before = desk.claim
    (registration,) = desk.all(Registration)
    desk.stored[Registration, CASE] = after(ReturnRegistration(case_id=CASE, code="hours"), registration=registration)
    again = CompleteRegistration(case_id=CASE, minutes_worked=600, distance_km=10, days_worked=3, expenses=(PARKING,))
    assert [type(fact) for fact in desk.give(again, RACHEL)] == [RegistrationCompleted]
    assert desk.claim == replace(
        before, minutes_worked=600, distance_km=10, days_worked=3, expenses=(PARKING,), version=before.version
    )


def test_completed_again_a_claim_that_was_sent_in_stands() -> None:
    desk = submitted()
    before = desk.claim
    desk.stored[Registration, CASE] = worked_on()
    desk.give(CompleteRegistration(case_id=CASE, minutes_worked=1, distance_km=1), RACHEL)
    assert desk.claim == before


def test_whoever_hands_a_case_over_has_a_claim_of_their_own_which_they_fill_in() -> None:
    over = AssignmentHandedOver(
        case_id=CASE, coordinator_id=RACHEL, reason=HandOverReason.ILLNESS, occurred_at=in_days(6)
    )
    work = a_work("registry", after(started()))
    with_a_claim(requests.note_coordinator)(over, work)
    (claim,) = work.all(Claim, claims_of(CASE))
    assert (claim.coordinator_id, claim.minutes_worked) == (RACHEL, 0)
    assert [type(fact) for fact in facts_of(work)] == [ClaimDrafted]


@pytest.mark.parametrize("end", [RequestWithdrawn(case_id=CASE), MOVED], ids=lambda fact: fact.name)
def test_a_preparation_that_stops_or_moves_to_another_office_was_work_too(end: Named) -> None:
    work = a_work("registry", after(started()))
    with_a_claim(HANDLERS[type(end)])(end, work)
    assert [claim.coordinator_id for claim in work.all(Claim, claims_of(CASE))] == [RACHEL]


@pytest.mark.parametrize("registration", [after(), after(started())], ids=["nobody began", "before Kring"])
def test_nobody_has_a_claim_who_did_not_work_for_the_office(registration: Registration) -> None:
    work = a_work("registry", registration)
    by = "system" if registration.started_on is None else "import"
    with_a_claim(requests.stop)(RequestWithdrawn(case_id=CASE, by=by), work)
    assert work.all(Claim, claims_of(CASE)) == ()


def test_numbers_count_up_and_begin_again_with_the_year() -> None:
    numbers = ClaimNumbers("utrecht").next(2026).next(2026)
    assert numbers.reference == "2026-0002"
    assert numbers.next(2027).reference == "2027-0001"


@pytest.mark.parametrize("stage", ClaimStage)
@pytest.mark.parametrize("kind", [ChangeClaim, SubmitClaim, ReturnClaim, ApproveClaim, NotePayment])
def test_a_step_that_the_table_does_not_have_is_refused_and_changes_nothing(
    stage: ClaimStage, kind: type[Named]
) -> None:
    desk = completed()
    before = desk.stored[Claim, desk.claim.id] = replace(desk.claim, stage=stage)
    if CLAIM.knows(stage, kind):
        desk.give(given(kind, desk))
        assert desk.claim.stage is CLAIM.next(stage, kind)
        return
    with pytest.raises(NotAllowedNow) as refusal:
        desk.give(given(kind, desk))
    assert refusal.value.possible == CLAIM.possible(stage)
    assert desk.claim == before


def test_a_claim_that_is_sent_in_says_how_its_amount_is_made_up() -> None:
    desk = completed()
    desk.give(desk.change(minutes=1815, km=84, expenses=(PARKING,)), RACHEL)
    (told,) = desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)
    said = [(line.kind.value, line.cents, line.said) for line in desk.claim.lines or ()]
    assert said == [
        ("fee", 75_625, "30 h 15 min at 25.00 an hour"),
        ("travel", 1932, "84 km at 0.2300"),
        ("expenses", 450, "parking 4.50"),
    ]
    assert isinstance(told, ClaimSubmitted)
    assert told.cents == 78_007


def test_the_manager_approves_and_then_it_is_paid() -> None:
    desk = submitted()
    assert [type(fact) for fact in desk.give(ApproveClaim(claim_id=desk.claim.id))] == [ClaimApproved]
    assert [type(fact) for fact in desk.give(given(NotePayment, desk))] == [ClaimPaid]
    assert (desk.claim.stage, desk.claim.paid_on) == ("paid", MARCH.date())


def test_nobody_approves_their_own_claim_also_when_a_manager_coordinates() -> None:
    desk = submitted()
    before = desk.claim
    with pytest.raises(OwnClaim, match="another regional manager"):
        desk.give(ApproveClaim(claim_id=before.id), RACHEL)
    assert desk.claim == before


@pytest.mark.parametrize("desk", [submitted(), approved()], ids=["sent in", "approved"])
def test_a_claim_goes_back_with_a_code_also_when_it_was_approved(desk: Desk) -> None:
    (told,) = desk.give(given(ReturnClaim, desk))
    assert isinstance(told, ClaimReturned)
    assert (desk.claim.stage, desk.claim.returned_for, desk.claim.lines) == ("returned", "kilometres-unclear", None)
    desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)
    assert desk.claim.returned_for == ""


def test_where_the_office_did_not_say_what_it_pays_it_is_sent_in_and_the_approval_says_what_to_set() -> None:
    desk = completed(pay=None)
    (told,) = desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)
    assert isinstance(told, ClaimSubmitted)
    assert (told.minutes_worked, told.distance_km, told.cents) == (1500, 84, 0)
    with pytest.raises(NotReady, match=r"pay\.hourCents and pay\.kmRate in the office's card: no amount is guessed"):
        desk.give(ApproveClaim(claim_id=desk.claim.id))
    assert desk.claim.stage is ClaimStage.SUBMITTED


def test_once_the_office_says_what_it_pays_it_is_reckoned_when_it_is_approved() -> None:
    waiting = completed(pay=None)
    waiting.give(SubmitClaim(claim_id=waiting.claim.id), RACHEL)
    desk = Desk(waiting.claim)
    (told,) = desk.give(ApproveClaim(claim_id=desk.claim.id))
    assert isinstance(told, ClaimApproved)
    assert told.cents == desk.claim.cents == 62_500 + 1932 + sum(one.cents for one in desk.claim.expenses)


def test_a_day_that_has_not_come_yet_cannot_be_claimed() -> None:
    desk = completed()
    with pytest.raises(InvalidFields, match="has not come yet"):
        desk.give(desk.change(MARCH.date() + timedelta(days=1)), RACHEL)


@pytest.mark.parametrize("day", [MARCH.date() + timedelta(days=1), MARCH.date() - timedelta(days=1)])
def test_a_claim_is_paid_on_a_day_between_its_approval_and_today(day: date) -> None:
    desk = approved()
    with pytest.raises(InvalidFields, match="between that day and today"):
        desk.give(NotePayment(claim_id=desk.claim.id, paid_on=day))


def test_an_unknown_claim_is_not_found() -> None:
    with pytest.raises(NotFound):
        Desk().give(ApproveClaim(claim_id="f" * 32))


@pytest.mark.parametrize("message", [ChangeClaim, SubmitClaim])
def test_only_whose_it_is_changes_it_and_sends_it_in(message: type[Named]) -> None:
    claim = a_claim(1)
    for who, may in ((RACHEL, True), ("f" * 32, False)):
        actor = an_actor(Role.COORDINATOR, who)
        right = permits.check_role(actor, message, "utrecht")
        if may:
            permits.check_part(actor, right, [claim])
        else:
            with pytest.raises(NotPermitted):
                permits.check_part(actor, right, [claim])


def test_a_coordinator_may_not_approve_and_a_manager_may_not_send_in() -> None:
    with pytest.raises(NotPermitted):
        permits.check_role(an_actor(Role.COORDINATOR), ApproveClaim, "utrecht")
    with pytest.raises(NotPermitted):
        permits.check_role(an_actor(Role.REGIONAL_MANAGER), SubmitClaim, "utrecht")


def test_a_claim_gives_no_right_to_its_case() -> None:
    assert CASE not in completed().claim.keys()
    over = AssignmentHandedOver(
        case_id=CASE, coordinator_id=RACHEL, reason=HandOverReason.CONFLICT, occurred_at=in_days(6)
    )
    left = handled(over, after(started())).need(Registration, CASE)
    actor = an_actor(Role.COORDINATOR, RACHEL)
    with pytest.raises(NotPermitted):
        permits.check_part(actor, permits.check_role(actor, ShowRegistration, "utrecht"), [left])


def test_a_claim_that_was_paid_goes_when_its_term_is_over_and_not_before() -> None:
    desk = approved()
    desk.give(given(NotePayment, desk))
    (reminder,) = desk.work.reminders
    assert desk.work.forgotten == [(ClaimTermOver.kind(), desk.claim.id)]
    assert reminder.due.date() == MARCH.date() + timedelta(days=7 * 365 + 2)
    desk.give(ClaimTermOver(case_id=desk.claim.id))
    assert desk.claim.stage is ClaimStage.PAID
    desk.now = reminder.due
    desk.give(ClaimTermOver(case_id=desk.claim.id))
    assert desk.all(Claim) == []


def test_a_draft_that_nobody_sends_in_goes_after_a_year_and_what_waits_for_money_stays() -> None:
    drafted, waits = completed(), submitted()
    for desk in (drafted, waits):
        desk.now = MARCH + timedelta(days=365)
        desk.give(ClaimTermOver(case_id=desk.claim.id))
    assert drafted.all(Claim) == []
    assert waits.claim.stage is ClaimStage.SUBMITTED


def test_the_same_completion_handled_again_makes_the_same_claim() -> None:
    rooms = [a_work("registry", worked_on(), actor=an_actor(Role.COORDINATOR, RACHEL)) for _ in range(2)]
    for room in rooms:
        with_a_claim(completing.complete)(completion(), room)
    first, second = ({told.id for told in room.told} for room in rooms)
    assert first == second
    assert rooms[0].all(Claim, claims_of(CASE)) == rooms[1].all(Claim, claims_of(CASE))


def test_rates_that_no_source_gives_are_nobodys_guess() -> None:
    assert PayRates() == PayRates(hour_cents=None, conference_cents=None, day_cents=None, km_rate=None, years=())
    assert NL_PAY.hour_cents == 2500


def test_the_year_in_which_a_claim_waits_begins_again_with_every_change_and_ends_when_it_is_sent_in() -> None:
    desk = completed()
    assert [reminder.due for reminder in desk.work.reminders] == [MARCH + timedelta(days=365)]
    desk.now = MARCH + timedelta(days=300)
    desk.give(desk.change(minutes=60), RACHEL)
    assert [reminder.due for reminder in desk.work.reminders] == [MARCH + timedelta(days=665)]
    assert desk.work.forgotten == [(ClaimTermOver.kind(), desk.claim.id)]
    desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)
    assert desk.work.forgotten == [(ClaimTermOver.kind(), desk.claim.id)]
    assert desk.work.reminders == []


def test_a_claim_after_a_fact_is_of_the_day_on_which_that_happened() -> None:
    work = a_work("registry", after(started()), now=in_days(400))
    with_a_claim(requests.stop)(RequestWithdrawn(case_id=CASE, occurred_at=in_days(6)), work)
    (claim,) = work.all(Claim, claims_of(CASE))
    assert claim.drafted_on == in_days(6).date()
    assert claim.reference.startswith(f"{in_days(6).year}-")
