"""The room of somebody who informs the circle: what it wants to know of them, and what they said they would do."""

from kring_portal.information_giver.pages import router

__all__ = ["router"]
