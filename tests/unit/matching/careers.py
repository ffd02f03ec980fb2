"""One office that trains coordinators, with whatever matching declares: Rachel is on her way in Utrecht or in Gent."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, Final, TypeVar

from kring_matching.domain import Career, Coordinator, Gathering, Search
from kring_matching.process import CareerStage, Stage
from kring_matching.settings import Settings
from kring_matching.subscribers import subscribe
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import ConferenceConcluded, PlanOutcome
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import ConferenceType, Dossier
from kring_shared.contracts.matching import (
    AgreeOnCandidate,
    ApplyAsCandidate,
    EvaluateConference,
    EvaluationResult,
    GatheringKind,
    IssueCertificate,
    OptIn,
    PlanGathering,
    ProfileLine,
    RecordAttendance,
    RegisterCoordinator,
    ReportLine,
    SignUp,
    StartSupervision,
    Statute,
    StatuteKind,
    SubmitReport,
    WorkLine,
    WorkMark,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES, OfficeCard
from kring_shared.contracts.policies import POLICIES, CareerRules
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Route
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

A = TypeVar("A", bound=Aggregate)
RACHEL: Final = "0" * 31 + "3"
JOOST: Final = "0" * 31 + "4"
CASES: Final = tuple(f"{n:032x}" for n in range(0xC1, 0xC6))
MEETING, FIRST, AGAIN, SECOND, WORKSHOP = (f"{n:032x}" for n in range(0xA1, 0xA6))
TODAY: Final = NOON.date()
LETTER: Final = "I want to bring people together, as my own family once was."
ALL_WENT_WELL: Final = tuple(WorkMark(line=line, went_well=True) for line in WorkLine)

APPLY: Final = ApplyAsCandidate(
    person_id=RACHEL,
    contact=Contact(name="Rachel", email="rachel@voorbeeld.example"),
    motivation=LETTER,
    cv="Baker, for ten years.",
    municipality="Utrecht",
    languages=("nl", "tr"),
)
OPT_IN: Final = OptIn(person_id=RACHEL)
REPORT: Final = SubmitReport(person_id=RACHEL, lines=(ReportLine(line=ProfileLine.ORGANISES, text="I like lists."),))
BOTH_YES: Final = AgreeOnCandidate(person_id=RACHEL, trainers_agree=True, candidate_agrees=True)
SUPERVISE: Final = StartSupervision(person_id=RACHEL)
CERTIFY: Final = IssueCertificate(person_id=RACHEL)


@cache
def routes(offices: tuple[OfficeCard, ...] = EXAMPLE_OFFICES) -> dict[str, Route]:
    """Give everything matching handles, by kind, as it declares it."""
    broker = LaneBroker("nats://127.0.0.1:4222")
    known = {office.id: office for office in offices}
    subscribe(broker, Surroundings(Settings.model_construct(), known, {}, PlainVault(), DrivenClock(NOON)))
    return broker.routes.messages


class Way:
    """One office, with what it keeps; each message finds only what its keys name, as it does in the lane."""

    def __init__(self, *kept: Aggregate, office: str = "utrecht", policy: str = "nl/1") -> None:
        """Begin with what is kept, in an office of this policy."""
        self.kept: dict[tuple[type, str], Aggregate] = {(type(a), a.id): a for a in kept}
        self.office, self.policy, self.vault, self.now = office, policy, PlainVault(), NOON
        self._offices = (OfficeCard(id=office, title=office.title(), policy=policy, sender=f"{office}@kring.example"),)
        self._count = count()

    def goes(self, *messages: Named, actor: Actor | None = None) -> list[Fact]:
        """Handle messages in order; give the facts told of the last."""
        told: list[Fact] = []
        for message in messages:
            told = facts_of(self.does(message, actor))
        return told

    def does(self, message: Named, actor: Actor | None = None) -> Work:
        """Handle one message, and keep what came of it; when it is refused nothing is kept."""
        route = routes(self._offices)[message.kind()]
        keys = route.keys(message, self.office)
        for _ in range(2 if route.then else 0):
            assert route.then is not None
            seen = a_work("matching", *self._found(keys))
            keys = (*keys, *route.then(message, self.office, Found(seen.loaded, seen.groups)))
        asks = (actor or an_actor(office=self.office)) if isinstance(message, Command) else None
        work = a_work(
            "matching",
            *self._found(keys),
            actor=asks,
            now=self.now,
            office=self.office,
            cause=id_at(NOON, f"cause {next(self._count)}"),
            vault=self.vault,
        )
        route.handle(message, work)
        for place in work.removed:
            self.kept.pop(place, None)
        self.kept |= work.changed
        for erased in work.erased:
            self.vault.destroy(erased.scope)
        return work

    def _found(self, keys: tuple[str, ...]) -> list[Aggregate]:
        wanted = set(keys) - {""}
        return [kept for kept in self.kept.values() if wanted & set(kept.keys())]

    @property
    def rules(self) -> CareerRules:
        """Give what the policy asks."""
        return POLICIES[self.policy].career

    @property
    def career(self) -> Career:
        """Give Rachel's career as it stands."""
        return self._own(Career, RACHEL)

    @property
    def entry(self) -> Coordinator:
        """Give Rachel's entry in the register as it stands."""
        return self._own(Coordinator, RACHEL)

    def gathering(self, gathering_id: str) -> Gathering:
        """Give a gathering as it stands."""
        return self._own(Gathering, gathering_id)

    def search(self, case_id: str) -> Search:
        """Give a search as it stands."""
        return self._own(Search, case_id)

    def keep(self, *aggregates: Aggregate) -> None:
        """Keep something as it is given."""
        self.kept |= {(type(a), a.id): a for a in aggregates}

    def _own(self, kind: type[A], key: str) -> A:
        found = self.kept[kind, key]
        assert isinstance(found, kind)
        return found

    def registration(self, person_id: str = RACHEL, **changes: Any) -> RegisterCoordinator:  # noqa: ANN401 - fields
        """Make what enters somebody in the register, with papers in order."""
        kind, soon = POLICIES[self.policy].statute, TODAY + timedelta(days=300)
        statute = Statute(kind=kind, since=TODAY - timedelta(days=9), secrecy_pledged_on=TODAY - timedelta(days=9))
        if kind is StatuteKind.VOLUNTEER:
            statute = statute.model_copy(update={"note_agreed_on": statute.since, "insured_until": soon})
        fields: dict[str, Any] = {
            "coordinator_id": person_id,
            "contact": Contact(name="Rachel", email="rachel@voorbeeld.example"),
            "languages": ("nl",),
            "scopes": (ConferenceType.FAMILY,),
            "municipality": "Utrecht",
            "screening_valid_until": soon,
            "employer_is_helping_body": False,
            "statute": statute,
        }
        return RegisterCoordinator(**(fields | changes))

    def concluded(self, case_id: str = CASES[0], person_id: str = RACHEL, *, plan: bool = True) -> ConferenceConcluded:
        """Let somebody have the case, and make what is told when the conference was held."""
        dossier = Dossier(
            conference_type=ConferenceType.FAMILY, policy=self.policy, municipality="Utrecht", languages=("nl",)
        )
        search = Search(
            case_id, self.office, dossier, (), stage=Stage.COMPLETED, coordinator_id=person_id, was_active=True
        )
        self.kept[Search, case_id] = replace(search, coordinated_by=person_id)
        outcome = PlanOutcome.PLAN if plan else PlanOutcome.NO_PLAN
        return ConferenceConcluded(
            case_id=case_id,
            office=self.office,
            by=f"coordinator/{person_id}",
            outcome=outcome,
            present_count=9,
            held_on=TODAY,
        )


