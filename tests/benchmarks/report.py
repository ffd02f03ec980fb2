"""One table a benchmark, and the same as JSON."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measured figure."""

    name: str
    value: float
    unit: str


@dataclass
class Report:
    """What one benchmark measured; figures say nothing without their durability settings."""

    bench: str
    settings: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)
    bars: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, values: list[float], unit: str) -> float:
        """Add the median of several rounds, and give it."""
        self.rows.append(Row(name, round(median(values), 1), unit))
        return median(values)

    def print(self) -> None:
        """Print the table."""
        table = Table(
            title=f"{self.bench}: {', '.join(f'{k} {v}' for k, v in self.settings.items())}", title_justify="left"
        )
        table.add_column("what")
        table.add_column("figure", justify="right")
        for row in self.rows:
            table.add_row(row.name, f"{row.value:,.1f} {row.unit}")
        for name, ratio in self.ratios.items():
            bar = f" (bar {self.bars[name]:g})" if name in self.bars else ""
            table.add_row(f"ratio {name}{bar}", f"{ratio:.2f}")
        Console().print(table)

    def write(self, file: Path) -> None:
        """Add the report to a JSON lines file."""
        with file.open("a") as out:
            out.write(json.dumps(asdict(self)) + "\n")


def ratios(above: list[float], below: list[float]) -> float:
    """Give the median of the ratios round by round: a machine that slows down slows both."""
    return round(median(a / b for a, b in zip(above, below, strict=True)), 3)
