"""Where aggregates stand: one table a kind, read for a whole batch at once and written for a whole batch at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, Row, Table
from sqlmodel import SQLModel

from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage.among import Keys
from kring_shared.runtime.storage.database import delete_fenced, upsert

A = TypeVar("A", bound=Aggregate)
MOST_READ: Final = 5_000
"""Values of one shelf that are remembered, some kilobytes each; then they are forgotten, all at once."""


class StaleVersionError(Exception):
    """Somebody else wrote a row since we read it, or a handler made anew what stands already."""


def table_of(model: type[SQLModel]) -> Table:
    """Give the table SQLModel declared for the rows of this model."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    return table


@dataclass(frozen=True)
class Shelf(Generic[A]):
    """One kind of aggregate and its table; `row` and `value` are the two ways between them, both written out.

    `by` names the columns a message's keys are looked up in: the primary key first, then for instance `case_id`.
    The table has a `version` column; it fences off a second writer.
    """

    kind: type[A]
    model: type[SQLModel]
    row: Callable[[A], dict[str, Any]]
    value: Callable[[Row[Any]], A]
    by: tuple[str, ...]
    _read: dict[tuple[Any, ...], A] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def table(self) -> Table:
        """Give the table SQLModel declared."""
        return table_of(self.model)

    def read(self, row: Row[Any]) -> A:
        """Give the value of a row; a row that was read before, word for word, is not taken apart again.

        Who hears much about a case reads the same letters and people each time. Nothing can be stale: the whole row is
        what a value is known by, and nobody changes a value.
        """
        words = tuple(row)
        try:
            found = self._read.get(words)
        except TypeError:  # a list in a column of JSON cannot be looked up
            return self.value(row)
        if found is None:
            if len(self._read) >= MOST_READ:
                self._read.clear()
            found = self._read[words] = self.value(row)
        return found


@dataclass
class View:
    """The aggregates of a batch, as the messages settled so far left them."""

    loaded: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    groups: dict[tuple[type, str], tuple[str, ...]] = field(default_factory=dict)
    changed: dict[tuple[type, str], Aggregate] = field(default_factory=dict)
    gone: dict[tuple[type, str], int] = field(default_factory=dict)
    """Rows to delete, with the version they were read at; what stands in `changed` as well is written anew."""
    kinds: set[type] = field(default_factory=set, compare=False)
    """The kinds that stand in `groups`, so that no group is looked at for a key it has not."""

    def add(self, kind: type, aggregate: Aggregate) -> None:
        """Put an aggregate where its keys find it."""
        own = aggregate.id
        self.loaded[kind, own] = aggregate
        self.kinds.add(kind)
        for key in aggregate.keys():
            group = self.groups.get((kind, key), ())
            if own not in group:
                self.groups[kind, key] = (*group, own)

    def absorb(
        self, changed: Mapping[tuple[type, str], Aggregate], removed: Mapping[tuple[type, str], Aggregate]
    ) -> None:
        """Take over what one message removed and changed."""
        for place, aggregate in removed.items():
            stood = self.loaded.pop(place, aggregate)
            self.changed.pop(place, None)
            if stood.version:  # else it was new in this batch, and there is no row
                self.gone.setdefault(place, stood.version)
        self.changed |= changed
        for (kind, _), aggregate in changed.items():
            self.add(kind, aggregate)

    def about(self, keys: Iterable[str]) -> list[Aggregate]:
        """Give every aggregate that is found by these keys."""
        found = (((kind, i) for i in self.groups.get((kind, key), ())) for key in keys for kind in self.kinds)
        ids = dict.fromkeys(place for group in found for place in group)
        return [self.loaded[i] for i in ids if i in self.loaded]

    def add_stored(self, kind: type, aggregate: Aggregate) -> None:
        """Put a row that was just read where its keys find it, unless this batch knows better what became of it."""
        place = kind, aggregate.id
        if place not in self.loaded and place not in self.gone:
            self.add(kind, aggregate)


def load(tx: Connection, shelves: Collection[Shelf[Any]], keys: Collection[str], *, into: View | None = None) -> View:
    """Read every aggregate that belongs to the keys, one statement a shelf; `into` a view that has others already."""
    view = View() if into is None else into
    if not keys:
        return view
    add = view.add if into is None else view.add_stored
    wanted = Keys.of(tx, keys)
    for shelf in shelves:
        for row in wanted.find(tx, shelf.table, shelf.by):
            add(shelf.kind, shelf.read(row))
    return view


def delete(tx: Connection, shelves: Collection[Shelf[Any]], gone: Mapping[tuple[type, str], int]) -> None:
    """Delete every removed aggregate's row, one statement a shelf; `gone` gives the version each was read at.

    Raises:
        StaleVersionError: a row was changed or deleted by somebody else since it was read.
    """
    if not gone:
        return
    for shelf in shelves:
        rows = [(key, version) for (kind, key), version in gone.items() if kind is shelf.kind]
        if delete_fenced(tx, shelf.table, rows, on=shelf.by[0], fence="version") != len(rows):
            raise StaleVersionError


def save(tx: Connection, shelves: Collection[Shelf[Any]], changed: Mapping[tuple[type, str], Aggregate]) -> None:
    """Write every changed aggregate, one statement a shelf.

    Raises:
        StaleVersionError: a row was changed by somebody else since it was read.
    """
    if not changed:
        return
    for shelf in shelves:
        rows = [{**shelf.row(a), "version": a.version + 1} for (kind, _), a in changed.items() if kind is shelf.kind]
        if upsert(tx, shelf.table, rows, on=shelf.by[0], fence="version") != len(rows):
            raise StaleVersionError