def planned(gathering_id: str, kind: GatheringKind, days: int = 1, **fields: Any) -> PlanGathering:  # noqa: ANN401 - fields
    """Make what plans a gathering, a day a week."""
    begin = NOON + timedelta(days=7)
    return PlanGathering(
        gathering_id=gathering_id,
        kind_of=kind,
        title="A good day",
        days=tuple(begin + timedelta(weeks=n) for n in range(days)),
        **fields,
    )


def signs_up(gathering_id: str, person_id: str = RACHEL) -> SignUp:
    """Make what signs somebody up."""
    return SignUp(gathering_id=gathering_id, person_id=person_id)


def there(gathering_id: str, day: int = 1, *people: str) -> RecordAttendance:
    """Make what notes who was there on a day; Rachel was, unless others are named."""
    return RecordAttendance(gathering_id=gathering_id, day=day, present=people or (RACHEL,))


def nobody(gathering_id: str, day: int = 1) -> RecordAttendance:
    """Make what notes that nobody was there."""
    return RecordAttendance(gathering_id=gathering_id, day=day, present=())


def evaluated(result: EvaluationResult = EvaluationResult.POSITIVE, case_id: str = CASES[0]) -> EvaluateConference:
    """Make what evaluates the work in a conference."""
    return EvaluateConference(person_id=RACHEL, conference_id=case_id, work=ALL_WENT_WELL, result=result)


