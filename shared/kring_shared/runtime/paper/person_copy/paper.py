"""A copy as PDF."""

import json
from dataclasses import asdict
from datetime import date
from importlib.resources import files
from typing import Final

from kring_shared.runtime.paper.fonts import fonts_to_set_in
from kring_shared.runtime.paper.person_copy.sheet import Sheet
from kring_shared.runtime.paper.setting import set_as_pdf

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
    return set_as_pdf(template, said, made_on, NO_LETTERS)
