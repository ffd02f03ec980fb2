"""The demo of several offices, until each has what it asked of the other: TLS, credentials, and a line that is cut."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console

from deploy.demo.offices.day import CUT, OFFICES, START, WHOLE, Day
from deploy.demo.post_office import PostOffice
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.office import linked_offices


async def test_what_two_offices_had_begun_when_the_line_was_cut_ends_when_it_is_back(tmp_path: Path) -> None:
    clock, console = DrivenClock(START), Console(file=StringIO())
    with PostOffice(tmp_path / "post") as post:
        settings = post.settings()
        async with linked_offices(tmp_path, OFFICES, clock, secured=True, plugin_settings=settings) as backbone:
            day = Day(backbone, clock, console)
            await day.begin()
            await day.play(until=WHOLE + timedelta(days=5))
            assert await day.close() == []
    before = [type(fact) for fact in day.crossed if fact.occurred_at < CUT]
    after = [type(fact) for fact in day.crossed if fact.occurred_at >= CUT]
    assert sorted(before, key=str) == sorted([i.TransferOffered, m.LoanRequested], key=str)
    answered = {i.TransferAccepted, i.TransferHandedOver, m.LoanOffered, m.LoanTaken}
    assert (set(after), len(after)) == (answered, len(answered))
