"""The plan on paper: a tagged PDF of A4 that somebody can read at a kitchen table, headings in several languages."""

from kring_shared.runtime.paper.plan.headings import LANGUAGES
from kring_shared.runtime.paper.plan.paper import paper_of

__all__ = ["LANGUAGES", "paper_of"]
