"""Whom an office should seek: counts of what was missing, never persons."""

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Query


class RecruitmentAdvice(Query):
    """Ask which languages, backgrounds, regions and scopes were missing in the past year."""

    outward: bool = Field(
        default=False,
        description="For everybody: nothing from fewer than 10 requests, in tens, and without the running month.",
    )


class MissingLine(Answer):
    """Something that was missing; of a background, said in private, the office too sees tens and nothing less."""

    what: str = Field(description="`language`, `background`, `region`, `scope` or `gender`.", examples=["language"])
    value: str = Field(examples=["ti"])
    unfilled: int = Field(ge=0, description="Requests for which nobody was found.")
    far: int = Field(ge=0, description="Requests whose coordinator came from far, or from a neighbour office.")
    left: int = Field(ge=0, description="Coordinators with it who left.")


class Advice(Answer):
    """What was missing, the most missed first."""

    requests: int = Field(ge=0, description="Searches whose request came in within the year, in all.")
    lines: tuple[MissingLine, ...]
    suppressed: int = Field(0, ge=0, description="Lines left out because they came from fewer than 10 requests.")
