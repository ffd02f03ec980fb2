"""What waits for the regional manager, as sentences: people first, then requests, cases under way, and the office."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kring_portal.manager.answers import WAITING, Answers
from kring_portal.manager.clocks import open_breaches

HELD: Final = ("person-died", "consent-divided", "transfer-offered")


@dataclass(frozen=True)
class Waits:
    """One kind of thing that waits: how many, where to go, and whether it is pressing."""

    key: str
    n: int
    path: str
    presses: bool = False


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
        yield Waits(f"manager-waits-{reason}", held[reason], f"/manager/requests?held={reason}", presses=True)
    looks = sum(len(one.lines) for one in answers.emergencies.values() if one)
    yield Waits("manager-waits-emergencies", looks, "/manager/emergencies")
    asked = len(answers.asked.asked) if answers.asked else 0
    yield Waits("manager-waits-asked", asked, "/manager/persons")


def _requests(answers: Answers) -> Iterator[Waits]:
    stages = Counter(case.stage for case in answers.waiting_cases)
    for stage in WAITING:
        yield Waits(f"manager-waits-{stage}", stages[stage], f"/manager/requests?stage={stage}")
    offered = [one for one in answers.transfers.transfers if one.stage == "offered"] if answers.transfers else []
    yield Waits("manager-waits-transfers", len(offered), "/manager/transfers")
    quarantined = len(answers.quarantine.quarantined) if answers.quarantine else 0
    yield Waits("manager-waits-quarantine", quarantined, "/manager/quarantine")
    alike = len(answers.duplicates.duplicates) if answers.duplicates else 0
    yield Waits("manager-waits-duplicates", alike, "/manager/duplicates")
    held = Counter(case.held for case in answers.held.cases) if answers.held else Counter[str]()
    yield Waits("manager-waits-transfer-offered", held[HELD[2]], f"/manager/requests?held={HELD[2]}")


def _under_way(answers: Answers, now: datetime) -> Iterator[Waits]:
    stages = Counter(search.stage for search in answers.searches or ())
    yield Waits("manager-waits-unfilled", stages["unfilled"], "/manager/matching", presses=True)
    frozen = stages["frozen"]
    yield Waits("manager-waits-frozen", frozen, "/manager/matching", presses=True)
    yield Waits("manager-waits-searching", stages["searching"], "/manager/matching")
    yield Waits("manager-waits-confirm", stages["accepted"], "/manager/matching")
    lines = answers.conferences.conferences if answers.conferences else ()
    without = sum(line.awaits_coordinator for line in lines)
    yield Waits("manager-waits-no-coordinator", without, "/manager/conferences", presses=True)
    contested = sum(line.plan_stage == "contested" for line in lines)
    yield Waits("manager-waits-contested", contested, "/manager/conferences?plan=contested", presses=True)
    late = sum(bool(line.overdue) for line in lines)
    yield Waits("manager-waits-overdue", late, "/manager/conferences?overdue=yes")
    to_tell = answers.to_tell.lines if answers.to_tell else ()
    mine = sum(line.coordinator_id is None and line.since <= now for line in to_tell)
    yield Waits("manager-waits-to-tell", mine, "/manager/messages")


def _office(answers: Answers) -> Iterator[Waits]:
    completed = sum(line.stage == "completed" for line in answers.registrations)
    yield Waits("manager-waits-validate", completed, "/manager/registrations?stage=completed")
    lock = sum(line.stage == "validated" and line.follow_up_ended for line in answers.registrations)
    yield Waits("manager-waits-lock", lock, "/manager/registrations?stage=validated")
    claims = len(answers.submitted.claims) if answers.submitted else 0
    yield Waits("manager-waits-claims", claims, "/manager/claims?stage=submitted")
    pay = len(answers.approved.claims) if answers.approved else 0
    yield Waits("manager-waits-pay", pay, "/manager/claims?stage=approved")
    letters = sum(len(one.letters) for one in answers.letters.values() if one)
    yield Waits("manager-waits-letters", letters, "/manager/letters")
