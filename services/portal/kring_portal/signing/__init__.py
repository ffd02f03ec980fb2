"""Who somebody is: signing in, the second factor, invitations, roles and deputies, and looking when it cannot wait."""

from fastapi import APIRouter

from kring_portal.signing import deputies, emergencies, enrol, looked, own, provider, roles, sign_in, welcome

router = APIRouter()
for page in (sign_in, provider, enrol, welcome, roles, own, deputies, emergencies, looked):
    router.include_router(page.router)

__all__ = ["router"]
