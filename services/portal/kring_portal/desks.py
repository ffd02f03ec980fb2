"""The rooms people enter; each is a router of its own, and this is the list."""

from typing import Final

from fastapi import APIRouter

from kring_portal import (
    administrator,
    ask,
    candidate,
    coordinator,
    entrance,
    links,
    live,
    manager_people,
    operator,
    researcher,
    signing,
    supervisor,
    trainer,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    entrance.router,
    ask.router,
    live.router,
    links.router,
    signing.router,
    administrator.router,
    operator.router,
    manager_people.router,
    candidate.router,
    trainer.router,
    supervisor.router,
    researcher.router,
    coordinator.router,
)
"""A new room is added here."""
