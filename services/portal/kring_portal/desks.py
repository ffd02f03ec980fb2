"""The rooms people enter; each is a router of its own, and this is the list."""

from typing import Final

from fastapi import APIRouter

from kring_portal import entrance, links, live

ROUTERS: Final[tuple[APIRouter, ...]] = (entrance.router, live.router, links.router)
"""A new room is added here."""
