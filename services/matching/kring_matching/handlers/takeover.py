"""Who coordinates a case that ran before the office worked with Kring; nobody with a tie, or without papers."""

from kring_matching.domain import CannotPropose, Coordinator, Search
from kring_matching.domain.eligibility import NOT_WORKING, Stops, stops_for
from kring_matching.process import SEARCH, Standing
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.matching import AssignmentActivated, SearchTooLong, TakeOverAssignment
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow
from kring_shared.kernel.work import Work


def take_over_assignment(message: TakeOverAssignment, work: Work) -> None:
    """Let them go on as they did; once somebody has begun, saying it again changes nothing.

    Raises:
        NotAllowedNow: somebody was asked meanwhile, or it is over.
        CannotPropose: a hard rule keeps this coordinator from the case; whom it keeps away, no import lets in.
        InvalidFields: the day they began is still to come.
    """
    search = work.need(Search, message.case_id)
    work.answer = {"caseId": search.case_id, "known": search.was_active}
    if search.was_active:
        return
    coordinator = work.need(Coordinator, message.coordinator_id)
    if not SEARCH.knows(search.stage, AssignmentActivated):
        raise NotAllowedNow(asked=message.name, stage=search.stage.value, possible=search.possible)
    if message.started_on is not None and message.started_on > work.now.date():
        raise InvalidFields(("/startedOn",), "the day they began is still to come: leave it out").because(
            "began-still-to-come"
        )
    if stops := _stops(search, coordinator, work):
        why = ", ".join(f"{stop.code} ({stop.because.en})" for stop in stops)
        raise CannotPropose(
            f"this coordinator cannot have the case: {why}; name another, or let Kring seek one", ("/coordinatorId",)
        )
    work.by = IMPORTED
    work.save(search.taken_over(coordinator.id))
    work.forget((SearchTooLong,), search.case_id)
    work.tell(AssignmentActivated(case_id=search.case_id, coordinator=coordinator.card, started_on=message.started_on))


def _stops(search: Search, coordinator: Coordinator, work: Work) -> tuple[Stops, ...]:
    """Say what keeps them out of any case. Who takes no new cases for a while goes on with those they have."""
    found = stops_for(search.view_of(coordinator, 0, work.now.date()), ())
    paused = coordinator.standing is Standing.PAUSED
    return tuple(stop for stop in found if not (paused and stop is NOT_WORKING))
