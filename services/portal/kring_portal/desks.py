"""The rooms people enter; each is a router of its own, and this is the list."""

from typing import Final

from fastapi import APIRouter

from kring_portal import (
    candidate,
    entrance,
    links,
    live,
    manager_people,
    researcher,
    supervisor,
    trainer,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    entrance.router,
    live.router,
    links.router,
    manager_people.router,
    candidate.router,
    trainer.router,
    supervisor.router,
    researcher.router,
)
"""A new room is added here."""
