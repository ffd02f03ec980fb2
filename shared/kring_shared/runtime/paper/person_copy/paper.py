"""A copy as PDF. PDF/UA-1 is asked for, so that a screen reader can follow it."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Final

import typst

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.paper.fonts import NOT_SHOWN, fonts_to_set_in
from kring_shared.runtime.paper.person_copy.sheet import Sheet

NO_LETTERS: Final = (
    "no font on this machine has every letter of this copy: install one that has the script it is written in "
    "(Noto has one for each), and ask again"
)


def paper_of(sheet: Sheet, made_on: date) -> bytes:
    """Set a copy: the same sheet gives the same bytes on the same machine.

    Returns:
        A tagged PDF of A4 pages (PDF/UA-1).

    Raises:
        WrongSetup: no font here has the letters it is written in.
    """
    template = files(__package__).joinpath("copy.typ").read_bytes()
    said = {"said": json.dumps(asdict(sheet) | {"fonts": list(fonts_to_set_in())}, ensure_ascii=False)}
    made = int(datetime.combine(made_on, time(), UTC).timestamp())
    try:
        paper = typst.compile(template, format="pdf", sys_inputs=said, pdf_standards="ua-1", timestamp=made)
    except typst.TypstError as error:
        if NOT_SHOWN in str(error):
            raise WrongSetup(NO_LETTERS) from None  # the error quotes the copy, and may end in a log
        raise
    assert isinstance(paper, bytes)  # noqa: S101 - a PDF is one piece
    return paper
