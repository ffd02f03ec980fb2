"""The route in one picture, drawn from its table: a row for each service, the facts that lead from one to the next."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from kring_shared.contracts.conference import PlanSentBack
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import ConsentRefused, RequestRejected
from kring_shared.contracts.matching import CoordinatorRefused
from kring_shared.contracts.route import ROUTE, RouteStep

MOST_IN_A_ROW: Final = 4
LEADS_TO: Final[dict[type[Fact], str]] = {
    RequestRejected: "registration",
    ConsentRefused: "registration",
    CoordinatorRefused: "search",
    PlanSentBack: "private time",
}
"""Where the facts lead that close a step another way: they end the request, or lead back."""

NOTES: Final = {
    "acceptance of the plan": "where policy or mandate asks for it",
    "follow-up": "as the policy says",
    "registration": "open since the request",
}

Row = tuple[RouteStep, ...]


def picture_of_the_route() -> str:
    """Draw the route as a Mermaid flow chart."""
    rows = _rows()
    lines = ["flowchart TD"]
    for row in rows:
        lines += [f'    subgraph {_row_id(row)}["{row[0].service}"]', "        direction LR"]
        lines += [f'        {_id(step.title)}["{_label(step)}"]' for step in row]
        lines += [f"        {_id(a.title)} -->|{_words(a.closes[0])}| {_id(b.title)}" for a, b in pairwise(row)]
        lines += [f"        {_id(s.title)} -.->|{_words(f)}| {_id(t)}" for s, f, t in _others(row) if _is_in(t, row)]
        lines.append("    end")
    for above, below in pairwise(rows):
        lines.append(f"    {_row_id(above)} -->|{_words(above[-1].closes[0])}| {_row_id(below)}")
    for row in rows:
        away = [(fact, _row_of(title, rows)) for _, fact, title in _others(row) if not _is_in(title, row)]
        for target, facts in groupby(away, key=lambda each: each[1]):
            names = " or ".join(_words(fact) for fact, _ in facts)
            lines.append(f"    {_row_id(row)} -.->|{names}| {_row_id(target)}")
    return "\n".join(lines)


def _rows() -> list[Row]:
    """Divide the route where the service changes, and where a row would be too long to read."""
    rows: list[Row] = []
    for _, steps in groupby(ROUTE, key=lambda step: step.service):
        together = tuple(steps)
        parts = -(-len(together) // MOST_IN_A_ROW)
        length = -(-len(together) // parts)
        rows += [together[n : n + length] for n in range(0, len(together), length)]
    return rows


def _label(step: RouteStep) -> str:
    note = NOTES.get(step.title)
    return f"{step.title}<br/><small>{note}</small>" if note else step.title


def _words(fact: type[Fact]) -> str:
    return fact.name.replace("-", " ")


def _others(row: Sequence[RouteStep]) -> list[tuple[RouteStep, type[Fact], str]]:
    return [(step, fact, LEADS_TO[fact]) for step in row for fact in step.closes[1:]]


def _is_in(title: str, row: Sequence[RouteStep]) -> bool:
    return any(step.title == title for step in row)


def _row_of(title: str, rows: Sequence[Row]) -> Row:
    return next(row for row in rows if _is_in(title, row))


def _id(title: str) -> str:
    return title.replace(" ", "_").replace("-", "_")


def _row_id(row: Sequence[RouteStep]) -> str:
    return f"row_{_id(row[0].title)}"
