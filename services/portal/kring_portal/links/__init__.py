"""Behind a personal link: pages for one person and one purpose, without an account; and marks by the code of a form."""

from kring_portal.links.room import router

__all__ = ["router"]
