"""To be written."""

from kring_shared.contracts.conference import PlanShown, ShowPlan
from kring_shared.runtime.routes import Reader


def show_plan(query: ShowPlan, reader: Reader) -> PlanShown:
    raise NotImplementedError
