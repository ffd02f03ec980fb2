"""An office's line that is cut, or swallows everything, is back within seconds of being whole again."""

from collections.abc import Generator
from pathlib import Path

import pytest

from kring_shared.runtime.server.network import PING_SECONDS, PINGS_UNANSWERED
from kring_shared.testing.backbone import Hub, OfficeBus
from kring_shared.testing.servers import new_key

BACK_WITHIN_S = 10.0
NOTICED_WITHIN_S = (PINGS_UNANSWERED + 2) * PING_SECONDS


@pytest.fixture
def office(tmp_path: Path) -> Generator[OfficeBus]:
    with Hub(tmp_path, key=new_key()) as hub, OfficeBus(tmp_path, hub, key=new_key()) as one:
        yield one


def test_a_line_that_is_cut_is_noticed_at_once_and_back_within_seconds(office: OfficeBus) -> None:
    office.line.cut()
    assert office.await_alone() < BACK_WITHIN_S
    assert office.heal() < BACK_WITHIN_S


def test_a_line_that_swallows_everything_is_given_up_and_back_within_seconds(office: OfficeBus) -> None:
    before = office.line.received
    office.line.black_hole()
    assert office.await_alone() < NOTICED_WITHIN_S
    assert office.server.alive
    assert office.heal() < BACK_WITHIN_S
    assert office.line.received > before
