"""Whoever checks the plan, their clock, and their answer."""

from collections.abc import Iterable

from kring_conference.domain.acceptance import (
    acceptors,
    clock,
    demand_conditions_known,
    demand_one_of,
    demand_reasons,
    may_be_appointed,
    somebody_checks,
)
from kring_conference.domain.attendance import expected_again
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.domain.plan import Plan
from kring_conference.handlers.finding import the_plan
from kring_conference.process import PREPARATION, PlanStage, Stage
from kring_shared.contracts.conference import (
    AcceptPlan,
    AppointAcceptor,
    ConferenceAdjourned,
    ConferenceConcluded,
    ParticipantSuggested,
    PlanAccepted,
    PlanAnswerAwaited,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanAnswerOverdue,
    PlanOutcome,
    PlanSentBack,
    PlanSubmitted,
    SendPlanBack,
    StillBecause,
    SubmitPlan,
)
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work

CLOCK = (PlanAnswerHalfway, PlanAnswerDue)


def appoint_acceptor(message: AppointAcceptor, work: Work) -> None:
    """The office names a professional who checks the plan; one that lies there already, lies before them too.

    Answers the new person's id.

    Raises:
        Refused: nobody has to check it, or somebody else was named for it.
    """
    case_id = message.case_id
    conference = work.need(Conference, case_id).moved(AppointAcceptor)
    plan = work.get(Plan, case_id)
    is_contested = plan is not None and plan.stage is PlanStage.CONTESTED
    may_be_appointed(conference, work.all(Participant, case_id), is_contested=is_contested)
    person_id = work.new_id("acceptor")
    card = PersonCard(person_id=person_id, contact=work.seal(scope_of(Scope.PERSON, person_id), message.contact))
    work.save(conference, Participant(card, case_id, work.office, Part.ACCEPTOR))
    work.tell(ParticipantSuggested(case_id=case_id, participant=card, part=Part.ACCEPTOR))
    if plan is not None and plan.stage is PlanStage.SUBMITTED:
        work.save(plan.also_before(person_id))
        work.tell(PlanSubmitted(case_id=case_id, plan_version=plan.plan_version, acceptor_id=person_id))
    work.answer = {"personId": person_id}


def submit_plan(message: SubmitPlan, work: Work) -> None:
    """Lay the version that counts before whoever checks it, and set their clock.

    Raises:
        NotReady: nobody has to check it, or nobody is there to do so.
    """
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work)
    if not conference.needs_acceptance:
        raise NotReady("nobody has to accept this plan: that everyone agrees is enough; conclude the conference")
    work.save(conference.moved(SubmitPlan))
    lay_before(plan, SubmitPlan, work)


def lay_before(plan: Plan, on: type[SubmitPlan | PlanSubmitted], work: Work) -> None:
    """Have everybody who checks the plan now look at it, with a clock that begins now.

    Raises:
        NotReady: nobody checks it.
    """
    conference, people = work.need(Conference, plan.case_id), work.all(Participant, plan.case_id)
    asked = acceptors(people)
    laid = plan.laid_before(asked, on)
    if not somebody_checks(conference, people):
        raise NotReady(
            "nobody checks this plan yet: the regional manager names a professional who does (appoint-acceptor)"
        )
    halfway, due = clock(conference.policy, work.now.date())
    work.save(laid)
    work.forget(CLOCK, plan.case_id)
    work.remind(PlanAnswerHalfway(case_id=plan.case_id), halfway)
    work.remind(PlanAnswerDue(case_id=plan.case_id), due)
    version = plan.plan_version
    work.tell(*(PlanSubmitted(case_id=plan.case_id, plan_version=version, acceptor_id=who) for who in asked))


