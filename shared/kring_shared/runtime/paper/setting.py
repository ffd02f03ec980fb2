"""Setting a template as PDF. PDF/UA-1 is asked for: what a screen reader cannot follow is not given out."""

from datetime import UTC, date, datetime, time

import typst

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.paper.fonts import NOT_SHOWN


def set_as_pdf(template: bytes, said: dict[str, str], made_on: date, no_letters: str) -> bytes:
    """Set a template: the same words give the same bytes on the same machine.

    Args:
        template: Says where everything stands, and nothing else.
        said: Every text on the pages, so that nothing in it is ever taken for layout.
        made_on: The day the file says it was made.
        no_letters: What to say when no font here has the letters it is written in.

    Returns:
        A tagged PDF of A4 pages (PDF/UA-1).

    Raises:
        WrongSetup: no font here has the letters it is written in.
    """
    made = int(datetime.combine(made_on, time(), UTC).timestamp())
    try:
        paper = typst.compile(template, format="pdf", sys_inputs=said, pdf_standards="ua-1", timestamp=made)
    except typst.TypstError as error:
        if NOT_SHOWN in str(error):
            raise WrongSetup(no_letters) from None  # the error quotes what is set, and may end in a log
        raise
    assert isinstance(paper, bytes)  # noqa: S101 - a PDF is one piece
    return paper
