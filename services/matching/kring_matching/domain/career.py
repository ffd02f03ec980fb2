"""One person on the way to becoming a coordinator, and on to more types of conference."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kring_matching.process import CAREER, CERTIFIED, CareerStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, PersonCard
from kring_shared.contracts.matching import (
    ConferenceCounted,
    EvaluateConference,
    EvaluationResult,
    GatheringKind,
    RecordAttendance,
    Report,
    SignUp,
    TrainingPartCompleted,
    WorkMark,
)
from kring_shared.contracts.policies import CareerRules
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.kernel.work import Aggregate

BEGINS_FROM: Final = {
    GatheringKind.TRAINING_FIRST: (CareerStage.OPTED_IN, CareerStage.FIRST_PART),
    GatheringKind.TRAINING_SECOND: (CareerStage.SECOND_PART_OPEN, CareerStage.SECOND_PART),
}
"""From where a part of the training is begun, or gone on with."""
FOLLOWS: Final = {
    CareerStage.FIRST_PART: GatheringKind.TRAINING_FIRST,
    CareerStage.SECOND_PART: GatheringKind.TRAINING_SECOND,
}
"""Which part somebody follows; only in these stages days are counted, or taken away again."""


@dataclass(frozen=True)
class Evaluation:
    """How the work in one supervised conference went; there is no place here for what came of it."""

    conference_id: str
    on: date
    work: tuple[WorkMark, ...]
    result: EvaluationResult


@dataclass(frozen=True)
class Career(Aggregate):
    """The way of one person (loopbaan); its id is the person's, also in the register."""

    person_id: str
    office: str
    policy: str
    card: PersonCard
    municipality: str
    stage: CareerStage
    since: date
    motivation: Sealed[str] | None = None
    cv: Sealed[str] | None = None
    days: tuple[tuple[GatheringKind, int], ...] = ()
    """Which days of which part of the training they attended; one attended in two trainings stands here twice."""
    reports: tuple[Sealed[Report], ...] = ()
    workshops: tuple[ConferenceType, ...] = ()
    """What they followed whole workshops for; a type followed twice stands here twice."""
    conferences: tuple[str, ...] = ()
    """Cases in which they held a conference, in the order of their ids; stopped preparations are not among them."""
    evaluations: tuple[Evaluation, ...] = ()
    scopes: tuple[ConferenceType, ...] = ()
    certified_on: date | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the person's id."""
        return self.person_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the person, as a candidate and as a coordinator."""
        return frozenset({(Role.CANDIDATE.value, self.person_id), (Role.COORDINATOR.value, self.person_id)})

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands that can be given now."""
        return CAREER.possible(self.stage)

    @property
    def is_certified(self) -> bool:
        """Tell whether they hold a certificate; whoever was a coordinator before careers were kept holds one too."""
        return self.stage in CERTIFIED

    @property
    def to_evaluate(self) -> tuple[str, ...]:
        """Give the cases they carried out that nobody evaluated yet."""
        done = {evaluation.conference_id for evaluation in self.evaluations}
        return tuple(case_id for case_id in self.conferences if case_id not in done)

    def moved(self, on: type[Named], today: date) -> "Career":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        stage = CAREER.next(self.stage, on)
        return replace(self, stage=stage, since=self.since if stage is self.stage else today)

    @property
    def file_scopes(self) -> tuple[str, ...]:
        """Give the scopes under which letter, cv and reports are sealed, each once."""
        sealed = (self.motivation, self.cv, *self.reports)
        return tuple(dict.fromkeys(one.scope for one in sealed if one is not None))

    def emptied(self, contact: Sealed[Contact]) -> "Career":
        """Keep the stage and the office only; `contact` is one that nobody can open."""
        card = PersonCard(person_id=self.person_id, contact=contact)
        bare = Career(self.person_id, self.office, self.policy, card, "", self.stage, self.since)
        return replace(bare, version=self.version)

    def days_done(self, part: GatheringKind) -> tuple[int, ...]:
        """Give the days of a part they attended, each once, in order."""
        return tuple(sorted({day for of, day in self.days if of is part}))

    def joins(self, part: GatheringKind, today: date) -> "Career":
        """Begin a part of the training, or go on with it in another one; raises `NotAllowedNow` from elsewhere."""
        if self.stage not in BEGINS_FROM[part]:
            raise NotAllowedNow(asked=SignUp.name, stage=self.stage.value, possible=self.possible)
        return self.moved(SignUp, today)

    def attended(self, part: GatheringKind, day: int, rules: CareerRules, today: date) -> "Career":
        """Count a day of the part they follow, and end the part with its last; else change nothing."""
        needed = days_of(part, rules)
        if FOLLOWS.get(self.stage) is not part or day > needed:
            return self
        there = replace(self.moved(RecordAttendance, today), days=(*self.days, (part, day)))
        whole = len(there.days_done(part)) == needed
        return there.moved(TrainingPartCompleted, today) if whole else there

    def missed(self, part: GatheringKind, day: int) -> "Career":
        """Take a day away again that was noted by mistake; a part that is complete stays complete."""
        if FOLLOWS.get(self.stage) is not part or (part, day) not in self.days:
            return self
        at = self.days.index((part, day))
        return replace(self, days=self.days[:at] + self.days[at + 1 :])

    def informed(self, today: date) -> "Career":
        """Note that they came to an information meeting, when that is what comes next."""
        return self.moved(RecordAttendance, today) if self.stage is CareerStage.APPLIED else self

    def followed(self, workshop: ConferenceType) -> "Career":
        """Note a workshop they followed whole."""
        return replace(self, workshops=(*self.workshops, workshop))

    def not_followed(self, workshop: ConferenceType) -> "Career":
        """Take a workshop away again that was noted by mistake; what was earned by it stays."""
        if workshop not in self.workshops:
            return self
        at = self.workshops.index(workshop)
        return replace(self, workshops=self.workshops[:at] + self.workshops[at + 1 :])

    def counted(self, case_id: str) -> "Career":
        """Note a conference they carried out, once; a candidacy that ended counts nothing any more."""
        if case_id in self.conferences or self.stage is CareerStage.ENDED:
            return self
        return replace(self, conferences=tuple(sorted((*self.conferences, case_id))))

    def on_to_the_second_part(self, rules: CareerRules, today: date) -> "Career":
        """Open the second part when there is one, and enough conferences were carried out; else change nothing."""
        enough = len(self.conferences) >= rules.conferences_before_second_part
        if self.stage is not CareerStage.CERTIFIED or rules.second_part_days == 0 or not enough:
            return self
        return self.moved(ConferenceCounted, today)

    def evaluated(self, evaluation: Evaluation) -> "Career":
        """Note how the work went in a conference they carried out, which is evaluated once.

        Raises:
            NotReady: it was not carried out by them, or it was evaluated before.
        """
        moved = self.moved(EvaluateConference, evaluation.on)
        if evaluation.conference_id not in self.conferences:
            raise NotReady(
                "this conference is not among those they carried out: evaluate it when it has been concluded"
            )
        if any(before.conference_id == evaluation.conference_id for before in self.evaluations):
            raise NotReady("this conference was evaluated already: evaluate the one they carried out after it")
        return replace(moved, evaluations=(*self.evaluations, evaluation))

    @property
    def result(self) -> EvaluationResult | None:
        """Give what came of the last evaluation."""
        return self.evaluations[-1].result if self.evaluations else None


def days_of(part: GatheringKind, rules: CareerRules) -> int:
    """Give how many days a part of the training has; 0 when there is none."""
    return rules.first_part_days if part is GatheringKind.TRAINING_FIRST else rules.second_part_days
