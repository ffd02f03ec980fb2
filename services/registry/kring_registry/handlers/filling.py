"""What every fact that fills a registration needs: whether it still can, and the lock at the end."""

from kring_registry.domain.registration import Registration
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.work import Work


def to_fill(message: Fact, work: Work) -> Registration | None:
    """Give the registration, or nothing once it is locked: what comes later changes no figure."""
    registration = work.need(Registration, message.case_id)
    return registration if registration.can_fill else None


def seal_off(registration: Registration, work: Work) -> None:
    """Keep a registration that was locked, and tell it with the proof."""
    work.save(registration)
    work.tell(
        RegistrationLocked(
            case_id=registration.case_id, outcome=registration.how_it_ended(), digest=registration.digest
        )
    )
