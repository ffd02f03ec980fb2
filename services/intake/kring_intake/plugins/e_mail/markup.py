"""The words of a mail that was written as a page (HTML), without its markup."""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"(<!--|-->|</?[a-z][^<>]{0,5000}>)", re.IGNORECASE)
_NAME: Final = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_SILENT: Final = frozenset({"script", "style", "title"})
_LINES: Final = frozenset(
    {"br", "p", "div", "tr", "table", "ul", "ol", "li", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote"}
)
_CELL_ENDS: Final = frozenset({"</td>", "</th>", "</dt>"})
_SPACES: Final = re.compile(r"\s+")


def without_markup(page: str) -> str:
    """Give the words of a page: a line for each paragraph, item or row, a tab behind each cell of a row.

    Not a browser: what is hidden by a style is read as well, and what is no tag stays as it is. It takes time in
    proportion to the page, whatever is in it.
    """
    made: list[str] = []
    until = ""
    for piece in _TAG.split(page):
        tag = _NAME.match(piece)
        name = tag[1].lower() if tag else ""
        if until:
            until = "" if piece.lower() == until else until
        elif piece == "<!--":
            until = "-->"
        elif name in _SILENT and not piece.startswith("</"):
            until = f"</{name}>"
        elif piece.lower() in _CELL_ENDS:
            made.append("\t")
        elif name in _LINES:
            made.append("\n")
        elif not tag:
            made.append(_SPACES.sub(" ", unescape(piece)))
    return "".join(made)
