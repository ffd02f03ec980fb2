"""The figures and what each counts: one table, fixed, with the numerator and the denominator of each.

A definition never changes its meaning. What is to be counted in another way gets another key, or a next version of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import CancelledBecause
from kring_shared.contracts.intake import Outcome, StopReason
from kring_shared.contracts.registry import Group

VERSION: Final = 1
"""Which version of the definitions this is."""
YEARLY: Final = "yearly figures that were published"
OURS: Final = "our own choice"
FEE: Final = "recruitment folder: a fee for the hours worked"
ABOUT: Final = ("meeting", "plan", "coordinator")


class Kind(StrEnum):
    """How a figure is read from its numbers."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    SHORTEST = "shortest"


@dataclass(frozen=True)
class Definition:
    """One figure (kengetal): what is counted, of what, in a sentence."""

    key: str
    title: str
    counted: str
    kind: Kind
    numerator: str
    """The measure above the line; of a median and of what is shortest, the days that are looked at."""
    denominator: str
    """The measure below the line."""
    unit: str = "requests"
    source: str = YEARLY
    cases: str = ""
    """The measure that says over how many cases it goes, where the denominator counts something else."""
    per: int = 1
    """By what the numerator is divided: 60 makes hours of minutes."""
    outward: bool = True
    """It may leave the office, when it is large enough."""
    by_case: bool = True
    """It can be laid out by type and context; a talk without obligation has neither."""
    version: int = VERSION

    @property
    def measures(self) -> tuple[str, ...]:
        """Name what must be large enough before it may leave."""
        of_days = self.kind in {Kind.MEAN, Kind.MEDIAN, Kind.SHORTEST}
        return tuple(m for m in (self.cases, self.denominator, "" if of_days else self.numerator) if m)


def _share(key: str, title: str, counted: str, of: tuple[str, str], **more: object) -> Definition:
    return Definition(key, title, counted, Kind.SHARE, of[0], of[1], **more)  # type: ignore[arg-type]  # fields


def _mean(key: str, title: str, counted: str, of: tuple[str, str], unit: str, **more: object) -> Definition:
    return Definition(key, title, counted, Kind.MEAN, of[0], of[1], unit, **more)  # type: ignore[arg-type]  # fields


def _count(key: str, title: str, counted: str) -> Definition:
    return Definition(key, title, counted, Kind.COUNT, key, "requests")


