"""The people of a Kring whose machines die: they send again what was not answered, and go on."""

import asyncio
import heapq
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import nats.errors
import nats.js.errors

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Command, Fact, Query, Receipt
from kring_shared.contracts.intake import ConsentGiven, RequestReceived
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.errors import NoAnswer
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import A, Client, RefusedAnswer
from kring_shared.runtime.bus.streams import OF_FACTS, REFERRALS
from kring_shared.runtime.bus.wire import id_of, kind_of
from kring_shared.testing.people.agenda import Act, Agenda
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk, PlayError
from kring_shared.testing.people.play import MovableClock
from kring_shared.testing.people.players import Players
from kring_shared.testing.people.register import fill_register

STRUCTURED = {"Content-Type": "application/cloudevents+json"}
BUS_ERRORS = (nats.errors.Error, nats.js.errors.Error, TimeoutError, OSError)
ANSWER_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How long somebody waits the first time, the second and so on: many who all ask again at once keep a service busy."""
PATIENCE_SECONDS = 60.0
"""Of the wall's clock: a machine may be busy with others while five services start again."""
OFFICES = ("utrecht", "amersfoort", "gent")
SURNAME = "Zonnebloemveld"
GIVEN, YEARS = (
    (
        *("Anouk", "Bram", "Cheng", "Dirk", "Fenna", "Gijs", "Hilde", "Kofi", "Lotte", "Mustafa", "Nuria", "Oskar"),
        *("Priya", "Quinten", "Rosalie", "Siham", "Thijs", "Ugur", "Veerle", "Wout", "Xenia", "Yusuf", "Zora", "Emre"),
    ),
    5,
)
"""Enough names and years of birth that two families do not look like the same people."""
QUESTION = "Hoe blijft het gezin Zonnebloemveld bij elkaar?"
MAIL = "kastanjelaan"
WORDS = (
    *(SURNAME, MAIL, QUESTION, "Iedereen is veilig"),  # the referral
    *("Marijke Vos", "marijke.vos@", "Ewa Nowak", "Lieve Claeys"),  # the coordinators
    *("het thuis goed gaat", "Tante Loes", "Opa Jan", "Nadia", "@voorbeeld.example", "Lindestraat"),  # the preparation
    *("haalt de kinderen op", "als er zorgen zijn"),  # the plan
)
"""What no stream, log or database may show."""


