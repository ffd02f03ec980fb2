"""The regional manager's desk about people: who does which case, the register, careers, messages, figures."""

from fastapi import APIRouter

from kring_portal.manager_people import (
    assigning,
    careers,
    coordinators,
    exporting,
    figures,
    gatherings,
    helpdesk,
    loans,
    matching,
    messages,
    together,
)

router = APIRouter()
for room in (
    together,
    loans,
    matching,
    assigning,
    coordinators,
    careers,
    gatherings,
    helpdesk,
    messages,
    exporting,
    figures,
):
    router.include_router(room.router)

__all__ = ["router"]
