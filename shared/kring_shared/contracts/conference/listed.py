"""Conferences in lists, and what one professional sees of theirs. Of private time they say that it is, and no more."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.conference.plan import Agreement
from kring_shared.contracts.conference.words import Mode
from kring_shared.contracts.envelope import Answer, Cursor, Key, Query
from kring_shared.contracts.field import Part


class ListConferences(Query):
    """Ask for the conferences of the office, newest first; codes, dates and counts, never a name."""

    stages: tuple[Annotated[str, Field(max_length=30)], ...] = Field(
        (), max_length=20, description="Only those that stand here; empty for all.", examples=[["preparing", "ready"]]
    )
    plan_stage: str = Field("", max_length=20, description="Only whose plan stands here.", examples=["contested"])
    overdue: bool = Field(
        default=False, description="Only where something should have been done; a page may hold fewer than its limit."
    )
    case_ids: tuple[Key, ...] = Field((), max_length=200, description="Only those of these cases; empty for all.")
    before: Cursor = Field("", description="Go on with older ones than this: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class ListOwnConferences(Query):
    """Ask for the conferences that whoever asks coordinates, or takes part in as a professional, newest first."""

    of_oneself: ClassVar[bool] = True

    before: Cursor = Field("", description="Go on with older ones than this: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class ConferenceLine(Answer):
    """One conference in a list; counts are for the office and the coordinator, and absent in private time."""

    case_id: Key
    stage: str
    plan_stage: str
    starts_at: AwareDatetime | None = Field(description="When they meet; absent when no day is known, or not to you.")
    coordinator_id: Key | None = Field(description="Who coordinates now; absent to professionals.")
    participants: int | None = Field(None, description="How many take part or are asked to, as far as it goes on.")
    answered_yes: int | None = Field(None, description="How many of them come, in the room or from a distance.")
    answered_no: int | None = Field(None, description="How many of them do not come.")
    answered_otherwise: int | None = Field(None, description="How many are heard by letter or through somebody.")
    waiting: int | None = Field(None, description="How many were invited and said nothing yet.")
    legal_deadline: date | None = Field(None, description="The last day the law allows whoever decides.")
    overdue: tuple[str, ...] = Field(
        (),
        description="What should have been done by now: `legal-deadline`, `day`, `follow-up`.",
        examples=[["follow-up"]],
    )
    paused: bool = Field(default=False, description="No next step of the preparation is taken until it goes on.")
    awaits_coordinator: bool = Field(default=False, description="Nobody coordinates now.")


class ConferenceList(Answer):
    """Conferences, a page of them."""

    conferences: tuple[ConferenceLine, ...] = Field(description="The newest request first.")
    next: Cursor = Field("", description="Where the next page begins, as its `before`; empty on the last one.")


class ShowOwnPart(Query):
    """Ask what a professional of a case has to know and do there: who checks the plan, or who informs."""

    case_id: Key


class OwnNeed(Answer):
    """One thing the circle wants to know from whoever asks."""

    need_id: Key
    need: str = Field(description="What it wants to know, in its own words.")


class OwnHelp(Answer):
    """One thing the circle asks of whoever asks."""

    item: int = Field(description="Its number, to answer it with.")
    what: str
    said: str = Field(description="`open`, `no`, `yes` or `yes from` a day.", examples=["open"])


class OwnCondition(Answer):
    """One condition of the plan."""

    code: str = Field(description="As it is named when a plan is sent back.", examples=["condition-1"])
    condition: str = Field(description="What the plan must meet.")
    binds: bool = Field(description="Everybody knew it beforehand, so that the plan has to meet it.")


class OwnPartShown(Answer):
    """One professional's part in a conference; nothing of the circle, and in private time nothing but that it is."""

    case_id: Key
    stage: str
    plan_stage: str
    part: Part | None = Field(None, description="As what they take part.")
    own_stage: str = Field("", description="How far they are: `suggested`, `invited`, what they answered, `left`, …")
    prepared: bool = Field(default=False, description="The coordinator told them what is theirs to do.")
    starts_at: AwareDatetime | None = Field(None, description="When they meet, once they are asked to come.")
    venue: str = Field("", description="Where; empty where somebody must not find it: the coordinator says it.")
    mode: Mode | None = Field(None, description="How they meet, once a day is known to them.")
    conditions: tuple[OwnCondition, ...] = Field((), description="For who checks the plan; others hear them told.")
    unmet: tuple[str, ...] = Field((), description="Why the plan went back, as codes; for who checks it.")
    needs: tuple[OwnNeed, ...] = Field((), description="What the circle wants to know from them.")
    agreements: tuple[Agreement, ...] = Field((), description="What binds them, once the plan went out.")
    help_asked: tuple[OwnHelp, ...] = Field((), description="What is asked of them, once the plan went out.")
    asked_to_accept: bool = Field(default=False, description="The plan lies before them and waits for their answer.")
    plan_received: bool = Field(default=False, description="They said that they have what counts now.")
    legal_deadline: date | None = Field(None, description="The last day the law allows; for who checks the plan.")
    possible: tuple[str, ...] = Field((), description="What they can do now, by command name.")
