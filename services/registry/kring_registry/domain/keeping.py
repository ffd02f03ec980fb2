"""How long what is kept of one case: when its route ended, what holds it, and what waits to be erased."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.registry import KeptHere
from kring_shared.contracts.retention import OWN_CHOICE, KeptBecause, RecordKind, RetentionRule, StartsAt
from kring_shared.kernel.errors import NotReady
from kring_shared.kernel.work import Aggregate

TERM_OVER: Final = "term-over"
"""Why an order is given when nobody asked for it."""
ORDERED: Final = (RecordKind.PLAN, RecordKind.CONTACTS, RecordKind.SIGNALS)
"""What an order can reach. A registration is de-identified, claims and the access log go by their own terms."""
PASSING: Final = frozenset({KeptBecause.LEGAL_HOLD, KeptBecause.LEGAL_FILE, KeptBecause.ROUTE_RUNS})
"""Grounds that pass: what was kept on one of them is ordered again by itself."""


@dataclass(frozen=True)
class Waits:
    """What was due or asked for and could not go yet."""

    kinds: tuple[RecordKind, ...]
    because: str
    person_id: str | None = None
    attempt: int = 1
    """How often its term came; see `Erasure`."""


@dataclass(frozen=True)
class Keeping(Aggregate):
    """What the office keeps of one case and for how long (bewaartermijn): opaque ids, days and codes.

    `people` are the ids of the main persons: they may ask what is kept, and it is their route that runs. `bound` says
    that conditions of a body that may compel are in the file; with `compelled` and a running route it is a legal file.
    A request that goes on as another one (`merged_into`) shares people with it, so its terms begin with the other's.
    """

    case_id: str
    office: str
    policy: str
    people: tuple[str, ...] = ()
    compelled: bool = False
    bound: bool = False
    merged_into: str | None = None
    ended_on: date | None = None
    ended_as: str = ""
    locked_on: date | None = None
    held_for: str = ""
    erased: tuple[tuple[RecordKind, date], ...] = ()
    waiting: tuple[Waits, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def keys(self) -> tuple[str, ...]:
        """Give the case, and the case it goes on as."""
        return (self.case_id, *filter(None, (self.merged_into,)))

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the main persons; once nothing of them is kept there is nobody left who could ask."""
        return frozenset((Role.MAIN_PERSON.value, person_id) for person_id in self.people)

    @property
    def rules(self) -> tuple[RetentionRule, ...]:
        """Give the schedule of the case's policy; of a policy nobody knows any more, our own."""
        return POLICIES[self.policy].retention if self.policy in POLICIES else OWN_CHOICE

    @property
    def legal_file(self) -> bool:
        """Tell whether a body that may compel still needs the file: it set conditions, and the route is not over."""
        return self.compelled and self.bound and self.ended_on is None

    @property
    def is_empty(self) -> bool:
        """Tell whether everything that an order can reach was erased."""
        return all(self.erased_on(kind) for kind in ORDERED)

    def ended(self, on: date, how: str) -> "Keeping":
        """Note that the route is over; the first end counts, and nothing that follows begins a term anew."""
        return self if self.ended_on is not None else replace(self, ended_on=on, ended_as=how)

    def went_on(self) -> "Keeping":
        """Note that it is a request of its own again: a merge was undone, and its route is not over."""
        return replace(self, merged_into=None, ended_on=None, ended_as="")

    def held(self, code: str) -> "Keeping":
        """Hold everything; a second hold replaces the reason of the first.

        Raises:
            NotReady: nothing is left that could be held.
        """
        if self.is_empty:
            raise NotReady(
                "everything of this case was erased already: nothing is left to hold; show-keeping says when"
            )
        return replace(self, held_for=code)

    def released(self) -> "Keeping":
        """Let the terms go on.

        Raises:
            NotReady: it is not held.
        """
        if not self.held_for:
            raise NotReady("this case is not held; place-hold holds it")
        return replace(self, held_for="")

    def waits(self, *what: Waits) -> "Keeping":
        """Remember what goes later; the same twice goes once."""
        return replace(self, waiting=tuple(dict.fromkeys((*self.waiting, *what))))

    def free(self) -> tuple[tuple[Waits, ...], "Keeping"]:
        """Give what waited and is not in the way of anything any more, and the keeping without it."""
        go = tuple(w for w in self.waiting if not self._stops(w))
        return go, replace(self, waiting=tuple(w for w in self.waiting if w not in go))

    def gone(self, kinds: tuple[RecordKind, ...], on: date) -> "Keeping":
        """Note that kinds of record of the whole case were erased; with the contacts the last tie to people goes."""
        erased = dict(self.erased) | dict.fromkeys(kinds, on)
        people = () if RecordKind.CONTACTS in kinds else self.people
        return replace(self, erased=tuple(erased.items()), people=people)

    def erased_on(self, kind: RecordKind) -> date | None:
        """Give the day a kind of record was erased."""
        return dict(self.erased).get(kind)

    def due_on(self, rule: RetentionRule) -> date | None:
        """Give the day a kind of record goes; nothing as long as its term did not begin."""
        since = {StartsAt.ROUTE_ENDED: self.ended_on, StartsAt.LOCKED: self.locked_on}.get(rule.starts_at)
        return None if since is None else since + timedelta(days=rule.days)

    def divided(
        self, kinds: tuple[RecordKind, ...], person_id: str | None, because: str
    ) -> tuple[tuple[RecordKind, ...], tuple[KeptHere, ...]]:
        """Divide what is asked into what may go, and what is kept and why."""
        asked = tuple(dict.fromkeys(kinds))
        grounds = {kind: self.why_kept(kind, person_id, because) for kind in asked}
        goes = tuple(kind for kind in asked if grounds[kind] is None)
        return goes, tuple(KeptHere(kind=kind, because=why) for kind, why in grounds.items() if why is not None)

    def why_kept(self, kind: RecordKind, person_id: str | None, because: str) -> KeptBecause | None:
        """Say why a kind of record stays, or nothing when it may go.

        Who is no main person takes part of their own will: how to reach them may go at any moment. A worry about
        safety does not go because somebody asks, who may be the one it is about: it goes at its term.
        """
        grounds = {
            KeptBecause.LEGAL_HOLD: bool(self.held_for),
            KeptBecause.TERM_RUNS: kind not in ORDERED or (kind is RecordKind.SIGNALS and because != TERM_OVER),
            KeptBecause.LEGAL_FILE: self.legal_file and not self._is_others(kind, person_id),
            KeptBecause.ROUTE_RUNS: self.ended_on is None and not self._is_others(kind, person_id),
        }
        return next((ground for ground, holds in grounds.items() if holds), None)

    def _is_others(self, kind: RecordKind, person_id: str | None) -> bool:
        """Tell whether it is how to reach somebody who is no main person."""
        return kind is RecordKind.CONTACTS and person_id is not None and person_id not in self.people

    def _stops(self, waits: Waits) -> bool:
        _, kept = self.divided(waits.kinds, waits.person_id, waits.because)
        return any(each.because in PASSING for each in kept)
