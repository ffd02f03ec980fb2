"""A Kring with its offices open: referrals come in, people say and do one thing after another, weeks pass."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from kring_shared.contracts import intake as i
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Answer, Command, Fact, Query, Receipt
from kring_shared.contracts.field import AgeBand, ConferenceType, Context, Urgency
from kring_shared.contracts.referral.receipt import RECEIPT_TYPE
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.streams import RECEIPTS, last_place
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.storage.tables import from_ms
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.empty_databases import with_empty_databases
from tests.route.played import START, STRUCTURED, a_referral

A = TypeVar("A", bound=Answer)
PluginSettings = dict[str, dict[str, object]]
"""Settings per plugin, under service:name."""
GROWN_UP = {"name": "Rachel de Boer", "birthYear": 1986, "languages": ["nl"]}
CHILD = {"name": "Noor de Boer", "birthYear": 2017, "languages": ["nl"]}
PARENTS = (Contact(name="Mira de Boer", phone="+31 6 00000001"), Contact(name="Otto Kok", phone="+31 6 00000002"))


@dataclass
class Office:
    """One office, and what its people do; every command that is refused comes back as a receipt."""

    kring: Embedded
    client: Client
    clock: DrivenClock
    name: str = "utrecht"

    def at(self, name: str) -> "Office":
        """Give another office of the same Kring."""
        return Office(self.kring, self.client, self.clock, name)

    async def refers(self, reference: str, *, system: str = "wijkteam-test", **data: object) -> i.CaseLine:
        """Let a system refer over the bus, and give the case that came of it."""
        await self.publishes(json.dumps(self._event(reference, system, data)).encode(), system)
        return (await self.cases())[0]

    async def publishes(self, body: bytes, system: str = "wijkteam-test") -> dict[str, Any]:
        """Let a system publish, and give the data of the receipt it reads."""
        js = self.client.connection.jetstream()
        headers = STRUCTURED | {"Nats-Msg-Id": new_id(self.clock.now())}
        await js.publish(f"kring.{self.name}.referrals.{system}", body, headers=headers)
        self.clock.move_by(timedelta(minutes=1))
        await self.kring.settle()
        return (await self.receipts())[-1]

    async def receipts(self) -> list[dict[str, Any]]:
        """Give what senders were told so far, oldest first."""
        _, last = await last_place(self.client.connection, RECEIPTS)
        js = self.client.connection.jetstream()
        events = [json.loads((await js.get_msg(RECEIPTS, place)).data or b"{}") for place in range(1, last + 1)]
        assert {event["type"] for event in events} <= {RECEIPT_TYPE}
        return [event["data"] for event in events]

    async def does(self, command: Command, role: Role = Role.REGIONAL_MANAGER, who: str = "") -> Receipt:
        """Give a command in somebody's role, and let it have its effect everywhere."""
        actor = self.client.actor(role, who or f"manager-{self.name}", self.name)
        receipt = await self.client.do(command, actor, timeout=60)
        await self.kring.settle()
        return receipt

    async def must(self, command: Command, role: Role = Role.REGIONAL_MANAGER, who: str = "") -> Receipt:
        """Give a command that nothing stands in the way of."""
        receipt = await self.does(command, role, who)
        assert receipt.status == "done", (receipt.code, receipt.message)
        return receipt

    async def asks(self, query: Query, form: type[A], role: Role = Role.REGIONAL_MANAGER, who: str = "") -> A:
        """Ask, as the regional manager unless said otherwise."""
        actor = self.client.actor(role, who or f"manager-{self.name}", self.name)
        return await self.client.ask(query, actor, form, timeout=60)

    async def cases(self) -> tuple[i.CaseLine, ...]:
        """List the cases, newest first."""
        return (await self.asks(i.ListCases(office=self.name), i.CaseList)).cases

    async def shown(self, case_id: str) -> i.RequestShown:
        """Show one request."""
        return await self.asks(i.ShowRequest(case_id=case_id), i.RequestShown)

    async def stage_of(self, case_id: str) -> tuple[str, str]:
        """Give where a case stands, and why it waits."""
        line = next(line for line in await self.cases() if line.case_id == case_id)
        return line.stage, line.held

    async def triages(self, case_id: str, **changes: object) -> None:
        """Settle what it is about: a family conference, of their own accord."""
        fields = {
            "conference_type": ConferenceType.FAMILY,
            "context": Context.VOLUNTARY,
            "urgency": Urgency.NORMAL,
            "minors_involved": True,
        }
        await self.must(i.TriageRequest.model_validate({"case_id": case_id} | fields | changes))

    async def settles(self, case_id: str, *holders: Contact) -> list[i.PersonLine]:
        """Note who decides for each main person, and that children were asked; give the main persons as shown."""
        for line in (await self.shown(case_id)).main_persons:
            is_child = line.age_band is not None and line.age_band is not AgeBand.ADULT
            age = line.age_band or AgeBand.ADULT
            await self.must(
                i.SettleAuthority(
                    case_id=case_id,
                    person_id=line.person_id,
                    age_band=age,
                    holders=(holders or PARENTS) if is_child and not line.holders else (),
                    all_known=True,
                )
            )
            if is_child:
                await self.must(i.RecordVoice(case_id=case_id, person_id=line.person_id, asked=True))
        return list((await self.shown(case_id)).main_persons)

    async def all_say_yes(self, case_id: str, purpose: str = "conference") -> None:
        """Let everybody who decides say yes to the office."""
        shown = await self.shown(case_id)
        said = {line.giver_id for line in shown.consents if line.purpose == purpose and line.answer == "yes"}
        deciders = set(shown.still_to_ask) | {line.giver_id for line in shown.consents}
        for giver_id in sorted(deciders - said):
            yes = i.GiveConsent(case_id=case_id, purpose=purpose, method=i.ConsentMethod.IN_PERSON, giver_id=giver_id)
            await self.must(yes)

    async def accepts(self, case_id: str, **changes: object) -> None:
        """Go from a fresh request to an accepted one; `changes` are what triage settles otherwise."""
        await self.triages(case_id, **changes)
        await self.settles(case_id)
        await self.all_say_yes(case_id)
        await self.must(i.AcceptRequest(case_id=case_id))

    async def waits(self, time: timedelta) -> None:
        """Let time pass, and everything that waits for it happen in its turn."""
        until = self.clock.now() + time
        while (due := self.kring.next_due()) is not None and from_ms(due) <= until:
            self.clock.move_to(from_ms(due))
            await self.kring.settle()
        self.clock.move_to(until)
        await self.kring.settle()

    async def facts(self, case_id: str = "") -> list[Fact]:
        """Give the facts on the bus, of one case or of all."""
        found = await kept_facts(self.client.connection)
        facts = [FACTS[one.kind].model_validate_json(one.body) for one in found]
        return [fact for fact in facts if case_id in {"", fact.case_id}]

    async def names(self, case_id: str, *services: str) -> list[str]:
        """Name the facts of a case, in order, of these services."""
        return [fact.name for fact in await self.facts(case_id) if fact.service in services]

    def rows(self, service: str, statement: str, **values: object) -> list[Any]:
        """Read rows from a service's database."""
        database = next(one.database for one in self.kring.running if one.service.name == service)
        with database.read() as tx:
            return list(tx.execute(text(statement), values))

    @staticmethod
    def _event(reference: str, system: str, data: dict[str, Any]) -> dict[str, Any]:
        event = a_referral(reference, mainPersons=[GROWN_UP], minorsInvolved=False)
        return event | {"source": f"urn:nl:{system}", "data": event["data"] | data}


@asynccontextmanager
async def an_office(
    folder: Path, name: str = "utrecht", plugin_settings: PluginSettings | None = None
) -> AsyncIterator[Office]:
    """Open the example offices, and give one; plugins have no settings unless they are given some."""
    clock = DrivenClock(START)
    async with Embedded(
        with_empty_databases(folder / "kring"), clock=clock, plugin_settings=plugin_settings or {}
    ) as kring:
        yield Office(kring, await kring.client(), clock, name)
