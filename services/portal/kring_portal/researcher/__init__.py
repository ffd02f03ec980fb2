"""The researcher's room: figures that may leave the offices, with what is small left out."""

from kring_portal.researcher.pages import router

__all__ = ["router"]
