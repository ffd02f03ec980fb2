"""Requests that look like the same people (dubbel): found by Kring, decided by a person, never told to a sender."""

from pydantic import Field

from kring_shared.contracts.envelope import Answer, Command, Cursor, Fact, Key, Office, Query


class DuplicateSuspected(Fact):
    """This request looks like the same people as another one."""

    other_id: Key | None = Field(None, description="The other request, when it is one of this office.")
    elsewhere: str = Field("", description="The office of the same organisation that has it, else empty.")
    strength: int = Field(ge=0, le=100, description="How much alike, 0 to 100.")
    reasons: tuple[str, ...] = Field((), description="Why, as codes.", examples=[["same-name", "same-phone"]])


class DuplicateDismissed(Fact):
    """A person looked: these are other people."""

    other_id: Key | None = Field(None, description="The other request, when it is one of this office.")
    elsewhere: str = Field("", description="The office of the same organisation that has it, else empty.")


class RequestMerged(Fact):
    """A person looked: it is the same request, and goes on as the other one. Both references stay known."""

    into_id: Key


class MergeUndone(Fact):
    """The merge was wrong: both go on as they were."""

    from_id: Key = Field(description="The request it had been merged into.")


class MergeRequest(Command):
    """Say that this request and another are the same; this one goes on as the other."""

    case_id: Key
    into_id: Key

    def keys(self) -> tuple[str, ...]:
        """Give both requests."""
        return (self.case_id, self.into_id)


class DismissDuplicate(Command):
    """Say that these are other people: the other request of this office, or the one at another office."""

    case_id: Key
    other_id: Key | None = Field(None, description="The other request of this office.")
    elsewhere: str = Field("", max_length=31, description="Or the office that has the other request.")

    def keys(self) -> tuple[str, ...]:
        """Give both requests."""
        return (self.case_id, self.other_id) if self.other_id else (self.case_id,)


class UndoMerge(Command):
    """Take a merge back: it was the wrong request."""

    case_id: Key


class ListDuplicates(Query):
    """Ask which requests of an office look like the same people and wait for a decision."""

    office: Office
    limit: int = Field(100, ge=1, le=1000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")


class DuplicateLine(Answer):
    """Two requests that look alike, by codes; the names are shown by asking for each request."""

    case_id: Key
    other_id: Key | None = Field(description="The other request; absent for one of another office.")
    elsewhere: str = Field("", description="The office of the same organisation that has it, else empty.")
    strength: int = Field(description="How much alike, 0 to 100.")
    reasons: tuple[str, ...] = Field(description="Why, as codes.", examples=[["same-name", "same-phone"]])
    stage: str = Field(description="`suspected`, `merged` or `dismissed`.")


class DuplicateList(Answer):
    """What waits for a decision."""

    duplicates: tuple[DuplicateLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")
