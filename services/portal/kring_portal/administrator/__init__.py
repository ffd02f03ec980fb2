"""Who may sign in, as what, and what happened at the door; nothing of any case."""

from fastapi import APIRouter

from kring_portal.administrator import accounts, inviting, journal

router = APIRouter()
for page in (accounts, inviting, journal):
    router.include_router(page.router)

__all__ = ["router"]
