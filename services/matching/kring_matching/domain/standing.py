"""Whether somebody in the register may work today: what the proof, the statute and the ties say."""

from datetime import date
from typing import Final

from kring_matching.domain.coordinator import Coordinator
from kring_shared.contracts.matching import Statute, StatuteKind
from kring_shared.contracts.policies import Policy
from kring_shared.kernel.errors import InvalidFields, NotIndependent, NotReady

TIE, SCREENING, STATUTE = "register-tie", "screening", "statute"
TO_DO: Final = {
    TIE: "tied to a body that decides or helps; when that is over, end the tie with EndRegisterTie",
    SCREENING: "no valid screening proof; note a new one with ConfirmScreening",
    STATUTE: "no statute that holds today; settle it with RecordStatute",
}


def in_the_way(coordinator: Coordinator, today: date) -> tuple[str, ...]:
    """Name by code what keeps somebody from working: a tie, the screening, the statute; empty when nothing does.

    A guest's papers are looked at by the office that lends them.
    """
    own = coordinator.lent_by is None
    found = (
        (TIE, bool(coordinator.ties)),
        (SCREENING, own and coordinator.screening_valid_until < today),
        (STATUTE, own and not statute_holds(coordinator.statute, today)),
    )
    return tuple(code for code, stands in found if stands)


def must_be_free_to_work(coordinator: Coordinator, today: date) -> None:
    """Hold back whom something keeps from working.

    Raises:
        NotIndependent: a tie is not over; whatever else stands in the way is named too.
        NotReady: the screening or the statute is not in order.
    """
    codes = in_the_way(coordinator, today)
    if not codes:
        return
    message = "; ".join(f"{code}: {TO_DO[code]}" for code in codes)
    raise (NotIndependent if TIE in codes else NotReady)(message)


def statute_holds(statute: Statute | None, today: date) -> bool:
    """Tell whether a statute holds on a day: begun, not over, secrecy pledged, and a volunteer insured by a note."""
    if statute is None or statute.secrecy_pledged_on is None:
        return False
    if statute.since > today or (statute.until is not None and statute.until < today):
        return False
    if statute.kind is StatuteKind.CONTRACT:
        return True
    return statute.note_agreed_on is not None and statute.insured_until is not None and statute.insured_until >= today


def must_suit(statute: Statute, policy: Policy) -> None:
    """Hold a statute against how an office's coordinators work.

    Raises:
        InvalidFields: another kind than the policy's, an end before its beginning, or a volunteer without note or
            insurance.
    """
    if statute.kind is not policy.statute:
        raise InvalidFields(
            ("/statute/kind",),
            f"under policy {policy.id} coordinators work as {policy.statute.value}: record that statute",
        ).because("statute-of-the-office")
    if statute.until is not None and statute.until < statute.since:
        raise InvalidFields(("/statute/until",), "a statute ends on or after the day it begins").because(
            "ends-before-it-begins"
        )
    if statute.kind is StatuteKind.VOLUNTEER:
        wanted = {"/statute/noteAgreedOn": statute.note_agreed_on, "/statute/insuredUntil": statute.insured_until}
        if missing := tuple(field for field, said in wanted.items() if said is None):
            raise InvalidFields(
                missing, "a volunteer works by a signed note of agreement and an insurance: say both dates"
            ).because("volunteer-needs-both-days")


def must_be_a_proof(checked_on: date | None, valid_until: date, today: date) -> None:
    """Hold the dates of a screening proof against each other.

    Raises:
        InvalidFields: it was seen in the future, or it ended before it was seen.
    """
    if checked_on is None:
        return
    if checked_on > today:
        raise InvalidFields(
            ("/checkedOn",), "a proof is noted once it was seen: `checkedOn` is today or earlier"
        ).because("not-held-yet")
    if valid_until <= checked_on:
        raise InvalidFields(
            ("/validUntil",), "a proof is good for longer than the day it was seen: `validUntil` is after `checkedOn`"
        ).because("proof-is-over")
