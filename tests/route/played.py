"""A Kring that people played through: referrals handed in, everybody reacting, the clock driven to the end."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.kernel.work import Sealer
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running.at_work import AtWork
from kring_shared.testing.empty_databases import with_empty_databases
from kring_shared.testing.people.agenda import Agenda
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import MovableClock, play
from kring_shared.testing.people.players import Players
from kring_shared.testing.people.register import fill_register

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
AS_LONG = timedelta(weeks=32)
"""Until every family was followed up; before what is kept of them goes."""
STRUCTURED = {"Content-Type": "application/cloudevents+json"}
MANDATE = {
    "kind": "youthCourt",
    "conditions": ["De kinderen slapen niet alleen thuis"],
    "acceptor": {"name": "R. Maes", "organisation": "Jeugdrechtbank", "email": "r.maes@rechtbank.example"},
}


@dataclass
class Played:
    """What came of it."""

    kring: Embedded
    client: Client
    clock: DrivenClock
    players: Players
    facts: list[Fact]

    def names(self, case_id: str, *, without: Sequence[str] = ("notifications",)) -> list[str]:
        """Name the facts of a case, in the order of the stream."""
        return [fact.name for fact in self.facts if fact.case_id == case_id and fact.service not in without]

    def of(self, case_id: str, kind: type[Fact]) -> list[Any]:
        """Give the facts of one kind of a case."""
        return [fact for fact in self.facts if fact.case_id == case_id and isinstance(fact, kind)]

    def rows(self, service: str, statement: str, **values: object) -> list[Any]:
        """Read rows from a service's database."""
        database = next(one.database for one in self.kring.running if one.service.name == service)
        with database.read() as tx:
            return list(tx.execute(text(statement), values))


def a_referral(reference: str, **data: object) -> dict[str, Any]:
    """Make a referral event of a family; `data` replaces fields of it."""
    return {
        "specversion": "1.0",
        "id": f"event-{reference}",
        "source": "urn:nl:wijkteam-test",
        "type": "nl.eigenkracht.referral.submitted.v1",
        "time": "2026-11-23T09:00:00+01:00",
        "datacontenttype": "application/json",
        "data": {
            "reference": reference,
            "requester": {
                "kind": "professional",
                "name": "M. de Groot",
                "organisation": "Wijkteam",
                "email": "m.degroot@wijkteam.example",
            },
            "mainPersons": [
                {"name": "Noor", "birthYear": 2014, "languages": ["nl"], "email": "noor@voorbeeld.example"}
            ],
            "conferenceType": "family",
            "context": "voluntary",
            "urgency": "normal",
            "minorsInvolved": True,
            "question": "Wat is er nodig zodat Noor thuis kan blijven wonen?",
            "mandates": [],
        }
        | data,
    }


@asynccontextmanager
async def played(
    folder: Path,
    referrals: Sequence[tuple[str, dict[str, Any]]],
    temper_of: Callable[[RequestReceived], Temper] = lambda _: Temper(),
) -> AsyncIterator[Played]:
    """Hand in referrals, as (office, event), play to the end, and keep Kring running for questions."""
    clock = DrivenClock(START)
    async with Embedded(with_empty_databases(folder / "kring"), clock=clock) as kring:
        client = await kring.client()
        await fill_register(Desk(client), clock.now(), load=20)
        yield await played_in(kring, client, clock, referrals, temper_of)


async def played_in(
    kring: Embedded,
    client: Client,
    clock: DrivenClock,
    referrals: Sequence[tuple[str, dict[str, Any]]],
    temper_of: Callable[[RequestReceived], Temper] = lambda _: Temper(),
) -> Played:
    """Hand in referrals in a Kring whose register is filled, and play to the end."""
    facts = list[Fact]()
    mail = kring.running[0].setup.vault
    players = await played_through(kring, client, clock, referrals, mail=mail, temper_of=temper_of, watch=facts.append)
    return Played(kring, client, clock, players, facts)


async def played_through(
    kring: AtWork,
    client: Client,
    clock: MovableClock,
    referrals: Sequence[tuple[str, dict[str, Any]]],
    *,
    mail: Sealer,
    temper_of: Callable[[RequestReceived], Temper] = lambda _: Temper(),
    watch: Callable[[Fact], None] = lambda _: None,
) -> Players:
    """Hand in referrals and play to the end, wherever the services are."""
    agenda, js = Agenda(clock), client.connection.jetstream()
    for office, event in referrals:
        headers = STRUCTURED | {"Nats-Msg-Id": new_id(clock.now())}
        await js.publish(f"kring.{office}.referrals.wijkteam-test", json.dumps(event).encode(), headers=headers)
    observer = Observer(client.connection)
    await observer.start()
    players = Players(Desk(client), clock, agenda, temper_of, mail=mail)
    until = clock.now() + AS_LONG
    await play(kring, clock, observer, players, agenda, watch=lambda fact, _: watch(fact), until=until)
    return players
