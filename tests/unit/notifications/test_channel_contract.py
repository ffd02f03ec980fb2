"""The built-in channels keep to the contract that others hold theirs to; one that does not is told why."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kring_notifications.hooks import ChannelAway, Letter
from kring_notifications.plugins import console, letter, sms, smtp
from kring_notifications.testing import PRIVATE, ChannelContract, a_letter
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.plugins import Manifest
from tests.architecture.tree import ROOT

NOBODY = "http://127.0.0.1:1"
"""Nothing listens there, so every letter ends in a refusal; each is tested with its other side elsewhere."""
TO_NOBODY: dict[str, dict[str, Any]] = {
    "sms": {"url": NOBODY, "token": "t", "sender": "Kring", "neutral_sender": "Bericht"},
    "smtp": {"host": "127.0.0.1", "port": 1, "security": "none"},
}
PLUGINS = [  # apprise and webhook can reach nobody without another organisation's address
    one.plugin for one in (console, letter, sms, smtp)
]


@pytest.mark.parametrize("card", PLUGINS, ids=lambda card: card.name)
class TestChannels(ChannelContract):
    project = ROOT / "services/notifications"

    @pytest.fixture(autouse=True)
    def of_this_one(self, card: Manifest) -> None:
        self.manifest = card
        self.takes = card.name not in TO_NOBODY

    def settings(self, folder: Path) -> dict[str, Any]:
        given = {"folder": str(folder)} if self.manifest.name == "letter" else {}
        return TO_NOBODY.get(self.manifest.name, given)


class Keeps:
    """Leaves every letter in a folder, and takes none away."""

    name, way, disturbs, repeatable = "keeps", Way.LETTER, False, True
    at_once, patience = 1, (timedelta(minutes=5),)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def can_reach(self, _kinds: object) -> bool:
        return True

    async def send(self, letter: Letter) -> None:
        (self.folder / letter.message_id).write_text(letter.text)


class Tells(Keeps):
    async def send(self, letter: Letter) -> None:
        sys.stdout.write(letter.contact.name)


class Raises(Keeps):
    async def send(self, letter: Letter) -> None:
        raise ConnectionError(letter.message_id)


class Answers(Keeps):
    async def send(self, _letter: Letter) -> None:
        return "sent"  # type: ignore[return-value]  # the fault that is found


class ReachesNobody(Keeps):
    def can_reach(self, _kinds: object) -> bool:
        return False


class Away(Keeps):
    async def send(self, _letter: Letter) -> None:
        raise ChannelAway("not now")


def held_to(channel: type[Keeps]) -> ChannelContract:
    mine = ChannelContract()
    mine.manifest = Manifest(name="keeps", service="notifications", api=2, title="Keeps.", build=channel)
    return mine


LEFT, TWICE = "test_what_it_left_here_is_gone_when_it_says_so", "test_what_can_be_repeated_may_be_sent_twice"
PLAIN = "test_a_plain_letter_is_taken"
WRONG = {
    "leaves it": (Keeps, LEFT, "`forget` has to take away"),
    "raises": (Raises, TWICE, "raised ConnectionError, which is none"),
    "answers": (Answers, TWICE, "send gave 'sent'"),
    "takes none": (Away, PLAIN, "the plain letter was refused"),
    "nobody": (ReachesNobody, "test_it_knows_whom_it_can_reach_by_the_kinds_of_address_alone", "reach nobody"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_channel_that_breaks_its_word_is_told_how(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    channel, check, said = WRONG[what]
    contract = held_to(channel)
    monkeypatch.setattr(contract, "built", channel)
    with pytest.raises((AssertionError, pytest.fail.Exception), match=said):
        getattr(contract, check)(tmp_path)


def test_a_channel_that_prints_a_name_is_told_so(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contract = held_to(Tells)
    monkeypatch.setattr(contract, "built", Tells)
    with pytest.raises(AssertionError, match=f"the log holds .*{PRIVATE[0]}"):
        contract.test_it_logs_neither_words_nor_addresses(tmp_path, capfd, caplog)


def test_one_that_is_away_keeps_to_it_where_it_says_that_nothing_takes_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = held_to(Away)
    contract.takes = False
    monkeypatch.setattr(contract, "built", Away)
    contract.test_a_plain_letter_is_taken(tmp_path)
    contract.test_what_can_be_repeated_may_be_sent_twice(tmp_path)


def test_a_letter_for_a_test_is_as_was_asked() -> None:
    assert a_letter(text="Dag").text == "Dag"
