"""After an erasure not a word of the family is left: in no file, broker, database, letter or export; others stay."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.retention import ErasureOutcome, RecordKind
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.server import nats_server
from kring_shared.runtime.server.ports import HOST
from kring_shared.runtime.settings import read_settings
from kring_shared.testing.people.agenda import Agenda
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.observer import Observer
from kring_shared.testing.people.play import play
from kring_shared.testing.people.players import Players
from kring_shared.testing.people.register import fill_register
from kring_shared.testing.postgres import for_sqlalchemy, local_postgres
from tests.integration.families import GONE, LEAVING, STAYING, STAYS, WORRY, leaving, staying
from tests.integration.http_gateway import http_gateway
from tests.integration.left_behind import boxes_in, in_files, in_postgres_files, in_tables, shapes_of, vacuum
from tests.integration.mail_server import Mailbox, mail_server
from tests.integration.opened import opened_of
from tests.integration.test_webhook_channel import SECRET
from tests.resilience.test_what_was_handled_is_erased import InPlainText
from tests.route.office import Office
from tests.route.played import START, STRUCTURED

ROUTES_OVER = timedelta(days=81)
"""When both routes are over, and no term is."""
SERVICES = ("intake", "matching", "conference", "notifications", "registry")


@dataclass
class Town(Office):
    """An office at work with two families whose routes were played to the end, and everything it writes to."""

    outside: Path = Path()
    urls: dict[str, str] = field(default_factory=dict)
    box: Mailbox = field(default_factory=Mailbox)
    facts_seen: list[Fact] = field(default_factory=list)
    leaving: str = ""
    staying: str = ""

    async def plays(self) -> None:
        """Refer both families and play until their routes are over; a worry is raised on the way."""
        desk, agenda = Desk(self.client), Agenda(self.clock)
        await fill_register(desk, self.clock.now(), load=20)
        js = self.client.connection.jetstream()
        for event in (leaving("L-1"), staying("S-1")):
            headers = STRUCTURED | {"Nats-Msg-Id": new_id(self.clock.now())}
            await js.publish("kring.utrecht.referrals.wijkteam-test", json.dumps(event).encode(), headers=headers)
        observer = Observer(self.client.connection)
        await observer.start()
        families = iter((LEAVING, STAYING))
        players = Players(desk, self.clock, agenda, lambda _: Temper(family=next(families)))
        seen = self.facts_seen
        until = START + ROUTES_OVER
        await play(self.kring, self.clock, observer, players, agenda, watch=lambda f, _: seen.append(f), until=until)
        self.leaving, self.staying = players.cases

    async def boxes(self, case_id: str) -> list[Any]:
        """Open every sealed value that facts of a case hold; `Erased` where its key is gone."""
        return await opened_of(self.kring, self.client, case_id)

    async def people(self, case_id: str) -> list[tuple[str, str]]:
        """Give everybody of a circle, as id and name."""
        vault = self.kring.running[0].setup.vault
        suggested = [fact for fact in self.facts_seen if isinstance(fact, c.ParticipantSuggested)]
        cards = [fact.participant for fact in suggested if fact.case_id == case_id]
        names = [
            (card.person_id, vault.open(box, str)) for card in cards for box in boxes_in(card.contact.model_dump())
        ]
        return [(person_id, json.loads(contact)["name"]) for person_id, contact in names if isinstance(contact, str)]

    async def worries(self) -> str:
        """Raise a worry about the family that leaves, settle it, and give its words as they are read."""
        await self.must(c.RaiseSafetySignal(case_id=self.leaving, level=c.SignalLevel.CONCERN, words=WORRY))
        (line,) = (await self.asks(c.ListSafetySignals(), c.SafetySignalList)).signals
        shown = await self.asks(c.ShowSafetySignal(signal_id=line.signal_id), c.SafetySignalShown)
        level = c.SignalLevel.CONCERN
        await self.must(c.AssessSafetySignal(signal_id=line.signal_id, level=level))
        await self.must(c.CloseSafetySignal(signal_id=line.signal_id, outcome=next(iter(c.SignalOutcome))))
        return str(shown.words)

    async def receipts_of(self, case_id: str) -> list[r.ErasureShown]:
        """Give the receipts of a case."""
        shown = await self.asks(r.ListErasures(), r.ErasureList)
        return [each for each in shown.erasures if each.case_id == case_id]

    def marks(self, case_id: str) -> set[str]:
        """Give what people of a case are found by, and what their letters are called: none of it may be anywhere."""
        blocks = self.rows("intake", "SELECT block FROM person_block WHERE case_id = :case_id", case_id=case_id)
        return {row.block for row in blocks}

    def letters(self, case_id: str) -> set[str]:
        """Give the ids of a case's messages, by which letters lie in the print folder."""
        rows = self.rows(
            "notifications", "SELECT message_id FROM notification WHERE case_id = :case_id", case_id=case_id
        )
        return {row.message_id for row in rows}

    def printed(self, letters: set[str]) -> list[Path]:
        """Give the files of letters that lie in the print folder."""
        files = (path for path in (self.outside / "print").rglob("*") if path.is_file())
        return [file for file in files if any(letter in file.name for letter in letters)]


