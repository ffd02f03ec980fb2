"""A published year becomes a report: which numbers stand at its head, which are drawn, and everything in tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from kring_registry.domain.figures.definitions import DEFINITIONS, Kind
from kring_registry.report.shape import Bar, Chart, Number, Report, Table
from kring_registry.report.words import Words
from kring_shared.contracts.registry import Figure, FigureSet, PastFigure, YearReportShown

HEAD: Final = (
    "requests",
    "plan-rate-of-requests",
    "lead-time",
    "present",
    "score-meeting-family",
    "on-track-share",
)
"""What stands large at the top, of what is there."""


def report_of(shown: YearReportShown, past: Sequence[PastFigure], office: str, words: Words) -> Report:
    """Compose the report of one office and year, for the office itself: its foot says that small numbers stand in it.

    Args:
        shown: The figures as they were published.
        past: What the office published of years before Kring; it stands beside them, marked.
        office: The office's name as it is written.
        words: The words of one language.
    """
    figures = {figure.key: figure for figure in shown.whole.figures}
    said = words.say
    published = said("published", day=words.day(shown.published_on))
    return Report(
        language=words.language,
        title=said("title", year=shown.year, office=office),
        subtitle=said("inside", published=published),
        lead=_lead(figures, words),
        numbers=tuple(_number(figures[key], words) for key in HEAD if _is_there(figures.get(key))),
        charts=tuple(chart for chart in _charts(shown, past, figures, words) if chart.bars),
        tables=(_all(shown.whole, words), *_parts(shown, words), *_before(past, words)),
        notes=(said("how"), said("inward"), said("chain", head=shown.head)),
    )


def value_of(figure: Figure, words: Words) -> str:
    """Write a figure as people read it: a count whole, a share in percent, a mean with one decimal."""
    definition = DEFINITIONS.get(figure.key)
    if figure.suppressed:
        return words.say("too-few")
    if figure.value is None or definition is None:
        return "-"
    if definition.kind is Kind.SHARE:
        return f"{words.number(figure.value * 100, 0)}%"
    if definition.kind is Kind.COUNT:
        return words.number(figure.value, 0)
    decimals = 0 if definition.kind in {Kind.MEDIAN, Kind.SHORTEST} and figure.value.is_integer() else 1
    return f"{words.number(figure.value, decimals)}{words.unit(definition.unit)}"


def made_of(figure: Figure, words: Words) -> str:
    """Write of what it was made: a numerator never travels without its denominator, a median says over how many."""
    if figure.suppressed or figure.numerator is None or not figure.denominator:
        return ""
    kind = DEFINITIONS[figure.key].kind
    if kind is Kind.COUNT:
        return ""
    if kind in {Kind.MEDIAN, Kind.SHORTEST}:
        return words.say("over", denominator=figure.denominator)
    return words.say("of", numerator=words.number(figure.numerator, 0), denominator=figure.denominator)


def _is_there(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None and not figure.suppressed


def _lead(figures: Mapping[str, Figure], words: Words) -> str:
    rate, requests = figures.get("plan-rate-of-requests"), figures.get("requests")
    if rate is None or requests is None or not _is_there(rate) or not requests.value:
        return words.say("lead-empty")
    return words.say(
        "lead",
        requests=words.number(requests.value, 0),
        plans=words.number(rate.numerator or 0, 0),
        rate=value_of(rate, words),
    )


def _number(figure: Figure, words: Words) -> Number:
    made = made_of(figure, words)
    return Number(value_of(figure, words), words.title(figure.key) + (f" ({made})" if made else ""))


def _charts(
    shown: YearReportShown, past: Sequence[PastFigure], figures: Mapping[str, Figure], words: Words
) -> Iterable[Chart]:
    months = [(words.month(date.fromisoformat(f"{part.part}-01")), _of(part, "requests")) for part in shown.by_month]
    yield Chart(words.say("by-month"), _bars(months, words), note=words.say("by-month-note"))
    endings = [(words.name(key), figures[key]) for key in figures if key.startswith("ended-")]
    yield Chart(words.say("endings"), _bars(endings, words), most=1.0)
    scores = [(words.name(key), figures[key]) for key in figures if key.startswith("score-")]
    yield Chart(words.say("scores"), _bars(scores, words), most=10.0, note=words.say("scores-note"))
    yield Chart(words.say("years"), _years(shown, past, figures, words), most=1.0, note=words.say("years-note"))


def _years(
    shown: YearReportShown, past: Sequence[PastFigure], figures: Mapping[str, Figure], words: Words
) -> tuple[Bar, ...]:
    key = "plan-rate-of-requests"
    before = sorted(p.year for p in past if p.key == key and p.denominator and p.year < shown.year)
    rates = {p.year: p.numerator / p.denominator for p in past if p.key == key and p.denominator}
    if not before or not _is_there(figures.get(key)):
        return ()
    own = figures[key].value or 0.0
    bars = [Bar(f"{year} *", rates[year], f"{words.number(rates[year] * 100, 0)}%") for year in before]
    return (*bars, Bar(str(shown.year), own, f"{words.number(own * 100, 0)}%"))


def _of(part: FigureSet, key: str) -> Figure | None:
    return next((figure for figure in part.figures if figure.key == key), None)


def _bars(lines: Iterable[tuple[str, Figure | None]], words: Words) -> tuple[Bar, ...]:
    there = ((label, figure) for label, figure in lines if figure is not None and _is_there(figure))
    return tuple(Bar(label, figure.value or 0.0, value_of(figure, words)) for label, figure in there)


def _all(whole: FigureSet, words: Words) -> Table:
    there = (figure for figure in whole.figures if figure.suppressed or figure.denominator)
    rows = ((words.title(f.key), value_of(f, words), made_of(f, words), words.meaning(f.key)) for f in there)
    heads = tuple(words.say(head) for head in ("figure", "value", "made-of", "meaning"))
    return Table(words.say("all"), heads, tuple(rows), widths=(2.3, 1.1, 1.3, 3.6))


def _parts(shown: YearReportShown, words: Words) -> Iterable[Table]:
    for title, parts in (("by-type", shown.by_type), ("by-context", shown.by_context)):
        if parts:
            yield _laid_out(words.say(title), parts, words)


def _laid_out(title: str, parts: Sequence[FigureSet], words: Words) -> Table:
    keys = [figure.key for figure in parts[0].figures if figure.key in HEAD]
    rows = []
    for key in keys:
        cells = [_of(part, key) for part in parts]
        rows.append((words.title(key), *(value_of(cell, words) if cell else "-" for cell in cells)))
    return Table(title, (words.say("figure"), *(words.part(part.part) for part in parts)), tuple(rows))


def _before(past: Sequence[PastFigure], words: Words) -> Iterable[Table]:
    if past:
        rows = tuple(
            (f"{p.year}", words.title(p.key), words.past_value(p, DEFINITIONS.get(p.key)), p.source) for p in past
        )
        heads = tuple(words.say(head) for head in ("year", "figure", "value", "source"))
        yield Table(words.say("before"), heads, rows)
