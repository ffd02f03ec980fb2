"""Of the room it is noted once whether the conditions were explained; that stands in the facts of the case."""

from kring_portal.web.visit import Visit
from kring_shared.contracts.conference import ConferenceShown
from kring_shared.contracts.every_service import CaseFacts, FactLines


async def conditions_explained(visit: Visit, shown: ConferenceShown) -> bool:
    """Tell whether the conditions were explained in the room; where there are none, nothing is asked."""
    if not shown.conditions:
        return True
    facts = (await visit.ask(CaseFacts(case_id=shown.case_id), FactLines, service="conference")).facts
    return any(fact.name == "conditions-explained" for fact in facts)
