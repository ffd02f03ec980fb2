"""A report on paper: tagged PDF (PDF/UA-1) of A4 pages, with the same charts as the page."""

import json
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any, Final

import typst

from kring_registry.report.charts import svg_of
from kring_registry.report.shape import Chart, Report, Table
from kring_shared.runtime.paper.fonts import fonts_to_set_in

WIDE: Final = 3
"""How much wider the first column of a table is."""


def paper_of(report: Report, *, made_on: date) -> bytes:
    """Set a report; the same report of the same day gives the same bytes on the same machine."""
    said = {
        "language": report.language,
        "title": report.title,
        "subtitle": report.subtitle,
        "lead": report.lead,
        "numbers": [{"value": number.value, "said": number.said} for number in report.numbers],
        "charts": [_chart(chart) for chart in report.charts],
        "tables": [_table(table) for table in report.tables],
        "notes": list(report.notes),
        "fonts": list(fonts_to_set_in()),
    }
    made = int(datetime.combine(made_on, time(), UTC).timestamp())
    template = files(__package__).joinpath("report.typ").read_bytes()
    inputs = {"said": json.dumps(said, ensure_ascii=False)}
    page = typst.compile(template, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=made)
    assert isinstance(page, bytes)  # noqa: S101 - a PDF is one piece
    return page


def _chart(chart: Chart) -> dict[str, Any]:
    heard = f"{chart.title}. " + "; ".join(f"{bar.label}: {bar.said}" for bar in chart.bars)
    return {"title": chart.title, "svg": svg_of(chart), "heard": heard, "note": chart.note}


def _table(table: Table) -> dict[str, Any]:
    widths = table.widths or (WIDE, *(2 for _ in table.heads[1:]))
    return {"title": table.title, "heads": table.heads, "rows": [list(row) for row in table.rows], "widths": widths}
