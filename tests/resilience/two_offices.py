"""Two offices on lines to a hub: what their people begin together, do alone, and what stands everywhere afterwards."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from deploy.demo.post_office import PostOffice
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.bus.streams import BACKBONE
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from kring_shared.testing.audit import kept_in
from kring_shared.testing.office import Backbone, linked_offices
from kring_shared.testing.office import Office as OnALine
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import name_funders, statute_of
from kring_shared.testing.waiting import until
from tests.resilience.books import readable
from tests.route.coordinated import an_accepted_case
from tests.route.office import Office
from tests.route.played import START

OFFICES: Final = ("utrecht", "amersfoort")
COORDINATORS: Final = {"utrecht": ("Marijke Vos", "Hanneke Bos"), "amersfoort": ("Ewa Nowak", "Kees de Wit")}
FAMILIES: Final = {
    ("utrecht", "moves"): "Roos Zonderland",
    ("utrecht", "waits"): "Teun Achterberg",
    ("utrecht", "meets"): "Saida Lahlou",
    ("amersfoort", "moves"): "Jelle Ouwehand",
    ("amersfoort", "waits"): "Pieternel Kwak",
    ("amersfoort", "meets"): "Bogdan Wrona",
}
WORDS: Final = (*FAMILIES.values(), *(name for names in COORDINATORS.values() for name in names), "Tante Loes")
INSIDE: Final = (".office.", ".do.", ".ask.", ".referrals.", ".receipts.")
"""Stands in every subject of what never leaves its office."""
RIGHT_AFTER_SECONDS: Final = 30.0
"""On a busy machine; alone it takes two."""


@dataclass
class Watch:
    """Hears everything that is said on a bus, as its owner could."""

    subjects: list[str] = field(default_factory=list)

    async def begin(self, connection: Nats) -> None:
        """Listen from now on."""
        await connection.subscribe(">", cb=self._take)
        await connection.flush()

    def of_others(self, office: str = "-") -> list[str]:
        """Give what was heard from within another office than this one."""
        mine = f"kring.{office}."
        return [
            subject
            for subject in self.subjects
            if subject.startswith("kring.") and not subject.startswith(mine) and any(word in subject for word in INSIDE)
        ]

    async def _take(self, message: Msg) -> None:
        self.subjects.append(message.subject)


@dataclass
class CountsMail(PostOffice):
    """Counts every mail that comes, also one that comes twice."""

    came: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take an e-mail."""
        self.came += 1
        return await super().handle_DATA(_server, _session, envelope)


