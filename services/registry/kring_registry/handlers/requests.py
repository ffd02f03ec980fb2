"""The request and its coordinator, as intake and matching tell them."""

from dataclasses import replace

from kring_registry.domain.registration import Registration
from kring_registry.handlers import talks
from kring_registry.handlers.filling import fills, seal_off, set_term
from kring_registry.process.registration import NOT_COUNTED
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestAccepted,
    RequestLapsed,
    RequestMerged,
    RequestReceived,
    RequestRejected,
    RequestTransferred,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    SearchStarted,
    SearchUnfilled,
)
from kring_shared.contracts.registry import DeIdentificationDue, RegistrationOpened
from kring_shared.kernel.work import Work


def open_registration(message: RequestReceived, work: Work) -> None:
    """Open the registration as soon as a request is received; nobody has to think of it."""
    if work.get(Registration, message.case_id) is not None:
        return  # it is open already; what filled it since stays
    dossier = message.dossier
    work.save(
        Registration(
            case_id=message.case_id,
            office=message.office,
            received_on=message.received_on or message.occurred_at.date(),
            requester_kind=message.requester_kind,
            context=dossier.context,
            urgency=dossier.urgency,
            policy=dossier.policy,
            conference_type=dossier.conference_type,
            minors_involved=dossier.minors_involved,
            repeat=message.previous_case_id is not None,
        )
    )
    work.tell(RegistrationOpened(case_id=message.case_id))
    talks.became_a_request(message, work)


@fills
def note_triage(registration: Registration, message: RequestTriaged) -> Registration:
    """Take over what triage settled."""
    return replace(
        registration,
        conference_type=message.conference_type,
        context=message.context,
        urgency=message.urgency,
        minors_involved=message.minors_involved,
    )


@fills
def note_acceptance(registration: Registration, message: RequestAccepted) -> Registration:
    """Note how many conditions it began with, and whether an earlier route went before, which triage may find out."""
    begun_with = sum(len(mandate.conditions) for mandate in message.mandates)
    conditions = max(registration.conditions, begun_with)  # one that was added may have been heard before
    repeat = registration.repeat or message.previous_case_id is not None
    return replace(registration, conditions=conditions, repeat=repeat)


@fills
def note_search(registration: Registration, message: SearchStarted | SearchUnfilled) -> Registration:
    """Note when a coordinator was sought first, and whether nobody was found in time."""
    searched_on = registration.searched_on or message.occurred_at.date()
    unfilled = registration.unfilled or isinstance(message, SearchUnfilled)
    return replace(registration, searched_on=searched_on, unfilled=unfilled)


@fills
def note_start(registration: Registration, message: AssignmentActivated) -> Registration:
    """Note that a coordinator started, and who will complete the registration; the first start of all counts."""
    started_on = registration.started_on or message.started_on or message.occurred_at.date()
    coordination = registration.coordination.after(message)
    return replace(registration, started_on=started_on, coordination=coordination)


def note_coordinator(message: AssignmentFrozen | AssignmentRestored | AssignmentHandedOver, work: Work) -> None:
    """Note who is out, or goes on: only who coordinates now completes or sees it. A locked one is left alone."""
    registration = work.need(Registration, message.case_id)
    if not registration.is_sealed:
        work.save(replace(registration, coordination=registration.coordination.after(message)))


def stop(message: RequestWithdrawn | RequestRejected | ConsentRefused, work: Work) -> None:
    """Lock a stopped case at once as the little that is known of it; why only where they told it by themselves."""
    registration = work.need(Registration, message.case_id)
    if not registration.knows(type(message)):
        return  # it is locked already, and stays as it is
    if isinstance(message, RequestWithdrawn) and message.reason is not None:
        registration = replace(registration, stop_reason=message.reason.value)
    seal_off(registration.stopped(type(message)), work, message.occurred_at.date())


def lapse(message: RequestLapsed, work: Work) -> None:
    """Lock the count of a request to which nobody said yes in time; what was known of the people goes."""
    registration = work.need(Registration, message.case_id)
    if not registration.knows(RequestLapsed):
        return  # it is locked already, and stays as it is
    seal_off(registration.lapsed(), work, message.occurred_at.date())


def move(message: RequestTransferred | RequestMerged | MergeUndone, work: Work) -> None:
    """Take it out of the figures, or back in: each request is counted once, where it goes on.

    What counts elsewhere has a term as well; when that is over, nothing of it stays here.
    """
    registration = work.need(Registration, message.case_id)
    if not registration.knows(type(message)):
        return  # it is locked already, and stays as it is
    moved = registration.moved(type(message))
    goes = moved.stage in NOT_COUNTED
    work.forget((DeIdentificationDue,), message.case_id)
    work.save(replace(moved, due_on=set_term(moved, message.occurred_at.date(), work) if goes else None))
