"""Looking for a request by what somebody at the office remembers of it."""

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Query
from kring_shared.contracts.intake.shown import CaseLine, PersonLine


class SearchCases(Query):
    """Look for requests of the office by a name, a sender's reference or the case's id.

    A name is found as it sounds, whatever its spelling and order: by two words of it, or one that few people have. The
    access log says who looked, never for what.
    """

    words: str = Field(
        min_length=2,
        max_length=120,
        repr=False,
        description="A name of a main person or of whoever asked, a reference, or an id.",
        examples=["Rachel Jansen"],
    )
    limit: int = Field(20, ge=1, le=20)


class FoundCase(Answer):
    """One request that was found."""

    case: CaseLine
    requester: PersonLine = Field(description="Who asked for it.")
    main_persons: tuple[PersonLine, ...] = Field(description="Whom it is about.")
    references: tuple[str, ...] = Field(description="The references of the senders.")
    found_by: str = Field(description="`case-id`, `reference` or `name`.", examples=["name"])


class FoundCases(Answer):
    """What was found, the newest first."""

    cases: tuple[FoundCase, ...] = Field(description="Of one way only: an id, else a reference, else a name.")
    more: bool = Field(description="There are older ones: say more of the name.")
    too_wide: bool = Field(description="It is one word that many people are called by: add another one.")
