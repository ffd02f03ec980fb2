"""The coordinator's desk: today, my conferences, the circle, the day itself, the plan, and what comes after."""

from fastapi import APIRouter

from kring_portal.coordinator import (
    acting,
    after,
    circle,
    claims,
    conferences,
    day,
    links,
    messages,
    person,
    plan,
    preparation,
    profile,
    proposals,
    today,
)

router = APIRouter()
for room in (
    *(acting, after, circle, claims, conferences, day, links),
    *(messages, person, plan, preparation, profile, proposals, today),
):
    router.include_router(room.router)

__all__ = ["router"]