class OnPostgres(Embedded):
    """An embedded Kring whose services keep their books in PostgreSQL."""

    urls: dict[str, str]

    def _configured(self, name: str) -> Configured:
        service = plugins.service(name)
        return service, read_settings(service.settings, database_url=SecretStr(self.urls[name]))


@asynccontextmanager
async def a_town(folder: Path, *, postgres: bool) -> AsyncIterator[Town]:
    """Open an office with a mail server, a print folder and a referring system that hears, and play both routes."""
    clock, outside = DrivenClock(START), folder / "outside"
    outside.mkdir()
    urls = {name: _a_database() for name in SERVICES} if postgres else {}
    with mail_server() as box:
        async with http_gateway() as gateway:
            system = {"url": f"{gateway.url}/kring", "secret": SECRET}
            settings: dict[str, dict[str, object]] = {
                "notifications:letter": {"folder": str(outside / "print")},
                "notifications:smtp": {"host": HOST, "port": box.port, "security": "none"},
                "notifications:webhook": {"systems": {"wijkteam-test": system}},
            }
            kind = OnPostgres if postgres else Embedded
            kring = kind(folder / "kring", clock=clock, plugin_settings=settings)
            if isinstance(kring, OnPostgres):
                kring.urls = urls
            async with kring:
                town = Town(kring, await kring.client(), clock, outside=outside, urls=urls, box=box)
                await town.plays()
                yield town


def _a_database() -> str:
    return for_sqlalchemy(local_postgres().create_database())


