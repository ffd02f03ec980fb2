"""Messages that did not arrive and wait for a person: in plain words, each with a button to try again."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import SERVICES, of_every_service
from kring_portal.manager.fields import fields_of
from kring_portal.web.refusals import CommandRefused
from kring_portal.web.visit import Manager
from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.every_service import DeadLetters, ListDeadLetters, RetryDeadLetter
from kring_shared.kernel.errors import NotFound

router = APIRouter()


@dataclass(frozen=True)
class Letter:
    """One message that did not arrive: where it lies, what it says (a key of the words), and since when."""

    service: str
    id: str
    key: str
    kind: str
    case_id: str
    tries: int
    since: datetime


@router.get("/letters")
async def letters(visit: Manager) -> Response:
    """List what did not arrive, the oldest first."""
    answers = await of_every_service(visit, ListDeadLetters(), DeadLetters)
    found = [
        Letter(service, one.id, key_of(one.kind), one.kind, one.case_id, one.tries, one.parked_at)
        for service, answer in answers.items()
        if answer
        for one in answer.letters
    ]
    silent = [service for service, answer in answers.items() if answer is None]
    found.sort(key=lambda one: one.since)
    return visit.page("manager/letters.html", letters=found, silent=silent)


@router.post("/letters/{service}/again")
async def tried_again(visit: Manager, service: str) -> Response:
    """Try one again.

    Raises:
        CommandRefused: there is no such service.
    """
    if service not in SERVICES:
        raise CommandRefused(Receipt(status="refused", code=NotFound.code))
    letter = (await fields_of(visit)).text("id")
    command = RetryDeadLetter(id=letter)
    return await visit.carry_out(command, to="/manager/letters", said="manager-done-retry", service=service)


def key_of(kind: str) -> str:
    """Give the key of the words for a message by its kind: `intake.request-accepted.v1`, or a whole type."""
    parts = [part for part in kind.split(".") if part]
    if parts and parts[-1].startswith("v") and parts[-1][1:].isdigit():
        parts.pop()
    return "fact-" + "-".join(parts[-2:])
