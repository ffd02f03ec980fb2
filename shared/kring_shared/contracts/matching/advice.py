"""Whom an office should seek: counts of what was missing, never persons."""

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Query


class RecruitmentAdvice(Query):
    """Ask which languages, backgrounds, regions and scopes were missing in the past year."""

    outward: bool = Field(default=False, description="For the public agenda: nothing from fewer than 10 requests.")


class MissingLine(Answer):
    """Something that was missing."""

    what: str = Field(description="`language`, `background`, `region`, `scope` or `gender`.", examples=["language"])
    value: str = Field(examples=["ti"])
    unfilled: int = Field(ge=0, description="Requests for which nobody was found.")
    far: int = Field(ge=0, description="Requests whose coordinator came from far, or from a neighbour office.")
    left: int = Field(ge=0, description="Coordinators with it who left.")


class Advice(Answer):
    """What was missing, the most missed first."""

    requests: int = Field(ge=0, description="Requests of the past year in all.")
    lines: tuple[MissingLine, ...]
    suppressed: int = Field(0, ge=0, description="Lines left out because they came from fewer than 10 requests.")
