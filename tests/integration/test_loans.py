"""Two offices on a real bus, served by one matching or by two: a coordinator is lent, begins, counts, and goes home.

When they are apart, each has a database, a vault and an office key of its own, and they share nothing but the bus.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from kring_matching.app import service as matching
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Command, Fact, Receipt
from kring_shared.contracts.field import ConferenceType, Dossier, PersonCard
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    AskForLoan,
    ConfirmCoordinator,
    CoordinatorLine,
    CoordinatorList,
    DeclineProposal,
    DeclineReason,
    ListCoordinators,
    ListLoans,
    LoanLine,
    LoanList,
    LoanOffered,
    OfferLoan,
    RankCoordinators,
    RankForLoan,
    Ranking,
    RefuseLoan,
    RegisterCoordinator,
    SearchShown,
    ShortlistReason,
    ShowSearch,
    Statute,
    StatuteKind,
    WithdrawLoan,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.storage.tables import PARKED, from_ms
from kring_shared.testing.audit import kept_facts
from tests.integration.beside import APART, KINDS, TOGETHER, start_beside
from tests.resilience.books import readable

START: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
UTRECHT, AMERSFOORT, GENT = "utrecht", "amersfoort", "gent"
CASE, FILIP, SAM, RACHEL = (f"019aa000000070008000000000000{end}" for end in ("0c1", "0f1", "0a1", "0b1"))
NAMES: Final = {SAM: "Sam Okonjo", RACHEL: "Rachel Vermeulen", FILIP: "Filip Nergenshuizen"}
STATUTE: Final = Statute(kind=StatuteKind.CONTRACT, since=date(2024, 1, 1), secrecy_pledged_on=date(2024, 1, 1))
KNOWN, FOR_THE_LANGUAGE = ShortlistReason.KNOWN_TO_FAMILY, ShortlistReason.SPEAKS_THE_LANGUAGE


@dataclass
class Neighbours:
    """The managers of two offices of one organisation."""

    kring: Embedded
    client: Client
    clock: DrivenClock
    folder: Path

    async def do(
        self, command: Command, office: str = UTRECHT, role: Role = Role.REGIONAL_MANAGER, who: str = ""
    ) -> Receipt:
        """Give a command, and wait until all that follows is done."""
        actor = self.client.actor(role, who or f"manager-{office}", office)
        receipt = await self.client.do(command, actor, timeout=60)
        await self.kring.settle()
        return receipt

    async def done(
        self, command: Command, office: str = UTRECHT, role: Role = Role.REGIONAL_MANAGER, who: str = ""
    ) -> None:
        """Give a command that must not be refused."""
        receipt = await self.do(command, office, role, who)
        assert receipt.status == "done", receipt.message

    async def tell(self, fact: Fact) -> None:
        """Tell a fact as another service of Utrecht does."""
        told = fact.stamped(UTRECHT, self.clock.now(), "system")
        row = Row(0, new_id(START), told.address(UTRECHT, told.key()), told.type(), told.key(), "", 0)
        bus = self.client.connection.jetstream()
        await bus.publish(row.subject, told.to_json(), headers=headers_of(row))
        await self.kring.settle()

    async def begins(self) -> None:
        """Enter Rachel in Utrecht and Sam in Amersfoort, and accept Filip's request."""
        for person, office in ((RACHEL, UTRECHT), (SAM, AMERSFOORT)):
            await self.done(
                RegisterCoordinator(
                    coordinator_id=person,
                    contact=Contact(name=NAMES[person], email=f"{person[-3:]}@voorbeeld.example"),
                    languages=("nl", "tr"),
                    scopes=(ConferenceType.FAMILY,),
                    municipality="Amersfoort",
                    screening_valid_until=date(2030, 1, 1),
                    employer_is_helping_body=False,
                    statute=STATUTE,
                ),
                office,
            )
        vault = self.kring.running[0].setup.vault
        sealed = vault.seal(UTRECHT, f"person/{FILIP}", Contact(name=NAMES[FILIP]))
        vault.flush()
        person_card = PersonCard(person_id=FILIP, contact=sealed)
        dossier = Dossier(
            conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("tr",)
        )
        await self.tell(
            RequestAccepted(case_id=CASE, requester=person_card, main_persons=(person_card,), dossier=dossier)
        )

    async def loans(self, office: str) -> tuple[LoanLine, ...]:
        """List the loans of an office."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, f"manager-{office}", office)
        return (await self.client.ask(ListLoans(), actor, LoanList)).loans

    async def stages(self) -> tuple[str, str]:
        """Give where the one loan stands, for who asked and for who was asked."""
        [here], [there] = await self.loans(UTRECHT), await self.loans(AMERSFOORT)
        return here.stage, there.stage

    async def ranking(self, query: RankCoordinators | RankForLoan, office: str) -> Ranking:
        """Explain who fits."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, f"manager-{office}", office)
        return await self.client.ask(query, actor, Ranking)

    async def search(self) -> SearchShown:
        """Show how far the search is."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, f"manager-{UTRECHT}", UTRECHT)
        return await self.client.ask(ShowSearch(case_id=CASE), actor, SearchShown)

    async def sam_at_home(self) -> CoordinatorLine:
        """Show Sam in the register of Amersfoort."""
        actor = self.client.actor(Role.REGIONAL_MANAGER, f"manager-{AMERSFOORT}", AMERSFOORT)
        register = await self.client.ask(ListCoordinators(), actor, CoordinatorList)
        return next(line for line in register.coordinators if line.coordinator_id == SAM)

    async def lends_sam(self) -> str:
        """Ask, and let Amersfoort offer Sam; give the guest's one-time id."""
        await self.done(AskForLoan(case_id=CASE))
        [there] = await self.loans(AMERSFOORT)
        fit = await self.ranking(RankForLoan(loan_id=there.loan_id), AMERSFOORT)
        assert [(one.coordinator_id, one.stops) for one in fit.coordinators] == [(SAM, ())]
        await self.done(OfferLoan(loan_id=there.loan_id, coordinator_id=SAM), AMERSFOORT)
        [here] = await self.loans(UTRECHT)
        assert here.coordinator_id not in {None, SAM}
        return here.coordinator_id or ""

    async def guest_begins(self, guest_id: str) -> None:
        """Put the guest on the shortlist, let them say yes themselves, and Filip agree."""
        await self.done(ApproveShortlist(case_id=CASE, coordinator_ids=(guest_id, RACHEL), reason=FOR_THE_LANGUAGE))
        yes = AcceptProposal(case_id=CASE, coordinator_id=guest_id, no_ties=True)
        await self.done(yes, role=Role.COORDINATOR, who=guest_id)
        agrees = ConfirmCoordinator(case_id=CASE, coordinator_id=guest_id)
        await self.done(agrees, role=Role.MAIN_PERSON, who=FILIP)

    async def waits_until_all_is_due(self) -> None:
        """Let time pass until nothing waits for it any more, and at most a month."""
        until = self.clock.now() + timedelta(days=31)
        while (due := self.kring.next_due()) is not None and from_ms(due) <= until:
            self.clock.move_to(from_ms(due))
            await self.kring.settle()

    async def must_be_whole(self) -> None:
        """Hold both to it: nothing set apart, and nobody's name in any file."""
        for one in self.kring.running:
            with one.database.read() as tx:
                assert tx.execute(PARKED.select()).all() == []
        assert readable(self.folder, tuple(NAMES.values())) == []


