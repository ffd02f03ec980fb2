"""The candidate's room: how far they are, and what is theirs to do."""

from kring_portal.candidate.pages import router

__all__ = ["router"]
