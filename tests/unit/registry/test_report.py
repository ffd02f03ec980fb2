"""A year report: every figure has its words, nothing small gets out, and the page and the paper say the same."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.report.charts import svg_of
from kring_registry.report.compose import made_of, report_of, value_of
from kring_registry.report.page import page_of
from kring_registry.report.paper import paper_of
from kring_registry.report.shape import Bar, Chart, Report
from kring_registry.report.words import LANGUAGES, Words
from kring_shared.contracts.registry import Figure, FigureSet, PastFigure, YearReportShown

PUBLISHED = date(2027, 2, 1)
HEAD = "9f86d081" * 8
PAST = (
    PastFigure(year=2024, key="plan-rate-of-requests", numerator=57, denominator=66, source="jaarverslag 2024"),
    PastFigure(year=2025, key="plan-rate-of-requests", numerator=62, denominator=72, source="jaarverslag 2025"),
)
NUMBERS: dict[str, tuple[float, int, float]] = {
    "requests": (74, 74, 74),
    "meetings": (51, 74, 51),
    "plan-rate-of-requests": (63, 74, 63 / 74),
    "ended-meeting-with-plan": (51, 70, 51 / 70),
    "ended-plan-without-meeting": (12, 70, 12 / 70),
    "ended-stopped-in-preparation": (7, 70, 7 / 70),
    "lead-time": (2295, 51, 45),
    "present": (485, 51, 485 / 51),
    "score-meeting-family": (1743, 210, 8.3),
    "score-plan-family": (1764, 210, 8.4),
    "score-meeting-professional": (308, 40, 7.7),
}


def a_set(part: str = "", **changes: Figure) -> FigureSet:
    figures = {
        key: Figure(key=key, numerator=made[0], denominator=made[1], value=made[2]) for key, made in NUMBERS.items()
    }
    none = {key: Figure(key=key, numerator=0, denominator=0, value=None) for key in DEFINITIONS}
    return FigureSet(part=part, figures=tuple((none | figures | changes).values()))


def a_year(whole: FigureSet | None = None) -> YearReportShown:
    return YearReportShown(
        year=2026,
        published_on=PUBLISHED,
        definitions=1,
        whole=whole or a_set(),
        by_month=tuple(a_set(f"2026-{month:02}") for month in range(1, 13)),
        by_type=(a_set("family"), a_set("restorative")),
        by_context=(a_set("voluntary"), a_set("mandatory")),
        head=HEAD,
    )


def a_report(language: str = "nl") -> Report:
    return report_of(a_year(), PAST, "Utrecht", Words(language))


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", DEFINITIONS)
def test_every_figure_has_a_title_and_a_meaning_in_every_language(key: str, language: str) -> None:
    words = Words(language)
    assert words.title(key) != key
    assert words.meaning(key).endswith(".")
    if language == "nl":
        assert words.title(key) != DEFINITIONS[key].title or key == "online-share"


def test_a_share_is_read_in_percent_and_says_of_what_it_was_made() -> None:
    figure = Figure(key="plan-rate-of-requests", numerator=63, denominator=74, value=63 / 74)
    assert (value_of(figure, Words("nl")), made_of(figure, Words("nl"))) == ("85%", "63 van 74")


def test_a_median_says_over_how_many_and_not_a_sum_of_days() -> None:
    figure = Figure(key="lead-time", numerator=2295, denominator=51, value=45)
    assert (value_of(figure, Words("nl")), made_of(figure, Words("nl"))) == ("45 dagen", "over 51")


def test_what_is_too_small_shows_neither_its_value_nor_what_it_was_made_of() -> None:
    hidden = Figure(key="present", numerator=None, denominator=None, value=None, suppressed=True)
    page = page_of(report_of(a_year(a_set(present=hidden)), (), "Utrecht", Words("nl")))
    assert "te weinig" in page
    assert "485" not in plain(page).split("Alle cijfers")[1].split("Per soort")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_with_small_numbers_says_at_its_head_that_it_is_not_for_others(language: str) -> None:
    said = {"nl": "geef het zo niet door", "en": "do not pass it on as it is"}[language]
    assert said in a_report(language).subtitle


def test_the_page_and_the_paper_say_the_same() -> None:
    report = a_report()
    page = plain(page_of(report))
    paper = PdfReader(io.BytesIO(paper_of(report, made_on=PUBLISHED)))
    read = re.sub(r"\s+", " ", " ".join(part.extract_text() for part in paper.pages))
    for said in (
        "Jaarcijfers 2026 · Utrecht",
        "Vastgesteld op 1 februari 2027",
        "63 van 74",
        "45 dagen",
        "Bijeenkomsten",
    ):
        assert said in page
        assert said in read


def test_years_before_kring_stand_beside_ours_and_are_marked() -> None:
    (years,) = [chart for chart in a_report().charts if chart.title.startswith("Plan bij")]
    assert [(bar.label, bar.said) for bar in years.bars] == [("2024 *", "86%"), ("2025 *", "86%"), ("2026", "85%")]


def test_a_chart_says_every_value_to_whoever_hears_it() -> None:
    chart = Chart("Aanvragen", (Bar("januari", 4, "4"), Bar("februari <b>", 9, "9")))
    drawn = svg_of(chart)
    assert "<desc>januari: 4; februari &lt;b&gt;: 9</desc>" in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_beside_a_bar_is_cut(language: str) -> None:
    figures = {key: Figure(key=key, numerator=8, denominator=10, value=0.8) for key in DEFINITIONS}
    report = report_of(a_year(a_set("", **figures)), PAST, "Utrecht", Words(language))
    assert len(report.charts) == 4
    assert "…" not in "".join(map(svg_of, report.charts))


def test_a_report_asks_nothing_of_any_other_place() -> None:
    page = page_of(a_report()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://|<script|@import|url\(", page)


def test_an_empty_year_says_so_and_breaks_nothing() -> None:
    nothing = FigureSet(
        part="", figures=tuple(Figure(key=key, numerator=0, denominator=0, value=None) for key in DEFINITIONS)
    )
    year = a_year(nothing).model_copy(update={"by_month": (), "by_type": (), "by_context": ()})
    report = report_of(year, (), "Gent", Words("nl"))
    assert report.lead == "Over dit jaar is er weinig te tellen."
    assert paper_of(report, made_on=PUBLISHED).startswith(b"%PDF")
