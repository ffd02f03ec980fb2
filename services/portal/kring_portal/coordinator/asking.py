"""Asking for what not everybody has: somebody who never claimed anything is no stranger to their own desk."""

from typing import TypeVar

from pydantic import BaseModel

from kring_portal.web.visit import Visit
from kring_shared.contracts.envelope import Query
from kring_shared.runtime.bus.client import RefusedAnswer

A = TypeVar("A", bound=BaseModel)


async def if_any(visit: Visit, query: Query, form: type[A]) -> A | None:
    """Ask; nothing where the service knows nothing of them."""
    try:
        return await visit.ask(query, form)
    except RefusedAnswer:
        return None
