"""Asking several services at once, and going on where one of them does not answer or has nothing."""

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Final, TypeVar

from fastapi import Path
from pydantic import BaseModel, StringConstraints

from kring_portal.web.visit import Visit
from kring_shared.contracts.envelope import Query
from kring_shared.kernel.errors import NoAnswer
from kring_shared.runtime.bus.client import RefusedAnswer

A = TypeVar("A", bound=BaseModel)
SERVICES: Final = ("intake", "matching", "conference", "notifications", "registry")
"""Every service a case passes through; what `every` service answers is asked of each."""
KEY: Final = r"^[0-9a-f]{32}$"
CURSOR: Final = r"^[0-9A-Za-z.:_~-]{0,120}$"
"""Where a page goes on, as a service gave it."""
CaseId = Annotated[str, Path(pattern=KEY)]
"""An opaque id in a path; anything else is no page."""
OptionalKey = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]


async def perhaps(asked: Awaitable[A]) -> A | None:
    """Give an answer; nothing where a service does not answer now, or has nothing to say."""
    try:
        return await asked
    except (NoAnswer, RefusedAnswer):
        return None


async def of_every_service(visit: Visit, query: Query, form: type[A]) -> dict[str, A | None]:
    """Ask every service the same, at once; nothing where one does not answer."""
    answers = await asyncio.gather(*(perhaps(visit.ask(query, form, service=one)) for one in SERVICES))
    return dict(zip(SERVICES, answers, strict=True))