class SteadyDesk(Desk):
    """Sends a command again with the same id until it is answered, and waits a little for what is not there yet."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self.again = 0

    async def do(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        self.asked += 1
        command_id = new_id(self._client.now())
        receipt: Receipt | None = None
        async for n in attempts():
            actor = self._client.actor(role, who, office)
            try:
                receipt = await self._client.do(command, actor, command_id=command_id, timeout=_waits(n))
            except NoAnswer:
                self.again += 1
                continue
            if receipt.status == "done":
                return receipt
        raise PlayError(f"{command.name} of {role}: {receipt and (receipt.code, receipt.message)}")

    async def tries(self, command: Command, role: Role, who: str, office: str) -> Receipt:
        """Give a command that may well be refused, again and again under one id, until it is answered."""
        self.asked += 1
        command_id = new_id(self._client.now())
        async for n in attempts():
            actor = self._client.actor(role, who, office)
            try:
                return await self._client.do(command, actor, command_id=command_id, timeout=_waits(n))
            except NoAnswer:
                self.again += 1
        raise PlayError(f"{command.name} of {role} was not answered")

    async def ask(self, query: Query, role: Role, who: str, office: str, form: type[A]) -> A:
        self.asked += 1
        async for n in attempts():
            actor = self._client.actor(role, who, office)
            try:
                return await self._client.ask(query, actor, form, timeout=_waits(n))
            except (NoAnswer, RefusedAnswer):
                continue
        raise PlayError(f"{query.name} of {role} was not answered")


def _waits(attempt: int) -> float:
    return ANSWER_SECONDS[min(attempt, len(ANSWER_SECONDS) - 1)]


async def attempts(patience: float = PATIENCE_SECONDS) -> AsyncIterator[int]:
    """Count attempts as long as patience lasts, a tenth of a second apart at first and a second in the end."""
    loop = asyncio.get_running_loop()
    until, n = loop.time() + patience, 0
    while n == 0 or loop.time() < until:
        yield n
        n += 1
        await asyncio.sleep(min(n / 10, 1.0))


class Place(Protocol):
    """Where people find a Kring: as a `Fleet`, or as one process that was started some other way."""

    @property
    def client(self) -> Client: ...
    @property
    def clock(self) -> MovableClock: ...
    async def at_rest(self) -> bool: ...


class Town:
    """Sends referrals, plays everybody, and remembers what was promised to whom."""

    def __init__(self, fleet: Place, temper_of: Callable[[RequestReceived], Temper] = lambda _: Temper()) -> None:
        self.fleet, self._temper_of = fleet, temper_of
        self.desk = SteadyDesk(fleet.client)
        self.agenda = Agenda(fleet.clock)
        self.players = Players(self.desk, fleet.clock, self.agenda, temper_of)
        # Two ways in: where everybody has a credential, an admin reads the streams, and a system refers.
        self.sees_by = self.refers_by = fleet.client.connection.jetstream
        self.references: list[str] = []
        self.locked: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self._seen = dict.fromkeys(OF_FACTS, 0)
        self.heard: set[str] = set()  # the ids of the facts that people have seen

    def use(self, agenda: Agenda) -> None:
        """Have people plan with another agenda, before they see anything."""
        self.agenda = agenda
        self.players = Players(self.desk, self.fleet.clock, agenda, self._temper_of)

    @staticmethod
    def never() -> bool:
        """Never be content."""
        return False

    async def open_register(self) -> None:
        """Enter every office's coordinators."""
        await fill_register(self.desk, self.fleet.clock.now(), load=20)

    async def refer(self, how_many: int, *, every: float = 0.0) -> None:
        """Send referrals, each until the bus has said that it keeps it."""
        for _ in range(how_many):
            number = len(self.references)
            reference = f"ref-{number}"
            await self.send(OFFICES[number % len(OFFICES)], a_referral(reference, number))
            self.references.append(reference)
            await asyncio.sleep(every)

    async def send(self, office: str, event: dict[str, Any]) -> None:
        """Hand a referral in."""
        headers = STRUCTURED | {"Nats-Msg-Id": event["id"]}
        body = json.dumps(event).encode()
        async for n in attempts():
            try:
                await self.refers_by().publish(
                    f"kring.{office}.referrals.wijkteam-test", body, headers=headers, timeout=_waits(n)
                )
            except BUS_ERRORS:
                continue
            return
        raise PlayError("a referral could not be handed in")

    async def waiting(self) -> int:
        """Count the referrals that nobody has handled."""
        return int((await self.sees_by().stream_info(REFERRALS)).state.messages)

    async def live(
        self, *, until: Callable[[], bool], in_mid_run: Callable[[], bool] = lambda: False, within: float = 60
    ) -> None:
        """Go on until something is so, or at once when something is so `in_mid_run`.

        The clock moves whenever everything is at rest and people wait for it.
        """
        async with asyncio.timeout(within):
            while not in_mid_run():
                news = await self.hear()
                acts = self.agenda.due()
                await asyncio.gather(*(_in_turn(of_one_case) for of_one_case in acts.values()))
                if acts or news:
                    continue
                if until():
                    return
                if await self.fleet.at_rest() and not await self.hear():
                    await self.let_time_pass()
                else:
                    await asyncio.sleep(0.05)  # asking all services whether they rest keeps them from it

    async def let_time_pass(self) -> None:
        """Move the clock to what people mean to do next, or by a month when they wait for the services."""
        month = self.fleet.clock.now() + timedelta(days=31)
        self.fleet.clock.move_to(min(self.agenda.next() or month, month))
        if not self.agenda.next():
            await asyncio.sleep(0.3)  # what comes due is looked at four times a second

    def everybody_is_through(self) -> bool:
        """Tell whether every referral's registration is locked."""
        return len(self.references) == len(self.players.cases) == len(self.locked)

    def has_seen(self, facts: int) -> bool:
        """Tell whether people have seen that many facts."""
        return self.kinds.total() >= facts

    def forget_places(self) -> None:
        """Begin again at the start of a stream that was made anew; what was seen before is not reacted to again."""
        self._seen = dict.fromkeys(OF_FACTS, 0)

    async def hear(self) -> int:
        """Let people see the facts that are new on the bus; give how many."""
        before = sum(self._seen.values())
        try:
            for stream in OF_FACTS:
                await self._hear(stream)
        except BUS_ERRORS:
            await asyncio.sleep(0.05)
        return sum(self._seen.values()) - before

    async def _hear(self, stream: str) -> None:
        js = self.sees_by()
        last = (await js.stream_info(stream)).state.last_seq
        while self._seen[stream] < last:
            message = await js.get_msg(stream, self._seen[stream] + 1)
            headers = message.headers or {}
            if id_of(headers) not in self.heard:
                self._see(FACTS[kind_of(headers)].model_validate_json(message.data or b""))
            self.heard.add(id_of(headers))
            self._seen[stream] += 1

    def _see(self, fact: Fact) -> None:
        self.kinds[fact.name] += 1
        if isinstance(fact, RegistrationLocked):
            self.locked[fact.case_id] += 1
        self.players.see(fact)


