"""Whether somebody in the register works: pauses, suspensions, coming back from these, and leaving."""

from dataclasses import replace

from kring_matching.domain.standing import must_be_free_to_work
from kring_matching.handlers.advice import note_leaver
from kring_matching.handlers.entry import held_cases, own_entry, present_entry
from kring_matching.handlers.issued import ask_things_back
from kring_matching.handlers.profile import LEFT, profile_erased
from kring_matching.handlers.screening import CLOCK
from kring_matching.handlers.suspending import suspend
from kring_shared.contracts.matching import (
    CoordinatorLeft,
    CoordinatorPaused,
    CoordinatorReinstated,
    EndCoordinatorship,
    PauseCoordinator,
    ReinstateCoordinator,
    SuspendCoordinator,
    SuspensionReason,
)
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.work import Work


def pause_coordinator(message: PauseCoordinator, work: Work) -> None:
    """They get no new cases for a while; what they have they go on with."""
    entry = own_entry(message, work)
    paused = entry.moved(PauseCoordinator, message.reason.value, work.now.date())
    work.save(replace(paused, pause=message.reason))
    work.tell(CoordinatorPaused(case_id=entry.id, reason=message.reason))


def suspend_coordinator(message: SuspendCoordinator, work: Work) -> None:
    """They may not work for now; what becomes of their cases the regional manager decides, by handing them over."""
    entry = present_entry(message, work)
    if message.reason is SuspensionReason.INDEPENDENCE_LOST and not entry.ties:
        message_ = "declare the tie itself with DeclareRegisterTie: that suspends, and freezes their cases at once"
        raise InvalidFields(("/reason",), message_).because("reason-does-not-fit")
    suspend(entry, SuspendCoordinator, message.reason, work)


def reinstate_coordinator(message: ReinstateCoordinator, work: Work) -> None:
    """They work again, when no tie, screening or statute stands in the way."""
    entry = own_entry(message, work)
    today = work.now.date()
    after = entry.moved(ReinstateCoordinator, "", today)
    must_be_free_to_work(entry, today)
    work.save(replace(after, pause=None))
    work.tell(CoordinatorReinstated(case_id=entry.id))


def end_coordinatorship(message: EndCoordinatorship, work: Work) -> None:
    """They leave: what they were given comes back, what they said of themselves goes, what leaves with them counts."""
    entry = own_entry(message, work)
    after = entry.moved(EndCoordinatorship, message.reason.value, work.now.date())
    if held := held_cases(entry.id, work):
        message_ = (
            f"{held} cases, proposals or loans are still theirs: hand cases over with HandOverAssignment first, and "
            "take back who is lent with WithdrawLoan"
        )
        raise NotReady(message_, "cases-handed-over")
    note_leaver(entry, work)
    after = profile_erased(after, work, because=LEFT)
    work.forget(CLOCK, entry.id)
    work.save(after)
    work.tell(CoordinatorLeft(case_id=entry.id, reason=message.reason))
    ask_things_back(after, work)
