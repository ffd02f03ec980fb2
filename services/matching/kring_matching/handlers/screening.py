"""The proof that nothing speaks against somebody near families (VOG, 596.2): the fact, its dates, and their clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from kring_matching.domain import Coordinator
from kring_matching.domain.standing import in_the_way, must_be_a_proof
from kring_matching.handlers.entry import present_entry
from kring_matching.handlers.suspending import suspend
from kring_matching.process import Standing
from kring_shared.contracts.matching import (
    ConfirmScreening,
    CoordinatorPaused,
    CoordinatorReinstated,
    PauseCoordinator,
    ReinstateCoordinator,
    ScreeningConfirmed,
    ScreeningEnds,
    ScreeningExpired,
    ScreeningExpiring,
    ScreeningWarns,
    SuspensionReason,
)
from kring_shared.kernel.work import Work

CLOCK: Final = (ScreeningWarns, ScreeningEnds)
WARNED_BEFORE: Final = timedelta(days=60)
MIDNIGHT: Final = time(0, tzinfo=UTC)


def confirm_screening(message: ConfirmScreening, work: Work) -> None:
    """A proof was seen; who was suspended for that alone works again, once nothing else stands in the way."""
    entry = present_entry(message, work)
    today = work.now.date()
    must_be_a_proof(message.checked_on, message.valid_until, today)
    entry = replace(entry, screening_checked_on=message.checked_on, screening_valid_until=message.valid_until)
    watch_screening(entry, work)
    work.tell(
        ScreeningConfirmed(case_id=entry.id, checked_on=message.checked_on, valid_until=message.valid_until),
    )
    lifted = entry.standing_because == SuspensionReason.SCREENING_EXPIRED and not in_the_way(entry, today)
    if entry.standing is Standing.SUSPENDED and lifted:
        entry = _works_again(entry, work)
    work.save(entry)


def watch_screening(entry: Coordinator, work: Work) -> None:
    """Wait for the end of a proof, and for sixty days before it; what was waited for earlier is forgotten."""
    work.forget(CLOCK, entry.id)
    last_day = entry.screening_valid_until
    if last_day >= work.now.date():
        warned_at = datetime.combine(last_day - WARNED_BEFORE, MIDNIGHT)
        work.remind(ScreeningWarns(case_id=entry.id, valid_until=last_day), warned_at)
    ends_at = datetime.combine(last_day + timedelta(days=1), MIDNIGHT)
    work.remind(ScreeningEnds(case_id=entry.id, valid_until=last_day), ends_at)


def warn_of_screening(message: ScreeningWarns, work: Work) -> None:
    """The proof ends within sixty days: time to ask for a new one."""
    entry = _whose_clock(message, work)
    if entry is not None:
        work.tell(ScreeningExpiring(case_id=entry.id, coordinator=entry.card, valid_until=message.valid_until))


def end_screening(message: ScreeningEnds, work: Work) -> None:
    """The proof ended: nothing new is proposed to them; what becomes of their cases the regional manager decides."""
    entry = _whose_clock(message, work)
    if entry is not None:
        work.tell(ScreeningExpired(case_id=entry.id, valid_until=message.valid_until))
        suspend(entry, ScreeningEnds, SuspensionReason.SCREENING_EXPIRED, work)


def _works_again(entry: Coordinator, work: Work) -> Coordinator:
    """Let somebody work again, or go on with the pause they were in: a proof says nothing about that."""
    today = work.now.date()
    work.tell(CoordinatorReinstated(case_id=entry.id))
    after = entry.moved(ReinstateCoordinator, "", today)
    if entry.pause is None:
        return after
    work.tell(CoordinatorPaused(case_id=entry.id, reason=entry.pause))
    return after.moved(PauseCoordinator, entry.pause.value, today)


def _whose_clock(message: ScreeningWarns | ScreeningEnds, work: Work) -> Coordinator | None:
    """Give whose proof it is; nobody when another proof was seen meanwhile, or when they left."""
    entry = work.get(Coordinator, message.case_id)
    if entry is None or entry.standing is Standing.LEFT or entry.screening_valid_until != message.valid_until:
        return None
    return entry
