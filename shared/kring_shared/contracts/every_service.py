"""What every service answers, whoever wrote it: is it ready, what did it tell about a case, what did not arrive."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Cursor, Key, Query


class Ready(Query, service="every"):
    """Ask whether a service hears, stores and tells."""


class ReadyShown(Answer):
    """A service that answers is ready, or says what it waits for."""

    service: str
    ready: bool
    waits_for: tuple[str, ...] = ()
    unsent: int = Field(description="Facts in the outbox that are not on the bus yet.")
    parked: int = Field(description="Messages that wait to be tried again.")
    dead: int = Field(description="Messages that wait for a person.")
    line: str = Field(
        "", description="Whether the hub can be reached, `up` or `away`; empty where the service needs none."
    )


class CaseFacts(Query, service="every"):
    """Ask for the facts a service told about one case, in order."""

    case_id: Key


class FactLine(Answer):
    """One fact as it was told."""

    id: Key
    service: str
    name: str
    told_at: AwareDatetime
    occurred_at: AwareDatetime
    by: str
    place: int | None = Field(description="Its place in the stream; absent until the bus has it.")
    data: dict[str, object] = Field(description="The fact's own fields; sealed values stay sealed.")


class FactLines(Answer):
    """The facts of one case from one service."""

    facts: tuple[FactLine, ...]


class ListDeadLetters(Query, service="every"):
    """Ask what did not arrive and waits for a person."""

    limit: int = Field(200, ge=1, le=1000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")


class DeadLetter(Answer):
    """A message that was tried and did not work; what was in it is not shown."""

    id: str
    kind: str
    case_id: str
    tries: int
    reason: str = Field(description="What went wrong, without what was in it.")
    parked_at: AwareDatetime


class DeadLetters(Answer):
    """Dead letters, oldest first."""

    letters: tuple[DeadLetter, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class RetryDeadLetter(Command, service="every"):
    """Try one dead letter again."""

    id: str = Field(description="The letter's id, as the list shows it.")

    def key(self) -> str:
        """Give the letter's own id."""
        return self.id


PageKey = Annotated[str, Field(pattern=r"^([0-9]{1,15}-[0-9]{1,9})?$", examples=["1795176000000-1"])]
"""Where a page of the access log begins: a moment, and how many lines of that moment were read."""


class WhoLooked(Query, service="every"):
    """Ask who looked into a case, and on what ground."""

    case_id: Key = Field(description="A case; or a coordinator's own id, for their entry in the register.")
    person_id: Key | None = Field(None, description="Only what is about this person, or about nobody in particular.")
    since: AwareDatetime | None = Field(None, description="Only from then on.")
    after: PageKey = Field("", description="Go on from here; `next` of the page before.")
    limit: int = Field(200, ge=1, le=1000)


class LookLine(Answer):
    """One time that somebody asked something about a case: the fields of NEN 7513, in words a person can read."""

    at: AwareDatetime = Field(description="When; where only the day may be known, the beginning of that day.")
    actor: str = Field(
        description="Who, as an opaque id; empty when nobody knows who, `another-person` when it is not yours to know.",
        examples=["7f3a"],
    )
    role: str = Field(description="In which role.", examples=["coordinator"])
    office: str
    purpose: str = Field(description="What for, as a code.", examples=["run-the-route", "emergency-danger"])
    basis: str = Field(description="On what ground: `office`, `own`, `emergency` or `none`.", examples=["own"])
    emergency: bool = Field(description="Whether somebody looked outside their own cases because it could not wait.")
    asked: str = Field(description="The message, by kind.", examples=["conference.show-conference.v1"])
    what: str = Field(description="What was asked, in plain words.", examples=["Ask how far a conference is."])
    case_id: str = Field(description="The case, or whatever else it was about.")
    about: str = Field(description="The person it named, by opaque id; empty when it named nobody.")
    outcome: str = Field(description="`done`, or the code of why not.", examples=["done", "kring.not-permitted"])


class Looks(Answer):
    """Who looked, the oldest first; a line that keeps the day only stands at the beginning of that day."""

    lines: tuple[LookLine, ...]
    next: PageKey = Field("", description="Where the next page begins; empty on the last one.")


class ListEmergencies(Query, service="every"):
    """Ask when somebody looked outside their own cases because it could not wait."""

    since: AwareDatetime | None = Field(None, description="Only from then on.")
    after: PageKey = Field("", description="Go on from here; `next` of the page before.")
    limit: int = Field(200, ge=1, le=1000)

    def key(self) -> str:
        """Give nothing: it is about no case in particular."""
        return ""


class PersonData(Query, service="every"):
    """Ask what is held of one person in one case.

    What somebody else brought in stays theirs. Another person's name reads as `another-person`, unless the person who
    gets the copy brought them in themselves, or everybody at the meeting knows who it is: the coordinator, a main
    person of the same circle, a professional who comes to inform. Words that somebody else said about the person are
    not copied: the copy says that they are there. No role reads in a copy what it may not read elsewhere.
    """

    case_id: Key
    person_id: Key = Field(description="Whose data; everybody but the office asks for their own.")


class HeldLine(Answer):
    """One thing that is known of a person."""

    label: str = Field(description="What it is, as a code.", examples=["name"])
    value: str = Field(description="How it stands; a code, or the person's own words.", examples=["Rachel", "erased"])


class HeldPart(Answer):
    """What belongs together, under one heading."""

    title: str = Field(description="The heading, as a code; it says what the data is for.", examples=["request"])
    lines: tuple[HeldLine, ...]


class PersonHeld(Answer):
    """What one service holds of one person in one case; empty when it holds nothing."""

    service: str
    parts: tuple[HeldPart, ...] = ()
