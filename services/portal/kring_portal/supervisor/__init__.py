"""The supervisor's room: who is supported, how a first conference went, and questions of coordinators."""

from kring_portal.supervisor.pages import router

__all__ = ["router"]
