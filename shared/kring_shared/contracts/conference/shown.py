"""What a conference shows to those who may see it."""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Key, Query
from kring_shared.contracts.field import Part


class ShowConference(Query):
    """Ask how far a conference is, names opened for those who may see them."""

    case_id: Key


class ParticipantLine(Answer):
    """One participant."""

    person_id: Key
    name: str
    part: Part
    stage: str


class ConferenceShown(Answer):
    """One conference."""

    case_id: Key
    stage: str
    plan_stage: str
    question: str
    starts_at: AwareDatetime | None
    participants: tuple[ParticipantLine, ...]
    missing: tuple[str, ...] = Field(description="What the readiness checklist still misses, in words.")
    follow_ups: tuple[str, ...]
    possible: tuple[str, ...]
    paused: bool = Field(default=False, description="No next step of the preparation is taken until it goes on.")
    awaits_coordinator: bool = Field(
        default=False, description="Nobody coordinates now: what only a coordinator does has to wait."
    )
