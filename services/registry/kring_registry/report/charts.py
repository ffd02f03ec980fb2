"""A chart as SVG, for the page and for the paper alike: bars that also read in black and white, with words beside."""

from html import escape
from typing import Final

from kring_registry.report.shape import Chart

WIDTH: Final = 640
LABEL: Final = 250
"""How wide the words on the left are; what is longer is cut with a full stop in the table's favour."""
LINE: Final = 30
BAR: Final = 16
LONGEST: Final = WIDTH - LABEL - 90
MOST_LETTERS: Final = 40
INK, SOFT, WARM = "#1d2730", "#e7e2da", "#a4552d"
FONTS: Final = "Libertinus Serif, Georgia, serif"


def svg_of(chart: Chart) -> str:
    """Draw a chart; its title and every value are in it as text, for whoever hears it read."""
    most = chart.most or max((bar.length for bar in chart.bars), default=0) or 1
    height = LINE * len(chart.bars) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"',
        f'role="img" font-family="{FONTS}" font-size="14">',
        f"<title>{escape(chart.title)}</title>",
        f"<desc>{escape('; '.join(f'{bar.label}: {bar.said}' for bar in chart.bars))}</desc>",
    ]
    for number, bar in enumerate(chart.bars):
        top = 4 + number * LINE
        long = LONGEST * min(max(bar.length, 0.0) / most, 1.0)
        middle = top + BAR / 2 + 5
        parts += [
            f'<text x="{LABEL - 10}" y="{middle:.1f}" text-anchor="end" fill="{INK}">',
            f"{escape(_short(bar.label))}</text>",
            f'<rect x="{LABEL}" y="{top}" width="{LONGEST}" height="{BAR}" fill="{SOFT}"/>',
            f'<rect x="{LABEL}" y="{top}" width="{long:.1f}" height="{BAR}" fill="{WARM}"/>',
            f'<text x="{LABEL + LONGEST + 8}" y="{middle:.1f}" fill="{INK}">{escape(bar.said)}</text>',
        ]
    return "\n".join([*parts, "</svg>"])


def _short(label: str) -> str:
    return label if len(label) <= MOST_LETTERS else f"{label[: MOST_LETTERS - 1].rstrip()}…"
