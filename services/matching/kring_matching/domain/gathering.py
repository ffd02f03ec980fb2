"""A meeting, study day, workshop or training: when, where, for how many, and who was there."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from kring_matching.domain.career import days_of
from kring_matching.process import GATHERING, GatheringStage
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import GatheringKind, PlanGathering, RecordAttendance, SignOff, SignUp
from kring_shared.contracts.policies import CareerRules
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Gathering(Staged[GatheringStage], Aggregate):
    """One gathering (bijeenkomst) of one or more days."""

    process = GATHERING

    gathering_id: str
    office: str
    kind_of: GatheringKind
    title: str
    days: tuple[datetime, ...]
    place: str = ""
    agenda: tuple[str, ...] = ()
    room_for: int = 20
    scope: ConferenceType | None = None
    public: bool = True
    stage: GatheringStage = GatheringStage.PLANNED
    signed_up: tuple[str, ...] = ()
    present: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Who was there, by day."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id."""
        return self.gathering_id

    def with_somebody(self, person_id: str) -> "Gathering":
        """Sign somebody up.

        Raises:
            NotReady: there is no room left, or all its days are over.
        """
        moved = self.moved(SignUp)
        if len(self.present) == len(self.days):
            raise NotReady("all its days are over: sign up for another one", "days-to-come")
        if len(self.signed_up) >= self.room_for:
            raise NotReady(
                f"it is full, with room for {self.room_for}: sign up for another one, or plan it anew with more", "room"
            )
        return replace(moved, signed_up=(*self.signed_up, person_id))

    def without(self, person_id: str) -> "Gathering":
        """Take somebody off the list."""
        return replace(self.moved(SignOff), signed_up=tuple(one for one in self.signed_up if one != person_id))

    def present_on(self, day: int) -> tuple[str, ...]:
        """Give who was noted for a day."""
        return dict(self.present).get(day, ())

    def noted(self, day: int, present: Collection[str]) -> "Gathering":
        """Note who was there on a day, in place of what was noted for it."""
        by_day = dict(self.present) | {day: tuple(sorted(set(present)))}
        return replace(self.moved(RecordAttendance), present=tuple(sorted(by_day.items())))

    def there_throughout(self) -> frozenset[str]:
        """Give who was there on every day; nobody, while a day was not noted."""
        every = [set(self.present_on(day)) for day in range(1, len(self.days) + 1)]
        return frozenset(set.intersection(*every))


def must_be_planned_well(plan: PlanGathering, before: Gathering | None, rules: CareerRules) -> None:
    """Hold what is planned against the policy, and against what was planned before.

    Raises:
        InvalidFields: the fields that are wrong, and what would be right.
    """
    wrong: dict[str, str] = {}
    if list(plan.days) != sorted(set(plan.days)):
        wrong["/days"] = "one day comes after the other"
    if plan.kind_of.is_training and len(plan.days) != (needed := days_of(plan.kind_of, rules)):
        none = "this policy has no such part of the training"
        wrong["/days"] = f"{plan.kind_of.value} has {needed} days under this policy" if needed else none
    if plan.scope is not None and plan.kind_of is not GatheringKind.WORKSHOP:
        wrong["/scope"] = "only a workshop prepares for a type of conference"
    if before is not None and before.kind_of is not plan.kind_of:
        wrong["/kindOf"] = "people signed up for something else: cancel it, and plan this as a new one"
    if before is not None and len(before.signed_up) > plan.room_for:
        wrong["/roomFor"] = f"{len(before.signed_up)} people signed up already"
    if wrong:
        raise InvalidFields(tuple(wrong), "; ".join(wrong.values())).because("gathering-not-right")
