"""Channels that keep what they were given, words of a test's own, and a house that is open by day and by night."""

from collections.abc import Collection
from datetime import time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from kring_notifications.domain import AddressKind, Quiet
from kring_notifications.hooks import Letter
from kring_notifications.house import House
from kring_notifications.wording import Choice, Wording, load
from kring_notifications.wording.approvals import Approvals
from kring_notifications.wording.fields import FIELDS, SHORT_FIELDS
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.offices import EXAMPLE_OFFICES

LANGUAGES: Final = ("nl", "en", "fr")
ZONE: Final = ZoneInfo("Europe/Amsterdam")
NEVER_QUIET: Final = Quiet(ZONE, time(0), time(0), days_of_rest=False)
QUIET: Final = Quiet(ZONE)
"""The hours offices keep: the night from eight to eight, weekends and holidays."""


class FakeChannel:
    """Takes letters of people with one of its kinds of address, or of everybody when it has none, and keeps them."""

    def __init__(
        self,
        name: str,
        *kinds: AddressKind,
        way: Way = Way.EMAIL,
        disturbs: bool = False,
        repeatable: bool = False,
        at_once: int = 32,
        patience: tuple[timedelta, ...] = (),
    ) -> None:
        self.name, self.kinds, self.way = name, frozenset(kinds), way
        self.disturbs, self.repeatable, self.patience, self.at_once = disturbs, repeatable, patience, at_once
        self.letters: list[Letter] = []

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        return not self.kinds or bool(self.kinds & set(kinds))

    async def send(self, letter: Letter) -> None:
        self.letters.append(letter)


WRITTEN: Final = tuple(way for way in Way if way.is_written)
"""The ways that bring words to read."""
MAIL: Final = FakeChannel("mail", AddressKind.EMAIL)
SLIP: Final = FakeChannel("slip", way=Way.LETTER)
"""Reaches everybody, as the channel for trying Kring out does."""


def a_house(quiet: Quiet = NEVER_QUIET, *, live: bool = False, desk: str = "") -> House:
    """Make a house of the example offices; open day and night, and trying things out, unless told otherwise."""
    cards = [card.model_copy(update={"live": live, "desk": desk}) for card in EXAMPLE_OFFICES]
    return House("Eigen Kracht", {card.id: card for card in cards}, quiet)


def some_words(*languages: str, approvals: Approvals | None = None) -> Wording:
    """Make words for every moment that name every field, in these languages; the office's own is always there."""
    return Wording({language: _files(language) for language in {"nl", *(languages or LANGUAGES)}}, approvals)


def said(moment: Moment, language: str, **known: str) -> str:
    """Give what Kring's own letter to Oma says, subject and words; the words of its own language, not another's."""
    worded = load().say(moment, Choice(language, ""), Way.LETTER, {"name": "Oma", "signature": "Utrecht"} | known)
    return f"{worded.subject} {worded.text}"


def _files(language: str) -> dict[str, str]:
    letters = {f"{moment}.txt": _body(language, FIELDS[moment]) for moment in Moment}
    short = _body(language, SHORT_FIELDS[Moment.DATE_REMINDER])
    return letters | {
        "notice.text.txt": f"{language}: {{signature}}",
        f"{Moment.DATE_REMINDER}.text.txt": short,
        "words.toml": f'subject = "{language}: bericht"\npreview = "{language}"\nfallback = "{language}: andere taal"',
    }


def _body(language: str, form: type[BaseModel]) -> str:
    """Name each field; what is not always known has a paragraph of its own."""
    always = " ".join(f"{{{name}}}" for name, about in form.model_fields.items() if about.is_required())
    at_times = " ".join(f"{{{name}}}" for name, about in form.model_fields.items() if not about.is_required())
    return "\n\n".join(part for part in (f"{language}: {always}", at_times) if part)
