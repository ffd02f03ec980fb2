"""What a line of an office's list would change, beside what matching's register says now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.matching import (
    ApplyAsCandidate,
    CareerLine,
    CareerList,
    CoordinatorLine,
    CoordinatorList,
    CoordinatorShown,
    ListCareers,
    ListCoordinators,
    RegisterCoordinator,
    ShowCoordinator,
)
from kring_shared.contracts.registry import ListPastFigures, PastFigure, PastFiguresShown, TakeOverFigures
from kring_shared.runtime.bus.client import Client

C = TypeVar("C", bound=Command)

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
REFUSED: Final = "refused"
LEFT: Final = "they left: enter them with `kring do register-coordinator` if they come back"
NOT_COMPARED: Final = "how to reach them is not compared, but replaced"
EARNED: Final = "scopes stay as they were earned"
FURTHER: Final = "further on the way already: the letter stays as it was"
REPLACED: Final = "letter and cv replace those from before"
_MOST: Final = 2000
_APPLIED: Final = "applied"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of a line, why, and whether it has to be sent for that."""

    outcome: str
    why: str = ""
    is_sent: bool = True


class CoordinatorsNow:
    """The coordinators of an office as they stand in the register; whom the list does not name is not looked at."""

    def __init__(self, client: Client, actor: Actor) -> None:
        """Ask in somebody's name."""
        self._client, self._actor = client, actor
        self._lines: Mapping[str, CoordinatorLine] = {}

    async def read(self) -> None:
        """Read who is in the register.

        Raises:
            NoAnswer: matching did not answer.
            RefusedAnswer: who asks may not see it.
        """
        found = await self._client.ask(ListCoordinators(limit=_MOST), self._actor, CoordinatorList)
        self._lines = {line.coordinator_id: line for line in found.coordinators}

    async def outlook(self, command: RegisterCoordinator) -> Outlook:
        """Tell what would become of this command."""
        line = self._lines.get(command.coordinator_id)
        if line is None:
            return Outlook(NEW)
        if line.standing == "left":
            return Outlook(REFUSED, LEFT, is_sent=False)
        shown = await self._client.ask(
            ShowCoordinator(coordinator_id=command.coordinator_id), self._actor, CoordinatorShown
        )
        return coordinator_outlook(command, shown)


class CandidatesNow:
    """The candidates of an office as they stand on their way."""

    def __init__(self, client: Client, actor: Actor) -> None:
        """Ask in somebody's name."""
        self._client, self._actor = client, actor
        self._lines: Mapping[str, CareerLine] = {}

    async def read(self) -> None:
        """Read who is on the way.

        Raises:
            NoAnswer: matching did not answer.
            RefusedAnswer: who asks may not see it.
        """
        found = await self._client.ask(ListCareers(limit=_MOST), self._actor, CareerList)
        self._lines = {line.person_id: line for line in found.people}

    async def outlook(self, command: ApplyAsCandidate) -> Outlook:
        """Tell what would become of this command."""
        line = self._lines.get(command.person_id or "")
        if line is None:
            return Outlook(NEW)
        return Outlook(CHANGED, REPLACED) if line.stage == _APPLIED else Outlook(SAME, FURTHER, is_sent=False)


class PastFiguresNow:
    """The figures of years before Kring as they stand in the registry."""

    def __init__(self, client: Client, actor: Actor) -> None:
        """Ask in somebody's name."""
        self._client, self._actor = client, actor
        self._known: dict[tuple[int, str], PastFigure] = {}

    async def read(self) -> None:
        """Read what was taken over before."""
        found = await self._client.ask(ListPastFigures(), self._actor, PastFiguresShown)
        self._known = {(figure.year, figure.key): figure for figure in found.figures}

    async def outlook(self, command: TakeOverFigures) -> Outlook:
        """Tell what would become of this line."""
        (figure,) = command.figures
        known = self._known.get((figure.year, figure.key))
        if known == figure:
            return Outlook(SAME, is_sent=False)
        return Outlook(NEW if known is None else CHANGED)


def coordinator_outlook(command: RegisterCoordinator, shown: CoordinatorShown) -> Outlook:
    """Compare what a list says of somebody with what the register shows of them, by the names of the columns."""
    changed = tuple(dict.fromkeys(_changed(command, shown)))
    why = [", ".join(changed)] if changed else [NOT_COMPARED]
    if set(command.scopes) != set(shown.line.scopes):
        why.append(EARNED)
    return Outlook(CHANGED if changed else SAME, "; ".join(why))


def _changed(command: RegisterCoordinator, shown: CoordinatorShown) -> Iterator[str]:
    line = shown.line
    always = {
        "name": (command.contact.name, line.name),
        "languages": (command.languages, line.languages),
        "languages ": (set(command.levels), set(shown.levels)),
        "municipality": (command.municipality, line.municipality),
        "municipalities": (command.municipalities, shown.municipalities),
        "travel_limit_km": (command.travel_limit_km, shown.travel_limit_km),
        "maximum_load": (command.maximum_load, line.maximum_load),
        "screening_valid_until": (command.screening_valid_until, line.screening_valid_until),
    }
    # What the list leaves empty stays as it is.
    where_given = {
        "gender": (command.gender, shown.gender),
        "birth_year": (command.birth_year, shown.birth_year),
        "screening_checked_on": (command.screening_checked_on, shown.screening_checked_on),
        "certified_on": (command.certified_on, shown.certified_on),
        "statute": (command.statute, shown.statute),
    }
    yield from (name.strip() for name, (said, now) in always.items() if said != now)
    yield from (name for name, (said, now) in where_given.items() if said is not None and said != now)
    if command.employer_is_helping_body and not shown.ties:
        yield "tied_to_helping_body"