@asynccontextmanager
async def neighbours(folder: Path, kind: str) -> AsyncGenerator[Neighbours]:
    """Let one matching serve all offices; or one Utrecht, and another Amersfoort."""
    clock = DrivenClock(START)
    serves = ("*",) if kind == TOGETHER else (UTRECHT,)
    async with Embedded(folder / "kring", clock=clock, services=("matching",), serves=serves) as kring:
        client = await kring.client()
        if kind != TOGETHER:
            await start_beside(kring, client.connection, matching, AMERSFOORT, kind)
        both = Neighbours(kring, client, clock, folder)
        await both.begins()
        yield both


BOTH = pytest.mark.parametrize("kind", KINDS)


@BOTH
async def test_a_lent_coordinator_is_asked_begins_counts_at_home_and_is_free_when_it_is_done(
    kind: str, tmp_path: Path
) -> None:
    async with neighbours(tmp_path, kind) as both:
        guest_id = await both.lends_sam()
        ranking = await both.ranking(RankCoordinators(case_id=CASE), UTRECHT)
        seen = {one.coordinator_id: (one.name, one.lent_by, one.stops) for one in ranking.coordinators}
        assert seen[guest_id] == (NAMES[SAM], AMERSFOORT, ())
        await both.guest_begins(guest_id)
        assert await both.stages() == ("taken", "lent")
        assert ((await both.search()).stage, (await both.sam_at_home()).active_cases) == ("active", 1)

        await both.tell(FollowUpEnded(case_id=CASE, steps=1))
        assert await both.stages() == ("ended", "ended")
        assert ((await both.search()).stage, (await both.sam_at_home()).active_cases) == ("completed", 0)
        await both.must_be_whole()


