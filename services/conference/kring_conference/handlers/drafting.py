"""The circle's words, version by version; the one it confirmed counts."""

from dataclasses import replace

from kring_conference.domain.acceptance import must_know_the_conditions
from kring_conference.domain.changes import changes, lines
from kring_conference.domain.conference import Conference
from kring_conference.domain.counts import own_strengths, professional_help, still_open
from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.domain.plan import Draft, Plan
from kring_conference.domain.wording import (
    must_be_a_plan,
    must_be_everyone,
    must_be_new,
    must_be_the_circles_own,
    must_be_whole,
    speaker,
)
from kring_conference.handlers.finding import the_plan, the_words
from kring_conference.process import PlanStage
from kring_shared.contracts.conference import (
    ConfirmPlan,
    DraftPlan,
    MakePlanWithoutMeeting,
    PlanAgreed,
    PlanDrafted,
    PlanMadeWithoutMeeting,
    PlanText,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Work


def draft_plan(message: DraftPlan, work: Work) -> None:
    """Write the circle's words down as a new version; it does not count yet.

    Answers the version, how many lines changed, and what the coordinator can still ask.

    Raises:
        NotPermitted: the coordinator words a plan that was agreed.
        InvalidFields: it names people whom nobody knows here, or a day that has passed.
        Refused: nothing changed.
    """
    work.save(work.need(Conference, message.case_id).moved(DraftPlan))
    _write_down(message.case_id, message.plan, work)


def confirm_plan(message: ConfirmPlan, work: Work) -> None:
    """Everyone present agrees; who did not, and about what, is never written down.

    Raises:
        NotReady: not everyone agrees, or the plan leaves out what the policy has every plan say.
        NotPermitted: it is not the circle that says so.
    """
    conference = work.need(Conference, message.case_id).moved(ConfirmPlan)
    must_be_everyone(message)
    before = the_plan(message, message.case_id, work)
    if before.stage is PlanStage.AGREED:  # another version of an agreed plan is a change of it
        must_be_the_circles_own(before, work.actor)
    by = speaker(message, conference, work.all(Participant, message.case_id), work.actor)
    plan = before.confirmed(message.plan_version, by, work.now)
    text = the_words(plan.text, work)
    must_be_whole(text, conference)
    work.save(conference, plan)
    work.tell(
        PlanAgreed(
            case_id=message.case_id,
            plan=plan.text,
            plan_version=plan.plan_version,
            own_strengths=own_strengths(text),
            professional_help=professional_help(text),
        )
    )


def make_plan_without_meeting(message: MakePlanWithoutMeeting, work: Work) -> None:
    """Take over what the circle settled while preparing; the meeting is let go, and its plan confirmed as any other.

    Raises:
        NotReady: somebody of the circle was not spoken with, or does not know every condition; or a meeting was held
            before, so that the circle works on its plan in the next one.
    """
    before = work.need(Conference, message.case_id)
    conference = before.moved(MakePlanWithoutMeeting)
    people = work.all(Participant, message.case_id)
    if before.room.meeting:
        raise NotReady("a meeting was held already; the circle goes on with its plan in the next one")
    if not all(person.spoken_with for person in of_the_circle(people) if not person.is_out):
        raise NotReady("speak first with everyone of the circle (record-contact), so that the plan is all of theirs")
    must_know_the_conditions(conference, people)
    conference = conference.without_day() if before.day.starts_at else conference
    work.save(replace(conference, room=replace(conference.room, conditions=len(conference.conditions))))
    work.tell(PlanMadeWithoutMeeting(case_id=message.case_id))
    _write_down(message.case_id, message.plan, work)


def _write_down(case_id: str, text: PlanText, work: Work) -> None:
    """Seal the words as the newest version, and answer what is different and what can still be asked."""
    before = work.get(Plan, case_id)
    must_be_the_circles_own(before, work.actor)
    must_be_a_plan(text, {person.id for person in work.all(Participant, case_id)}, work.now.date())
    changed = len(lines(text))
    if before is not None:
        was = the_words(before.latest.text, work)
        must_be_new(text, was, before.latest.number)
        changed = len(changes(was, text))
    sealed = work.seal(scope_of(Scope.PLAN, case_id), text)
    first = Plan(case_id, work.office, (Draft(1, sealed, work.now),))
    plan = before.worded(sealed, work.now) if before is not None else first
    number = plan.latest.number
    work.save(plan)
    work.tell(PlanDrafted(case_id=case_id, plan_version=number))
    work.answer = {"planVersion": number, "changed": changed, "stillToAsk": [p.value for p in still_open(text)]}
