"""The trainer's room: gatherings, and who was there."""

from kring_portal.trainer.pages import router

__all__ = ["router"]
