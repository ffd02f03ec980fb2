"""What every channel has to keep to: a class of tests that the makers of a plugin inherit.

```python
class TestMine(ChannelContract):
    manifest = plugin
    project = Path(__file__).parents[1]

    def settings(self, folder: Path) -> dict[str, str]:
        return {"folder": str(folder)}
```
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pytest

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelRefused, Forgets, Letter, Letterhead
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.plugins import PluginContract

OMA: Final = Contact(
    name="Oma Jansje",
    email="oma.jansje@voorbeeld.example",
    phone="+31 6 12345678",
    postal_address="Lindestraat 1, 3511 AA Utrecht",
)
PRIVATE: Final = (OMA.name, OMA.email, OMA.phone, OMA.phone.replace(" ", ""), OMA.postal_address, "het plan van Filip")
"""What stands in a letter about people, and has no place in a log."""
A_LETTER: Final = Letter(
    message_id=f"{1:032x}",
    moment=Moment.PLAN,
    language="nl",
    subject="Een bericht",
    text="Dag Oma Jansje,\n\nhet plan van Filip is klaar.\n",
    contact=OMA,
    sender="utrecht@kring.example",
    sender_name="Utrecht",
    office="utrecht",
    written_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    letterhead=Letterhead(title="Kring", organisation="Utrecht"),
)


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of a letter
    """Give a letter for a test of your own, with these fields in the place of what it has."""
    return replace(A_LETTER, **changes)


class ChannelContract(PluginContract):
    """Inherit, set `manifest` and `project`, say in `settings` where it sends to, and let pytest run it.

    What it sends to may be a folder, or a server of yours that plays the other side. Where nothing plays it, say
    `takes = False`: then only its refusals are looked at.
    """

    takes: bool = True
    """Whether there is another side here that takes letters; the plain one has to be taken then."""

    def test_it_says_what_it_is(self, tmp_path: Path) -> None:
        """Look at what the notifications service reads off a channel."""
        channel = self.built(tmp_path)
        assert channel.name == self.manifest.name, "name: as in the manifest"
        assert isinstance(channel.way, Way), "way: one of Way"
        assert isinstance(channel.disturbs, bool), "disturbs: True or False"
        assert isinstance(channel.repeatable, bool), "repeatable: True or False"
        assert isinstance(channel.at_once, int), "at_once: a number"
        assert channel.at_once >= 1, "at_once: 1 or more"
        assert isinstance(channel.patience, tuple), "patience: a tuple; empty when it is not tried again"
        assert all(isinstance(wait, timedelta) and wait > timedelta(0) for wait in channel.patience), "patience: waits"

    def test_it_knows_whom_it_can_reach_by_the_kinds_of_address_alone(self, tmp_path: Path) -> None:
        """Ask for every set of kinds, twice."""
        channel, found = self.built(tmp_path), []
        for kinds in _sets_of_kinds():
            can = channel.can_reach(kinds)
            assert can is True or can is False, f"can_reach gave {can!r}, and not True or False"
            assert channel.can_reach(kinds) is can, f"can_reach said something else of {sorted(kinds)} the second time"
            found.append(can)
        assert any(found), "it can reach nobody, whatever addresses they have"

    def test_a_plain_letter_is_taken(self, tmp_path: Path) -> None:
        """Send one in which nothing is odd; refusals would pass all that follows."""
        if self.takes:
            taken = _sent(self.built(tmp_path), "plain", A_LETTER)
            assert taken, "the plain letter was refused: say in `settings` where one is taken, or `takes = False`"

    @pytest.mark.parametrize("odd", ["plain", "bare", "long", "strange", "from right to left", "without addresses"])
    def test_whatever_the_letter_is_it_is_taken_or_refused_in_one_of_the_ways_there_are(
        self, odd: str, tmp_path: Path
    ) -> None:
        """Send letters of every sort; an error of another kind would be taken for a message that may have gone out."""
        _sent(self.built(tmp_path), odd, ODD[odd])

    def test_what_can_be_repeated_may_be_sent_twice(self, tmp_path: Path) -> None:
        """Send the same letter again, as Kring does when it was killed while it was sending."""
        channel = self.built(tmp_path)
        for time in ("first", "second") if channel.repeatable else ():
            _sent(channel, time, A_LETTER)

    def test_what_it_left_here_is_gone_when_it_says_so(self, tmp_path: Path) -> None:
        """Take a letter away, twice, and one that never was."""
        channel, folder = self.built(tmp_path), tmp_path
        _sent(channel, "plain", A_LETTER)
        if isinstance(channel, Forgets):
            for _ in range(2):
                asyncio.run(channel.forget((A_LETTER.message_id, f"{9:032x}")))
        left = [file.name for file in folder.rglob("*") if file.is_file() and _holds(file, *PRIVATE)]
        assert left == [], f"`forget` has to take away what stands in {', '.join(left)}"

    def test_it_logs_neither_words_nor_addresses(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        """Send a letter, and read all that is printed and logged meanwhile."""
        with caplog.at_level(0):
            _sent(self.built(tmp_path), "plain", A_LETTER)
        said = "".join((caplog.text, *capfd.readouterr()))
        told = [word for word in PRIVATE if word in said]
        assert told == [], f"the log holds {told}"


def _sent(channel: Any, what: str, letter: Letter) -> bool:  # noqa: ANN401 - a plugin
    """Send a letter, look at how that ends, and tell whether it was taken."""
    try:
        answer = asyncio.run(channel.send(letter))
    except ChannelRefused:
        return False
    except Exception as error:  # noqa: BLE001 - that is what is tested
        pytest.fail(f"letter {what!r}: it raised {type(error).__name__}, which is none of the errors of a channel")
    assert answer is None, f"letter {what!r}: send gave {answer!r}; returning is all that says that it was taken"
    return True


def _sets_of_kinds() -> Iterator[frozenset[AddressKind]]:
    for count in range(len(AddressKind) + 1):
        yield from map(frozenset, combinations(AddressKind, count))


def _holds(file: Path, *words: str) -> bool:
    content = file.read_bytes()
    return any(word.encode() in content for word in words)


ODD: Final = {
    "plain": A_LETTER,
    "bare": a_letter(subject="", sender_name="", letterhead=None),
    "long": a_letter(text="Nog een alinea.\n\n" * 2_000),
    "strange": a_letter(
        text="../\r\n<b>&amp;</b> \u202e\u0000 🙂", contact=OMA.model_copy(update={"name": "../\r\n;\u0000"})
    ),
    "from right to left": a_letter(language="ar", text="مرحبا", right_to_left=True, large_print=True),
    "without addresses": a_letter(contact=Contact(name="")),
}
