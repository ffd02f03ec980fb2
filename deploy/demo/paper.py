"""The plan of the family whose route is told: shown in the terminal, and left on paper."""

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import PlanShown, PlanText, ShowPlan
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.paper.plan import paper_of
from kring_shared.testing.people.case import Case

LEFT_AT: Final = Path("build") / "demo"


async def leave_plan(client: Client, case: Case, console: Console) -> Path | None:
    """Show the plan as the main person reads it, and leave it on paper, also in large print; give where it is."""
    actor = client.actor(Role.MAIN_PERSON, case.main_person, case.office, "read-my-plan")
    shown = await client.ask(ShowPlan(case_id=case.id), actor, PlanShown)
    if shown.plan is None:
        return None
    console.print(_table(shown.plan))
    LEFT_AT.mkdir(parents=True, exist_ok=True)
    paper = LEFT_AT / "plan.pdf"
    paper.write_bytes(paper_of(shown, "nl", large_print=False))
    (LEFT_AT / "plan-large-print.pdf").write_bytes(paper_of(shown, "nl", large_print=True))
    console.print(f"On paper: {paper}, and plan-large-print.pdf beside it.\n", highlight=False)
    return paper


def _table(plan: PlanText) -> Table:
    title = "their plan, in their own words (invented people; nobody but the circle reads it)"
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("who", style="cyan", overflow="fold")
    table.add_column("what", overflow="fold")
    table.add_column("when", style="dim", overflow="fold")
    for agreement in plan.agreements:
        table.add_row(agreement.who, agreement.what, agreement.when)
    for help_asked in plan.help_asked:
        table.add_row(help_asked.of_whom, f"wordt gevraagd om {help_asked.what}", "")
    table.add_row("we kijken hoe het gaat", plan.review_by, f"{plan.review_on:%d-%m-%Y}" if plan.review_on else "")
    table.add_row("als het misloopt", plan.fallback_convener, "")
    table.add_row("we waarschuwen", plan.whom_to_warn, "")
    return table
