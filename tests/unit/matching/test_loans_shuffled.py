"""Both offices and the family do what they like, and hear of it in any order: the two sides always come to agree."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from kring_matching.process import LENDING, Borrowed, Lent, Stage, Standing
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    ConfirmCoordinator,
    ConflictKind,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    DismissConflict,
    HandOverAssignment,
    HandOverReason,
    LoanLapses,
    OfferLoan,
    RefuseLoan,
    ShortlistReason,
    SuspendCoordinator,
    SuspensionReason,
    WithdrawLoan,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotYet, Refused
from tests.unit.matching.searches import CASE, END, RACHEL, WITHDRAW
from tests.unit.matching.two_offices import APART, ASK, HERE, SAM, THERE, TOGETHER, Backbone

AGREE: Final = {
    *((Borrowed.ASKED, Lent.ASKED), (Borrowed.OFFERED, Lent.OFFERED), (Borrowed.TAKEN, Lent.LENT)),
    *((Borrowed.REFUSED, Lent.REFUSED), (Borrowed.WITHDRAWN, Lent.WITHDRAWN), (Borrowed.ENDED, Lent.ENDED)),
    *((Borrowed.ENDED, Lent.REFUSED), (Borrowed.ENDED, Lent.WITHDRAWN)),  # both let go at the same moment
}
BEGUN: Final = (Stage.ACTIVE, Stage.FROZEN)
OVER: Final = (Stage.COMPLETED, Stage.STOPPED)
Act = Callable[[Backbone], tuple[str, Named]]


def _asks_the_guest(both: Backbone) -> tuple[str, Named]:
    ids = (both.guest.id, RACHEL)
    return HERE, ApproveShortlist(case_id=CASE, coordinator_ids=ids, reason=ShortlistReason.KNOWN_TO_FAMILY)


def _is(at: str, command: Command) -> Act:
    return lambda _both: (at, command)


ACTS: Final[dict[str, Act]] = {
    "ask": _is(HERE, ASK),
    "offer": lambda both: (THERE, OfferLoan(loan_id=both.lent[-1].loan_id, coordinator_id=SAM)),
    "refuse": lambda both: (THERE, RefuseLoan(loan_id=both.lent[-1].loan_id)),
    "take back": lambda both: (THERE, WithdrawLoan(loan_id=both.lent[-1].loan_id)),
    "suspend": _is(THERE, SuspendCoordinator(coordinator_id=SAM, reason=SuspensionReason.COMPLAINT)),
    "shortlist": _asks_the_guest,
    "say yes": lambda both: (HERE, AcceptProposal(case_id=CASE, coordinator_id=_asked(both), no_ties=True)),
    "agree": lambda both: (HERE, ConfirmCoordinator(case_id=CASE, coordinator_id=_asked(both))),
    "say no": _is(HERE, DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME)),
    "find a tie": _is(HERE, DeclareConflict(case_id=CASE, tie=ConflictKind.REQUESTER)),
    "find none": _is(HERE, DismissConflict(case_id=CASE)),
    "hand over": _is(HERE, HandOverAssignment(case_id=CASE, reason=HandOverReason.OTHER)),
    "lapse": lambda both: (HERE, next(one for one in both.due() if isinstance(one, LoanLapses))),
    "complete": lambda _both: (HERE, END),
    "stop": lambda _both: (HERE, WITHDRAW),
}


def _asked(both: Backbone) -> str:
    return both.search.coordinator_id or RACHEL


def played(both: Backbone, acts: list[str], chance: Random) -> None:
    """Do one thing after another; between two of them some of what was told is heard, and what cannot be is refused."""
    for act in acts:
        with suppress(Refused, NotYet, IndexError, KeyError, StopIteration):
            office, message = ACTS[act](both)
            both.handle(message, both.of(office), office)
        for house in both.houses:
            if house.waiting and chance.random() < 0.6:
                both.bring(chance.choice(house.waiting), house)
    with suppress(NotYet):
        both.deliver(chance)


@given(
    st.lists(st.sampled_from(sorted(ACTS)), max_size=14),
    st.sampled_from(["asked", "offered", "begun"]),
    st.randoms(use_true_random=False),
    st.sampled_from([APART, TOGETHER]),
)
def test_whatever_happens_both_offices_agree_on_every_loan_and_no_guest_is_left_behind(
    acts: list[str], begin: str, chance: Random, houses: tuple[tuple[str, ...], ...]
) -> None:
    both = Backbone(*houses)
    way = ["ask", "offer", "shortlist", "say yes", "agree"]
    for act in way[: {"asked": 1, "offered": 2, "begun": 5}[begin]]:
        played(both, [act], chance)
    played(both, acts, chance)
    there = {lending.loan_id: lending for lending in both.lent}
    assert {(loan.stage, there[loan.loan_id].stage) for loan in both.borrowed} <= AGREE
    assert [house.waiting for house in both.houses] == [[] for _ in both.houses]
    guests = {one.id: one for one in both.guests}
    for loan in both.borrowed:
        if loan.guest_id:
            assert (guests[loan.guest_id].standing is Standing.ACTIVE) is loan.is_open
    taken = [loan for loan in both.borrowed if loan.stage is Borrowed.TAKEN]
    assert len(taken) == (both.search.stage in BEGUN and both.search.coordinator_id in guests)
    if both.search.stage in OVER:
        assert not any(loan.is_open for loan in both.borrowed)
        assert not any(LENDING.is_open(lending.stage) for lending in both.lent)
        assert all(isinstance(both.vault.open(one.card.contact, Contact), Erased) for one in guests.values())
