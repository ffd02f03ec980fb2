"""Who wants to be asked, the forms that are out, what came back, and what a coordinator sees of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kring_registry.domain.record import year_key
from kring_registry.process.satisfaction import SATISFACTION, RoundStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context
from kring_shared.contracts.registry import FormWay, Group, RecordScoreWishes, Scores
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

LETTERS: Final = "bcdfghjkmnprstvwxyz"
"""No vowels, so that no word comes about by chance on a child's form, and no letter that looks like another one."""
GROUPS, IN_A_GROUP = 4, 4
"""Sixteen of nineteen letters: 19^16 codes, 68 bits. Where a million forms are out, somebody who guesses a thousand
times a second has to go on for four thousand years to have an even chance of finding one."""

ABOUT: Final = ("meeting", "plan", "coordinator")
"""What is asked after, in the order of the form."""
LEAST_ANSWERS: Final = 10
LEAST_CONFERENCES: Final = 3
ANSWERERS: Final = (Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.MANDATED_PROFESSIONAL, Role.INFORMATION_GIVER)


def code_from(salt: str) -> str:
    """Make the code of a form from 128 random bits: four groups of four letters, `bcdf-ghjk-mnpr-stvw`."""
    left, letters = int(salt, 16), []
    for _ in range(GROUPS * IN_A_GROUP):
        left, place = divmod(left, len(LETTERS))
        letters.append(LETTERS[place])
    text = "".join(letters)
    return "-".join(text[n : n + IN_A_GROUP] for n in range(0, len(text), IN_A_GROUP))


def quarter_of(day: date) -> str:
    """Give the quarter a day lies in: `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def first_month_of(quarter: str) -> str:
    """Give the month a quarter begins with: `2026-10`."""
    year, _, number = quarter.partition("-Q")
    return f"{year}-{int(number) * 3 - 2:02}"


@dataclass(frozen=True)
class Round(Staged[RoundStage], Aggregate):
    """The asking of one case (tevredenheidsmeting): whether forms are out, and until when."""

    process = SATISFACTION

    case_id: str
    office: str
    token: str
    """Random, and on each form of the case: how conferences are told apart without knowing which. Gone when closed."""
    stage: RoundStage = RoundStage.WISHES
    closes_on: date | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def opened(self, on: type[Named], closes_on: date) -> "Round":
        """Send forms out, until a day."""
        return replace(self.moved(on), closes_on=closes_on)

    def ended(self, on: type[Named], token: str = "") -> "Round":
        """Have no form out any more; what is asked anew afterwards is another round."""
        return replace(self.moved(on), token=token, closes_on=None)


@dataclass(frozen=True)
class Wish(Aggregate):
    """What one person said: whether they want to be asked, and, apart from it, whether research may use the answer."""

    case_id: str
    person_id: str
    office: str
    group: Group
    scores: bool
    research: bool
    way: FormWay
    form_id: str = ""
    """The form they got; once it is answered, no such form is left."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id of this person's wish in this case."""
        return wish_id(self.case_id, self.person_id)

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.id, self.case_id)

    def saying(self, said: RecordScoreWishes) -> "Wish":
        """Take over what they say now."""
        return replace(self, group=said.group, scores=said.scores, research=said.research, way=said.way)


def wish_id(case_id: str, person_id: str) -> str:
    """Name what a person of a case wants."""
    return derived_id(case_id, f"scores/{person_id}")


@dataclass(frozen=True)
class Form(Aggregate):
    """One form that is out: found by its code alone, and it knows neither the case nor the person.

    Whoever has the code may answer: the edge signs them with the form's id as their own.
    """

    form_id: str
    office: str
    token: str
    coordinator_id: str | None
    conference_type: ConferenceType | None
    context: Context
    group: Group
    research: bool
    quarter: str
    """In which its conference ended; what everybody of one conference answers counts in the same."""
    answer_by: date
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id, the hash of its code."""
        return self.form_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who may answer: whoever holds the code, in whichever part they took in the conference."""
        return frozenset((role.value, self.form_id) for role in ANSWERERS)


@dataclass(frozen=True)
class Answer(Aggregate):
    """What somebody answered, standing alone: its id is random, and nothing in it says whose it is or when it came."""

    answer_id: str
    office: str
    quarter: str
    conference_type: ConferenceType | None
    context: Context
    group: Group
    scores: Scores
    research: bool
    version: int = 0

    @property
    def id(self) -> str:
        """Give its random id."""
        return self.answer_id

    @property
    def year_key(self) -> str:
        """Give the key of its office's year, by which figures are counted anew."""
        return year_key(self.office, int(self.quarter[:4]))

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the office's year."""
        return (self.answer_id, self.year_key)


def contributions_of(answer: Answer) -> Mapping[str, int]:
    """Give what an answer counts for in the figures: of each mark `score-plan-family-known` (1) and `-sum` (the mark).

    It counts in the cell of its office and the first month of its quarter.
    """
    marks = {f"score-{about}-{answer.group}": getattr(answer.scores, about) for about in ABOUT}
    given = {measure: mark for measure, mark in marks.items() if mark is not None}
    return {f"{measure}-known": 1 for measure in given} | {f"{measure}-sum": mark for measure, mark in given.items()}


@dataclass(frozen=True)
class Blocks:
    """The marks for one question: what is shown, and what still waits until it can be shown as a whole.

    What waits is shown all at once, when it is at least ten answers of at least three conferences. So between any two
    moments nothing is added to what is shown, or a whole block: nobody finds one conference by subtracting.
    """

    total: int = 0
    answers: int = 0
    conferences: frozenset[str] = frozenset()
    waiting_total: int = 0
    waiting_answers: int = 0
    waiting_conferences: frozenset[str] = frozenset()

    def with_mark(self, mark: int, conference: str) -> "Blocks":
        """Add a mark to what waits, and show the block when it is whole."""
        total, answers = self.waiting_total + mark, self.waiting_answers + 1
        conferences = self.waiting_conferences | {conference}
        if answers < LEAST_ANSWERS or len(conferences) < LEAST_CONFERENCES:
            return replace(self, waiting_total=total, waiting_answers=answers, waiting_conferences=conferences)
        return Blocks(self.total + total, self.answers + answers, self.conferences | conferences)

    @property
    def mean(self) -> float:
        """Give the mean of what is shown, to a tenth; there is at least one whole block."""
        return round(self.total / self.answers, 1)


@dataclass(frozen=True)
class CoordinatorTally(Aggregate):
    """A coordinator's own means: of all offices they work for, so it belongs to none of them."""

    coordinator_id: str
    questions: Mapping[str, Blocks] = field(default_factory=lambda: dict.fromkeys(ABOUT, Blocks()))
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id: under the coordinator's stands also what an office keeps of them."""
        return tally_id(self.coordinator_id)

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the coordinator's."""
        return (self.id, self.coordinator_id)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the coordinator, and nobody else."""
        return frozenset({(Role.COORDINATOR.value, self.coordinator_id)})

    def counting(self, scores: Scores, conference: str) -> "CoordinatorTally":
        """Add the marks of one answer, of a conference known by its token."""
        marks = ((about, getattr(scores, about)) for about in ABOUT)
        new = {about: self.questions[about].with_mark(mark, conference) for about, mark in marks if mark is not None}
        return replace(self, questions={**self.questions, **new})

    @property
    def conferences(self) -> int:
        """Give over how many conferences something is shown."""
        return len(frozenset().union(*(blocks.conferences for blocks in self.questions.values())))


def tally_id(coordinator_id: str) -> str:
    """Name a coordinator's tally."""
    return derived_id(coordinator_id, "scores")
