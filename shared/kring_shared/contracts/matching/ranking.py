"""What people ask about who fits: one case with its reasons, or all waiting cases together."""

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Key, Office, Query
from kring_shared.contracts.matching.words import (
    Spoken,
)


class RankCoordinators(Query):
    """Ask who fits a case, best first, with the reasons, and who cannot and why not."""

    case_id: Key
    language: Spoken = Field("en", description="In which the reasons are told.")
    limit: int = Field(
        25, ge=1, le=200, description="How many are explained, of those who fit and of those who cannot."
    )
    about: Key | None = Field(None, description="Explain this coordinator too, wherever they stand.")


class CriterionScore(Answer):
    """How one criterion sees one coordinator."""

    criterion: str = Field(examples=["language"])
    score: float | None = Field(description="0.0 to 1.0; absent when the criterion has nothing to say.")
    weight: float = Field(1.0, description="How much it counts beside the others.")
    because: str = Field(description="One sentence.")


class Stop(Answer):
    """Why somebody cannot be proposed: a rule's code and its sentence, never what is behind it."""

    code: str = Field(pattern=r"^[a-z][a-z-]{1,40}$", description="The rule.", examples=["full"])
    because: str = Field(description="One sentence.")


class RankedCoordinator(Answer):
    """One coordinator for one case."""

    coordinator_id: Key
    name: str
    score: float = Field(description="Weighted mean of the criteria, 0.0 to 1.0.")
    place: int | None = Field(None, ge=1, description="1 is the best; absent for those who cannot.")
    scores: tuple[CriterionScore, ...]
    stops: tuple[Stop, ...] = Field((), description="Why this one cannot be proposed; empty when they can.")
    supervised: bool = Field(default=False, description="It would be a first conference, with support.")
    lent_by: Office | None = Field(None, description="The neighbour office that lends them for this case.")


class StopCount(Answer):
    """How many cannot, for one reason."""

    code: str = Field(description="The rule.", examples=["full"])
    because: str = Field(description="One sentence, of nobody in particular.")
    coordinators: int = Field(ge=1, description="How many.")


class Ranking(Answer):
    """Who fits, best first; then those who cannot, who would have fitted best first."""

    case_id: Key
    coordinators: tuple[RankedCoordinator, ...]
    fitting: int = Field(ge=0, description="How many fit in all, also those not shown.")
    why_not: tuple[StopCount, ...] = Field((), description="How many cannot, by reason; somebody may count twice.")
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated for these people before, also when they are not in this register."
    )


class MatchTogether(Query):
    """Ask for the best assignment of all waiting requests together; it decides and delays nothing."""

    case_ids: tuple[Key, ...] = Field((), max_length=500, description="Which; empty is every search that waits.")
    language: Spoken = "en"


class Pair(Answer):
    """One request and the coordinator it would get."""

    case_id: Key
    coordinator_id: Key
    name: str
    score: float = Field(description="As in the ranking of that request, 0.0 to 1.0.")
    best_id: Key = Field(description="Who would be this request's own first choice.")
    because: str = Field("", description="Why it is not that one; empty when it is.")


class Together(Answer):
    """The best assignment of all together."""

    pairs: tuple[Pair, ...]
    unfilled: tuple[Key, ...] = Field((), description="Requests for which nobody is left.")