def accept_plan(message: AcceptPlan, work: Work) -> None:
    """A professional accepts. Where conditions of several bind the plan, it waits for each of them.

    Raises:
        NotPermitted: the plan does not lie before them.
        NotReady: somebody who takes part was not told every condition beforehand.
    """
    before = work.need(Conference, message.case_id)
    conference = before.moved(AcceptPlan)
    plan = the_plan(message, message.case_id, work)
    by, people = work.actor.id if work.actor else "", work.all(Participant, message.case_id)
    asked = _asked(plan, people)
    plan.moved(AcceptPlan)
    demand_one_of(asked, by)
    demand_conditions_known(conference, people)
    after = plan.accepted(by, asked if conference.is_mandatory else (by,))
    work.save(after)
    if after.stage is PlanStage.SUBMITTED:
        work.answer = {"stillToAccept": len(after.waiting_for(asked))}
        return
    work.forget(CLOCK, message.case_id)
    work.tell(PlanAccepted(case_id=message.case_id, plan_version=plan.plan_version))
    if before.stage not in PREPARATION:
        work.save(conference)
        return
    work.save(conference.without_day())  # the second meeting is not needed
    if before.room.meeting and not before.room.closed:
        present = sum(person.is_expected for person in of_the_circle(people))
        work.tell(_held(before, present))


def _held(conference: Conference, present: int) -> ConferenceConcluded:
    """Say that a meeting which was broken off led to a plan, with those of the circle who were to come."""
    return ConferenceConcluded(
        case_id=conference.case_id,
        outcome=PlanOutcome.PLAN,
        present_count=present or 1,
        held_on=conference.held_on,
        meeting=conference.room.meeting,
    )


def send_plan_back(message: SendPlanBack, work: Work) -> None:
    """The plan goes back to the circle, which talks again once everyone else has left (`StartPrivateTime`).

    After the day that takes a second meeting, to which those who were there are expected again.

    Raises:
        NotPermitted: the plan does not lie before them.
        InvalidFields: something that cannot be a reason.
    """
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work)
    by, people = work.actor.id if work.actor else "", work.all(Participant, message.case_id)
    plan.moved(SendPlanBack)
    demand_one_of(_asked(plan, people), by)
    unmet = demand_reasons(conference, message.unmet)
    work.save(plan.sent_back(unmet, by))
    work.forget(CLOCK, message.case_id)
    work.tell(PlanSentBack(case_id=message.case_id, plan_version=plan.plan_version, unmet=unmet))
    give_back(conference, work)


def give_back(conference: Conference, work: Work) -> None:
    """Let the circle go on with its plan: in the room, or after the day in a second meeting."""
    moved = conference.moved(SendPlanBack)
    if conference.stage is not Stage.CONCLUDED:
        work.save(moved)
        return
    work.save(moved.without_day(), *expected_again(work.all(Participant, conference.case_id)))
    work.tell(ConferenceAdjourned(case_id=conference.case_id, because=StillBecause.PLAN_SENT_BACK))


def remind_acceptors(message: PlanAnswerHalfway, work: Work) -> None:
    """Half of the time is over; whoever did not answer is reminded, once."""
    plan, waiting = _waiting(message.case_id, work)
    conference = work.get(Conference, message.case_id)
    if plan is None or conference is None or conference.paused_at is not None:
        return  # it was answered, or stopped; in a pause nobody is written to
    version = plan.plan_version
    work.tell(*(PlanAnswerAwaited(case_id=plan.case_id, plan_version=version, acceptor_id=who) for who in waiting))


def answer_is_overdue(message: PlanAnswerDue, work: Work) -> None:
    """The time is over; the regional manager asks after it, or names somebody where nobody is left to answer."""
    plan, waiting = _waiting(message.case_id, work)
    if plan is None:
        return  # it was answered, or stopped
    overdue = len(waiting) or 1
    work.tell(PlanAnswerOverdue(case_id=plan.case_id, plan_version=plan.plan_version, waiting_for=overdue))


def _waiting(case_id: str, work: Work) -> tuple[Plan | None, tuple[str, ...]]:
    """Give the plan as long as it lies before somebody, and who did not answer yet."""
    plan = work.get(Plan, case_id)
    if plan is None or plan.stage is not PlanStage.SUBMITTED:
        return None, ()
    return plan, plan.waiting_for(_asked(plan, work.all(Participant, case_id)))


def _asked(plan: Plan, people: Iterable[Participant]) -> tuple[str, ...]:
    """Name those the plan was laid before who are still there to answer."""
    now = acceptors(people)
    return tuple(who for who in plan.asked if who in now)
