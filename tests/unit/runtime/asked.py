"""A service as its requests read it, without a bus: a question is signed, held against the rights, answered, noted."""

import asyncio
import json
from typing import Any
from unittest.mock import AsyncMock

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Query
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.requests import Requests
from tests.integration.lane.desk import OFFICE, START, Desk, a_command

RUN = "run-the-route"


def signed(desk: Desk, role: Role, person: str, *, office: str = OFFICE, purpose: str = RUN) -> str:
    """Sign somebody, for some purpose."""
    actor = Actor(id=person, role=role, office=office, purpose=purpose, issued_at=desk.clock.now())
    return desk.signer.sign(actor)


def asks(desk: Desk, query: Query, role: Role, person: str, *, office: str = "", purpose: str = RUN) -> dict[str, Any]:
    """Ask the office of the desk something, and write down that it was asked, as the requests of a service do."""
    header = signed(desk, role, person, office=office or OFFICE, purpose=purpose)
    lane = Lane(desk.setup, None)
    requests = Requests(desk.setup, lane, AsyncMock(), (OFFICE,), AsyncMock())
    try:
        text, pages = requests._read(query.kind(), query.to_json(), OFFICE, header)
        requests._note(pages)
    finally:
        asyncio.run(requests.stop())
        lane.close()
    answer: dict[str, Any] = json.loads(text)
    return answer


def commands(desk: Desk, command: Any, role: Role, person: str, *, purpose: str = RUN) -> str:  # noqa: ANN401 - any
    """Give a command; give the code of its answer."""
    delivery = a_command(command, signed(desk, role, person, purpose=purpose), command_id=new_id(START))
    return str(json.loads(desk.settle(delivery).answers[delivery.id] or "{}")["code"])
