"""Who coordinates, as matching tells it: who may see the request follows from it at that moment."""

from dataclasses import replace

from kring_intake.domain import Request
from kring_intake.handlers.requests import if_it_matters
from kring_intake.process import Stage
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
)
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Work


def note_start(message: AssignmentActivated, work: Work) -> None:
    """A coordinator started, the first or a successor: from now on they take part."""
    if (request := if_it_matters(message, work)) is not None:
        work.save(request.coordinated(message))


def let_back_in(message: AssignmentRestored, work: Work) -> None:
    """The coordinator goes on; what is over stays closed to them."""
    request = work.need(Request, message.case_id)
    if not request.is_over:
        work.save(request.coordinated(message))


def keep_out(message: AssignmentFrozen | AssignmentHandedOver, work: Work) -> None:
    """The coordinator is out at once; also a request that is over is not theirs to see any more."""
    request = work.need(Request, message.case_id).coordinated(message)
    handed_over = isinstance(message, AssignmentHandedOver) and not request.is_over
    if handed_over and request.previous_coordinator_id == message.coordinator_id:
        request = replace(request, previous_coordinator_id=None)  # nobody wishes back who is out of this very case
    work.save(request)


def note_end(message: AssignmentCompleted, work: Work) -> None:
    """The coordinator's part is done, and the request closed to them; that they coordinated last stays known.

    Whoever is kept away at the end stays nobody's wish.

    Raises:
        NotYet: it overtook the beginning, which has to be heard before it.
    """
    before = work.need(Request, message.case_id)
    if not (before.is_over or before.stage is Stage.IN_PREPARATION):
        raise NotYet(f"{message.name} came while the request is {before.stage}")
    request = before.coordinated(message)
    if before.coordinator_id == message.coordinator_id:
        request = replace(request, previous_coordinator_id=message.coordinator_id)
    work.save(request)
