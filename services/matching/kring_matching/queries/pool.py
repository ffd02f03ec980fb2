"""Everybody who may be looked at for a case, side by side, so that who is alike is looked at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from typing import Any, Final, cast

from kring_matching.domain import Coordinator, Search
from kring_matching.hooks import View
from kring_matching.queries.kinds import Kinds, Numbering, alike_in_both, kinds_of, marked, one_kind
from kring_matching.store.traits import TRAITS

OF_THE_CASE: Final = ("coordinated_before", "is_tied", "has_said_no")
"""What is to be known of a coordinator for one case only."""
FOUND_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "nearest_km": ("municipality", "municipalities"),
    "may_be_near": ("municipality", "municipalities"),
    "is_screened": ("screening_valid_until",),
    "has_statute": ("statute",),
}
"""What a view works out, and from which traits."""


class Pool:
    """The register of an office as columns, with everybody's load."""

    def __init__(
        self, traits: Sequence[str], pieces: Iterable[Sequence[Sequence[Any]]], loads: Mapping[str, int], today: date
    ) -> None:
        """Take the columns of ids and `traits` piece by piece; what is written alike is read once."""
        self.ids: list[str] = []
        numberings = {trait: Numbering() for trait in traits}
        for ids, *columns in pieces:
            self.ids += ids
            for numbering, column in zip(numberings.values(), columns, strict=True):
                numbering.add(column)
        self._kinds = {trait: one.kinds() for trait, one in numberings.items()}
        self._values = {trait: [TRAITS[trait](raw) for raw in one.values()] for trait, one in numberings.items()}
        self.loads, self.today = [loads.get(one, 0) for one in self.ids], today

    @cached_property
    def places(self) -> dict[str, int]:
        """Give where somebody stands, by id."""
        return {one: at for at, one in enumerate(self.ids)}

    def value(self, trait: str, at: int) -> Any:  # noqa: ANN401 - a column's value
        """Give a trait of somebody."""
        return self._values[trait][self._kinds[trait].of[at]] if trait in self._values else self._whole(trait)[at]

    def kinds(self, trait: str) -> Kinds:
        """Tell who is alike in a trait."""
        if trait not in self._kinds:
            self._kinds[trait] = kinds_of(self._whole(trait))
        return self._kinds[trait]

    def _whole(self, trait: str) -> Sequence[Any]:
        return self.loads if trait == "active_cases" else self.ids


class Case:
    """One search, and everybody in the pool as seen for it."""

    def __init__(self, search: Search, pool: Pool) -> None:
        """Look at a pool for a search."""
        self.search, self.pool = search, pool
        nobody = cast("Coordinator", None)
        self.view_of_nobody = search.view_of(nobody, 0, pool.today)
        before = search.previous_coordinator_id
        self._who: dict[str, tuple[str, ...]] = {
            "is_tied": self.view_of_nobody.tied,
            "has_said_no": self.view_of_nobody.said_no,
            "coordinated_before": () if before is None else (before,),
        }
        self._kinds: dict[tuple[str, ...], Kinds] = {}
        self._found: dict[str, list[Any]] = {}

    def kinds(self, traits: tuple[str, ...]) -> Kinds:
        """Tell who is alike in all of these traits, of themselves or for this case."""
        if traits not in self._kinds:
            single = [self._kinds_in(trait) for trait in traits] or [one_kind(len(self.pool.ids))]
            self._kinds[traits] = reduce(alike_in_both, single)
        return self._kinds[traits]

    def value(self, trait: str, at: int) -> Any:  # noqa: ANN401 - a trait's value
        """Give a trait of somebody, of themselves or for this case."""
        if trait in OF_THE_CASE:
            return self.pool.ids[at] in self._who[trait]
        if trait in FOUND_FROM:
            return self._found[trait][self.kinds((trait,)).of[at]]
        return self.pool.value(trait, at)

    def seen(self, at: int, traits: tuple[str, ...]) -> View:
        """Give what a rule or criterion sees of somebody that says what it looks at: that, and nothing else."""
        return cast("View", _Seen(self, at, traits))

    def _kinds_in(self, trait: str) -> Kinds:
        if trait in OF_THE_CASE:
            places = [self.pool.places[one] for one in self._who[trait] if one in self.pool.places]
            return marked(places, len(self.pool.ids))
        if trait not in FOUND_FROM:
            return self.pool.kinds(trait)
        base = self.kinds(FOUND_FROM[trait])
        find = vars(View)[trait].fget
        values = [find(self.seen(at, FOUND_FROM[trait])) for at in base.one_of]
        kinds = kinds_of(values)
        self._found[trait] = [values[at] for at in kinds.one_of]
        return Kinds(kinds.of[base.of], [base.one_of[at] for at in kinds.one_of])


class _Seen:
    """A view of one who stands for all who are alike in some traits: whatever else is asked for is an error."""

    def __init__(self, case: Case, at: int, traits: tuple[str, ...]) -> None:
        self._case, self._at, self._traits = case, at, traits
        of_the_case = case.view_of_nobody
        self.dossier, self.today, self.case_id = of_the_case.dossier, of_the_case.today, of_the_case.case_id
        self.previous_coordinator_id = of_the_case.previous_coordinator_id
        self.coordinator = _SeenCoordinator(case.pool, at, traits)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a trait's value
        if name not in self._traits:
            raise _not_named(name)
        return self._case.value(name, self._at)


class _SeenCoordinator:
    def __init__(self, pool: Pool, at: int, traits: tuple[str, ...]) -> None:
        self._pool, self._at, self._traits = pool, at, traits

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a trait's value
        if name not in self._traits:
            raise _not_named(name)
        return self._pool.value(name, self._at)


def _not_named(name: str) -> AttributeError:
    return AttributeError(f"`looks_at` names all that a criterion or rule looks at; {name!r} is not among it")
