"""Nobody is written to twice by one decision: services killed with -9 while real servers count what they are given."""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from kring_shared.runtime.lane.instants import Instant
from kring_shared.runtime.lane.timers import AT_ONCE
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.testing.chaos.fleet import Fleet
from kring_shared.testing.waiting import until
from tests.integration.killed_post_office import SERVICE, Books, fleet_rows, post_office, read
from tests.integration.mail_server import Mailbox, mail_server
from tests.resilience import wrong_lanes

PEOPLE = 120
DEATHS = (
    *(f"{Instant.DURING_ERRAND}:{n}" for n in (1, 20)),
    *(f"{Instant.AFTER_ERRAND}:{n}" for n in (1, 15)),
)
AT_REST = {"sent", "to-tell"}


@dataclass
class CountingMailbox(Mailbox):
    """Keeps what it is given, and may have somebody killed between taking a letter and saying so."""

    kill_at: set[int] = field(default_factory=set)
    kill: Callable[[], None] = lambda: None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        said = await super().handle_DATA(server, session, envelope)
        if len(self.mails) in self.kill_at:
            self.kill()
        return said

    def letters(self) -> Counter[str]:
        """Count by the message's id, as it stands in the Message-ID."""
        return Counter(mail["Message-ID"].strip("<> ").partition("@")[0] for mail in self.mails)


async def test_killed_at_every_instant_of_sending_no_mail_goes_out_twice(tmp_path: Path) -> None:
    box = CountingMailbox()
    async with mail_office(tmp_path, box, DEATHS) as fleet:
        books = await all_settled(fleet)
        assert problems(box.letters(), books, dies=len(DEATHS)) == []
        assert fleet.deaths[SERVICE] == len(DEATHS)
        before = box.letters()
        assert digests(fleet)
        fleet.clock.move_by(timedelta(days=4))  # nor does it go out by itself later
        await until(lambda: the_morning_came(fleet), "the office is to hear what waits to be told")
        await fleet.settle()
        assert {message: n for message, n in box.letters().items() if message in books.status} == before


async def test_killed_between_the_servers_taking_it_and_its_answer_no_mail_goes_out_twice(tmp_path: Path) -> None:
    box = CountingMailbox(kill_at={7, 40, 41, 90})
    async with mail_office(tmp_path, box) as fleet:
        box.kill = lambda: fleet.kill9(SERVICE)
        books = await all_settled(fleet)
        deaths = fleet.deaths[SERVICE]
        assert deaths >= 2
        assert problems(box.letters(), books, dies=deaths) == []
        assert unclear(books) & set(box.letters())  # it did arrive, and only a person can tell


@pytest.mark.parametrize(
    "wrong", [wrong_lanes.carry_out_again.__name__, wrong_lanes.carry_out_before_it_is_noted.__name__]
)
async def test_a_service_that_sends_again_is_found_out(tmp_path: Path, wrong: str) -> None:
    box = CountingMailbox()
    deaths = (f"{Instant.AFTER_ERRAND}:5",)
    async with mail_office(tmp_path, box, deaths, module=wrong_lanes.__name__, wrong=wrong) as fleet:
        books = await all_settled(fleet)
        found = problems(box.letters(), books, dies=1)
        assert any("times at the server" in problem for problem in found)


def problems(letters: Counter[str], books: Books, *, dies: int) -> list[str]:
    """Say what is wrong: a letter that came twice, or of which the books do not say what the server saw."""
    found = [f"{message} is {n} times at the server" for message, n in letters.items() if n > 1]
    found += [f"{message} came, and nobody decided to send it" for message in set(letters) - set(books.status)]
    for message, status in books.status.items():
        if status == "sent" and not letters[message]:
            found.append(f"{message} is noted as sent, and never came")
        if status == "to-tell" and (books.because[message], books.codes[message]) != ("unclear", ["kring.unclear"]):
            found.append(f"{message} waits for a person because of {books.because[message]} {books.codes[message]}")
        if status not in AT_REST:
            found.append(f"{message} is {status}")
    if len(unclear(books)) > dies * AT_ONCE:
        found.append(f"{len(unclear(books))} are unclear after {dies} deaths")
    if len(books.status) != PEOPLE:
        found.append(f"{PEOPLE} people, but {len(books.status)} messages")
    return found


def unclear(books: Books) -> set[str]:
    """Name the messages that a person has to look after."""
    return {message for message, status in books.status.items() if status == "to-tell"}


@asynccontextmanager
async def mail_office(
    folder: Path, box: CountingMailbox, deaths: Iterable[str] = (), **more: str
) -> AsyncGenerator[Fleet]:
    """Run notifications with a real mail server."""
    with mail_server(box):
        smtp = {"host": "127.0.0.1", "port": box.port, "security": "none"}
        async with post_office(folder, {"smtp": smtp}, PEOPLE, deaths, **more) as fleet:
            yield fleet


async def all_settled(fleet: Fleet) -> Books:
    """Wait until every message came to rest, and read what is kept of them."""

    def at_rest() -> bool:
        status = read(fleet, "smtp").status
        return len(status) == PEOPLE and set(status.values()) <= AT_REST

    await until(at_rest, "every message came to rest", within=60)
    return read(fleet, "smtp")


def digests(fleet: Fleet) -> list[int]:
    """Give the moments, milliseconds, at which the office is to hear how many messages wait for a person."""
    return [row.due_ms for row in fleet_rows(fleet, "SELECT due_ms FROM deadline WHERE kind LIKE '%digest-due%'")]


def the_morning_came(fleet: Fleet) -> bool:
    """Tell whether nothing of that is still to come."""
    return all(due > to_ms(fleet.clock.now()) for due in digests(fleet))
