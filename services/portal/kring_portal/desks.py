"""The rooms people enter; each is a router of its own, and this is the list."""

from typing import Final

from fastapi import APIRouter

from kring_portal import (
    administrator,
    ask,
    candidate,
    coordinator,
    entrance,
    information_giver,
    links,
    live,
    manager,
    manager_people,
    operator,
    professional,
    referrer,
    researcher,
    safety_officer,
    signing,
    supervisor,
    trainer,
)
from kring_portal.api import administering

ROUTERS: Final[tuple[APIRouter, ...]] = (
    entrance.router,
    ask.router,
    referrer.router,
    live.router,
    links.router,
    signing.router,
    administrator.router,
    administering.router,
    operator.router,
    manager_people.router,
    manager.router,
    candidate.router,
    trainer.router,
    supervisor.router,
    researcher.router,
    coordinator.router,
    professional.router,
    information_giver.router,
    safety_officer.router,
)
"""A new room is added here."""
