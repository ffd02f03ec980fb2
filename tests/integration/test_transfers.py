"""Two offices on a real bus, served by one intake or by two: a request goes from one to the other by commands alone.

When they are apart, each has a database, a vault and an office key of its own, and they share nothing but the bus.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Fact, Receipt
from kring_shared.contracts.field import ConferenceType, Context, PersonCard, Urgency
from kring_shared.contracts.intake import (
    AcceptRequest,
    AcceptTransfer,
    CaseLine,
    CaseList,
    ConsentMethod,
    GiveConsent,
    HandedDossier,
    ListCases,
    ListTransfers,
    OfferTransfer,
    Purpose,
    RecallTransfer,
    RefuseTransfer,
    RequestShown,
    ShowRequest,
    SubmitReferral,
    TransferHandedOver,
    TransferLine,
    TransferList,
    TransferReason,
    TransferRefusal,
    TriageRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.policies import BE, NL
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.storage.tables import PARKED
from kring_shared.runtime.vault.keystore import KEYS, SqlKeyStore
from kring_shared.runtime.vault.vault import Vault, WrappedKey
from kring_shared.testing.audit import audit, kept_facts
from tests.integration.beside import APART, KINDS, TOGETHER, start_beside
from tests.resilience.books import readable
from tests.unit.intake.sent import an_event

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
COORDINATOR = "019aa0000000700080000000000000e1"
UTRECHT, GENT = "utrecht", "gent"
WORDS = ("Filip", "Rachel", "M. Jansen", "m.jansen@", "veilig kan opgroeien", "Nergenshuizen")


@dataclass
class Offices:
    """The managers of two offices, and what lies under the desk."""

    kring: Embedded
    client: Client
    clock: DrivenClock
    folder: Path
    told: int = 0

    def manager(self, office: str) -> Actor:
        """Give who asks."""
        return self.client.actor(Role.REGIONAL_MANAGER, f"manager-{office}", office)

    async def do(self, command: Command, office: str = UTRECHT) -> Receipt:
        """Give a command, and wait until all that follows is done."""
        receipt = await self.client.do(command, self.manager(office))
        await self.kring.settle()
        return receipt

    async def done(self, command: Command, office: str = UTRECHT) -> Receipt:
        """Give a command that must not be refused."""
        receipt = await self.do(command, office)
        assert receipt.status == "done", receipt.message
        return receipt

    async def refer(self, event: str = "") -> str:
        """Hand a referral in at Utrecht; give the case."""
        receipt = await self.done(SubmitReferral(event=event or an_event(), system="wijkteam", channel="file"))
        assert receipt.answer is not None
        return str(receipt.answer["requestId"])

    async def tell(self, fact: Fact) -> None:
        """Tell a fact as another service of Utrecht does."""
        self.told += 1
        told = fact.stamped(UTRECHT, self.clock.now(), "system")
        row = Row(0, new_id(START), told.address(UTRECHT, told.key()), told.type(), told.key(), "", 0)
        bus = self.client.connection.jetstream()
        await bus.publish(row.subject, told.to_json(), headers=headers_of(row))
        await self.kring.settle()

    async def cases(self, office: str) -> tuple[CaseLine, ...]:
        """List the cases of an office."""
        return (await self.client.ask(ListCases(office=office), self.manager(office), CaseList)).cases

    async def shown(self, case_id: str, office: str) -> RequestShown:
        """Show a request with its names."""
        return await self.client.ask(ShowRequest(case_id=case_id), self.manager(office), RequestShown)

    async def transfers(self, office: str = GENT) -> tuple[TransferLine, ...]:
        """List what is offered to an office."""
        asked = ListTransfers(office=office)
        return (await self.client.ask(asked, self.manager(office), TransferList)).transfers

    async def must_be_whole(self) -> None:
        """Hold both to it: nothing lost, doubled or set apart, and nothing personal in any file."""
        databases = [one.database for one in self.kring.running]
        for database in databases:
            with database.read() as tx:
                assert tx.execute(PARKED.select()).all() == []
        if len(databases) == 1:  # else each heard what the other told, which the audit of one service does not know
            problems = (await audit(self.client.connection, [(intake, databases[0])])).problems
            assert problems == ([f"{self.told} facts in the stream, but in no outbox"] if self.told else [])
        assert readable(self.folder, WORDS) == []


@asynccontextmanager
async def offices(folder: Path, kind: str) -> AsyncGenerator[Offices]:
    """Let one intake serve all offices; or one Utrecht, and another Gent."""
    clock = DrivenClock(START)
    serves = ("*",) if kind == TOGETHER else (UTRECHT,)
    async with Embedded(folder / "kring", clock=clock, services=("intake",), serves=serves) as kring:
        client = await kring.client()
        if kind != TOGETHER:
            await start_beside(kring, client.connection, intake, GENT, kind)
        yield Offices(kring, client, clock, folder)


BOTH = pytest.mark.parametrize("kind", KINDS)


def a_triage(case_id: str) -> TriageRequest:
    return TriageRequest(
        case_id=case_id,
        conference_type=ConferenceType.FAMILY,
        context=Context.VOLUNTARY,
        urgency=Urgency.NORMAL,
        minors_involved=False,
    )


@BOTH
async def test_a_referral_that_reached_the_wrong_office_goes_to_the_right_one(kind: str, tmp_path: Path) -> None:
    async with offices(tmp_path, kind) as both:
        case_id = await both.refer()
        before = await both.shown(case_id, UTRECHT)
        await both.done(OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.WRONG_OFFICE))
        [line] = await both.transfers()
        assert (line.from_office, line.stage, line.possible) == (
            UTRECHT,
            "offered",
            ("accept-transfer", "refuse-transfer"),
        )
        assert await both.cases(GENT) == ()
        assert await both.transfers(UTRECHT) == ()

        await both.done(AcceptTransfer(transfer_id=line.transfer_id), GENT)
        [there], [here], [line] = await both.cases(GENT), await both.cases(UTRECHT), await both.transfers()
        assert (here.case_id, here.stage, here.held) == (case_id, "transferred", "")
        assert (line.stage, line.case_id, line.possible) == ("arrived", there.case_id, ())
        assert there.case_id != case_id
        after = await both.shown(there.case_id, GENT)
        assert (after.policy, after.question, after.requester.name) == (BE.id, before.question, before.requester.name)
        assert [person.name for person in after.main_persons] == ["Filip", "Rachel"]
        left = await both.shown(case_id, UTRECHT)
        assert (left.requester.name, left.main_persons, left.question) == ("(erased)", (), "")
        again = await both.do(AcceptTransfer(transfer_id=line.transfer_id), GENT)
        assert (again.status, again.code) == ("refused", "kring.not-allowed-now")
        await both.must_be_whole()


@BOTH
async def test_what_travels_between_the_offices_says_nothing_of_anybody(kind: str, tmp_path: Path) -> None:
    async with offices(tmp_path, kind) as both:
        case_id = await both.refer()
        await both.done(OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.FAMILY_MOVED))
        [line] = await both.transfers()
        await both.done(AcceptTransfer(transfer_id=line.transfer_id), GENT)
        [there] = await both.cases(GENT)
        travelled = [fact for fact in await kept_facts(both.client.connection) if ".backbone." in fact.subject]
        assert [fact.kind for fact in travelled] == [
            "intake.transfer-offered.v1",
            "intake.transfer-accepted.v1",
            "intake.transfer-handed-over.v1",
        ]
        for fact in travelled:
            everything = fact.subject + fact.headers + fact.body.decode()
            assert fact.subject.endswith(line.transfer_id)
            assert [word for word in (*WORDS, case_id, there.case_id) if word in everything] == []
        handed_over = TransferHandedOver.model_validate_json(travelled[-1].body)
        for one in both.kring.running:
            vault = one.setup.vault
            assert vault.open(handed_over.dossier, HandedDossier) == Erased()
            known = vault._store.fetch(handed_over.dossier.scope)
            mine = kind != APART or one.setup.serves == (GENT,)
            assert (known is not None) is mine  # with a vault of its own, who handed it over never had a key


async def test_offices_that_are_apart_open_nothing_of_each_other(tmp_path: Path) -> None:
    async with offices(tmp_path, APART) as both:
        case_id = await both.refer()
        await both.done(OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.FAMILY_MOVED))
        [line] = await both.transfers()
        await both.done(AcceptTransfer(transfer_id=line.transfer_id), GENT)
        vaults = [one.setup.vault for one in both.kring.running]
        scopes = [keys_of(vault) for vault in vaults]
        assert [bool(keys) for keys in scopes] == [True, True]
        assert scopes[0] & scopes[1] == set()
        offices_of = [{key.office for key in rows_of(vault)} for vault in vaults]
        assert offices_of == [{"-"}, {GENT, "-"}]  # all that was Rachel's here is erased
        await both.must_be_whole()


def rows_of(vault: Vault) -> list[WrappedKey]:
    """Give every key a vault has or had."""
    store = vault._store
    assert isinstance(store, SqlKeyStore)
    with store._database.read() as tx:
        return [WrappedKey(row.scope, row.office, row.wrapped) for row in tx.execute(KEYS.select())]


def keys_of(vault: Vault) -> set[str]:
    """Name the scopes a vault has, or had, a key of."""
    return {key.scope for key in rows_of(vault)}


async def mid_route(both: Offices) -> str:
    """Bring a request of one adult as far as its preparation; give the case."""
    case_id = await both.refer(an_event(mainPersons=[{"name": "Rachel", "birthYear": 1986, "languages": ["nl"]}]))
    await both.done(a_triage(case_id))
    await both.done(GiveConsent(case_id=case_id, method=ConsentMethod.IN_PERSON))
    await both.done(AcceptRequest(case_id=case_id))
    await both.tell(SearchStarted(case_id=case_id))
    sealed = both.kring.running[0].setup.vault.seal(UTRECHT, f"person/{COORDINATOR}", Contact(name="Emre"))
    both.kring.running[0].setup.vault.flush()
    card = PersonCard(person_id=COORDINATOR, contact=sealed)
    await both.tell(AssignmentActivated(case_id=case_id, coordinator=card))
    assert [case.stage for case in await both.cases(UTRECHT)] == ["in-preparation"]
    return case_id


@BOTH
async def test_mid_route_it_moves_with_a_yes_and_is_taken_on_there_without_asking_again(
    kind: str, tmp_path: Path
) -> None:
    async with offices(tmp_path, kind) as both:
        case_id = await mid_route(both)
        offer = OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.FAMILY_MOVED)
        refused = await both.do(offer)
        assert (refused.code, "purpose `transfer`" in refused.message) == ("kring.not-ready", True)
        await both.done(GiveConsent(case_id=case_id, purpose=Purpose.TRANSFER, method=ConsentMethod.IN_WRITING))
        await both.done(offer)
        [line] = await both.transfers()
        await both.done(AcceptTransfer(transfer_id=line.transfer_id), GENT)

        [there] = await both.cases(GENT)
        assert there.stage == "received"
        shown = await both.shown(there.case_id, GENT)
        assert [(said.purpose, said.answer) for said in shown.consents] == [("conference", "yes")]
        await both.done(a_triage(there.case_id), GENT)
        await both.done(AcceptRequest(case_id=there.case_id), GENT)
        facts = await kept_facts(both.client.connection)
        [accepted] = [
            fact for fact in facts if fact.kind == "intake.request-accepted.v1" and f".{GENT}." in fact.subject
        ]
        assert f'"previousCoordinatorId":"{COORDINATOR}"' in accepted.body.decode()
        assert f'"policy":"{BE.id}"' in accepted.body.decode()
        assert f'"previousPolicy":"{NL.id}"' in accepted.body.decode()
        await both.must_be_whole()


@BOTH
async def test_what_is_refused_or_taken_back_goes_on_where_it_was(kind: str, tmp_path: Path) -> None:
    async with offices(tmp_path, kind) as both:
        case_id = await both.refer()
        offer = OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.OFFICE_NOT_INDEPENDENT)
        await both.done(offer)
        assert (await both.do(a_triage(case_id))).code == "kring.not-allowed-now"
        [first] = await both.transfers()
        await both.done(RefuseTransfer(transfer_id=first.transfer_id, reason=TransferRefusal.NOT_NOW), GENT)
        await both.done(offer)
        await both.done(RecallTransfer(case_id=case_id))
        await both.done(a_triage(case_id))
        assert sorted(line.stage for line in await both.transfers()) == ["recalled", "refused"]
        assert [case.stage for case in await both.cases(UTRECHT)] == ["triaged"]
        assert await both.cases(GENT) == ()
        await both.must_be_whole()


async def test_an_offer_is_seen_and_answered_by_the_office_it_was_made_to_only(tmp_path: Path) -> None:
    async with offices(tmp_path, TOGETHER) as both:
        case_id = await both.refer()
        await both.done(OfferTransfer(case_id=case_id, to_office=GENT, reason=TransferReason.WRONG_OFFICE))
        [line] = await both.transfers()
        assert await both.transfers("amersfoort") == ()
        for office in (UTRECHT, "amersfoort"):
            receipt = await both.do(AcceptTransfer(transfer_id=line.transfer_id), office)
            assert (receipt.status, receipt.code) == ("refused", "kring.not-found")
        [still] = await both.transfers()
        assert still.stage == "offered"