def left_in(folder: Path, urls: dict[str, str], words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Look for words in everything a Kring that was stopped keeps, once SQLite threw away what was deleted."""
    vacuum(folder / "kring" / "db")
    tables = [found for url in urls.values() for found in (*in_tables(url, words), *in_postgres_files(url, words))]
    return in_files(folder, words) + tables


@pytest.fixture(autouse=True)
def a_broker_that_encrypts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the broker store what it is told as it is told: only so can be seen what it holds."""
    monkeypatch.setattr(nats_server, "BrokerSettings", InPlainText)


@pytest.mark.parametrize("word", ["Zuster Fluweeltje", "Café 't Hüttchen"])
def test_the_search_finds_a_planted_word_in_every_shape(tmp_path: Path, word: str) -> None:
    for place, (shape, raw) in enumerate(shapes_of(word)):
        (tmp_path / f"{place}").write_bytes(b"\x01\xff" + raw + b"\x02")
        assert f"{word} ({shape})" in [found for file, found in in_files(tmp_path, [word]) if file == f"{place}"]
    assert in_files(tmp_path, ["Nobody Here"]) == []


@pytest.mark.parametrize("kept_in", ["sqlite", "postgresql"])
async def test_when_the_terms_are_over_not_a_word_of_a_family_is_left_and_another_is_untouched(
    tmp_path: Path, kept_in: str
) -> None:
    async with a_town(tmp_path, postgres=kept_in == "postgresql") as town:
        worry = await town.worries()
        marks, letters = town.marks(town.leaving), town.letters(town.leaving)
        _the_test_can_fail(town, [*await town.boxes(town.leaving), worry], marks, letters)
        await town.must(r.PlaceHold(case_id=town.staying, code="court-asks"))
        await town.waits(timedelta(days=500))
        receipts = await town.receipts_of(town.leaving)
        assert sorted(kind for each in receipts for kind in each.kinds) == ["contacts", "plan", "signals"]
        assert [each.erasure_id for each in receipts if not each.done] == []
        assert _kept(receipts) == []
        boxes = await town.boxes(town.leaving)
        assert _said(boxes, GONE) == set()
        names = {json.loads(box)["name"] for box in boxes if not isinstance(box, Erased)}
        assert names == {"Marijke Vos"}, "who coordinates is in the register, and stays"
        assert town.printed(letters) == []
        await _another_is_untouched(town)
        await _export(town)
    assert left_in(tmp_path, town.urls, (*GONE, *marks)) == []


async def test_when_somebody_of_the_circle_asks_not_a_word_of_them_is_left_and_the_circle_goes_on(
    tmp_path: Path,
) -> None:
    hers = ("Nicht Sefanja", "nicht.sefanja@")
    async with a_town(tmp_path, postgres=False) as town:
        sefanja = next(p for p, name in await town.people(town.leaving) if name == hers[0])
        assert _said(await town.boxes(town.leaving), hers) == set(hers)
        about = {"case_id": town.leaving, "person_id": sefanja, "asks_for": r.AsksFor.ERASURE}
        receipt = await town.must(r.AskAboutData.model_validate(about | {"words": "Nicht Sefanja wil weg uit alles."}))
        (asked,) = (await town.asks(r.ListAsked(), r.AskedList)).asked
        assert receipt.case_id
        await town.must(r.TakeUpAsked(asked_id=asked.asked_id))
        await town.must(r.AnswerPerson.model_validate({"asked_id": asked.asked_id, "with": r.AnsweredWith.DONE}))
        (order,) = await town.receipts_of(town.leaving)
        assert (order.person_id, order.done, order.kinds[0]) == (sefanja, True, RecordKind.CONTACTS)
        assert _kept([order]) == [("conference", "plan")], "the plan is everybody's"
        boxes = await town.boxes(town.leaving)
        assert _said(boxes, hers) == set()
        others = tuple(word for word in GONE if word not in hers and "trapportaal" not in word)
        assert _said(boxes, others) == set(others)
    assert left_in(tmp_path, town.urls, hers) == []


def _the_test_can_fail(town: Town, opened: list[Any], marks: set[str], letters: set[str]) -> None:
    """Before anything is erased every word can be read with the keys, and marks and letters lie where they are."""
    assert _said(opened, GONE) == set(GONE)
    assert marks
    assert town.printed(letters)
    place = town.kring.folder.path / "db"
    database = town.urls.get("intake") or f"sqlite:///{place}/intake.db"
    assert {word.partition(" ")[0] for _, word in in_tables(database, marks)} == marks
    if town.urls:
        assert {word.partition(" ")[0] for _, word in in_postgres_files(database, marks)} == marks
    assert "nicht.sefanja@voorbeeld.example" in town.box.recipients


def _said(opened: list[Any], words: tuple[str, ...]) -> set[str]:
    text = "\n".join(box for box in opened if isinstance(box, str))
    return {word for word in words if word in text}


def _kept(receipts: list[r.ErasureShown]) -> list[tuple[str, str]]:
    answers = [(answer.service, line) for each in receipts for answer in each.services for line in answer.lines]
    return [(service, line.kind.value) for service, line in answers if line.outcome is ErasureOutcome.KEPT]


async def _another_is_untouched(town: Town) -> None:
    boxes = await town.boxes(town.staying)
    assert _said(boxes, STAYS) == set(STAYS)
    assert [box for box in boxes if isinstance(box, Erased)] == []
    assert await town.receipts_of(town.staying) == []
    keeping = await town.asks(r.ShowKeeping(case_id=town.staying), r.KeepingShown)
    assert keeping.held_for == "court-asks"
    assert [line.erased_on for line in keeping.lines if line.erased_on] == []
    assert town.printed(town.letters(town.staying))


async def _export(town: Town) -> None:
    """Write out what a researcher may have, beside the letters."""
    for table in r.ExportTable:
        rows = r.ExportRecords(
            table=table, since=START.date().replace(day=1), until=town.clock.now().date().replace(day=1)
        )
        exported = await town.asks(rows, r.RecordsExported)
        (town.outside / f"{table}.json").write_bytes(exported.to_json())
