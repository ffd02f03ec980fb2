"""The room of a professional who may compel: what is asked of them, and the plan they say yes or no to."""

from kring_portal.professional.pages import router

__all__ = ["router"]
