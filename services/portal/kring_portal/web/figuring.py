"""How figures are written: each by its fixed definition, with what it was made of, and never a number that is small.

The definitions are the registry's; a test holds these words and kinds against them.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from kring_portal.web.charts import Bar, Series, bars, lines
from kring_portal.web.words import Words
from kring_shared.contracts.registry import Figure, FigureSet

COUNTS: Final = ("requests", "started", "meetings", "stopped")
MEANS: Final = {"present": "", "topics": "", "own-strengths": "", "hours": "hours", "kilometres": "km"}
DAYS: Final = ("lead-time", "lead-time-shortest", "time-to-match")
PER: Final = {"hours": 60}
"""By what a numerator is divided before it is read: hours are counted in minutes."""
MARK: Final = "score-"
ENDED: Final = "ended-"
MONTH: Final = re.compile(r"^\d{4}-\d{2}$")
GROUPS: Final = (
    ("route", ("requests", "started", "meetings", "plan-rate-of-requests", "plan-rate-of-started", "stopped")),
    ("endings", (ENDED, "stopped-because-")),
    ("meeting", ("lead-time", "lead-time-shortest", "present", "topics", "interpreter-share", "online-share")),
    (
        "whom",
        (
            "referrer-share",
            "minors-share",
            "mandatory-share",
            "repeat-rate",
            "unfilled-rate",
            "time-to-match",
            "declined-offers",
        ),
    ),
    (
        "plan",
        (
            "acceptance-rate",
            "own-strengths",
            "help-granted-share",
            "follow-up-reached",
            "on-track-share",
            "reconvene-rate",
        ),
    ),
    ("work", ("hours", "kilometres")),
    ("scores", (MARK,)),
)
"""The figures as they are put together on a page; a name that ends in a dash is a whole family."""


def kind_of(key: str) -> str:
    """Tell how a figure is read: a count, a share, a mean, or days."""
    if key in COUNTS:
        return "count"
    if key in MEANS or key.startswith(MARK):
        return "mean"
    return "days" if key in DAYS else "share"


def value_of(words: Words, figure: Figure) -> str:
    """Write what is read of a figure."""
    if figure.suppressed:
        return words("figures-too-few")
    if figure.value is None:
        return "-"
    kind = kind_of(figure.key)
    if kind == "share":
        return format_percent(figure.value, format="#,##0 %" if words.language == "fr" else None, locale=words.locale)
    number = format_decimal(round(figure.value, 0 if kind in {"count", "days"} else 1), locale=words.locale)
    unit = "days" if kind == "days" else MEANS.get(figure.key, "")
    return words(f"figures-in-{unit}", number=number) if unit else number


def made_of(words: Words, figure: Figure) -> str:
    """Write of what it was made: the numerator never without its denominator."""
    if figure.suppressed or figure.denominator is None:
        return ""
    over = format_decimal(figure.denominator, locale=words.locale)
    if figure.numerator is None or kind_of(figure.key) in {"mean", "days"}:
        return words("figures-over", denominator=over)
    above = format_decimal(figure.numerator / PER.get(figure.key, 1), locale=words.locale)
    return words("figures-of", numerator=above, denominator=over)


def part_of(words: Words, part: str, form: str = "LLL yyyy") -> str:
    """Name a part: a month, a year, an office, a type or a context."""
    if MONTH.match(part):
        return format_date(date.fromisoformat(f"{part}-01"), form, locale=words.locale)
    return words.term("figures-part", part) if words.has(f"figures-part-{part}") else part


def grouped(figures: FigureSet) -> list[tuple[str, list[Figure]]]:
    """Put the figures of a set together as they stand on a page; what is new comes last."""
    left = {figure.key: figure for figure in figures.figures}
    groups = []
    for name, keys in GROUPS:
        mine = [key for key in left if any(key == one or (one.endswith("-") and key.startswith(one)) for one in keys)]
        groups.append((name, [left.pop(key) for key in mine]))
    return [(name, found) for name, found in [*groups, ("other", list(left.values()))] if found]


def counted(figures: Sequence[Figure]) -> list[Figure]:
    """Give the figures in which there is anything to read, or in which there is too little to show."""
    return [figure for figure in figures if figure.suppressed or figure.denominator]


def figure_in(figures: FigureSet, key: str) -> Figure | None:
    """Find one figure."""
    return next((figure for figure in figures.figures if figure.key == key), None)


def by_part(words: Words, key: str, parts: Sequence[FigureSet]) -> Markup:
    """Draw one figure for each part, as bars."""
    rows = [(part.part, figure) for part in parts if (figure := figure_in(part, key))]
    drawn = [Bar(part_of(words, part), figure.value, value_of(words, figure)) for part, figure in rows]
    return bars(words(f"figures-{key}"), words(f"figures-{key}-meaning"), drawn)


def over_time(words: Words, keys: Sequence[str], parts: Sequence[FigureSet]) -> Markup:
    """Draw counts over months or years, as lines."""
    series = [Series(words(f"figures-{key}"), tuple(_value(part, key) for part in parts)) for key in keys]
    return lines(
        words("figures-over-time"), words("figures-how"), [part_of(words, part.part, "LLL") for part in parts], series
    )


def _value(part: FigureSet, key: str) -> float | None:
    figure = figure_in(part, key)
    return figure.value if figure else None


def shares(words: Words, title: str, prefix: str, figures: FigureSet) -> Markup:
    """Draw the figures of one family beside each other, as bars of one whole."""
    family = [figure for figure in figures.figures if figure.key.startswith(prefix)]
    drawn = [Bar(words(f"figures-{one.key}"), one.value, value_of(words, one)) for one in family if one.denominator]
    return bars(title, words("figures-how"), drawn)
