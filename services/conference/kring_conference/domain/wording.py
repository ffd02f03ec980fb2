"""What a text has to be before it is a version of the plan, and who may say it; never whether it is a good plan."""

from collections.abc import Collection, Iterable
from datetime import date

from kring_conference.domain.conference import Conference
from kring_conference.domain.counts import TO_ASK, still_open
from kring_conference.domain.participant import CIRCLE, Participant, one_of
from kring_conference.domain.plan import Plan
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import ConfirmPlan, PlanText
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady, Refused


def must_be_a_plan(text: PlanText, known: Collection[str], today: date) -> None:
    """Hold what was written down against the case: people who are in it, and a day that is to come.

    Raises:
        InvalidFields: points at every person nobody knows here, or at a day that has passed.
    """
    named: dict[str, str | None] = {
        f"/plan/agreements/{a}/people/{n}": who
        for a, agreement in enumerate(text.agreements)
        for n, who in enumerate(agreement.people)
    }
    named |= {f"/plan/helpAsked/{n}/personId": asked.person_id for n, asked in enumerate(text.help_asked)}
    named["/plan/fallbackPerson"] = text.fallback_person
    if unknown := tuple(place for place, who in named.items() if who is not None and who not in known):
        raise InvalidFields(
            unknown,
            "a person is named whom nobody knows in this case; show-conference gives the ids, or leave the id out",
        ).because("not-of-this-case")
    if text.review_on is not None and text.review_on <= today:
        raise InvalidFields(
            ("/plan/reviewOn",),
            "ask the circle for a day that is to come: on this one it cannot look how its plan goes",
        ).because("review-day-has-passed")


def must_be_the_circles_own(plan: Plan | None, actor: Actor | None) -> None:
    """Hold new words against who says them: once everyone agreed, nobody but the circle changes its plan.

    Raises:
        NotPermitted: the coordinator would, of a plan that was agreed.
    """
    if plan is not None and plan.is_the_circles_alone and actor is not None and actor.role is Role.COORDINATOR:
        raise NotPermitted(
            "everyone agreed with this plan, so only the circle changes it: let a main person or somebody of the "
            "circle give its new words (draft-plan), or leave the circle alone with it again (start-private-time)"
        ).because("only-the-circle-changes")


def must_be_new(text: PlanText, was: PlanText, number: int) -> None:
    """Hold a text against the newest version.

    Raises:
        Refused: they are the same.
    """
    if text == was:
        raise Refused(
            f"nothing changed: version {number} says the same; let the circle confirm that one (confirm-plan)"
        ).because("nothing-changed", n=number)


def must_be_whole(text: PlanText, conference: Conference) -> None:
    """Hold a version against what the policy has every plan say.

    Raises:
        NotReady: something of that is missing; names what to ask the circle.
    """
    must = conference.policy.plan_must_name
    if missing := [TO_ASK[part] for part in still_open(text) if part in must]:
        raise NotReady(
            f"the plan does not say yet {'; '.join(missing)}: ask the circle, and write that down (draft-plan)"
        )


def must_be_everyone(message: ConfirmPlan) -> None:
    """Hold a version against what everybody present says; who does not agree, and about what, nobody asks.

    Raises:
        NotReady: not everyone agrees.
    """
    if not message.everyone_agrees:
        raise NotReady(
            "a plan holds what everyone present agrees with; leave out what is not agreed, or let the circle talk again"
        )


def speaker(message: ConfirmPlan, conference: Conference, people: Iterable[Participant], actor: Actor | None) -> str:
    """Give who of the circle says that everyone agrees: who asks it themselves, or whom the coordinator heard.

    Raises:
        InvalidFields: the coordinator does not say who did.
        NotPermitted: it is nobody of the circle, or somebody speaks for another.
        NotReady: they were not there.
    """
    if actor is not None and actor.role is not Role.COORDINATOR:
        if message.said_by not in {None, actor.id}:
            raise NotPermitted(
                "say it for yourself, and leave out who said it; only the coordinator notes what somebody else said"
            ).because("say-it-for-yourself")
        who = actor.id
    elif message.said_by is None:
        raise InvalidFields(
            ("/saidBy",), "say who of the circle said that everyone agrees; the coordinator never does"
        ).because("say-who-agreed")
    else:
        who = message.said_by
    person = one_of(people, who)
    if person.part not in CIRCLE or not person.takes_part:
        raise NotPermitted("only somebody of the circle who takes part says that everyone agrees").because(
            "only-the-circle-agrees"
        )
    if conference.stage is not Stage.WITHOUT_MEETING and person.stage is not PathStage.ATTENDED:
        raise NotReady("only somebody who is there says that everyone agrees; note first that they came (note-arrival)")
    return who
