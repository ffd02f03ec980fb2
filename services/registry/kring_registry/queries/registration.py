"""What people ask about one registration; it holds no name."""

from kring_registry.domain.record import Departed
from kring_registry.domain.registration import Registration
from kring_registry.process.registration import REGISTRATION
from kring_shared.contracts.conference import FollowUpResult
from kring_shared.contracts.registry import Expense, RegistrationShown, ShowRegistration
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


def show_registration(query: ShowRegistration, reader: Reader) -> RegistrationShown:
    """Show one registration; it holds no name."""
    found = _found(query.case_id, reader)
    return RegistrationShown(
        case_id=found.case_id,
        stage=found.stage,
        conference_type=found.conference_type,
        context=found.context,
        received_on=found.received_on,
        held_on=found.held_on,
        present_count=found.present_count,
        outcome=found.outcome,
        minutes_worked=found.minutes_worked,
        distance_km=found.distance_km,
        topics=found.topics,
        follow_up_results=_results(found),
        digest=found.digest,
        possible=REGISTRATION.possible(found.stage),
        repeat=found.repeat,
        meetings=found.meetings,
        without_meeting=found.without_meeting,
        own_strengths=found.own_strengths,
        professional_help=found.professional_help,
        conditions=found.conditions,
        sent_back=found.sent_back,
        accepted_on=found.plan_accepted_on,
        help_granted=sum(granted for _, granted in found.help_answers),
        help_refused=sum(not granted for _, granted in found.help_answers),
        interpreted=found.interpreted,
        stop_reason=found.stop_reason,
        days_worked=found.days_worked,
        expenses=tuple(Expense(kind=kind, cents=cents) for kind, cents in found.expenses),
        interpreter_came=found.had_interpreter if found.minutes_worked is not None else None,
        reconvened=found.reconvened,
        number=found.number,
    )


def _found(case_id: str, reader: Reader) -> Registration:
    """Give the registration.

    Raises:
        NotFound: there is none, or its term is over.
    """
    found: Registration | None = reader.get(Registration, case_id)
    if found is not None:
        return found
    if reader.get(Departed, case_id) is not None:
        raise NotFound("the term of this registration is over: it counts in the figures, and without its case").because(
            "registration-is-over"
        )
    raise NotFound("no registration is known under that id in this office")


def _results(registration: Registration) -> tuple[str, ...]:
    """Give how the plan went, call by call; a worry about safety that an older record holds is shown to nobody."""
    results = (result for _, result in registration.follow_ups)
    return tuple(result.value for result in results if result is not FollowUpResult.SAFETY_CONCERN)
