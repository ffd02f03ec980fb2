"""Cases whose plan is ready for paper, with words and people of the test's own, and a way to ask for what they hold."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Draft, Plan
from kring_conference.domain.room import Room
from kring_conference.process import PathStage, PlanStage, Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    CalendarShown,
    DistributePlan,
    HelpAsked,
    PlanShown,
    PlanText,
    ShowCalendar,
    ShowPlan,
)
from kring_shared.contracts.envelope import Named, Query
from kring_shared.contracts.field import Mandate, Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane import permits
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, QUERIES, VAULT, Case, card, preparing
from tests.unit.conference.plans_way import put_on_paper

OMA = "a" * 31 + "0"
ANJA = "a" * 31 + "1"
BRAM = "a" * 31 + "2"
AUNT = "a" * 31 + "3"
WORDS = PlanText(
    agreements=(
        Agreement(who="Oma", what="has Filip for the weekend", when="every third week"),
        Agreement(who="Anja", what="sorts the letters with his mother", how_long="until spring", people=(ANJA,)),
    ),
    strengths=("We are many.",),
    help_asked=(
        HelpAsked(what="A place at the clinic", of_whom="the doctor", person_id=BRAM),
        HelpAsked(what="Somebody to look at the debts", of_whom="the town"),
    ),
    stay_in_touch="In our own group",
)


def over(*mandates: Mandate, policy: str = "nl/1", words: PlanText = WORDS) -> Case:
    """Make a case whose meeting is over, with a plan that everyone agrees with and that was accepted if need be.

    What happens before is told elsewhere; here it is simply so.
    """
    case = preparing(*mandates, policy=policy)
    held = case.now + timedelta(days=30)
    case.now = held + timedelta(days=1)
    put(case, OMA, Part.CIRCLE)
    text = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), words)
    draft = Draft(1, text, held, confirmed_at=held, confirmed_by=FILIP)
    stage = PlanStage.ACCEPTED if case.conference.needs_acceptance else PlanStage.AGREED
    case.stored[Plan, CASE_ID] = Plan(CASE_ID, "utrecht", (draft,), stage)
    room = Room(meeting=1, opened_at=held)
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.CONCLUDED, room=room)
    return case


def put(
    case: Case,
    person_id: str,
    part: Part,
    *,
    stage: PathStage = PathStage.ATTENDED,
    answer: Answered | None = Answered.COMES,
) -> Participant:
    """Have somebody in the case, as far as they are."""
    person = Participant(card(person_id, f"Somebody {person_id[-1]}"), CASE_ID, "utrecht", part, stage, answer=answer)
    case.stored[Participant, person_id] = person
    return person


def on_paper(*mandates: Mandate, policy: str = "nl/1", words: PlanText = WORDS) -> Case:
    """Make a case whose plan stands on paper, with two professionals who informed the circle."""
    case = over(*mandates, policy=policy, words=words)
    put(case, ANJA, Part.INFORMATION_GIVER)
    put(case, BRAM, Part.INFORMATION_GIVER)
    put_on_paper(case)
    return case


def given_out(*mandates: Mandate, policy: str = "nl/1", handed_to: tuple[str, ...] = ()) -> Case:
    """Make a case whose plan is with those who get it."""
    case = on_paper(*mandates, policy=policy)
    case.do(DistributePlan(case_id=CASE_ID, handed_to=handed_to))
    return case


def informer(person_id: str) -> Actor:
    """Give a professional who informed the circle as somebody who asks."""
    return an_actor(Role.INFORMATION_GIVER, person_id)


def plan_for(case: Case, actor: Actor | None = None, version: int | None = None) -> PlanShown:
    """Ask for the plan, if the rights table lets this person ask."""
    query = ShowPlan(case_id=CASE_ID, plan_version=version)
    return cast("PlanShown", asked_of(case, query, actor))


def calendar_for(case: Case, person_id: str, actor: Actor | None = None) -> CalendarShown:
    """Ask for somebody's calendar file, if the rights table lets this person ask."""
    query = ShowCalendar(case_id=CASE_ID, person_id=person_id)
    return cast("CalendarShown", asked_of(case, query, actor))


def asked_of(case: Case, query: Query, actor: Actor | None) -> object:
    """Ask by the way the service declares, if the rights table lets this person."""
    return QUERIES[query.kind()].answer(query, _reader(case, query, actor))


def _reader(case: Case, query: Named, actor: Actor | None) -> Reader:
    who = actor or an_actor(Role.COORDINATOR, COORDINATOR)
    right = permits.check_role(who, type(query), "utrecht")
    permits.check_part(who, right, case.view().about(query.keys()))
    return Reader(None, case.view(), VAULT, case.now, who)  # type: ignore[arg-type]  # no table is read
