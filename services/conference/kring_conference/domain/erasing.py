"""What is left of a conference and a plan when its people, or its words, are erased."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.day import NO_DAY_YET
from kring_conference.domain.plan import Plan
from kring_shared.contracts.conference import Agreement, PlanText
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.coordination import NOBODY_YET

NO_WORDS: Final = PlanText(agreements=(Agreement(who="-", what="-"),))
"""What stands where the words of a plan stood, for the moment until its key is destroyed."""


def without_contacts(conference: Conference, *, of: str | None = None) -> Conference:
    """Give a conference without the people it is about, or without one of them: `of`."""
    if of is None:
        return replace(
            conference,
            coordination=NOBODY_YET,
            mandates=tuple(_without_acceptor(mandate, of) for mandate in conference.mandates),
            apart=frozenset(),
            day=NO_DAY_YET,
            previous_case_id=None,
            paused_for=None,
        )
    return replace(
        conference,
        mandates=tuple(_without_acceptor(mandate, of) for mandate in conference.mandates),
        apart=frozenset(pair for pair in conference.apart if of not in pair),
        information=tuple(
            replace(need, giver_id=None) if need.giver_id == of else need for need in conference.information
        ),
        paused_for=None if conference.paused_for == of else conference.paused_for,
    )


def without_plan(conference: Conference) -> Conference:
    """Give a conference without what the plan was made for: the question, the conditions, what was to be known."""
    return replace(
        conference,
        question=None,
        added_conditions=(),
        information=(),
        mandates=tuple(mandate.model_copy(update={"conditions": ()}) for mandate in conference.mandates),
    )


def without_words(plan: Plan, nothing: Sealed[PlanText]) -> Plan:
    """Give a plan of which nothing but its course is left: which versions there were, and when.

    Args:
        plan: The plan.
        nothing: `NO_WORDS` under the plan's own key. Plans of before lay under the key of their case, which stays as
            long as its people: so the words leave the row.
    """
    drafts = tuple(replace(draft, text=nothing) for draft in plan.drafts)
    return replace(plan, drafts=drafts, translations=(), help_answers=(), unmet=())


def _without_acceptor(mandate: Mandate, of: str | None) -> Mandate:
    theirs = mandate.acceptor is not None and of in {None, mandate.acceptor.person_id}
    return mandate.model_copy(update={"acceptor": None}) if theirs else mandate
