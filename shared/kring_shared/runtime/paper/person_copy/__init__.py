"""A copy of what is held of one person, as a page of HTML and as PDF, in plain words; the same sheet for both."""

from kring_shared.runtime.paper.person_copy.page import page_of
from kring_shared.runtime.paper.person_copy.paper import paper_of
from kring_shared.runtime.paper.person_copy.sheet import Sheet, sheet_of
from kring_shared.runtime.paper.person_copy.words import LANGUAGES

__all__ = ["LANGUAGES", "Sheet", "page_of", "paper_of", "sheet_of"]
