"""Anybody may ask: for a conference, or first for a talk; for oneself or for somebody else, without an account."""

from kring_portal.ask.pages import router

__all__ = ["router"]
