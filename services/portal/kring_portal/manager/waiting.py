"""What waits for the regional manager, as sentences: people first, then requests, cases under way, and the office."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kring_portal.manager.answers import WAITING, Answers
from kring_portal.manager.clocks import open_breaches

SOUGHT: Final = {"unfilled": "unfilled", "frozen": "frozen", "searching": "searching", "confirm": "accepted"}
"""What waits of a search, and where it stands then."""
HELD: Final = ("person-died", "consent-divided", "transfer-offered")


@dataclass(frozen=True)
class Waits:
    """One kind of thing that waits: how many, where to go, whether it is pressing, and whether there may be more."""

    key: str
    n: int
    path: str
    presses: bool = False
    more: bool = False


@dataclass(frozen=True)
class Group:
    """What belongs together, under one heading."""

    key: str
    waits: tuple[Waits, ...]


def groups_of(answers: Answers, now: datetime) -> tuple[Group, ...]:
    """Give what waits; a group or a kind with nothing in it is left out."""
    groups = (
        Group("manager-group-people", tuple(_people(answers))),
        Group("manager-group-requests", tuple(_requests(answers))),
        Group("manager-group-under-way", tuple(_under_way(answers, now))),
        Group("manager-group-office", tuple(_office(answers))),
    )
    kept = (Group(group.key, tuple(one for one in group.waits if one.n)) for group in groups)
    return tuple(group for group in kept if group.waits)


def _people(answers: Answers) -> Iterator[Waits]:
    levels = Counter(line.level.value for line in answers.signals.signals) if answers.signals else Counter[str]()
    yield Waits("manager-waits-signals-acute", levels["acute"], "/manager/signals", presses=True)
    yield Waits("manager-waits-signals-concern", levels["concern"], "/manager/signals", presses=True)
    yield Waits("manager-waits-breaches", len(tuple(open_breaches(answers))), "/manager/persons#breaches", presses=True)
    held = Counter(case.held for case in answers.held.cases) if answers.held else Counter[str]()
    for reason in HELD[:2]:
        path = f"/manager/requests?held={reason}"
        yield Waits(f"manager-waits-{reason}", held[reason], path, presses=True, more=_more(answers.held))
    looks = sum(len(one.lines) for one in answers.emergencies.values() if one)
    more = any(map(_more, answers.emergencies.values()))
    yield Waits("manager-waits-emergencies", looks, "/manager/emergencies", more=more)
    asked = len(answers.asked.asked) if answers.asked else 0
    yield Waits("manager-waits-asked", asked, "/manager/persons")


def _requests(answers: Answers) -> Iterator[Waits]:
    stages = Counter(case.stage for case in answers.waiting_cases)
    for stage in WAITING:
        path = f"/manager/requests?stage={stage}"
        yield Waits(f"manager-waits-{stage}", stages[stage], path, more=_more(answers.waiting))
    offered = [one for one in answers.transfers.transfers if one.stage == "offered"] if answers.transfers else []
    yield Waits("manager-waits-transfers", len(offered), "/manager/transfers")
    quarantined = len(answers.quarantine.quarantined) if answers.quarantine else 0
    yield Waits("manager-waits-quarantine", quarantined, "/manager/quarantine", more=_more(answers.quarantine))
    alike = len(answers.duplicates.duplicates) if answers.duplicates else 0
    yield Waits("manager-waits-duplicates", alike, "/manager/duplicates", more=_more(answers.duplicates))
    held = Counter(case.held for case in answers.held.cases) if answers.held else Counter[str]()
    path = f"/manager/requests?held={HELD[2]}"
    yield Waits("manager-waits-transfer-offered", held[HELD[2]], path, more=_more(answers.held))


def _under_way(answers: Answers, now: datetime) -> Iterator[Waits]:
    stages = Counter(search.stage for search in answers.searches or ())
    for key, stage in SOUGHT.items():
        presses = stage in {"unfilled", "frozen"}
        path = f"/manager/matching?stage={stage}"
        yield Waits(f"manager-waits-{key}", stages[stage], path, presses=presses, more=answers.more_searches)
    lists = [one for one in (answers.conferences, answers.met) if one]
    sought = {search.case_id for search in answers.searches or ()}  # these wait under the search already
    without = sum(line.awaits_coordinator and line.case_id not in sought for one in lists for line in one.conferences)
    more = any(map(_more, lists))
    yield Waits("manager-waits-no-coordinator", without, "/manager/conferences", presses=True, more=more)
    contested = len(answers.contested.conferences) if answers.contested else 0
    path, more = "/manager/conferences?plan=contested", _more(answers.contested)
    yield Waits("manager-waits-contested", contested, path, presses=True, more=more)
    late = len(answers.overdue.conferences) if answers.overdue else 0
    yield Waits("manager-waits-overdue", late, "/manager/conferences?overdue=yes", more=_more(answers.overdue))
    to_tell = answers.to_tell.lines if answers.to_tell else ()
    mine = sum(line.coordinator_id is None and line.since <= now for line in to_tell)
    yield Waits("manager-waits-to-tell", mine, "/manager/messages")


def _office(answers: Answers) -> Iterator[Waits]:
    completed = sum(line.stage == "completed" for line in answers.registrations)
    yield Waits(
        "manager-waits-validate", completed, "/manager/registrations?stage=completed", more=answers.more_registrations
    )
    lock = sum(line.stage == "validated" and line.follow_up_ended for line in answers.registrations)
    yield Waits("manager-waits-lock", lock, "/manager/registrations?stage=validated", more=answers.more_registrations)
    claims = len(answers.submitted.claims) if answers.submitted else 0
    yield Waits("manager-waits-claims", claims, "/manager/claims?stage=submitted", more=_more(answers.submitted))
    pay = len(answers.approved.claims) if answers.approved else 0
    yield Waits("manager-waits-pay", pay, "/manager/claims?stage=approved", more=_more(answers.approved))
    letters = sum(len(one.letters) for one in answers.letters.values() if one)
    more = any(map(_more, answers.letters.values()))
    yield Waits("manager-waits-letters", letters, "/manager/letters", more=more)


def _more(found: object) -> bool:
    """Tell whether a service had more to give than fits in one answer."""
    return bool(getattr(found, "next", "") or getattr(found, "next_after", ""))
