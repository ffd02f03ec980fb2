"""One function per fact or command: read, decide, save, tell. What is locked is never changed by a late fact."""

from dataclasses import replace

from kring_registry.domain import Registration
from kring_registry.process import REGISTRATION, Stage
from kring_shared.contracts.conference import (
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCompleted,
    FollowUpEnded,
    PlanAccepted,
    PlanDistributed,
    PlanOutcome,
)
from kring_shared.contracts.envelope import Fact
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
)
from kring_shared.contracts.registry import (
    CompleteRegistration,
    LockRegistration,
    RegistrationCompleted,
    RegistrationLocked,
    RegistrationOpened,
    RegistrationReturned,
    RegistrationValidated,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.kernel.work import Work


def open_registration(message: RequestReceived, work: Work) -> None:
    """Open the registration as soon as a request is received; nobody has to think of it."""
    dossier = message.dossier
    work.save(
        Registration(
            case_id=message.case_id,
            office=message.office,
            received_on=message.occurred_at.date(),
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


def note_triage(message: RequestTriaged, work: Work) -> None:
    """Take over what triage settled."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(
            replace(
                registration,
                conference_type=message.conference_type,
                context=message.context,
                urgency=message.urgency,
                minors_involved=message.minors_involved,
            )
        )


def note_repeat(message: RequestAccepted, work: Work) -> None:
    """Note that an earlier route of the same people went before, which may come to light as late as triage."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(replace(registration, repeat=registration.repeat or message.previous_case_id is not None))


def note_start(message: AssignmentActivated, work: Work) -> None:
    """Note that a coordinator started, and who will complete the registration; the first start of all counts."""
    if (registration := _to_fill(message, work)) is not None:
        started_on = registration.started_on or message.occurred_at.date()
        coordination = registration.coordination.after(message)
        work.save(replace(registration, started_on=started_on, coordination=coordination))


def note_coordinator(message: AssignmentFrozen | AssignmentRestored | AssignmentHandedOver, work: Work) -> None:
    """Note who is out, or goes on: only who coordinates now completes or sees it. A locked one is left alone."""
    registration = work.need(Registration, message.case_id)
    if registration.stage is not Stage.LOCKED:
        work.save(replace(registration, coordination=registration.coordination.after(message)))


def note_date(message: ConferenceScheduled, work: Work) -> None:
    """Note the day the participants chose; a new choice replaces it."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(replace(registration, planned_on=message.starts_at.date()))


def note_meeting(message: ConferenceConcluded, work: Work) -> None:
    """Note that the meeting was held, how many were there, and whether a plan was made."""
    if (registration := _to_fill(message, work)) is not None:
        made = message.outcome is PlanOutcome.PLAN
        count = message.present_count
        work.save(replace(registration, held_on=message.held_on, present_count=count, plan_made=made))


def note_acceptance(message: PlanAccepted, work: Work) -> None:
    """Note that the plan was accepted."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(replace(registration, plan_made=True, plan_accepted_on=message.occurred_at.date()))


def note_distribution(message: PlanDistributed, work: Work) -> None:
    """Note that the plan was given out; its text is left where it is."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(replace(registration, plan_made=True, plan_distributed_on=message.occurred_at.date()))


def note_follow_up(message: FollowUpCompleted, work: Work) -> None:
    """Note how the plan goes, as a code."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(registration.followed_up(message.step, message.result))


def end_follow_up(message: FollowUpEnded, work: Work) -> None:
    """Note that no call is left: from now on the registration can be locked."""
    if (registration := _to_fill(message, work)) is not None:
        work.save(replace(registration, follow_up_ended=True))


def stop(message: RequestWithdrawn | RequestRejected | ConsentRefused, work: Work) -> None:
    """Lock a stopped case at once as the little that is known of it."""
    registration = work.need(Registration, message.case_id)
    if not REGISTRATION.knows(registration.stage, type(message)):
        return  # it is locked already, and stays as it is
    _lock(registration.stopped(type(message)), work)


def lapse(message: RequestLapsed, work: Work) -> None:
    """Lock the count of a request to which nobody said yes in time; what was known of the people goes."""
    registration = work.need(Registration, message.case_id)
    if not REGISTRATION.knows(registration.stage, RequestLapsed):
        return  # it is locked already, and stays as it is
    _lock(registration.lapsed(), work)


def move(message: RequestTransferred | RequestMerged | MergeUndone, work: Work) -> None:
    """Take it out of the figures, or back in: each request is counted once, where it goes on."""
    registration = work.need(Registration, message.case_id)
    if not REGISTRATION.knows(registration.stage, type(message)):
        return  # it is locked already, and stays as it is
    work.save(registration.moved(type(message)))


def complete(message: CompleteRegistration, work: Work) -> None:
    """Take over what only the coordinator knows."""
    registration = work.need(Registration, message.case_id)
    minutes, distance = message.minutes_worked, message.distance_km
    work.save(registration.completed(minutes_worked=minutes, distance_km=distance, topics=message.topics))
    work.tell(RegistrationCompleted(case_id=message.case_id, minutes_worked=minutes, distance_km=distance))


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
    _lock(work.need(Registration, message.case_id).locked(), work)


def _to_fill(message: Fact, work: Work) -> Registration | None:
    """Give the registration, or nothing once it is locked: what comes later changes no figure."""
    registration = work.need(Registration, message.case_id)
    return registration if registration.can_fill else None


def _lock(registration: Registration, work: Work) -> None:
    work.save(registration)
    work.tell(
        RegistrationLocked(
            case_id=registration.case_id, outcome=registration.how_it_ended(), digest=registration.digest
        )
    )
