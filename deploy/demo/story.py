"""One family's route, told from the facts as a story that can be read."""

from datetime import datetime
from typing import Final

from rich.console import Console
from rich.table import Table

from deploy.demo.family import FAMILY
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.conference import PlanSentBack
from kring_shared.contracts.every_service import CaseFacts, FactLine, FactLines
from kring_shared.contracts.intake import RequestClosed
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.players import Players

WHO: Final = {"system": "", "main-person": "the main person", "mandated-professional": "the professional"}


async def tell_story(client: Client, kring: Embedded, players: Players, console: Console) -> Case:
    """Tell the route of the family whose plan is told as well, and give its case."""
    case = _choose(players)
    actor = client.actor(Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office, "tell-the-story")
    lines: list[FactLine] = []
    for one in kring.running:
        lines += (await client.ask(CaseFacts(case_id=case.id), actor, FactLines, service=one.service.name)).facts
    lines.sort(key=lambda line: (line.place is None, line.place, line.occurred_at))  # some facts tell their day only
    messages = sum(line.name == "notification-sent" for line in lines)
    console.print(_table(case, [line for line in lines if line.service != "notifications"]))
    console.print(f"Beside these, {messages} messages went to the people of this case.\n", highlight=False)
    return case


def _choose(players: Players) -> Case:
    cases = list(players.cases.values())
    told = [case for case in cases if case.family is FAMILY]
    return (told or cases)[0]


def _table(case: Case, lines: list[FactLine]) -> Table:
    context = "under compulsion" if case.is_mandatory else "of their own accord"
    title = f"\none family's route, in {case.office.title()}, {context} (opaque id {case.id})"
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("when", style="dim", no_wrap=True)
    table.add_column("step", style="cyan", no_wrap=True)
    table.add_column("what happened", overflow="fold")
    table.add_column("by", style="dim", no_wrap=True)
    before: datetime | None = None
    for line, times in _together(lines):
        when, role = line.occurred_at, line.by.partition("/")[0]
        same_day = before is not None and when.date() == before.date()
        hour = "" if FACTS[f"{line.service}.{line.name}.v1"].day_only else f"{when:%H:%M}"
        shown = hour if same_day else f"{when:%a %d %b} {hour}"
        sentence = _sentence(line) + (f" ({times} times)" if times > 1 else "")
        table.add_row(shown.rjust(16), line.service, sentence, WHO.get(role, f"the {role.replace('-', ' ')}"))
        before = when
    return table


def _together(lines: list[FactLine]) -> list[tuple[FactLine, int]]:
    """Tell what happened to several people at one moment once, with how many."""
    groups: dict[tuple[datetime, str], list[FactLine]] = {}
    for line in lines:
        groups.setdefault((line.occurred_at, line.name), []).append(line)
    return [(group[0], len(group)) for group in groups.values()]


def _sentence(line: FactLine) -> str:
    fact = FACTS[f"{line.service}.{line.name}.v1"]
    sentence = (fact.__doc__ or line.name).strip().splitlines()[0]
    if fact is RequestClosed:
        return f"{sentence} {line.data['leadTimeDays']} days after it began: {line.data['outcome']}."
    if fact is PlanSentBack:
        unmet = line.data["unmet"]
        return f"{sentence} Not met: {', '.join(unmet) if isinstance(unmet, list) else unmet}."
    return sentence
