"""The search for one case, and then the assignment: who is asked, who said what, who may come in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.eligibility import View
from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Dossier
from kring_shared.contracts.matching import AcceptProposal, ConfirmCoordinator, PrivateWishes
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotIndependent, Paused, Refused
from kring_shared.kernel.work import Aggregate


class CannotPropose(Refused):
    """A hard rule keeps this coordinator from this case; the reasons are in the message."""

    code = "kring.cannot-propose"


@dataclass(frozen=True)
class Search(Aggregate):
    """The search for a coordinator for one case, and then the assignment (inschakeling)."""

    case_id: str
    office: str
    dossier: Dossier
    main_person_ids: tuple[str, ...]
    stage: Stage = Stage.SEARCHING
    coordinator_id: str | None = None
    respond_by: datetime | None = None
    refused: tuple[str, ...] = ()
    paused_at: datetime | None = None
    coordinated_by: str | None = None
    previous_coordinator_id: str | None = None
    shortlist: tuple[str, ...] = ()
    """Whom the manager approved and who was not asked yet, in order; the clock moves only within it."""
    approved: tuple[str, ...] = ()
    reason: str = ""
    against_ranking: bool = False
    hours_to_answer: int | None = None
    supervised_by: str = ""
    tied: tuple[str, ...] = ()
    """Who has a tie to this case; nothing ever makes them eligible for it again."""
    private_wishes: Sealed[PrivateWishes] | None = None
    counted: tuple[str, ...] = ()
    """As what it was counted for the advice on recruiting: each kind once."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def keys(self) -> tuple[str, ...]:
        """Give the case, and the coordinator: their cases are their load."""
        return (self.case_id, self.coordinator_id) if self.coordinator_id else (self.case_id,)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the main persons and the coordinator."""
        people = {(Role.MAIN_PERSON.value, i) for i in self.main_person_ids}
        if self.coordinator_id:
            people.add((Role.COORDINATOR.value, self.coordinator_id))
        return frozenset(people)

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands that can be given now."""
        waits = {command.name for command in WAITS_IN_A_PAUSE} if self.paused_at else set()
        return tuple(name for name in SEARCH.possible(self.stage) if name not in waits)

    def moved(self, on: type[Named]) -> "Search":
        """Go where the table says; raises `NotAllowedNow` when it says nothing, `Paused` when it has to wait."""
        stage = SEARCH.next(self.stage, on)
        if self.paused_at is not None and on in WAITS_IN_A_PAUSE:
            raise Paused(on.name)
        return replace(self, stage=stage)

    def view_of(self, coordinator: Coordinator, load: int, today: date) -> View:
        """Give what rules and criteria see of a coordinator, of `load` cases, for this one."""
        return View(
            dossier=self.dossier,
            coordinator=coordinator,
            active_cases=load,
            today=today,
            previous_coordinator_id=self.previous_coordinator_id,
            case_id=self.case_id,
            said_no=self.refused,
            tied=self.tied,
        )

    def accepted(self, coordinator_id: str, *, no_ties: bool) -> "Search":
        """Let the coordinator say yes.

        Raises:
            NotIndependent: there is a tie to somebody in the case; the coordinator declines instead.
        """
        moved = self.moved(AcceptProposal)
        self._must_be(coordinator_id)
        if not no_ties:
            message = "a coordinator with a tie to anybody in the case cannot take it on; decline with reason `tie`"
            raise NotIndependent(message)
        return replace(moved, respond_by=None)

    def confirmed(self, coordinator_id: str) -> "Search":
        """Let the main person agree with the coordinator who accepted."""
        moved = self.moved(ConfirmCoordinator)
        self._must_be(coordinator_id)
        return replace(moved, coordinated_by=coordinator_id)

    def paused(self, now: datetime) -> "Search":
        """Wait from now on, or go on waiting."""
        return replace(self, paused_at=self.paused_at or now)

    def resumed(self, main_person_ids: tuple[str, ...], now: datetime) -> "Search":
        """Go on, with these main persons; whoever was asked has as long to answer as was left when the wait began."""
        waited = now - self.paused_at if self.paused_at is not None and self.paused_at < now else timedelta(0)
        respond_by = self.respond_by + waited if self.respond_by is not None else None
        return replace(self, main_person_ids=main_person_ids, paused_at=None, respond_by=respond_by)

    def lets_expire(self, coordinator_id: str, now: datetime) -> bool:
        """Tell whether the offer to this coordinator is over: not answered meanwhile, not waiting, and out of time."""
        if self.stage is not Stage.PROPOSED or self.coordinator_id != coordinator_id or self.paused_at is not None:
            return False
        return self.respond_by is None or self.respond_by <= now

    def let_go(self, on: type[Named]) -> "Search":
        """Go back to searching without the present coordinator, who is not asked again."""
        moved = self.moved(on)
        refused = (*self.refused, self.coordinator_id) if self.coordinator_id else self.refused
        return replace(moved, coordinator_id=None, respond_by=None, refused=refused)

    def _must_be(self, coordinator_id: str) -> None:
        if coordinator_id != self.coordinator_id:
            message = "this case is proposed to another coordinator"
            raise Refused(message)
