"""What the demo of several offices prints: two columns, the line between them, and what crosses in words."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from deploy.demo.offices.telling import CROSSED, Telling
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact, Reach
from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.matching import LoanRefused

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
CASE = "019aa0000000700080000000000000a1"


def told(telling: Telling, console: Console) -> list[str]:
    telling.flush()
    return [line.rstrip() for line in console.export_text().splitlines()]


@pytest.fixture
def console() -> Console:
    return Console(record=True, width=118, file=StringIO())


def from_office(office: str, kind: type[Fact], **fields: Any) -> Fact:  # noqa: ANN401 - any field of any fact
    return kind.model_construct(case_id=CASE, office=office, **fields)


def test_everything_that_may_leave_an_office_can_be_told() -> None:
    assert set(CROSSED) == {fact for fact in FACTS.values() if fact.reach is Reach.BACKBONE}


def test_a_day_is_one_line_with_what_each_office_did(console: Console) -> None:
    telling = Telling(console, "utrecht", "amersfoort")
    for office in ("utrecht", "utrecht", "amersfoort"):
        telling.watch(from_office(office, RequestReceived), NOW)
    assert told(telling, console) == [
        "Mon 23 Nov       2 requests came in                         ═══   1 request came in"
    ]


def test_what_crosses_has_a_line_and_an_arrow_of_its_own(console: Console) -> None:
    telling = Telling(console, "utrecht", "amersfoort")
    telling.watch(from_office("utrecht", LoanRefused), NOW)
    telling.watch(from_office("amersfoort", LoanRefused), NOW)
    assert told(telling, console) == [
        "Mon 23 Nov 08:00 has nobody to lend                         ══▶",
        "Mon 23 Nov 08:00                                            ◀══   has nobody to lend",
    ]


def test_a_line_that_is_cut_shows_on_every_day_until_it_is_back(console: Console) -> None:
    telling = Telling(console, "utrecht", "amersfoort")
    telling.watch(from_office("utrecht", RequestReceived), NOW)
    telling.say(NOW, "The line is cut.", is_up=False)
    telling.watch(from_office("utrecht", RequestReceived), NOW + timedelta(days=1))
    telling.say(NOW + timedelta(days=1), "The line is back.", is_up=True)
    telling.watch(from_office("utrecht", RequestReceived), NOW + timedelta(days=2))
    marks = [line[60:63] for line in told(telling, console) if "request" in line]
    assert marks == ["═══", "═ ═", "═══"]
