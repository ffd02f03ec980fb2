"""A year's figures of one office and of all, over many registrations, beside the same question in DuckDB over Parquet.

Kring reads the cells it counted while the facts came in: twelve of an office, or the published years of all. Filling
writes those cells and reports directly, by the same functions that count a registration, and leaves out the rows of the
registrations: no question about figures reads them. DuckDB has a Parquet file with a row for each of them. Both must
give the same numbers, or there is no figure.
"""

import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

import duckdb

from kring_shared.contracts.registry import FigureSet
from tests.benchmarks.figures_asked import numbers_of_kring, numbers_of_parquet
from tests.benchmarks.figures_made import OFFICES, Year
from tests.benchmarks.report import Report, ratios

BAR = 3.0


async def run(size: int, rounds: int) -> Report:
    """Measure.

    Args:
        size: How many registrations of one year, over all offices.
        rounds: How often both are asked, in turn.
    """
    report = Report(
        "figures",
        {
            "registrations": f"{size:,}",
            "offices": str(len(OFFICES)),
            "SQLite": "synchronous=FULL",
            "DuckDB": f"{duckdb.__version__}, in this process",
        },
    )
    with tempfile.TemporaryDirectory(prefix="kring-bench-") as folder:
        year = Year(Path(folder), size, Random(7))  # noqa: S311 - a test set, and the same at each run
        worst = max(_measure(report, year, office, rounds) for office in (OFFICES[0], None))
        year.close()
    report.ratios["over_duckdb"], report.bars["over_duckdb"] = worst, BAR
    return report


def _measure(report: Report, year: Year, office: str | None, rounds: int) -> float:
    """Ask for one office, or for all, in turn; give how many times as long Kring took."""
    ours, theirs = [], []
    for number in range(rounds + 1):
        began = perf_counter()
        figures = year.figures_of(office) if office else year.figures_of_all()
        between = perf_counter()
        rows = year.asked_of_parquet(office)
        ended = perf_counter()
        _must_be_the_same(figures, rows)
        if number:  # the first round only warms up
            ours.append(1000 * (between - began))
            theirs.append(1000 * (ended - between))
    who = "one office" if office else "all offices"
    report.add(f"a year of {who}, Kring", ours, "ms")
    report.add(f"a year of {who}, DuckDB over Parquet", theirs, "ms")
    return ratios(ours, theirs)


def _must_be_the_same(figures: FigureSet, rows: dict[str, float]) -> None:
    mine = numbers_of_kring(figures)
    other = {key: found for key, found in numbers_of_parquet(rows).items() if key in mine}
    different = [key for key, found in other.items() if abs(found - mine[key]) > 1e-6]
    assert not different, different
    assert len(other) > 20, "most figures are in both"
