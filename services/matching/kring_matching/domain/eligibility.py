"""Who cannot be proposed for a case, and why: the rules that no setting and no plugin can switch off.

Two of them are what the work stands on: nobody is tied to a body that decides or helps, and nobody is tied to the case.
A sentence never says what is behind it: not which tie, nor how a screening ended.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.standing import statute_holds
from kring_matching.process import Standing
from kring_shared.contracts.field import Dossier
from kring_shared.kernel.municipalities import distance_km

CODE: Final = re.compile(r"[a-z][a-z-]{1,40}\Z")


@dataclass(frozen=True)
class Words:
    """One sentence for a person, in the languages of the desk."""

    en: str
    nl: str


@dataclass(frozen=True)
class View:
    """What a rule or a criterion sees of one coordinator for one case: codes, never a name, a religion or a background.

    `said_no` are those who declined, did not answer or were refused in this case; `tied` have a tie to it.
    """

    dossier: Dossier
    coordinator: Coordinator
    active_cases: int
    today: date
    previous_coordinator_id: str | None = None
    case_id: str = ""
    said_no: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()

    @property
    def nearest_km(self) -> float | None:
        """Give how far the family is from the nearest of their known municipalities; none when none is known."""
        return min((km for km in _distances_km(self) if km is not None), default=None)

    @property
    def may_be_near(self) -> bool:
        """Tell whether they may be nearer than that: one of the municipalities is not known."""
        return None in _distances_km(self)

    @property
    def is_screened(self) -> bool:
        """Tell whether the screening proof is good today."""
        return self.coordinator.screening_valid_until >= self.today

    @property
    def has_statute(self) -> bool:
        """Tell whether a statute holds today."""
        return statute_holds(self.coordinator.statute, self.today)

    @property
    def coordinated_before(self) -> bool:
        """Tell whether this is who coordinated for these people before."""
        return self.coordinator.id == self.previous_coordinator_id

    @property
    def is_tied(self) -> bool:
        """Tell whether they have a tie to this case."""
        return self.coordinator.id in self.tied

    @property
    def has_said_no(self) -> bool:
        """Tell whether they said no to this case, did not answer, or the family said no to them."""
        return self.coordinator.id in self.said_no


def _distances_km(view: View) -> tuple[float | None, ...]:
    return _from_each(view.dossier.municipality, view.coordinator.municipality, view.coordinator.municipalities)


@lru_cache(maxsize=65_536)
def _from_each(there: str, home: str, elsewhere: tuple[str, ...]) -> tuple[float | None, ...]:
    """Give the distances to one municipality, kilometres; remembered, for many live and work in the same ones."""
    return tuple(_apart_km(there, place) for place in (home, *elsewhere))


_apart_km = lru_cache(maxsize=65_536)(distance_km)


@dataclass(frozen=True)
class Stops:
    """A hard rule stands in the way: its code, and one sentence that says nothing private."""

    code: str
    because: Words

    def __post_init__(self) -> None:
        """Refuse a code that could not be told."""
        if not CODE.match(self.code):
            raise ValueError("the code of a rule has small letters and dashes only, like `too-far`")


class Rule(Protocol):
    """One thing that keeps a coordinator from a case, whatever else speaks for them."""

    def keeps_out(self, view: View) -> Stops | None:
        """Say why the coordinator cannot be proposed, or nothing. Pure: no I/O, no clock."""


@dataclass(frozen=True)
class Always:
    """A rule that is always asked; `looks_at` names all that it sees of a coordinator."""

    stops: Stops
    looks_at: tuple[str, ...]
    applies: Callable[[View], bool]

    def keeps_out(self, view: View) -> Stops | None:
        """Say why the coordinator cannot be proposed, or nothing."""
        return self.stops if self.applies(view) else None


NOT_INDEPENDENT: Final = Stops(
    "not-independent",
    Words("is tied to a body that decides on help or gives it", "is verbonden aan een instantie die beslist of helpt"),
)
TIED: Final = Stops("tied", Words("has a tie to this case", "heeft een band met deze zaak"))
NOT_WORKING: Final = Stops(
    "not-working",
    Words("takes no cases now; the register says more", "neemt nu geen zaken aan; het register zegt meer"),
)
PAPERS: Final = Stops(
    "papers",
    Words("papers are not in order; the register says which", "papieren niet in orde; het register zegt welke"),
)
SCOPE: Final = Stops(
    "scope", Words("has not earned this type of conference", "is nog niet toegelaten tot dit soort conferentie")
)
SAID_NO: Final = Stops(
    "said-no", Words("said no to this case, or the family did", "zei nee tegen deze zaak, of de familie deed dat")
)
LENT_ELSEWHERE: Final = Stops(
    "lent-for-another", Words("is lent for another case", "is uitgeleend voor een andere zaak")
)
FAULTY: Final = Stops(
    "rule-failed",
    Words("a plugged-in rule could not be asked; tell who runs Kring", "een extra regel faalde; meld het de beheerder"),
)


def _papers(view: View) -> bool:
    """Tell whether screening or statute is missing; a guest's papers are looked at by the office that lends them."""
    return view.coordinator.lent_by is None and not (view.is_screened and view.has_statute)


def _scope(view: View) -> bool:
    """Tell whether the type was not earned; of a case whose type is not known yet, whether none was."""
    wanted, earned = view.dossier.conference_type, view.coordinator.scopes
    return not earned if wanted is None else wanted not in earned


def _lent_elsewhere(view: View) -> bool:
    return view.coordinator.for_case is not None and view.coordinator.for_case != view.case_id


ALWAYS: Final = (
    Always(NOT_INDEPENDENT, ("ties",), lambda view: bool(view.coordinator.ties)),
    Always(TIED, ("is_tied",), lambda view: view.is_tied),
    Always(NOT_WORKING, ("standing",), lambda view: view.coordinator.standing is not Standing.ACTIVE),
    Always(PAPERS, ("is_screened", "has_statute", "lent_by"), _papers),
    Always(SCOPE, ("scopes",), _scope),
    Always(SAID_NO, ("has_said_no",), lambda view: view.has_said_no),
    Always(LENT_ELSEWHERE, ("for_case",), _lent_elsewhere),
)


def stops_for(view: View, rules: Iterable[Rule]) -> tuple[Stops, ...]:
    """Say everything that keeps a coordinator from a case: what is always asked first, then the plugged-in rules."""
    return tuple(stop for rule in (*ALWAYS, *rules) if (stop := asked_of(rule, view)) is not None)


def asked_of(rule: Rule, view: View) -> Stops | None:
    """Ask one rule. What a faulty plugin would say nobody knows: it lets nobody in, and holds nothing else up."""
    try:
        stop: object = rule.keeps_out(view)
    except Exception:  # noqa: BLE001 - a tie must be kept and access end, whatever a plugin does
        return FAULTY
    return stop if stop is None or isinstance(stop, Stops) else FAULTY
