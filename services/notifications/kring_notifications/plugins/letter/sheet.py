"""The sheet of a letter that is given back: questions with ten boxes each, and nothing that says whose it is."""

import re
from typing import Any, Final

from kring_notifications.domain import FORMS
from kring_notifications.hooks import LADDER, NEW_SHEET, Letter
from kring_notifications.plugins.letter.words import paragraphs
from kring_shared.contracts.notifications import Moment

ISOLATES: Final = "\u2066\u2067\u2068\u2069"
_NEW_SHEET: Final = re.compile(rf"\n[ \t]*\n[ \t]*{re.escape(NEW_SHEET)}[ \t]*\n[ \t]*\n")


def parted(letter: Letter) -> tuple[str, str]:
    """Take a letter's text apart: the letter itself, and the sheet behind it; none in a letter that is no form."""
    if letter.moment not in FORMS:
        return letter.text, ""
    head, *rest = _NEW_SHEET.split(letter.text, maxsplit=1)
    return head, rest[0] if rest else ""


def sheet_of(letter: Letter) -> dict[str, Any] | None:
    """Give what stands on the sheet, as plain data; a child's has faces above the boxes."""
    _, text = parted(letter)
    if not text:
        return None
    found = [_paragraph(lines) for lines in paragraphs(text)]
    isolated = paragraphs(text, right_to_left=letter.right_to_left)
    for paragraph, lines in zip(found, isolated, strict=True):
        paragraph["lines"] = lines[:-1] if paragraph["boxes"] else lines
    return {
        "paragraphs": found,
        "marks": LADDER.split(),
        "faces": letter.moment is Moment.SATISFACTION_FORM_MINOR,
    }


def _paragraph(lines: list[str]) -> dict[str, Any]:
    return {"boxes": lines[-1].strip(ISOLATES) == LADDER}
