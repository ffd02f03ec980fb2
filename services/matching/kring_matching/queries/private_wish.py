"""What a family keeps to itself: a wish that no plugin sees, met or not known, and nothing more is ever said of it.

Both sides are sealed. They are opened while a ranking is made, of as few people as its order needs, and kept nowhere.
Who declared something else scores as who declared nothing: nobody can be found out by not meeting a wish.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import select

from kring_matching.domain import Search
from kring_matching.hooks import Verdict, Words
from kring_matching.store.coordinator import CoordinatorRow
from kring_matching.store.traits import cards_of
from kring_shared.contracts.matching import PrivateWishes, SelfDeclared
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

NAME: Final = "private-wish"
WEIGHT: Final = 3.0
"""As much as any other wish of the family."""
MEETS: Final = Verdict(
    1.0, Words("meets what the family keeps to itself", "voldoet aan wat de familie voor zichzelf houdt")
)
UNKNOWN: Final = Verdict(0.0, Words("nothing known about it", "daarover is niets bekend"))
AT_ONCE: Final = 1000
"""Rows read in one statement."""


def wishes_of(search: Search, reader: Reader) -> PrivateWishes | None:
    """Open what a family keeps to itself; none when it wished nothing so, or it was erased."""
    if search.private_wishes is None:
        return None
    wishes = reader.open(search.private_wishes, PrivateWishes)
    return wishes if isinstance(wishes, PrivateWishes) and (wishes.religion or wishes.background) else None


def who_declared(reader: Reader) -> Sequence[str]:
    """Give the ids of all in the office who said something of themselves; not what."""
    table = table_of(CoordinatorRow)
    spoke = select(table.c.coordinator_id).where(table.c.office == reader.office, table.c.declared.is_not(None))
    return reader.session.execute(spoke).scalars().all()


def who_meets(wishes: PrivateWishes, ids: Sequence[str], reader: Reader) -> Iterator[str]:
    """Open what these declared, and give who meets everything that was wished."""
    for some in _chunks(ids):
        rows = cards_of(reader.session, some)
        yield from (one for one, row in rows.items() if row.declared and _meets(wishes, row.declared, reader))


def _meets(wishes: PrivateWishes, sealed: str, reader: Reader) -> bool:
    declared: SelfDeclared | Erased = reader.open(Sealed[Any].model_validate_json(sealed), SelfDeclared)
    if isinstance(declared, Erased):
        return False
    religion = not wishes.religion or wishes.religion == declared.religion
    return religion and (not wishes.background or wishes.background == declared.background)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
