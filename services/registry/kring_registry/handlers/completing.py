"""What a coordinator and a regional manager do with a registration."""

from kring_registry.domain.registration import Registration
from kring_registry.handlers.filling import seal_off
from kring_shared.contracts.registry import (
    CompleteRegistration,
    LockRegistration,
    RegistrationCompleted,
    RegistrationReturned,
    RegistrationValidated,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.kernel.work import Work


def complete(message: CompleteRegistration, work: Work) -> None:
    """Take over what only the coordinator knows."""
    registration = work.need(Registration, message.case_id)
    work.save(registration.completed(message))
    work.tell(
        RegistrationCompleted(
            case_id=message.case_id,
            minutes_worked=message.minutes_worked,
            distance_km=message.distance_km,
            days_worked=message.days_worked,
            topics=len(message.topics),
            interpreter_came=message.interpreter_came,
        )
    )


def give_back(message: ReturnRegistration, work: Work) -> None:
    """Give it back to the coordinator with a code; what was filled in stays."""
    registration = work.need(Registration, message.case_id)
    work.save(registration.moved(ReturnRegistration))
    work.tell(RegistrationReturned(case_id=message.case_id, code=message.code))


def validate(message: ValidateRegistration, work: Work) -> None:
    """The regional manager says that it is right."""
    registration = work.need(Registration, message.case_id)
    work.save(registration.moved(ValidateRegistration))
    work.tell(RegistrationValidated(case_id=message.case_id))


def lock(message: LockRegistration, work: Work) -> None:
    """Lock it for good; refused while the follow-up of the policy runs."""
    seal_off(work.need(Registration, message.case_id).locked(), work, work.now.date())
