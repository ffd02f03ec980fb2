"""The way in: the first page, the language, and where each role begins."""

from kring_portal.entrance.pages import router

__all__ = ["router"]
