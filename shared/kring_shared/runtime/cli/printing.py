"""How results look: JSON lines for programs, a table for people, plain columns when nobody watches."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from pydantic import BaseModel


def json_line(value: BaseModel | dict[str, Any]) -> None:
    """Print one JSON object on one line."""
    if isinstance(value, BaseModel):
        typer.echo(value.model_dump_json(by_alias=True))
    else:
        typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under heads: with rules where a person watches, else in plain columns."""
    lines = [tuple(row) for row in rows]
    if sys.stdout.isatty():
        _ruled(heads, lines)
        return
    widths = [max(len(row[n]) for row in (tuple(heads), *lines)) for n in range(len(heads))]
    for row in (tuple(heads), *lines):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def note(words: str) -> None:
    """Tell a person something beside the results."""
    typer.echo(words, err=True)


def _ruled(heads: Sequence[str], rows: list[tuple[str, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD)
    for n, head in enumerate(heads):
        drawn.add_column(head, no_wrap=n == 0, overflow="fold")  # the first is what a person copies
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)
