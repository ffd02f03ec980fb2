"""Setting a letter as PDF for a window envelope. PDF/UA-1 is asked for, so that it can be read aloud as well."""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import structlog
import typst

from kring_notifications.hooks import ChannelRefused, Letter, Letterhead
from kring_notifications.plugins.letter.print_folder import Paper
from kring_notifications.plugins.letter.sheet import parted, sheet_of
from kring_notifications.plugins.letter.words import address_lines, day_in, on_one_line, paragraphs, runs_left
from kring_shared.kernel.errors import KringError
from kring_shared.kernel.language_tags import main_part
from kring_shared.runtime.paper.fonts import NOT_SHOWN, fonts_here, fonts_to_set_in
from kring_shared.runtime.paper.plan.headings import has_headings, headings_of

log = structlog.get_logger()
POINTS, POINTS_LARGE = 11, 16
LARGER_TO_THE_LEFT: Final = 1.15
"""Arabic letters are drawn smaller than Latin ones of the same size."""
PAGE_IN_FIGURES: Final = "{page} / {pages}"


class NoSuchLetters(KringError):
    """No font on this machine has every letter of the text; a letter never goes out with letters missing."""

    code = "kring.no-such-letters"


def paper_of(letter: Letter, day: date, window: str = "left") -> Paper:
    """Set a letter: the same letter gives the same bytes on the same machine.

    Args:
        letter: What to set; its subject, its preview and its calendar file stay off the paper.
        day: The day that stands in it.
        window: On which side the envelope has its window, `left` or `right`.

    Raises:
        ChannelRefused: there is no postal address.
        NoSuchLetters: no font here has the letters it is written in.
        typst.TypstError: it cannot be set; the error may quote the letter.
    """
    said = said_of(letter, day, window)
    try:
        pdf, pages = _set(said)
    except typst.TypstError as error:
        if NOT_SHOWN in str(error):
            raise NoSuchLetters from None  # the error quotes the letter
        if not said["head"] or not said["head"]["logo"]:
            raise
        log.warning("notifications.letter.logo-not-read", office=letter.office)
        said["head"]["logo"] = None
        pdf, pages = _set(said)
    return Paper(
        pdf=pdf,
        pages=pages,
        language=letter.language,
        large_print=letter.large_print,
        plain_envelope=letter.letterhead is None,
    )


def said_of(letter: Letter, day: date, window: str) -> dict[str, Any]:
    """Give everything the template sets, as plain data: nothing in it is ever taken for layout.

    Raises:
        ChannelRefused: there is no postal address.
    """
    address = address_lines(letter.contact)
    if not address:
        raise ChannelRefused("there is no postal address to write on the letter")
    return {
        "title": on_one_line(letter.subject) or day_in(letter.language, day),  # a reader program asks for one
        "lang": main_part(letter.language),
        "right_to_left": letter.right_to_left,
        "points": _points(letter),
        "large": letter.large_print,
        "fonts": list(fonts_to_set_in()),
        "window": window,
        "head": None if letter.letterhead is None else _head(letter.letterhead),
        "address": [_piece(line) for line in address],
        "day": day_in(letter.language, day),
        "paragraphs": paragraphs(parted(letter)[0], right_to_left=letter.right_to_left),
        "sheet": sheet_of(letter),
        "page": headings_of(letter.language, "family")["page"] if has_headings(letter.language) else PAGE_IN_FIGURES,
    }


def _points(letter: Letter) -> float:
    points = POINTS_LARGE if letter.large_print else POINTS
    return points * (LARGER_TO_THE_LEFT if letter.right_to_left else 1)


def _head(head: Letterhead) -> dict[str, Any]:
    organisation, title, address = (on_one_line(each) for each in (head.organisation, head.title, head.address))
    from_whom = ", ".join(each for each in (organisation, title) if each)
    below = (on_one_line(each) for each in (head.telephone, head.website, head.address))
    return {
        "organisation": _piece(organisation),
        "title": _piece(title),
        "return": _piece(f"{from_whom} · {address}") if address else None,
        "below": [_piece(each) for each in below if each],
        "colour": head.colour or None,
        "logo": list(head.logo) if head.logo else None,
        "format": "png" if head.logo and head.logo.startswith(b"\x89PNG") else "svg",
    }


def _piece(text: str) -> dict[str, Any]:
    """Give words that keep their own direction: a telephone number reads the same in an Arabic letter."""
    return {"text": text, "right_to_left": runs_left(text)}


def _set(said: dict[str, Any]) -> tuple[bytes, int]:
    """Set it, and count its pages."""
    inputs = {"said": json.dumps(said, ensure_ascii=False)}
    pdf = typst.compile(
        _template(), format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=0, font_paths=fonts_here()
    )
    assert isinstance(pdf, bytes)  # noqa: S101 - a PDF is one piece
    pages = typst.query(_template(), "<pages>", field="value", one=True, sys_inputs=inputs, font_paths=fonts_here())
    return pdf, int(pages)


@cache
def _template() -> bytes:
    return files(__package__).joinpath("letter.typ").read_bytes()
