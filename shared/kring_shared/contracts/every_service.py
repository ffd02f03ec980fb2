"""What every service answers, whoever wrote it: is it ready, what did it tell about a case, what did not arrive."""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Key, Query


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


class RetryDeadLetter(Command, service="every"):
    """Try one dead letter again."""

    id: str = Field(description="The letter's id, as the list shows it.")

    def key(self) -> str:
        """Give the letter's own id."""
        return self.id
