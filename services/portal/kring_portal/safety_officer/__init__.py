"""The safety officer's room: one signal at a time, by its number, and what became of it."""

from kring_portal.safety_officer.pages import router

__all__ = ["router"]
