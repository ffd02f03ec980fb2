"""Searches and proposals in lists, and the gatherings somebody may come to."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Cursor, Key, Query
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.matching.asked import GatheringLine


class ListSearches(Query):
    """Ask for the searches of the office, the oldest request first; codes and dates only."""

    stages: tuple[Annotated[str, Field(max_length=20)], ...] = Field(
        (), max_length=20, description="Only those that stand here; empty for all.", examples=[["searching"]]
    )
    case_ids: tuple[Key, ...] = Field((), max_length=200, description="Only those of these cases; empty for all.")
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class SearchLine(Answer):
    """One search in a list."""

    case_id: Key
    stage: str
    sought_since: AwareDatetime | None = Field(
        description="Since when somebody is sought; absent once somebody has the case. A pause moves it."
    )
    fill_by: AwareDatetime | None = Field(description="When the time to find somebody is over; absent likewise.")
    respond_by: AwareDatetime | None = Field(description="Until when whoever is asked may answer.")
    coordinator_id: Key | None = Field(description="Who is asked, said yes, or has the case.")
    declined: int = Field(description="Proposals that did not lead to an assignment.")
    listed: int = Field(description="How many may still be asked, of the list that was approved.")
    conference_type: ConferenceType | None
    urgency: Urgency
    paused: bool = Field(description="Nothing is proposed, accepted or confirmed until it goes on.")
    possible: tuple[str, ...]


class SearchList(Answer):
    """Searches, a page of them."""

    searches: tuple[SearchLine, ...] = Field(description="The oldest request first.")
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class ListOwnProposals(Query):
    """Ask which proposals wait for one's own answer, and which cases one has; codes only."""

    of_oneself: ClassVar[bool] = True


class OwnProposalLine(Answer):
    """One proposal, or one case that somebody has."""

    case_id: Key
    stage: str = Field(description="`proposed`: it waits for your answer; `accepted`: for the people's; `active`.")
    respond_by: AwareDatetime | None = Field(description="Until when you may answer.")
    conference_type: ConferenceType | None
    context: Context
    urgency: Urgency
    languages: tuple[str, ...]
    municipality: str
    supervised_by: str = Field(description="Who supports you in this case, as an opaque id; empty when nobody.")
    paused: bool = Field(description="Nothing is accepted or confirmed until it goes on.")
    possible: tuple[str, ...] = Field(description="What you can do now, by command name.")


class OwnProposals(Answer):
    """What waits for somebody, and what they have."""

    proposals: tuple[OwnProposalLine, ...] = Field(description="What waits for an answer first, the soonest first.")


class ListOpenGatherings(Query):
    """Ask which gatherings one may still come to, in the order in which they begin."""

    of_oneself: ClassVar[bool] = True


class OpenGatheringLine(Answer):
    """One gathering, for who may come."""

    line: GatheringLine
    signed_up: bool = Field(description="Whether you come.")
    full: bool = Field(description="There is no room left.")


class OpenGatherings(Answer):
    """Gatherings that are not over."""

    gatherings: tuple[OpenGatheringLine, ...]


class ShowGathering(Query):
    """Ask who comes to a gathering, to note who was there."""

    gathering_id: Key

    def key(self) -> str:
        """Give the gathering's id."""
        return self.gathering_id


class AttendeeLine(Answer):
    """Somebody who signed up, or was there."""

    person_id: Key
    name: str
    signed_up: bool = Field(description="Whether they are on the list.")
    days: tuple[int, ...] = Field(description="On which days they were there, as far as those were noted.")


class GatheringShown(Answer):
    """One gathering, with the people."""

    line: GatheringLine
    people: tuple[AttendeeLine, ...] = Field(description="By name.")
    days_noted: tuple[int, ...] = Field(description="Of which days it was noted who was there.")
