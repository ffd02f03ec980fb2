"""The regional manager's desk: what waits, requests, what looks alike, what was set apart, what other offices offer."""

from fastapi import APIRouter

from kring_portal.manager import (
    board,
    claims,
    conferences,
    duplicates,
    letters,
    new_request,
    partners,
    persons,
    quarantine,
    registrations,
    request,
    searching,
    signals,
    steps,
    today,
    transfers,
)

__all__ = ["router"]

router = APIRouter(prefix="/manager")
for room in (
    today,
    board,
    new_request,  # before a request by its id: `new` is none
    request,
    steps,
    duplicates,
    quarantine,
    transfers,
    partners,
    searching,
    conferences,
    registrations,
    claims,
    persons,
    signals,
    letters,
):
    router.include_router(room.router)
