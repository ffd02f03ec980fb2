"""A copy as one file of HTML that any browser shows and prints: no script, nothing fetched, every word escaped."""

from html import escape
from typing import Final

from kring_shared.runtime.paper.person_copy.sheet import Part, Sheet

STYLE: Final = """
body { font: 1.05rem/1.55 Georgia, serif; color: #1d2730; max-width: 42rem; margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-weight: normal; font-size: 2rem; margin-bottom: .3rem; }
h2 { color: #a4552d; font-size: 1.15rem; margin: 2rem 0 .3rem; }
.soft { color: #55616b; font-size: .92rem; margin: 0 0 .6rem; }
dl { display: grid; grid-template-columns: 12rem 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: #55616b; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
section { break-inside: avoid-page; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print { body { margin: 0; font-size: 11pt; } }
"""


def page_of(sheet: Sheet) -> str:
    """Give the page."""
    body = [
        f"<h1>{escape(sheet.title)}</h1>",
        f'<p class="soft">{escape(sheet.case)}</p>',
        f"<p>{escape(sheet.intro)}</p>",
        *(f"<p>{escape(words)}</p>" for words in (sheet.nothing, sheet.not_asked) if words),
        *(_part(part, sheet) for part in sheet.parts),
        *(f"<section><h2>{escape(title)}</h2><p>{escape(words)}</p></section>" for title, words in sheet.notes),
    ]
    return "\n".join(
        [
            f'<!doctype html>\n<html lang="{sheet.language}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(sheet.title)}</title><style>{STYLE}</style></head>",
            "<body><main>",
            *body,
            "</main></body>\n</html>\n",
        ]
    )


def _part(part: Part, sheet: Sheet) -> str:
    rows = "\n".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in part.lines)
    why = f"{sheet.for_what}: {part.why} " if part.why else ""
    about = f"{why}{sheet.kept_by}: {part.where}."
    return f'<section><h2>{escape(part.title)}</h2>\n<p class="soft">{escape(about)}</p>\n<dl>\n{rows}\n</dl></section>'
