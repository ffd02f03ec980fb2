"""Somebody who asked for every table there is, and solves what is hidden: the least and the most it can be."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog  # type: ignore[import-untyped]  # it ships no types
from scipy.sparse import lil_matrix  # type: ignore[import-untyped]  # it ships no types

from kring_registry.domain.figures.suppression import COMBINATIONS, Combination, shown_in_parts, shown_in_whole

Cell = tuple[str, str, str]
Town = Mapping[Cell, Mapping[str, int]]
"""By office, type and context, how much of each measure."""
Vector = NDArray[np.float64]
TABLES: Final = ("office", "type", "context")


def amounts_of(town: Town, table: int | None = None, part: str = "") -> dict[str, int]:
    """Add up a part of a table, or everything."""
    total: dict[str, int] = {}
    for cell, amounts in town.items():
        if table is None or cell[table] == part:
            for measure, amount in amounts.items():
                total[measure] = total.get(measure, 0) + amount
    return total


def parts_of(town: Town, table: int) -> dict[str, dict[str, int]]:
    """Give the parts of a table, and what each amounts to."""
    return {part: amounts_of(town, table, part) for part in sorted({cell[table] for cell in town})}


class Attacker:
    """Knows what is shown in every table, that nothing is below nought, and what is a part of what; nothing else."""

    def __init__(self, town: Town) -> None:
        """Ask for everything that can be asked."""
        self.town, self.cells = town, sorted(town)
        self.measures = sorted({measure for amounts in town.values() for measure in amounts})
        self.combinations = [one for one in COMBINATIONS if one.is_among(self.measures)]
        self._place = {key: n for n, key in enumerate(product(self.cells, self.measures))}
        self._learn()

    def asked(self) -> Iterator[tuple[int | None, str, frozenset[str]]]:
        """Give each part of each table with the measures that are shown of it."""
        whole = amounts_of(self.town)
        yield None, "", shown_in_whole(whole)
        for table in range(len(TABLES)):
            for part, shown in shown_in_parts(whole, parts_of(self.town, table)).items():
                yield table, part, shown

    def bounds(self, combination: Combination, table: int | None, part: str) -> tuple[float, float]:
        """Give the least and the most that a combination can be in a part."""
        aim = self._row(combination.terms, table, part)
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * aim,
                A_ub=self._at_least,
                b_ub=np.zeros(self._at_least.shape[0]),
                A_eq=self._known,
                b_eq=self._are,
            )
            assert solved.status in {0, 3}, solved.message
            ends.append(float("inf") if solved.status == 3 else sign * solved.fun)
        return ends[0], ends[1]

    def _learn(self) -> None:
        known, values = [], []
        for table, part, shown in self.asked():
            amounts = amounts_of(self.town, table, part)
            for measure in self.measures:
                if measure in shown:
                    known.append(self._row(((measure, 1),), table, part))
                    values.append(amounts.get(measure, 0))
        logic = [
            -self._row_in(one.terms, [cell]) for one in self.combinations if len(one.terms) > 1 for cell in self.cells
        ]
        shape = len(known), len(self._place)
        self._known, self._are = lil_matrix(np.array(known).reshape(shape)).tocsr(), np.array(values, dtype=float)
        self._at_least = lil_matrix(np.array(logic)).tocsr()

    def _row(self, terms: tuple[tuple[str, int], ...], table: int | None, part: str) -> Vector:
        return self._row_in(terms, [cell for cell in self.cells if table is None or cell[table] == part])

    def _row_in(self, terms: tuple[tuple[str, int], ...], cells: list[Cell]) -> Vector:
        row = np.zeros(len(self._place))
        for cell, (measure, sign) in product(cells, terms):
            row[self._place[cell, measure]] += sign
        return row
