"""How satisfied people are: asked per group, answered by link or on paper, kept without case and person."""

import re
from datetime import date
from hashlib import sha256
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Message, Query
from kring_shared.contracts.registry.words import FormWay, Group
from kring_shared.contracts.sealed import Sealed


def as_written(code: object) -> object:
    """Read a code as people type it: capitals, spaces or dots between the groups change nothing."""
    return re.sub(r"[\s._-]+", "-", code.strip().lower()) if isinstance(code, str) else code


def form_id(code: str) -> str:
    """Give the id of the form a code opens, 32 hexadecimal digits; how it is cut in groups is nothing of it."""
    bare = re.sub(r"[\s._-]+", "", code.lower())
    return sha256(f"kring/form/{bare}".encode()).hexdigest()[:32]


Code = Annotated[
    str,
    BeforeValidator(as_written),
    Field(pattern=r"^[a-z0-9-]{8,40}$", description="As it stands on the form.", examples=["bcdf-ghjk-mnpr-stvw"]),
]
"""The code of a form: four groups of letters, and the only thing that opens it."""


class Scores(Message):
    """Marks from 1 to 10; what somebody did not answer is empty."""

    meeting: int | None = Field(None, ge=1, le=10, description="The meeting.")
    plan: int | None = Field(None, ge=1, le=10, description="The plan.")
    coordinator: int | None = Field(None, ge=1, le=10, description="The coordinator.")


class RecordScoreWishes(Command):
    """Write down what somebody said: whether they want to be asked for scores, and, apart from it, about research."""

    case_id: Key
    person_id: Key = Field(description="Who said it.")
    group: Group = Field(description="Whose form they get.")
    scores: bool = Field(description="They want to be asked.")
    research: bool = Field(default=False, description="Their answers may be used for research; a yes of its own.")
    way: FormWay = Field(FormWay.PAPER, description="How they want the form.")


class SatisfactionInvited(Fact):
    """Somebody who said yes gets a form: the code opens it once, and says nothing of who has it."""

    person_id: Key = Field(description="Who gets the form.")
    group: Group = Field(description="Which form.")
    way: FormWay = Field(description="By link or on paper.")
    code: Sealed[str] = Field(description="The code of the form, under the person's key.")
    answer_by: date = Field(description="After this day the form is closed.")


class SatisfactionReceived(Fact):
    """A form came back; `case_id` is a random id that stands nowhere else, and what was answered is not told."""

    day_only: ClassVar[bool] = True

    group: Group = Field(description="Whose form.")


class SatisfactionClosed(Deadline):
    """The forms of a case are closed: what still links them to it goes."""


class AnswerSatisfaction(Command):
    """Give the scores of a form by its code; a code is good once."""

    day_only: ClassVar[bool] = True  # by its hour an answer would lead to who was seen writing

    code: Code
    scores: Scores = Field(description="The marks.")

    def key(self) -> str:
        """Give the form's id, which follows from its code; the code itself is kept nowhere."""
        return form_id(self.code)


class EnterPaperForm(Command):
    """Enter the scores of a form that came back on paper, by the code on it."""

    day_only: ClassVar[bool] = True  # by its hour an answer would lead to who was seen writing

    code: Code
    scores: Scores = Field(description="The marks.")

    def key(self) -> str:
        """Give the form's id, which follows from its code; the code itself is kept nowhere."""
        return form_id(self.code)


class ShowOwnScores(Query):
    """Ask for a coordinator's own means: over at least ten answers of at least three conferences, else nothing."""

    coordinator_id: Key

    def key(self) -> str:
        """Give whose means they are."""
        return self.coordinator_id


class MeanScore(Message):
    """One mean."""

    about: str = Field(description="The meeting, the plan or the coordinator.", examples=["meeting"])
    mean: float = Field(ge=1, le=10, description="The mean mark.")
    answers: int = Field(ge=10, description="Over how many answers.")


class OwnScoresShown(Answer):
    """A coordinator's means, or how many answers are still needed."""

    means: tuple[MeanScore, ...] = Field(description="Empty as long as there are too few.")
    conferences: int = Field(description="Over how many conferences; 0 as long as there are too few.")
    enough: bool = Field(description="Whether there are enough answers of enough conferences.")
