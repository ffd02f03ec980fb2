"""Claims: drafted by themselves, sent in by the coordinator, approved by the regional manager, paid outside Kring."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kring_registry.domain.allowance import CoordinatorYear, Taken, year_id
from kring_registry.domain.claim import Claim, ClaimNumbers, book_of, claims_of
from kring_registry.domain.reckoning import reckon, rules_of, what_is_left_out, what_to_set
from kring_registry.domain.registration import Registration
from kring_shared.contracts.envelope import IMPORTED, Named
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentHandedOver
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import (
    AllowanceCapReached,
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
    ReturnClaim,
    SubmitClaim,
)
from kring_shared.contracts.retention import RecordKind
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Found, Work

Worked = CompleteRegistration | AssignmentHandedOver | RequestWithdrawn | RequestTransferred
"""After these somebody may have worked for whom there is no claim yet."""
UNCLAIMED: Final = timedelta(days=365)
"""How long a claim waits that nobody sends in: our own choice."""


def follow(message: Named, before: Registration | None, work: Work) -> None:
    """Have a claim for whoever worked: at the end, and where somebody stops or leaves.

    A preparation that stopped or moved to another office was work too, and so was the part of a coordinator who handed
    a case over: their claim is drafted empty, and they fill it in. Nothing is drafted for what was before Kring.
    """
    after = work.get(Registration, message.key())
    if not isinstance(message, Worked) or before is None or after is None or getattr(message, "by", "") == IMPORTED:
        return
    who = before.coordination.coordinator_id
    if isinstance(message, CompleteRegistration):
        _draft_or_renew(message, after, work)
    elif isinstance(message, AssignmentHandedOver):
        if who == message.coordinator_id:
            _draft(after, who, message.occurred_at, work)
    elif before.can_fill and not after.can_fill and who is not None:
        _draft(after, who, message.occurred_at, work)


def where_claims_are(message: Named, office: str) -> tuple[str, ...]:
    """Name the claims of the case and the office's book of numbers, where a message may draft one."""
    return (claims_of(message.key()), book_of(office)) if isinstance(message, Worked) else ()


def its_years(message: Named, _office: str, found: Found) -> tuple[str, ...]:
    """Name the years whose limits a claim touches."""
    claim = found.get(Claim, message.key())
    return tuple(year_id(claim.coordinator_id, year) for year in sorted(claim.years)) if claim is not None else ()


def _draft_or_renew(message: CompleteRegistration, registration: Registration, work: Work) -> None:
    """Draft a claim, or renew it as long as it is with its coordinator; what was sent in stands as it is."""
    who = registration.coordination.present
    if who is None:
        return
    claim = _claim_of(who, registration, work) or _draft(registration, who, work.now, work)
    if claim.is_with_coordinator:
        work.save(claim.renewed(message, int(registration.held_on is not None or registration.plan_made)))


def _draft(registration: Registration, coordinator_id: str, moment: datetime, work: Work) -> Claim:
    found = _claim_of(coordinator_id, registration, work)
    if found is not None:
        return found
    numbers = (work.get(ClaimNumbers, book_of(work.office)) or ClaimNumbers(work.office)).next(moment.year)
    claim = Claim(
        claim_id=work.new_id(f"claim/{coordinator_id}"),
        case_id=registration.case_id,
        office=work.office,
        coordinator_id=coordinator_id,
        reference=numbers.reference,
        policy=registration.policy,
        drafted_on=moment.date(),
    )
    work.save(numbers, claim)
    work.tell(ClaimDrafted(case_id=claim.case_id, claim_id=claim.id, coordinator_id=coordinator_id))
    _wait(claim, moment + UNCLAIMED, work)
    return claim


def _claim_of(coordinator_id: str, registration: Registration, work: Work) -> Claim | None:
    claims = work.all(Claim, claims_of(registration.case_id))
    return next((claim for claim in claims if claim.coordinator_id == coordinator_id), None)


def change(message: ChangeClaim, work: Work) -> None:
    """Take over what the coordinator claims: numbers, days, and costs by kind."""
    claim = work.need(Claim, message.claim_id).changed(message, work.now.date())
    work.save(claim)
    _wait(claim, work.now + UNCLAIMED, work)


def give_back(message: ReturnClaim, work: Work) -> None:
    """Give it back with a code; what it took of the limits of a year is free again."""
    claim = work.need(Claim, message.claim_id)
    work.save(claim.returned(message.code))
    _give_free(claim, work)
    _wait(claim, work.now + UNCLAIMED, work)
    work.tell(ClaimReturned(case_id=claim.case_id, claim_id=claim.id, code=message.code))


