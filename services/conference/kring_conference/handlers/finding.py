"""Finding the plan of a case and its words, or saying that there is none yet."""

from kring_conference.domain.conference import Conference
from kring_conference.domain.plan import Plan
from kring_conference.process import CONFERENCE
from kring_shared.contracts.conference import PlanText
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotAllowedNow, Refused
from kring_shared.kernel.work import Work


def the_plan(message: Command, case_id: str, work: Work) -> Plan:
    """Give the plan.

    Raises:
        NotAllowedNow: the circle's words were not written down yet, so nothing can be done with them.
    """
    plan = work.get(Plan, case_id)
    if plan is None:
        stage = work.need(Conference, case_id).stage
        raise NotAllowedNow(asked=message.name, stage=stage.value, possible=CONFERENCE.possible(stage))
    return plan


def the_words(text: Sealed[PlanText], work: Work) -> PlanText:
    """Open what the circle said.

    Raises:
        Refused: it was erased.
    """
    words = work.open(text, PlanText)
    if isinstance(words, Erased):
        raise Refused("the words of this plan were erased, as was asked; nothing more can be done with it").because(
            "plan-words-erased"
        )
    return words
