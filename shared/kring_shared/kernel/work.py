"""What one handler sees and changes; thrown away whole when the handler raises."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar, cast

from pydantic import BaseModel, TypeAdapter

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Deadline, Fact, Office, Reach
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotFound, NotYet
from kring_shared.kernel.ids import derived_id, without_hour

A = TypeVar("A", bound="Aggregate")
T = TypeVar("T", bound="str | BaseModel")
OFFICE: Final = TypeAdapter(Office)


class Aggregate(Protocol):
    """A frozen value with an id, a version that counts its changes, and the people who take part in it."""

    @property
    def id(self) -> str:
        """Give its own id."""

    @property
    def version(self) -> int:
        """Give how often it was stored; 0 when it is new."""

    def keys(self) -> tuple[str, ...]:
        """Give the ids it is found by: its own, and those it belongs to (a participant is found by its case)."""
        return (self.id,)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give who takes part, as (role, id); they may do and see what the rights table calls `own`."""
        return frozenset()

    def wards_of(self, actor_id: str) -> frozenset[str]:  # noqa: ARG002 - nobody speaks for others by default
        """Give for whom somebody decides by law here; they may see what these may see."""
        return frozenset()


class Sealer(Protocol):
    """Seals and opens personal values; the keys are its own affair."""

    def seal(self, office: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        """Encrypt a value under the key of `scope`, making the key when it is the first."""

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        """Decrypt, or give `Erased` when the key is destroyed."""

    def opening_key(self, office: str, scope: str) -> str:
        """Give the public half of the key of `scope`, making the key when it is the first."""

    def seal_to(self, key: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        """Encrypt a value for whoever gave this public half."""

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text (32 hexadecimal digits) under a realm's key; none when there is no key for that realm."""


@dataclass(frozen=True)
class Found:
    """The aggregates found so far, to read only: they may tell what else a message touches."""

    loaded: Mapping[tuple[type, str], Aggregate]
    groups: Mapping[tuple[type, str], tuple[str, ...]]

    def get(self, kind: type[A], key: str) -> A | None:
        """Give an aggregate, or nothing."""
        return cast("A | None", self.loaded.get((kind, key)))  # it stands under its kind

    def all(self, kind: type[A], key: str) -> tuple[A, ...]:
        """Give every aggregate of a kind that is found by `key`, in the order of their ids."""
        found = (self.get(kind, i) for i in sorted(self.groups.get((kind, key), ())))
        return tuple(a for a in found if a is not None and key in a.keys())


class NotOurs(Exception):
    """A fact was meant for an office that is served elsewhere: here it is settled, and changes nothing."""


@dataclass(frozen=True)
class Told:
    """A fact on its way to the outbox."""

    id: str
    fact: Fact


@dataclass(frozen=True)
class Posted:
    """A message for the outside that is no fact, such as a receipt; `subject` without anything personal."""

    id: str
    subject: str
    type: str
    body: bytes


@dataclass(frozen=True)
class Reminder:
    """A deadline that was set: it comes back through the lane when it is due."""

    id: str
    deadline: Deadline
    due: datetime
    office: str


@dataclass(frozen=True)
class Errand:
    """Something to do in the outside world, after the commit, by a worker that can repeat it safely.

    `name` says which worker; `body` is what it needs, personal values sealed. `via` says by which way, where there are
    more: one that hangs holds up no other.
    """

    id: str
    name: str
    key: str
    body: BaseModel
    due: datetime
    office: str
    via: str = ""


@dataclass(frozen=True)
class Erasure:
    """A scope whose key is destroyed after the commit; `because` is a short code that says why."""

    scope: str
    because: str
    office: str


@dataclass
class Work:
    """One message's room to work in: read with `get`, change with `save`, tell, remind, send out."""

    cause: str
    service: str
    office: str
    now: datetime
    vault: Sealer
    loaded: Mapping[tuple[type, str], Aggregate]
    groups: Mapping[tuple[type, str], tuple[str, ...]]
    actor: Actor | None = None
    by: str = "system"
    serves: tuple[str, ...] = ("*",)
    changed: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    removed: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    erased: list[Erasure] = field(default_factory=list)
    answer: dict[str, object] | None = None
    voice: str = field(default="", init=False)
    """Sets ids that are made in another office's name apart; see `speak_for`."""

    def get(self, kind: type[A], key: str) -> A | None:
        """Give the aggregate as this message left it so far, or nothing. The message's `keys()` must name `key`."""
        place = kind, key
        found = self.changed.get(place) or (None if place in self.removed else self.loaded.get(place))
        return cast("A | None", found)  # it stands under its kind; `isinstance` asks a protocol, which takes long

    def need(self, kind: type[A], key: str) -> A:
        """Give the aggregate, or say that it is not there: refused for a person, not yet for a fact.

        Raises:
            NotFound: a person asked for something this office does not have.
            NotYet: a fact came before the fact that makes its case.
        """
        found = self.get(kind, key)
        if found is not None:
            return found
        if self.actor is not None:
            raise NotFound(f"no {kind.__name__.lower()} is known under that id in this office")
        raise NotYet(f"{kind.__name__.lower()} not there yet")

    def all(self, kind: type[A], key: str) -> tuple[A, ...]:
        """Give every aggregate of a kind that is found by `key`, in the order of their ids."""
        ids = set(self.groups.get((kind, key), ()))
        ids |= {i for (k, i), a in self.changed.items() if k is kind and key in a.keys()}
        found = (self.get(kind, i) for i in sorted(ids))
        return tuple(a for a in found if a is not None and key in a.keys())

    def save(self, *aggregates: Aggregate) -> None:
        """Keep new values; they are written when the whole batch is."""
        for aggregate in aggregates:
            self.changed[type(aggregate), aggregate.id] = aggregate

    def remove(self, *aggregates: Aggregate) -> None:
        """Take aggregates away, and their rows when the batch is written; `save` brings one back, as a new row."""
        for aggregate in aggregates:
            place = type(aggregate), aggregate.id
            self.changed.pop(place, None)
            self.removed[place] = aggregate

    def erase(self, *scopes: str, because: str = "erased") -> None:
        """Destroy the keys of these scopes for good, after the commit; `because` is a short code, never a name."""
        self.erased += [Erasure(scope, because, self.office) for scope in scopes]

    def speak_for(self, office: str) -> None:
        """From here on tell, seal, remind and post in the name of another office, which heard this and acts for itself.

        Raises:
            NotOurs: that office is served elsewhere; what this message did so far is thrown away, and it is settled.
            ValueError: a command (an actor speaks for his own office), or no id of an office.
        """
        if self.actor is not None:
            raise ValueError("an actor speaks for his own office")
        if "*" not in self.serves and office not in self.serves:
            raise NotOurs
        self.office = OFFICE.validate_python(office)  # it becomes a part of subjects
        self.voice = f"/{office}"

    def tell(self, *facts: Fact) -> None:
        """Tell facts, in order; office, moment and actor are filled in here, and the same cause tells the same ids.

        To other offices an office speaks as one: who of its people did it, who may be of the family, stays at home.
        """
        for fact in facts:
            told_id = self.new_id(str(len(self.told)))
            told_id = without_hour(told_id) if fact.day_only else told_id
            by = "system" if fact.reach is Reach.BACKBONE else self.by
            self.told.append(Told(told_id, fact.stamped(self.office, self.now, by)))

    def post(self, subject: str, kind: str, body: bytes) -> None:
        """Post a message that is no fact, such as a receipt to a referring system."""
        posted_id = self.new_id(f"post/{len(self.posted)}")
        self.posted.append(Posted(posted_id, subject, kind, body))

    def remind(self, deadline: Deadline, due: datetime) -> None:
        """Set a deadline; setting one of the same kind for the same case again adds to it."""
        reminder_id = self.new_id(f"deadline/{len(self.reminders)}")
        self.reminders.append(Reminder(reminder_id, deadline, due, self.office))

    def forget(self, kinds: Iterable[type[Deadline]], case_id: str) -> None:
        """Drop deadlines of these kinds for a case."""
        self.forgotten += [(kind.kind(), case_id) for kind in kinds]

    def send_out(self, name: str, key: str, body: BaseModel, *, due: datetime | None = None, via: str = "") -> str:
        """Have something done in the outside world after the commit; give the errand's id."""
        errand_id = self.new_id(f"errand/{len(self.errands)}")
        self.errands.append(Errand(errand_id, name, key, body, due or self.now, self.office, via))
        return errand_id

    def call_back(self, name: str, key: str) -> None:
        """Stop errands of a name for a case that were not begun."""
        self.dropped.append((name, key))

    def retry(self, letter_id: str) -> None:
        """Have a dead letter of this office tried again."""
        self.retried.append(letter_id)

    def seal(self, scope: str, value: T, *, office: str | None = None) -> Sealed[T]:
        """Seal a personal value under the key of `scope`, kept by this office or by the one it is handed to."""
        return self.vault.seal(office or self.office, scope, value)

    def opening_key(self, scope: str) -> str:
        """Give what another office seals to so that this one alone can open it, until `scope` is erased."""
        return self.vault.opening_key(self.office, scope)

    def seal_to(self, key: str, scope: str, value: T) -> Sealed[T]:
        """Seal a personal value for the office that sent its `opening_key` of `scope`; here nobody can open it."""
        return self.vault.seal_to(key, scope, value)

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        """Open a sealed value; `Erased` when its key is destroyed."""
        return self.vault.open(sealed, form)

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text so that equal texts can be found without being read: 32 hexadecimal digits, others in each realm.

        Args:
            realm: An office's id, or `organisation/<id>`.
            text: What is compared, in its one normal form.

        Returns:
            None when this Kring holds no key of that realm.
        """
        return self.vault.blind(realm, text)

    def salt(self) -> str:
        """Make 32 random hexadecimal digits: for what must not follow from anything that is told."""
        return secrets.token_hex(16)

    def new_id(self, label: str) -> str:
        """Make an id that handling this message again makes again."""
        return derived_id(self.cause, f"{self.service}{self.voice}/{label}")