def note_payment(message: NotePayment, work: Work) -> None:
    """Note that it was on a list that was paid."""
    claim = work.need(Claim, message.claim_id).paid(message.paid_on, work.now.date())
    work.save(claim)
    work.tell(ClaimPaid(case_id=claim.case_id, claim_id=claim.id, paid_on=message.paid_on))
    _wait(claim, _midnight(_kept_until(claim)), work)


def let_go(message: ClaimTermOver, work: Work) -> None:
    """Take a claim away: a paid one once its term is over, and one that was never sent in after a year."""
    claim = work.get(Claim, message.case_id)
    if claim is None or not (claim.is_with_coordinator or claim.paid_on is not None):
        return  # it is gone, or somebody still has to pay it
    if claim.paid_on is not None and work.now.date() < _kept_until(claim):
        return  # what was set when it was paid comes later
    work.remove(claim)
    _give_free(claim, work)


def leave_case(case_id: str, work: Work) -> None:
    """Let the claims of a case stay without it: of what is paid the books know the number, and no family.

    The message's keys name `claims_of(case_id)`.
    """
    for claim in work.all(Claim, claims_of(case_id)):
        work.save(claim.without_case())


def _give_free(claim: Claim, work: Work) -> None:
    """Give back what it took of the limits of its years."""
    for year in sorted(claim.years):
        found = work.get(CoordinatorYear, year_id(claim.coordinator_id, year))
        if found is not None and claim.id in found.taken:
            work.save(found.without(claim.id))


def _wait(claim: Claim, until: datetime, work: Work) -> None:
    """Set the end of its term anew: only the last one that was set counts."""
    work.forget((ClaimTermOver,), claim.id)
    work.remind(ClaimTermOver(case_id=claim.id), until)


def _kept_until(claim: Claim) -> date:
    days = next(rule.days for rule in POLICIES[claim.policy].retention if rule.kind is RecordKind.CLAIMS)
    return (claim.paid_on or claim.drafted_on) + timedelta(days=days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


class Claims:
    """Reckons claims by what each office pays."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Pay as these offices do."""
        self._offices = offices

    def submit(self, message: SubmitClaim, work: Work) -> None:
        """Send it in: from now on what it comes to is set aside in the limits of its years.

        What the office did not set yet is no fault of the coordinator: it is taken, and reckoned when it is approved.

        Raises:
            NotReady: a day of work was not named, and each day has a limit.
        """
        claim = work.need(Claim, message.claim_id).submitted()
        rules = rules_of(claim, self._offices.get(work.office))
        if left_out := what_is_left_out(claim, rules):
            raise NotReady(left_out, "days-named")
        claim = claim if what_to_set(claim, rules) else self._reckoned(claim, work)
        work.save(claim)
        work.forget((ClaimTermOver,), claim.id)
        work.tell(
            ClaimSubmitted(
                case_id=claim.case_id,
                claim_id=claim.id,
                coordinator_id=claim.coordinator_id,
                minutes_worked=claim.minutes_worked,
                distance_km=claim.distance_km,
                cents=claim.cents,
            )
        )

    def approve(self, message: ApproveClaim, work: Work) -> None:
        """Approve what was sent in, as it was reckoned then; never one's own.

        Raises:
            NotReady: the office did not set what it pays, or a year has no limits yet.
        """
        claim = work.need(Claim, message.claim_id)
        claim = claim.approved(work.actor.id if work.actor is not None else "", work.now.date())
        if claim.lines is None:
            if missing := what_to_set(claim, rules_of(claim, self._offices.get(work.office))):
                raise NotReady(missing, "amounts-set")
            claim = self._reckoned(claim, work)
        work.save(claim)
        work.tell(ClaimApproved(case_id=claim.case_id, claim_id=claim.id, cents=claim.cents))

    def _reckoned(self, claim: Claim, work: Work) -> Claim:
        """Reckon it, set aside what it takes, and tell of each limit that this reaches, once."""
        years = {year: _year(claim, year, work) for year in claim.years}
        reckoned = reckon(claim, rules_of(claim, self._offices.get(work.office)), years)
        for year, taken in sorted(reckoned.taken.items()):
            one = years[year].taking(claim.id, taken)
            fresh = reckoned.reached.get(year, frozenset()) - one.told
            work.tell(
                *(
                    AllowanceCapReached(
                        case_id=claim.coordinator_id, coordinator_id=claim.coordinator_id, year=year, cap=cap
                    )
                    for cap in sorted(fresh)
                )
            )
            if taken != Taken() or claim.id in years[year].taken or fresh:
                work.save(one.telling(fresh))
        return claim.reckoned(reckoned.lines)


def _year(claim: Claim, year: int, work: Work) -> CoordinatorYear:
    found = work.get(CoordinatorYear, year_id(claim.coordinator_id, year))
    return found or CoordinatorYear(claim.coordinator_id, work.office, year)
