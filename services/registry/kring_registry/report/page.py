"""A report as one HTML page that needs nothing else: no script, no font and no picture from anywhere."""

from html import escape
from importlib.resources import files

from kring_registry.report.charts import svg_of
from kring_registry.report.shape import Chart, Report, Table


def page_of(report: Report) -> str:
    """Set a report as a page; charts have their values written beside each bar, so no table has to repeat them."""
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    numbers = "".join(
        f"<li><strong>{escape(number.value)}</strong><span>{escape(number.said)}</span></li>"
        for number in report.numbers
    )
    charts = "".join(_chart(chart) for chart in report.charts)
    tables = "".join(_table(table) for table in report.tables)
    notes = "".join(f"<p>{escape(note)}</p>" for note in report.notes)
    return (
        f'<!doctype html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<header><h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p></header>\n"
        f'<p class="lead">{escape(report.lead)}</p>\n<ul class="numbers">{numbers}</ul>\n'
        f"{charts}\n{tables}\n<footer>{notes}</footer>\n</main>\n</body>\n</html>\n"
    )


def _chart(chart: Chart) -> str:
    note = f"<figcaption>{escape(chart.note)}</figcaption>" if chart.note else ""
    return f"<section><h2>{escape(chart.title)}</h2><figure>{svg_of(chart)}{note}</figure></section>\n"


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    return (
        f"<section><h2>{escape(table.title)}</h2>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>\n"
    )