@BOTH
async def test_what_travels_says_nothing_of_the_family_and_the_guest_is_erased_at_the_end(
    kind: str, tmp_path: Path
) -> None:
    async with neighbours(tmp_path, kind) as both:
        guest_id = await both.lends_sam()
        await both.guest_begins(guest_id)
        await both.tell(FollowUpEnded(case_id=CASE, steps=1))
        travelled = [fact for fact in await kept_facts(both.client.connection) if ".backbone." in fact.subject]
        assert [fact.kind.split(".")[1] for fact in travelled] == [
            "loan-requested",
            "loan-offered",
            "loan-taken",
            "loan-ended",
        ]
        for fact in travelled:
            everything = fact.subject + fact.headers + fact.body.decode()
            assert [word for word in (CASE, SAM, RACHEL, FILIP, "Utrecht", *NAMES.values()) if word in everything] == []
        offered = LoanOffered.model_validate_json(travelled[1].body)
        for one in both.kring.running:
            assert one.setup.vault.open(offered.guest.contact, Contact) == Erased()
            known = one.setup.vault._store.fetch(offered.guest.contact.scope)
            mine = kind != APART or one.setup.serves == (UTRECHT,)
            assert (known is not None) is mine  # with a vault of its own, who lent them never had a key


@BOTH
async def test_a_lender_takes_back_who_has_begun_and_the_case_seeks_another_at_that_moment(
    kind: str, tmp_path: Path
) -> None:
    async with neighbours(tmp_path, kind) as both:
        guest_id = await both.lends_sam()
        await both.guest_begins(guest_id)
        [there] = await both.loans(AMERSFOORT)
        await both.done(WithdrawLoan(loan_id=there.loan_id), AMERSFOORT)
        assert await both.stages() == ("withdrawn", "withdrawn")
        shown = await both.search()
        assert (shown.stage, shown.coordinator_id) == ("searching", None)
        no = DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME)
        assert (await both.do(no, role=Role.COORDINATOR, who=guest_id)).code == "kring.not-permitted"
        again = ApproveShortlist(case_id=CASE, coordinator_ids=(guest_id,), reason=KNOWN)
        assert (await both.do(again)).code == "kring.cannot-propose"
        await both.done(ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL,), reason=KNOWN))
        await both.must_be_whole()


@BOTH
async def test_who_is_asked_at_that_moment_is_let_go_and_the_next_of_the_list_is_asked(
    kind: str, tmp_path: Path
) -> None:
    async with neighbours(tmp_path, kind) as both:
        guest_id = await both.lends_sam()
        await both.done(ApproveShortlist(case_id=CASE, coordinator_ids=(guest_id, RACHEL), reason=FOR_THE_LANGUAGE))
        assert (await both.search()).coordinator_id == guest_id
        [there] = await both.loans(AMERSFOORT)
        await both.done(WithdrawLoan(loan_id=there.loan_id), AMERSFOORT)
        shown = await both.search()
        assert (shown.stage, shown.coordinator_id) == ("proposed", RACHEL)
        await both.must_be_whole()


@BOTH
async def test_a_search_that_takes_too_long_asks_every_neighbour_and_no_answer_is_waited_for_for_ever(
    kind: str, tmp_path: Path
) -> None:
    async with neighbours(tmp_path, kind) as both:
        await both.waits_until_all_is_due()
        assert await both.stages() == ("ended", "ended")
        assert (await both.search()).stage == "unfilled"
        assert [line.other_office for line in await both.loans(UTRECHT)] == [AMERSFOORT]
        await both.done(AskForLoan(case_id=CASE))
        asked, _over = await both.loans(AMERSFOORT)
        await both.done(RefuseLoan(loan_id=asked.loan_id), AMERSFOORT)
        assert sorted(line.stage for line in await both.loans(UTRECHT)) == ["ended", "refused"]
        await both.must_be_whole()


async def test_a_loan_is_seen_and_answered_by_the_office_that_was_asked_only(tmp_path: Path) -> None:
    async with neighbours(tmp_path, TOGETHER) as both:
        await both.done(AskForLoan(case_id=CASE))
        [line] = await both.loans(AMERSFOORT)
        assert await both.loans(GENT) == ()
        for office in (UTRECHT, GENT):
            for command in (RefuseLoan(loan_id=line.loan_id), OfferLoan(loan_id=line.loan_id, coordinator_id=SAM)):
                receipt = await both.do(command, office)
                assert (receipt.status, receipt.code) == ("refused", "kring.not-found")
        theirs = await both.do(OfferLoan(loan_id=line.loan_id, coordinator_id=RACHEL), AMERSFOORT)
        assert theirs.code == "kring.not-found"
        assert await both.stages() == ("asked", "asked")
