"""What was noted of a case and stands in no list: who knows the conditions, who informed, who has the plan."""

from dataclasses import dataclass

from kring_portal.coordinator.cases import PRIVATE_TIME
from kring_portal.web.visit import Visit
from kring_shared.contracts.conference import ConferenceShown
from kring_shared.contracts.every_service import CaseFacts, FactLine, FactLines


@dataclass(frozen=True)
class Noted:
    """Who was noted for what, by id, as the conference told it."""

    know_conditions: frozenset[str] = frozenset()
    informed: frozenset[str] = frozenset()
    have_plan: frozenset[str] = frozenset()
    plan_went_to: tuple[str, ...] = ()
    conditions_explained: bool = False


async def noted(visit: Visit, shown: ConferenceShown) -> Noted:
    """Read what was noted, from the facts of the case; nothing is read while the circle is alone."""
    if shown.stage == PRIVATE_TIME:
        return Noted()
    facts = (await visit.ask(CaseFacts(case_id=shown.case_id), FactLines, service="conference")).facts
    return Noted(
        know_conditions=_people(facts, "conditions-received"),
        informed=_people(facts, "information-given"),
        have_plan=_people(facts, "plan-received"),
        plan_went_to=_recipients(facts),
        conditions_explained=any(fact.name == "conditions-explained" for fact in facts),
    )


def _people(facts: tuple[FactLine, ...], name: str) -> frozenset[str]:
    return frozenset(str(fact.data.get("personId", "")) for fact in facts if fact.name == name)


def _recipients(facts: tuple[FactLine, ...]) -> tuple[str, ...]:
    """Give who got the plan, as it last went out."""
    out = [fact.data.get("recipients") for fact in facts if fact.name == "plan-distributed"]
    last = out[-1] if out else []
    return tuple(str(one) for one in last) if isinstance(last, list) else ()
