"""The question about a year in SQL, what a row of the Parquet file holds, and both answers as numbers by figure."""

from typing import Final

from kring_registry.domain.figures.contributions import REACHED, STOPPED
from kring_registry.domain.record import Countable
from kring_shared.contracts.conference import FollowUpResult, Mode
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.registry import FigureSet

COLUMNS: Final = (
    "office", "professional", "mandatory", "minors", "started", "lead_days", "match_days", "present", "plan", "stopped",
    "searched", "unfilled", "submitted", "accepted", "own", "granted", "refused", "called", "reached", "on_track",
    "topics", "interpreter", "online", "repeat", "reconvened",
)  # fmt: skip
SHARES: Final = {
    "started": ("count_if(started)", "count(*)"),
    "meetings": ("count(lead_days)", "count(*)"),
    "plan-rate-of-requests": ("count_if(plan)", "count(*)"),
    "plan-rate-of-started": ("count_if(plan AND started)", "count_if(started)"),
    "stopped": ("count_if(stopped)", "count(*)"),
    "referrer-share": ("count_if(professional)", "count(*)"),
    "minors-share": ("count_if(minors)", "count(minors)"),
    "mandatory-share": ("count_if(mandatory)", "count(*)"),
    "repeat-rate": ("count_if(repeat)", "count(*)"),
    "unfilled-rate": ("count_if(unfilled AND searched)", "count_if(searched)"),
    "acceptance-rate": ("count_if(accepted)", "count_if(submitted)"),
    "help-granted-share": ("sum(granted)", "sum(granted + refused)"),
    "follow-up-reached": ("count_if(reached)", "count_if(called)"),
    "on-track-share": ("count_if(on_track)", "count_if(reached)"),
    "reconvene-rate": ("count_if(reconvened)", "count_if(plan)"),
    "interpreter-share": ("count_if(interpreter)", "count(lead_days)"),
    "online-share": ("count_if(online)", "count(online)"),
    "present": ("sum(present)", "count(present)"),
    "topics": ("sum(topics)", "count(topics)"),
    "own-strengths": ("sum(own)", "count(own)"),
}
MEDIANS: Final = {"lead-time": "lead_days", "time-to-match": "match_days"}


def row_of(office: str, c: Countable) -> tuple[object, ...]:
    """Give a registration as a row; empty is what nobody knows."""
    heard = [result for result in c.follow_ups if result in REACHED]
    return (
        office,
        c.requester_kind is RequesterKind.PROFESSIONAL,
        c.context == "mandatory",
        c.minors_involved,
        c.days_to_start is not None,
        c.days_to_meeting,
        c.days_to_match,
        c.present_count,
        c.plan_made,
        c.outcome in STOPPED,
        c.searched,
        c.unfilled,
        c.submitted,
        c.accepted,
        c.own_strengths,
        c.help_granted,
        c.help_refused,
        bool(c.follow_ups),
        bool(heard),
        heard[-1:] == [FollowUpResult.ON_TRACK],
        len(c.topics) if c.topics is not None else None,
        c.interpreter_came,
        c.mode in {Mode.ONLINE, Mode.HYBRID} if c.mode else None,
        c.repeat,
        c.reconvened,
    )


def question(parquet: str, office: str | None) -> str:
    """Give the question: every figure at once, of one office or of all."""
    asked = ['count(*) AS "requests"']
    for key, (above, below) in SHARES.items():
        asked += [f'{above} AS "{key}"', f'{below} AS "{key}/of"']
    asked += [f'median({column}) AS "{key}/value"' for key, column in MEDIANS.items()]
    where = f" WHERE office = '{office}'" if office else ""
    return f"SELECT {', '.join(asked)} FROM '{parquet}'{where}"  # noqa: S608 - all of it is written here


def numbers_of_parquet(row: dict[str, float]) -> dict[str, float]:
    """Give the answer of DuckDB, by figure; what nobody is in is nought."""
    return {key: float(found or 0) for key, found in row.items()}


def numbers_of_kring(figures: FigureSet) -> dict[str, float]:
    """Give the answer of Kring in the same way; what is suppressed is not there."""
    numbers: dict[str, float] = {}
    for figure in figures.figures:
        if figure.suppressed or figure.denominator is None or figure.numerator is None:
            continue
        if figure.key in MEDIANS:
            numbers[f"{figure.key}/value"] = figure.value or 0.0
        else:
            numbers |= {figure.key: figure.numerator, f"{figure.key}/of": float(figure.denominator)}
    return numbers
