"""People are asked how satisfied they are, who said yes to that, and nobody once a case stopped."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import (
    CoordinatorTally,
    Form,
    Round,
    Wish,
    code_from,
    quarter_of,
    tally_id,
    wish_id,
)
from kring_registry.process.satisfaction import STOPS, RoundStage
from kring_shared.contracts.conference import ConferenceConcluded, PlanDistributed, PlanOutcome
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.intake import RequestPaused, RequestResumed
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import (
    RecordScoreWishes,
    SatisfactionClosed,
    SatisfactionInvited,
    form_id,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Found, Work

HEARD: Final[tuple[type[Fact], ...]] = (PlanDistributed, ConferenceConcluded, RequestPaused, RequestResumed, *STOPS)
"""The facts after which people are asked, or are asked no more."""


def where_forms_are(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the forms that went out for a case."""
    del office
    return tuple(wish.form_id for wish in found.all(Wish, message.key()) if wish.form_id)


def where_wishes_go(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the forms that went out for a case, and its coordinator's tally."""
    registration = found.get(Registration, message.key())
    coordinator = registration.coordination.coordinator_id if registration else None
    forms = where_forms_are(message, office, found)
    return (*forms, tally_id(coordinator)) if coordinator else forms


def record_wishes(message: RecordScoreWishes, work: Work) -> None:
    """Write down what somebody said; a no takes back the form that is out, and a yes after the plan brings one."""
    registration = work.need(Registration, message.case_id)
    asking = work.get(Round, message.case_id) or Round(message.case_id, work.office, work.salt())
    asking = asking.moved(RecordScoreWishes)
    said = _said(message, work)
    work.save(asking, said if said.scores else _without_form(said, work))
    _begin_tally(registration, work)
    if asking.stage is RoundStage.OPEN:
        _invite(asking, registration, work)
    elif _is_over(registration):
        _open(asking, PlanDistributed, work.now, registration, work)


def _said(message: RecordScoreWishes, work: Work) -> Wish:
    """Give the wish as it is now; a form that is out goes by what is said now as well."""
    known = work.get(Wish, wish_id(message.case_id, message.person_id))
    fresh = Wish(
        case_id=message.case_id,
        person_id=message.person_id,
        office=work.office,
        group=message.group,
        scores=message.scores,
        research=message.research,
        way=message.way,
    )
    wish = known.saying(message) if known else fresh
    form = work.get(Form, wish.form_id)
    if form is not None:
        work.save(replace(form, group=wish.group, research=wish.research))
    return wish


def _without_form(wish: Wish, work: Work) -> Wish:
    """Take back a form that is out; one that was answered leaves its mark, so that nobody answers twice."""
    form = work.get(Form, wish.form_id)
    if form is None:
        return wish
    work.remove(form)
    return replace(wish, form_id="")


def _is_over(registration: Registration) -> bool:
    """Tell whether the plan was handed over already, or the meeting closed without one."""
    closed_without = registration.held_on is not None and not registration.plan_made and not registration.sent_back
    return registration.plan_distributed_on is not None or closed_without


def _begin_tally(registration: Registration, work: Work) -> None:
    """Have a place where a coordinator sees their own means, from the first person they ask."""
    coordinator = registration.coordination.coordinator_id
    if coordinator is not None and work.get(CoordinatorTally, tally_id(coordinator)) is None:
        work.save(CoordinatorTally(coordinator))


def follow(message: Named, _before: Registration | None, work: Work) -> None:
    """Ask people, or ask them no more, as the case goes on."""
    if isinstance(message, Fact) and isinstance(message, HEARD):
        go_on(message, work)


def go_on(message: Fact, work: Work) -> None:
    """Ask, or ask no more; what does not matter any more is left alone."""
    if isinstance(message, PlanDistributed | ConferenceConcluded):
        _ask(message, work)
    elif isinstance(message, RequestPaused):
        _pause(message, work)
    elif isinstance(message, RequestResumed):
        _resume(message, work)
    else:
        _stop(message, work)


def _ask(message: PlanDistributed | ConferenceConcluded, work: Work) -> None:
    asking, registration = work.get(Round, message.case_id), work.get(Registration, message.case_id)
    if isinstance(message, ConferenceConcluded) and message.outcome is PlanOutcome.PLAN:
        return  # they are asked once they have the plan
    if asking is None or registration is None or not asking.knows(type(message)):
        return  # nobody was asked whether they want to, it stopped, or the forms are out
    _open(asking, type(message), message.occurred_at, registration, work)


def _open(asking: Round, on: type[Fact], since: datetime, registration: Registration, work: Work) -> None:
    closes_on = since.date() + timedelta(days=POLICIES[registration.policy].score_days)
    opened = asking.opened(on, closes_on)
    work.save(opened)
    day_after = datetime.combine(closes_on + timedelta(days=1), time(), UTC)
    work.remind(SatisfactionClosed(case_id=asking.case_id), day_after)
    _invite(opened, registration, work)


def _invite(asking: Round, registration: Registration, work: Work) -> None:
    """Send a form to everybody who said yes and has none; its code is readable under their own key alone."""
    assert asking.closes_on is not None  # noqa: S101 - forms that are out have their closing day
    ended_on = asking.closes_on - timedelta(days=POLICIES[registration.policy].score_days)
    for wish in work.all(Wish, asking.case_id):
        if not wish.scores or wish.form_id:
            continue
        code = code_from(work.salt())
        form = Form(
            form_id=form_id(code),
            office=work.office,
            token=asking.token,
            coordinator_id=registration.coordination.coordinator_id,
            conference_type=registration.conference_type,
            context=registration.context,
            group=wish.group,
            research=wish.research,
            quarter=quarter_of(ended_on),
            answer_by=asking.closes_on,
        )
        work.save(form, replace(wish, form_id=form.form_id))
        sealed = work.seal(scope_of(Scope.PERSON, wish.person_id), code)
        work.tell(
            SatisfactionInvited(
                case_id=asking.case_id,
                person_id=wish.person_id,
                group=wish.group,
                way=wish.way,
                code=sealed,
                answer_by=asking.closes_on,
            )
        )


def _pause(message: RequestPaused, work: Work) -> None:
    """Somebody died, or people disagree: no form is open any more, and no yes of before counts afterwards."""
    asking = work.get(Round, message.case_id)
    if asking is None and work.get(Registration, message.case_id) is not None:
        asking = Round(message.case_id, work.office, work.salt())
    if asking is not None and asking.knows(RequestPaused):
        _let_go(asking, work)
        work.save(asking.ended(RequestPaused))


def _resume(message: RequestResumed, work: Work) -> None:
    asking = work.get(Round, message.case_id)
    if asking is not None and asking.knows(RequestResumed):
        work.save(asking.ended(RequestResumed, token=work.salt()))


def _stop(message: Fact, work: Work) -> None:
    asking = work.get(Round, message.case_id)
    if asking is not None and asking.knows(type(message)):
        _let_go(asking, work)
        work.save(asking.ended(type(message)))


def close(message: SatisfactionClosed, work: Work) -> None:
    """Close the forms of a case on their day: what links them to it goes, and who wanted what as well."""
    asking = work.get(Round, message.case_id)
    if asking is None or not asking.knows(SatisfactionClosed):
        return  # it stopped before
    _let_go(asking, work)
    work.save(asking.ended(SatisfactionClosed))


def _let_go(asking: Round, work: Work) -> None:
    work.forget((SatisfactionClosed,), asking.case_id)
    _take_away(work.all(Wish, asking.case_id), work)


def _take_away(wishes: Iterable[Wish], work: Work) -> None:
    for wish in wishes:
        if (form := work.get(Form, wish.form_id)) is not None:
            work.remove(form)
        work.remove(wish)


def forget(work: Work, case_id: str, person_id: str | None = None) -> None:
    """Erase what one person of a case wanted, with the form they have; without a person, everything of the case.

    Answers stay: nothing in them says whose they are. The keys of `where_forms_are` must be loaded.
    """
    wishes = work.all(Wish, case_id)
    _take_away((wish for wish in wishes if person_id in {None, wish.person_id}), work)
    if person_id is None:
        work.forget((SatisfactionClosed,), case_id)
        if (asking := work.get(Round, case_id)) is not None:
            work.remove(asking)
