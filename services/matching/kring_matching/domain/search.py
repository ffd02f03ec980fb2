"""The search for one case, and then the assignment: who is asked, who said what, who may come in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.eligibility import View
from kring_matching.domain.shortlist import Choice
from kring_matching.process import SEARCH, WAITS_IN_A_PAUSE, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Dossier, Wishes
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    AssignmentActivated,
    ConfirmCoordinator,
    DeclareConflict,
    DismissConflict,
    HandOverAssignment,
    HandOverReason,
    PrivateWishes,
    RecordWishes,
    SearchTooLong,
    TakeOverAssignment,
)
from kring_shared.contracts.policies import POLICIES, Policy
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotAllowedNow, Paused, Refused
from kring_shared.kernel.work import Aggregate


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
    fill_by: datetime | None = None
    """When the time to find somebody is over; none while somebody has the case."""
    was_active: bool = False
    """Somebody began at some time, also when the case was handed over since."""
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

    @property
    def policy(self) -> Policy:
        """Give the policy of the case."""
        return POLICIES[self.dossier.policy]

    @property
    def out(self) -> frozenset[str]:
        """Give everybody who is not asked for this case again: they said no, or are tied."""
        return frozenset((*self.refused, *self.tied))

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the main persons, and the coordinator as long as nobody doubts that there is no tie."""
        people = {(Role.MAIN_PERSON.value, i) for i in self.main_person_ids}
        if self.coordinator_id and self.stage is not Stage.FROZEN:
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

    def wishing(self, wishes: Wishes, private: Sealed[PrivateWishes] | None) -> "Search":
        """Replace what the family wishes; raises `NotAllowedNow` when the search is over."""
        if not SEARCH.is_open(self.stage):
            raise NotAllowedNow(asked=RecordWishes.name, stage=self.stage, possible=())
        dossier = self.dossier.model_copy(update={"wishes": wishes})
        return replace(self, dossier=dossier, private_wishes=private)

    def listing(self, choice: Choice, supervised_by: str) -> "Search":
        """Keep whom the manager approved and why; nobody is asked yet."""
        return replace(
            self,
            shortlist=choice.coordinator_ids,
            approved=choice.coordinator_ids,
            reason=choice.reason.value,
            against_ranking=choice.against_ranking,
            hours_to_answer=choice.hours_to_answer,
            supervised_by=supervised_by,
        )

    def asking(self, coordinator_id: str, now: datetime) -> "Search":
        """Ask one of the list, with a clock; those before them are passed by, for good.

        Raises:
            ValueError: nobody approved that this coordinator is asked.
        """
        place = self.shortlist.index(coordinator_id)
        return replace(
            self.moved(ApproveShortlist),
            coordinator_id=coordinator_id,
            respond_by=self.answer_by(now),
            shortlist=self.shortlist[place + 1 :],
        )

    def answer_by(self, now: datetime) -> datetime:
        """Give how long an offer made now stands; what the manager chose goes before the policy."""
        return now + timedelta(hours=self.hours_to_answer or self.policy.hours_to_answer(self.dossier.urgency))

    def passed_by(self) -> "Search":
        """Leave nobody on the list: those who were left cannot be asked any more."""
        return replace(self, shortlist=())

    def accepted(self, coordinator_id: str) -> "Search":
        """Let the coordinator say yes, who declared that there is no tie."""
        moved = self.moved(AcceptProposal)
        self.must_be_asked(coordinator_id)
        return replace(moved, respond_by=None)

    def confirmed(self, coordinator_id: str, *, supported: bool) -> "Search":
        """Let the main person agree with the coordinator who accepted, and who needs support or does not."""
        moved = self.moved(ConfirmCoordinator)
        self.must_be_asked(coordinator_id)
        support = self.supervised_by if supported else ""
        now_theirs = replace(moved, coordinated_by=coordinator_id, was_active=True)
        return replace(now_theirs, shortlist=(), fill_by=None, supervised_by=support)

    def taken_over(self, coordinator_id: str) -> "Search":
        """Let somebody go on who began before the office worked with Kring; raises `Paused` while it has to wait."""
        moved = self.moved(AssignmentActivated)
        if self.paused_at is not None:
            raise Paused(TakeOverAssignment.name)
        now_theirs = replace(moved, coordinator_id=coordinator_id, coordinated_by=coordinator_id, was_active=True)
        return replace(now_theirs, shortlist=(), fill_by=None)

    def frozen(self) -> "Search":
        """Keep the coordinator out until the manager has looked; who it is stays known."""
        return self.moved(DeclareConflict)

    def restored(self) -> "Search":
        """Let the coordinator go on."""
        return self.moved(DismissConflict)

    def handed_over(self, reason: HandOverReason, now: datetime) -> "Search":
        """Take the coordinator out for good and seek another: the manager approves anew, with the whole time."""
        out = self.let_go(HandOverAssignment, tied=reason is HandOverReason.CONFLICT)
        return replace(out.begun(now), coordinated_by=None, shortlist=(), approved=(), supervised_by="")

    def ended(self, on: type[Named]) -> "Search":
        """Let it be over; whoever was kept out of it at that moment stays out, also when the same people come again."""
        moved = replace(self.moved(on), respond_by=None, fill_by=None, shortlist=())
        if self.stage is not Stage.FROZEN or self.coordinator_id is None:
            return moved
        return replace(moved, coordinator_id=None, coordinated_by=None, tied=(*self.tied, self.coordinator_id))

    def begun(self, now: datetime) -> "Search":
        """Set the time to find somebody; in a pause it begins to run when that is over."""
        return replace(self, fill_by=(self.paused_at or now) + time_to_search(self.dossier))

    @property
    def sought_since(self) -> datetime | None:
        """Give since when somebody is sought, moved by as long as it waited; none while somebody has the case."""
        return self.fill_by - time_to_search(self.dossier) if self.fill_by is not None else None

    def takes_too_long(self, now: datetime) -> bool:
        """Tell whether nobody is asked or found though the time is over; a paused case waits."""
        over = self.fill_by is not None and self.fill_by <= now
        return over and self.stage is Stage.SEARCHING and self.paused_at is None

    def unfilled(self) -> "Search":
        """Say that nobody was found in time."""
        return self.moved(SearchTooLong)

    def paused(self, now: datetime) -> "Search":
        """Wait from now on, or go on waiting."""
        return replace(self, paused_at=self.paused_at or now)

    def resumed(self, main_person_ids: tuple[str, ...], now: datetime) -> "Search":
        """Go on, with these main persons; what had to be done by a moment has as long as was left."""
        waited = now - self.paused_at if self.paused_at is not None and self.paused_at < now else timedelta(0)
        respond_by = self.respond_by + waited if self.respond_by is not None else None
        fill_by = self.fill_by + waited if self.fill_by is not None else None
        return replace(self, main_person_ids=main_person_ids, paused_at=None, respond_by=respond_by, fill_by=fill_by)

    def lets_expire(self, coordinator_id: str, now: datetime) -> bool:
        """Tell whether the offer to this coordinator is over: not answered meanwhile, not waiting, and out of time."""
        if self.stage is not Stage.PROPOSED or self.coordinator_id != coordinator_id or self.paused_at is not None:
            return False
        return self.respond_by is None or self.respond_by <= now

    def let_go(self, on: type[Named], *, tied: bool = False) -> "Search":
        """Go back to searching without the present coordinator, who is not asked again: they said no, or are tied."""
        moved = replace(self.moved(on), coordinator_id=None, respond_by=None)
        if self.coordinator_id is None:
            return moved
        if tied or self.stage is Stage.FROZEN:  # a tie that was not dismissed stands, whatever they leave for
            return replace(moved, tied=(*self.tied, self.coordinator_id))
        return replace(moved, refused=(*self.refused, self.coordinator_id))

    def must_be_asked(self, coordinator_id: str) -> None:
        """Refuse what concerns another coordinator than the one the case lies with."""
        if coordinator_id != self.coordinator_id:
            raise Refused("this case is proposed to another coordinator").because("proposed-to-another")


def time_to_search(dossier: Dossier) -> timedelta:
    """Give how long the case's policy gives the office to find somebody."""
    return timedelta(days=POLICIES[dossier.policy].days_to_search(dossier.urgency))
