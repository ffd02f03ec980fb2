"""The legal deadlines (wettelijke termijnen) of mandates bind the mandating body; nothing of them presses a family."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.envelope import Deadline, Fact


class LegalDeadlineSet(Fact):
    """The law gives the mandating body until a day."""

    body: str = Field(description="Which kind of body.", examples=["vertrouwenscentrum"])
    due_on: date


class LegalDeadlineApproaching(Fact):
    """That day is near; the office tells the body, not the family."""

    body: str = Field(description="Which kind of body.", examples=["vertrouwenscentrum"])
    due_on: date


class LegalDeadlineMissed(Fact):
    """That day has passed without a plan; the participants still set the pace."""

    body: str = Field(description="Which kind of body.", examples=["vertrouwenscentrum"])
    due_on: date


class LegalDeadlineNear(Deadline):
    """It is time to look at a legal deadline."""

    body: str = Field(description="Which kind of body.", examples=["ocj"])
    due_on: date


class LegalDeadlineOver(Deadline):
    """The day after a legal deadline has come."""

    body: str = Field(description="Which kind of body.", examples=["ocj"])
    due_on: date