def trained(way: Way, gathering_id: str, kind: GatheringKind) -> None:
    """Plan a part of the training, and let Rachel be there on all its days."""
    days = way.rules.first_part_days if kind is GatheringKind.TRAINING_FIRST else way.rules.second_part_days
    way.goes(planned(gathering_id, kind, days), signs_up(gathering_id))
    way.goes(*(there(gathering_id, day) for day in range(1, days + 1)))


def on_the_way(stage: CareerStage, policy: str = "nl/1") -> Way:
    """Give Rachel's way as far as a stage."""
    way = Way(office="gent" if policy.startswith("be") else "utrecht", policy=policy)
    for reached, go_on in STEPS:
        go_on(way)
        assert way.career.stage is reached, f"{way.career.stage} instead of {reached}"
        if reached is stage:
            return way
    message = f"no story leads to {stage}"
    raise AssertionError(message)


def _first_day(way: Way) -> None:
    way.goes(
        planned(FIRST, GatheringKind.TRAINING_FIRST, way.rules.first_part_days),
        planned(AGAIN, GatheringKind.TRAINING_FIRST, way.rules.first_part_days),
        signs_up(FIRST),
    )


def _certified(way: Way) -> None:
    way.goes(CERTIFY)


def _second_open(way: Way) -> None:
    way.goes(way.concluded(CASES[1]))


STEPS: Final = (
    (CareerStage.APPLIED, lambda way: way.goes(APPLY)),
    (
        CareerStage.INFORMED,
        lambda way: way.goes(planned(MEETING, GatheringKind.INFORMATION_MEETING), there(MEETING)),
    ),
    (CareerStage.OPTED_IN, lambda way: way.goes(OPT_IN)),
    (CareerStage.FIRST_PART, _first_day),
    (
        CareerStage.FIRST_PART_DONE,
        lambda way: way.goes(*(there(FIRST, day) for day in range(1, way.rules.first_part_days + 1))),
    ),
    (CareerStage.REPORTED, lambda way: way.goes(REPORT)),
    (CareerStage.MUTUAL_YES, lambda way: way.goes(BOTH_YES)),
    (CareerStage.SUPERVISED, lambda way: way.goes(way.registration(), SUPERVISE)),
    (CareerStage.EVALUATED, lambda way: way.goes(way.concluded(), evaluated())),
    (CareerStage.CERTIFIED, _certified),
    (CareerStage.SECOND_PART_OPEN, _second_open),
    (CareerStage.SECOND_PART_DONE, lambda way: trained(way, SECOND, GatheringKind.TRAINING_SECOND)),
    (CareerStage.SCOPE_REPORTED, lambda way: way.goes(REPORT)),
)


def later(way: Way, days: int) -> datetime:
    """Let time pass, and say when it is."""
    way.now += timedelta(days=days)
    return way.now