ROUTE: Final = (
    _count("requests", "Requests", "Requests received in the period; not those that moved on, or were the same twice."),
    _count("started", "Started", "Of the requests, those in which a coordinator started."),
    _count("meetings", "Meetings", "Of the requests, those with a meeting that was held and closed."),
    _share(
        "plan-rate-of-requests",
        "Plans, of all requests",
        "Requests with a plan, made in a meeting or without one, of all requests.",
        ("plans", "requests"),
    ),
    _share(
        "plan-rate-of-started",
        "Plans, of what was started",
        "Requests with a plan and a coordinator who started, of those in which a coordinator started.",
        ("plans-of-started", "started"),
    ),
    Definition(
        "stopped",
        "Stopped",
        "Of the requests, those that ended without meeting and without plan.",
        Kind.COUNT,
        "stopped",
        "requests",
        outward=False,
    ),
)
ENDED: Final = tuple(
    _share(
        f"ended-{outcome}",
        f"Ended: {outcome.replace('-', ' ')}",
        f"Requests that ended as “{outcome.replace('-', ' ')}”, of those that ended.",
        (f"ended:{outcome}", "ended"),
        outward=False,
    )
    for outcome in Outcome
)
REASONS: Final = tuple(dict.fromkeys([*StopReason, *CancelledBecause]))
STOPPED_BECAUSE: Final = tuple(
    _share(
        f"stopped-because-{reason}",
        f"Stopped: {reason.replace('-', ' ')}",
        f"Requests that stopped for the code “{reason}”, of those that stopped; nobody is asked for a reason.",
        (f"stopped:{reason}", "stopped"),
        outward=False,
    )
    for reason in REASONS
    if reason not in {CancelledBecause.WITHDRAWN, CancelledBecause.TRANSFERRED}
)
MEETING: Final = (
    Definition(
        "lead-time",
        "Lead time",
        "Days from the request to the first meeting that was closed: half took no longer. Of requests with a meeting.",
        Kind.MEDIAN,
        "lead-time",
        "meetings",
        "days",
    ),
    Definition(
        "lead-time-shortest",
        "Shortest lead time",
        "The fewest days from a request to its first meeting. It is one family's, so it does not leave the office.",
        Kind.SHORTEST,
        "lead-time",
        "meetings",
        "days",
        outward=False,
    ),
    _mean("present", "People present", "People present, of meetings.", ("present-sum", "present-known"), "people"),
    _mean(
        "topics", "Topics", "Topics, of registrations that were completed.", ("topics-sum", "topics-known"), "topics"
    ),
    _share(
        "interpreter-share",
        "With an interpreter",
        "Meetings with an interpreter, of requests with a meeting.",
        ("interpreted", "meetings"),
        source=OURS,
    ),
    _share(
        "online-share",
        "Online",
        "Meetings planned online, for all or for some who came, of meetings of which that is known.",
        ("online", "mode-known"),
    ),
)
ABOUT_WHOM: Final = (
    _share(
        "referrer-share",
        "Through a professional",
        "Requests a professional made, of all requests.",
        ("referred", "requests"),
    ),
    _share(
        "minors-share",
        "Minors concerned",
        "Requests that are also about minors, of those of which that is known.",
        ("minors", "minors-known"),
    ),
    _share("mandatory-share", "Under compulsion", "Requests under compulsion, of all.", ("mandatory", "requests")),
    _share(
        "repeat-rate",
        "Came again",
        "Requests after an earlier route of the same people, of all requests.",
        ("repeats", "requests"),
        source=OURS,
    ),
    _share(
        "unfilled-rate",
        "Nobody found in time",
        "Requests for which nobody was found in the time of the policy, of those for which a coordinator was sought.",
        ("unfilled", "searched"),
        source=OURS,
    ),
    Definition(
        "time-to-match",
        "Time to match",
        "Days from the search to the first start of a coordinator: half took no longer. Of those that were found.",
        Kind.MEDIAN,
        "time-to-match",
        "matched",
        "days",
        OURS,
    ),
    _share(
        "declined-offers",
        "Talks that led to nothing",
        "Talks without obligation after which nobody wanted a conference, of the talks asked for in the period.",
        ("talks-to-nothing", "talks"),
        unit="talks",
        source="research: many who are offered a conference do not take it up",
        by_case=False,
    ),
)
PLAN: Final = (
    _share(
        "acceptance-rate",
        "Plans accepted",
        "Requests whose plan was accepted, of those whose plan was laid before a professional.",
        ("accepted", "submitted"),
        source=OURS,
    ),
    _mean(
        "own-strengths",
        "Own strengths",
        "Agreements the circle carries itself, of plans of which that was counted.",
        ("own-sum", "own-known"),
        "agreements",
        source=OURS,
    ),
    _share(
        "help-granted-share",
        "Help granted",
        "Lines of help to which a professional said yes, of the lines that were answered.",
        ("help-granted", "help-answered"),
        unit="lines",
        source=OURS,
        cases="help-cases",
    ),
    _share(
        "follow-up-reached",
        "Reached afterwards",
        "Requests in which somebody was spoken with afterwards, of those in which somebody called.",
        ("reached", "called"),
        source=OURS,
    ),
    _share(
        "on-track-share",
        "On track",
        "Requests whose plan was on track when somebody was spoken with last, of those in which somebody was reached.",
        ("on-track", "reached"),
        source=OURS,
    ),
    _share(
        "reconvene-rate",
        "Met again",
        "Requests whose circle decided to meet again, of requests with a plan.",
        ("reconvened", "plans"),
        source=OURS,
    ),
)
WORK: Final = (
    _mean(
        "hours",
        "Hours",
        "Hours worked, of completed registrations.",
        ("minutes-sum", "hours-known"),
        "hours",
        source=FEE,
        per=60,
    ),
    _mean(
        "kilometres",
        "Kilometres",
        "Kilometres, of completed registrations.",
        ("km-sum", "hours-known"),
        "km",
        source=FEE,
    ),
)
SCORES: Final = tuple(
    _mean(
        f"score-{about}-{group}",
        f"Score for the {about}: {group}",
        f"Marks from 1 to 10 for the {about}, of answers of the group “{group}”; in the quarter the conference ended.",
        (f"score-{about}-{group}-sum", f"score-{about}-{group}-known"),
        "mark",
    )
    for about in ABOUT
    for group in Group
)
DEFINITIONS: Final[Mapping[str, Definition]] = {
    one.key: one for one in (*ROUTE, *ENDED, *STOPPED_BECAUSE, *MEETING, *ABOUT_WHOM, *PLAN, *WORK, *SCORES)
}
"""Every figure by key, in the order in which they are shown."""
