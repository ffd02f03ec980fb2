"""From paper into people's hands, each with a receipt."""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.plan import Plan, Translation
from kring_conference.domain.recipients import handed_over, has_a_part, recipients
from kring_conference.domain.translating import same_plan
from kring_conference.handlers.finding import the_plan, the_words
from kring_conference.handlers.follow_up import plan_calls
from kring_conference.process import PlanStage
from kring_shared.contracts.conference import (
    AttachTranslation,
    ConfirmReceipt,
    DistributePlan,
    HelpAnswerDue,
    PlanDistributed,
    PlanReceived,
    PlanText,
    PlanTranslated,
    PlanWrittenOut,
    WriteOutPlan,
)
from kring_shared.contracts.referral.data import Language
from kring_shared.contracts.sealed import Erased, Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotReady, Refused
from kring_shared.kernel.work import Work
from kring_shared.kernel.working_days import end_of_working_day

LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)


def write_out_plan(message: WriteOutPlan, work: Work) -> None:
    """The circle's text stands on paper."""
    conference = work.need(Conference, message.case_id).moved(WriteOutPlan)
    before = the_plan(message, message.case_id, work)
    plan = before.moved(WriteOutPlan)
    if conference.needs_acceptance and before.stage is not PlanStage.ACCEPTED:
        raise NotReady("this plan has to be accepted first: lay it before the professional who does so (submit-plan)")
    work.save(conference, replace(plan, written_out_on=work.now.date()))
    work.tell(PlanWrittenOut(case_id=message.case_id, plan_version=plan.plan_version))


def attach_translation(message: AttachTranslation, work: Work) -> None:
    """Keep what a named human translated beside the original, which leads; the same language again replaces it."""
    plan = the_plan(message, message.case_id, work)
    if plan.written_out_on is None or plan.stage is PlanStage.STOPPED:
        raise NotReady("a translation is made of the plan as it stands on paper: write it out first (write-out-plan)")
    if message.plan_version != plan.plan_version:
        raise InvalidFields(
            ("/planVersion",), f"the version that counts is {plan.plan_version}; only that one is translated"
        ).because("version-that-counts", n=plan.plan_version)
    scope = scope_of(Scope.PLAN, message.case_id)
    translation = Translation(
        number=plan.plan_version,
        language=_tag(message.language),
        translator=work.seal(scope, message.translator.strip()),
        text=work.seal(scope, same_plan(the_words(plan.text, work), message.plan)),
    )
    others = (kept for kept in plan.translations if kept.language != translation.language)
    work.save(replace(plan, translations=(*others, translation)))
    work.tell(
        PlanTranslated(case_id=message.case_id, plan_version=plan.plan_version, language=translation.language),
    )


def distribute_plan(message: DistributePlan, work: Work) -> None:
    """Give the plan to those the policy names and to whom the circle hands it, and set the clocks that begin now.

    The answer names who gets only the agreements that bind them, so that the coordinator brings them those.
    """
    conference = work.need(Conference, message.case_id)
    plan = the_plan(message, message.case_id, work).moved(DistributePlan)
    people = work.all(Participant, message.case_id)
    handed_to = handed_over(people, message.handed_to)
    whole = recipients(people, conference, handed_to)
    plan = replace(plan, distributed_on=work.now.date(), handed_to=handed_to)
    work.save(plan)
    work.tell(
        PlanDistributed(case_id=message.case_id, plan_version=plan.plan_version, recipients=whole, plan=plan.text),
    )
    text = work.open(plan.text, PlanText)
    if not isinstance(text, Erased):
        own = [p.id for p in people if p.takes_part and p.id not in whole and has_a_part(text, p.id)]
        work.answer = {"recipients": list(whole), "ownAgreements": own}
        if plan.unanswered(text):
            policy = conference.policy
            answered_by = end_of_working_day(work.now.date(), policy.help_answer_days, policy.country)
            work.remind(HelpAnswerDue(case_id=message.case_id), answered_by)
    plan_calls(conference, work)


def confirm_receipt(message: ConfirmReceipt, work: Work) -> None:
    """Somebody has the plan, or the agreements that bind them; saying so twice is harmless.

    Raises:
        NotReady: the plan was not given out yet.
        Refused: this person gets no part of it.
    """
    plan = the_plan(message, message.case_id, work)
    if plan.distributed_on is None:
        raise NotReady("the plan goes out first (distribute-plan); then each who has it says so")
    people = work.all(Participant, message.case_id)
    person = one_of(people, message.person_id)
    person.must_speak_for_self(work.actor)
    if not _gets_something(person, people, plan, work):
        raise Refused(
            "this person gets no part of the plan: nothing in it binds them, and the circle did not hand it to them "
            "when it went out; who wants it, asks the circle"
        ).because("gets-no-plan")
    if person.plan_received == plan.plan_version:
        return  # said before; nobody needs to hear that twice
    work.save(replace(person, plan_received=plan.plan_version))
    work.tell(
        PlanReceived(
            case_id=message.case_id,
            person_id=person.id,
            plan_version=plan.plan_version,
            received_by=message.received_by,
        )
    )


def _gets_something(person: Participant, people: tuple[Participant, ...], plan: Plan, work: Work) -> bool:
    conference = work.need(Conference, plan.case_id)
    if person.id in recipients(people, conference, plan.handed_to):
        return True
    text = work.open(plan.text, PlanText)
    return person.takes_part and not isinstance(text, Erased) and has_a_part(text, person.id)


def _tag(language: str) -> str:
    try:
        return LANGUAGE.validate_python(language)
    except ValidationError:
        raise InvalidFields(("/language",), "a language is written as a tag (BCP 47), such as tr or ar").because(
            "no-such-language"
        ) from None
