"""A plan as PDF, or somebody's part of it."""

import json
from datetime import date
from importlib.resources import files
from typing import Final

from kring_shared.contracts.conference import PlanShown
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.paper.fonts import fonts_to_set_in
from kring_shared.runtime.paper.plan.headings import headings_of
from kring_shared.runtime.paper.plan.sheets import sheets_of
from kring_shared.runtime.paper.setting import set_as_pdf

DUTCH: Final = "nl"
NO_LETTERS: Final = (
    "no font on this machine has every letter of this plan: install one that has the script it is written in "
    "(Noto has one for each), and ask again; a plan is never given out with letters missing"
)
BEFORE_ALL_PLANS: Final = date(2000, 1, 1)


def paper_of(shown: PlanShown, language: str = DUTCH, *, large_print: bool = False, original: str = DUTCH) -> bytes:
    """Set a plan, or somebody's part of it: the same plan gives the same bytes on the same machine.

    Args:
        shown: What whoever asked may read.
        language: In which language the headings are; a translation into it follows the original, which leads.
        large_print: 16 points instead of 11, and agreements under each other.
        original: The language of the circle's own words, for whoever has them read aloud by a machine.

    Returns:
        A tagged PDF of A4 pages (PDF/UA-1).

    Raises:
        NotFound: nothing of the plan may be read by whoever asked, or it was erased.
        WrongSetup: no font here has the letters it is written in.
    """
    template = files(__package__).joinpath("plan.typ").read_bytes()
    said = inputs_of(shown, language, large_print=large_print, original=original)
    day = shown.written_out_on or shown.held_on or BEFORE_ALL_PLANS
    return set_as_pdf(template, said, day, NO_LETTERS)


def inputs_of(shown: PlanShown, language: str, *, large_print: bool, original: str) -> dict[str, str]:
    """Give everything the template sets, as one JSON text: nothing in it is ever taken for layout.

    Raises:
        NotFound: there is nothing to set.
    """
    if shown.plan is None and not shown.asked:
        raise NotFound("there is nothing of this plan you may read now, or it was erased")
    sheets = sheets_of(shown, language, original)
    said = {
        "sheets": sheets,
        "page": headings_of(sheets[0]["lang"], shown.form)["page"],
        "points": 16 if large_print else 11,
        "large": large_print,
        "fonts": list(fonts_to_set_in()),
    }
    return {"said": json.dumps(said, ensure_ascii=False)}
