"""Labelled questions, and how well the check that comes with intake finds what a person labelled them with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kring_intake.plugins.open_question import OpenQuestion, OpenQuestionSettings

PLACE = Path(__file__).parent / "labelled_questions"


@dataclass(frozen=True)
class Labelled:
    """A question, and the codes that a person gave it; none when it is open."""

    text: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How often a code was given rightly, given wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Give which part of what was said is true; 1.0 when nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Give which part of what is true was said."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labelled(name: str) -> list[Labelled]:
    """Give the labelled questions of a file, in order: `nl`, or `nl_held_out`, which the tables were not tuned on."""
    lines = (PLACE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ", 1) for line in lines if line]
    return [Labelled(text, frozenset(codes.split(", ")) - {"open"}) for codes, text in rows]


def codes_of(text: str) -> frozenset[str]:
    """Give the codes that the check gives a text."""
    return frozenset(remark.code for remark in OpenQuestion(OpenQuestionSettings()).look(text))


def scores(questions: Iterable[Labelled]) -> Mapping[str, Score]:
    """Give the score of each code, and of `any`: whether a question that is not open got a remark at all."""
    pairs = [(question.codes, codes_of(question.text)) for question in questions]
    pairs_of_any = [(frozenset({"any"} if real else ()), frozenset({"any"} if said else ())) for real, said in pairs]
    names = sorted({code for real, said in pairs for code in real | said})
    return {
        name: Score(
            right=sum(name in real and name in said for real, said in counted),
            wrong=sum(name in said - real for real, said in counted),
            missed=sum(name in real - said for real, said in counted),
        )
        for name, counted in [*((name, pairs) for name in names), ("any", pairs_of_any)]
    }
