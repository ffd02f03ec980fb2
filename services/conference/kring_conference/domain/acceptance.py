"""Who checks a plan and on what: safe, lawful, and conditions that everybody knew beforehand. Nothing else counts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from kring_conference.domain.conditions import everyone_knows_them
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_shared.contracts.field import Part
from kring_shared.contracts.policies import AcceptedBy, Policy
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady, Refused
from kring_shared.kernel.working_days import end_of_working_day

CONDITION: Final = "condition-"


def acceptors(people: Iterable[Participant]) -> tuple[str, ...]:
    """Name who checks the plan in this case now."""
    return tuple(person.id for person in people if person.part is Part.ACCEPTOR and not person.is_out)


def somebody_checks(conference: Conference, people: Iterable[Participant]) -> bool:
    """Tell whether whom the policy has look at the plan is there.

    Whoever set conditions always looks whether they are met; a policy may want a professional of the office's choice
    beside them, or where no mandate names anybody.
    """
    there = set(acceptors(people))
    if conference.policy.accepted_by is AcceptedBy.APPOINTED:
        there -= {mandate.acceptor.person_id for mandate in conference.mandates if mandate.acceptor}
    return bool(there)


def still_asked(plan: Plan, people: Iterable[Participant]) -> tuple[str, ...]:
    """Name those the plan was laid before who are still there to answer."""
    now = acceptors(people)
    return tuple(who for who in plan.asked if who in now)


def must_be_one_of(asked: Sequence[str], who: str) -> None:
    """Hold who answers against whom the plan lies before.

    Raises:
        NotPermitted: it does not lie before them.
    """
    if who not in asked:
        raise NotPermitted(
            "only a professional before whom this plan lies can answer; ask the regional manager who that is"
        ).because("plan-not-before-you")


def must_all_be_there(conference: Conference, asked: Sequence[str]) -> None:
    """Hold who can still answer against who compels the help: each of them looks at what they asked.

    Raises:
        NotReady: one of them fell out, and nobody looks in their place yet.
    """
    named = {mandate.acceptor.person_id for mandate in conference.mandates if mandate.acceptor}
    if conference.is_mandatory and len(asked) < len(named):
        raise NotReady(
            "somebody who was to look at this plan fell out, and nobody answers for another: the regional manager "
            "names who does so in their place (appoint-acceptor)",
            "acceptor-named",
        )


def must_know_the_conditions(conference: Conference, people: Iterable[Participant]) -> None:
    """Hold a plan against what everybody was told beforehand.

    Raises:
        NotReady: somebody who takes part was not told every condition, so they cannot bind the plan.
    """
    if not everyone_knows_them(conference, people):
        raise NotReady(
            "only conditions that everybody knew beforehand bind a plan: tell them to everyone who takes part first "
            "(share-conditions); where people met already send the plan back, and they are told before they meet again",
            "conditions-told",
        )


def must_be_reasons(conference: Conference, unmet: Iterable[str]) -> tuple[str, ...]:
    """Give each thing that is not met once.

    Raises:
        InvalidFields: something that cannot be a reason: a condition that was not shared beforehand, or any at all
            where help is free to refuse.
    """
    known = conference.binding
    named = tuple(dict.fromkeys(unmet))
    wrong = [n for n, reason in enumerate(named) if reason.startswith(CONDITION) and _number(reason) > known]
    if wrong:
        words = f"{known} conditions bind this plan, so there is no {named[wrong[0]]}; name what else is not met"
        if not known:
            words = f"no condition binds this plan, so there is no {named[wrong[0]]}: it is safe and lawful, or not"
        raise InvalidFields(tuple(f"/unmet/{n}" for n in wrong), words).because("no-such-condition")
    return named


def must_be_for_the_office_to_appoint(
    conference: Conference, people: Iterable[Participant], *, is_contested: bool
) -> None:
    """Tell whether the office finds a professional to check the plan (the one who accepts it, acceptant).

    Raises:
        Refused: nobody has to check it, or who compels the help named somebody who still does. A refusal that the
            circle contests is the exception: then somebody else may look.
    """
    if not conference.needs_acceptance:
        raise Refused("nobody has to accept this plan: that everyone agrees is enough").because("nobody-accepts")
    there = acceptors(people)
    named = [mandate.acceptor.person_id in there if mandate.acceptor else False for mandate in conference.mandates]
    by_them = conference.policy.accepted_by is AcceptedBy.MANDATING_PARTY
    if by_them and named and all(named) and not is_contested:
        raise Refused("who compels the help named who accepts the plan; talk with them when they cannot").because(
            "acceptor-is-named"
        )


def clock(policy: Policy, today: date) -> tuple[datetime, datetime]:
    """Give the moment of the reminder, half of the working days on (rounded up), and the one by which to answer."""
    days = policy.plan_answer_days
    return end_of_working_day(today, -(-days // 2), policy.country), end_of_working_day(today, days, policy.country)


def _number(condition: str) -> int:
    return int(condition.removeprefix(CONDITION))