@dataclass
class Two:
    """Both offices, their people, who listens where, and where their mail arrives."""

    backbone: Backbone
    post: CountsMail
    folder: Path
    clock: DrivenClock
    people: dict[str, Office] = field(default_factory=dict)
    at_hub: Watch = field(default_factory=Watch)
    at_offices: dict[str, Watch] = field(default_factory=dict)
    moving: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    def line(self, name: str) -> OnALine:
        """Give an office with its server and its line."""
        return self.backbone.offices[name]

    async def begins(self) -> None:
        """Listen everywhere, and let each office enter who pays and who coordinates."""
        await self.at_hub.begin(self.backbone.at_hub)
        for name, office in self.backbone.offices.items():
            client = await office.client()
            self.people[name] = Office(office, client, self.clock, name)  # type: ignore[arg-type]  # an office as well
            self.at_offices[name] = Watch()
            await self.at_offices[name].begin(client.connection)
            await name_funders(Desk(client), self.clock.now(), (name,))
            for who in COORDINATORS[name]:
                await self.people[name].must(_coordinator(name, who))

    async def offers_a_transfer(self, name: str) -> None:
        """Take a referral in, offer it to the other office, and wait until that has seen it."""
        office, there = self.people[name], self.people[other(name)]
        self.moving[name] = (await office.refers(f"{name}-moves", mainPersons=[_person(name, "moves")])).case_id
        reason = i.TransferReason.WRONG_OFFICE
        await office.must(i.OfferTransfer(case_id=self.moving[name], to_office=other(name), reason=reason))
        await until(lambda: self._offered_to(there), f"{other(name)} sees what {name} offers")

    async def asks_for_a_loan(self, name: str) -> None:
        """Take a case on, ask the neighbour for a coordinator, and wait until that has seen it."""
        office = self.people[name]
        case = await an_accepted_case(office, f"{name}-waits", mainPersons=[_person(name, "waits")])
        self.waiting[name] = case.case_id
        await office.must(m.AskForLoan(case_id=case.case_id))
        await until(lambda: self.loans(other(name), borrowing=False), f"{other(name)} sees what {name} asks for")

    async def says_yes_to_both(self, name: str) -> None:
        """Take over what the other office offered, and lend it somebody; it hears so when it can."""
        office = self.people[name]
        [offered] = await self._offered_to(office)
        await office.must(i.AcceptTransfer(transfer_id=offered.transfer_id))
        [asked] = await self.loans(name, borrowing=False)
        who = id_at(START, COORDINATORS[name][1])
        await office.must(m.OfferLoan(loan_id=asked.loan_id, coordinator_id=who))

    async def works_alone(self, name: str) -> None:
        """Let a referral come in, be triaged and taken on, and its conference be prepared up to the day."""
        office = self.people[name]
        letters = self.letters_sent(name)
        case = await an_accepted_case(office, f"{name}-meets", mainPersons=[_person(name, "meets")])
        await case.approves(id_at(START, COORDINATORS[name][0]))
        await case.says_yes()
        await case.prepares()
        assert (await case.conference()).stage == "ready"
        assert self.letters_sent(name) > letters

    def letters_sent(self, name: str) -> int:
        """Count the messages that went out."""
        sent = "SELECT count(*) FROM notification WHERE status = 'sent'"
        return int(self.people[name].rows("notifications", sent)[0][0])

    async def loans(self, name: str, *, borrowing: bool) -> list[m.LoanLine]:
        """Give what an office asked of the other, or the other of it."""
        found = await self.people[name].asks(m.ListLoans(), m.LoanList)
        return [line for line in found.loans if line.borrowing is borrowing]

    async def ended(self, name: str) -> bool:
        """Tell whether what an office asked of the other came: its case is there, and a guest is here."""
        there = await self.people[other(name)].asks(i.ListTransfers(office=other(name)), i.TransferList)
        case = [line for line in await self.people[name].cases() if line.case_id == self.moving[name]]
        loans = [line.stage for line in await self.loans(name, borrowing=True)]
        arrived = [line.stage for line in there.transfers]
        return (arrived, [line.stage for line in case], loans) == (["arrived"], ["transferred"], ["offered"])

    async def both_ended(self) -> bool:
        """Tell whether all that was begun between the offices came."""
        return all([await self.ended(name) for name in OFFICES])

    async def must_be_whole(self) -> None:
        """Hold all to it: nothing lost, doubled or left lying, everybody once, and nothing where it must not be."""
        await self.backbone.settle()
        found = await self.backbone.audit({name: office.client.connection for name, office in self.people.items()})
        assert (found.problems, found.lost, found.doubled) == ([], 0, 0)
        for one in self.backbone.running:
            with one.database.read() as tx:
                assert tx.execute(PARKED.select()).all() == []
                assert tx.execute(OUTBOX.select().where(OUTBOX.c.place.is_(None))).all() == []
        for name, office in self.people.items():
            names = [(await office.shown(line.case_id)).main_persons for line in await office.cases()]
            assert sorted(person.name for shown in names for person in shown) == sorted(_who_stays(name))
            assert office.rows("notifications", "SELECT id FROM errand WHERE state = 'begun'") == []
        assert self.post.came == len(self.post.mails) == sum(map(self.letters_sent, OFFICES))
        await self.must_have_stayed_inside()

    async def must_have_stayed_inside(self) -> None:
        """Hold the hub and each office to it: of another office's inside they hold nothing, and heard nothing."""
        kept = await kept_in(self.backbone.at_hub, BACKBONE)
        assert {fact.subject.split(".")[2] for fact in kept} == {"backbone"}
        streams = await self.backbone.at_hub.jetstream().streams_info()
        assert [stream.config.name for stream in streams if stream.state.messages] == [BACKBONE]
        assert self.at_hub.of_others() == []
        for name, watch in self.at_offices.items():
            assert watch.of_others(name) == []
            assert watch.of_others()  # of its own inside everything was heard, so listening works
        assert [fact for fact in kept if any(word.encode() in fact.body for word in WORDS)] == []
        assert readable(self.folder, WORDS) == []

    async def _offered_to(self, office: Office) -> list[i.TransferLine]:
        found = await office.asks(i.ListTransfers(office=office.name), i.TransferList)
        return [line for line in found.transfers if line.stage == "offered"]


@asynccontextmanager
async def two_offices(folder: Path, *, secured: bool = False) -> AsyncGenerator[Two]:
    """Run a hub and two offices, and let them begin."""
    clock = DrivenClock(START)
    with CountsMail(folder / "post") as post:
        inside, mail = folder / "kring", post.settings()
        async with linked_offices(inside, OFFICES, clock, secured=secured, plugin_settings=mail) as backbone:
            two = Two(backbone, post, inside, clock)
            await two.begins()
            yield two


async def seconds_until(true: Callable[[], Awaitable[bool]], what: str) -> float:
    """Wait until it is so, right after something; say how many seconds that took."""
    began = time.monotonic()
    await until(true, what, within=RIGHT_AFTER_SECONDS)
    return time.monotonic() - began


def other(name: str) -> str:
    """Give the other office."""
    return OFFICES[1 - OFFICES.index(name)]


def _who_stays(name: str) -> list[str]:
    """Name whose cases an office has at the end; of who moved away nothing is shown any more."""
    own = {what: who for (where, what), who in FAMILIES.items() if where == name}
    return [own["waits"], own["meets"], FAMILIES[other(name), "moves"]]


def _person(name: str, what: str) -> Mapping[str, object]:
    who = FAMILIES[name, what]
    year = 1950 + 7 * list(FAMILIES).index((name, what))
    return {"name": who, "birthYear": year, "languages": ["nl"], "email": f"{name}.{what}@voorbeeld.example"}


def _coordinator(office: str, name: str) -> m.RegisterCoordinator:
    return m.RegisterCoordinator(
        coordinator_id=id_at(START, name),
        contact=Contact(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@kring.example"),
        languages=("nl",),
        scopes=tuple(ConferenceType),
        municipality=office.title(),
        travel_limit_km=60,
        maximum_load=9,
        screening_valid_until=date(START.year + 2, 1, 1),
        employer_is_helping_body=False,
        statute=statute_of(office, START),
    )