class HastyAgenda(Agenda):
    """For people who wait for nothing: whatever they mean to do, they do at once, in the order it was planned."""

    def plan_at(self, moment: datetime, case_id: str, act: Act) -> None:  # noqa: ARG002 - nobody waits for it
        heapq.heappush(self._heap, (datetime.min.replace(tzinfo=UTC), next(self._count), case_id, act))


async def _in_turn(acts: list[Act]) -> None:
    for act in acts:
        await act()


def a_referral(reference: str, number: int) -> dict[str, Any]:
    """Make a referral with names that can be found again wherever they leak."""
    mandatory = number % 3 == 1
    acceptor = {"name": f"Rechter {SURNAME}", "organisation": "Rechtbank", "email": f"rechter{number}@{MAIL}.example"}
    return {
        "specversion": "1.0",
        "id": f"event-{reference}",
        "source": "urn:nl:wijkteam-test",
        "type": "nl.eigenkracht.referral.submitted.v1",
        "time": "2026-11-20T09:00:00+01:00",
        "datacontenttype": "application/json",
        "data": {
            "reference": reference,
            "requester": {
                "kind": "professional",
                "name": f"Aanmelder {SURNAME}",
                "organisation": "Wijkteam",
                "email": f"aanmelder{number}@{MAIL}.example",
            },
            "mainPersons": [
                {
                    "name": f"{GIVEN[number % len(GIVEN)]} {SURNAME}",
                    "birthYear": 2018 - 2 * (number // len(GIVEN) % YEARS),
                    "languages": ["nl"],
                    "email": f"kind{number}@{MAIL}.example",
                }
            ],
            "conferenceType": "family",
            "context": "mandatory" if mandatory else "voluntary",
            "urgency": "urgent" if number % 3 == 2 else "normal",
            "minorsInvolved": True,
            "question": QUESTION,
            "mandates": [{"kind": "youthCourt", "conditions": ["Iedereen is veilig"], "acceptor": acceptor}]
            * mandatory,
        },
    }


def some_stop(received: RequestReceived) -> Temper:
    """Let every third family stop after its consent; the others, one of them mandated, go all the way."""
    stops = received.dossier.urgency.value == "urgent"
    return Temper(withdraws_after=ConsentGiven.kind() if stops else "")
