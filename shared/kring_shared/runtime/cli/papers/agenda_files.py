"""The public agenda as a calendar (RFC 5545) and as a feed (JSON Feed 1.1); the same agenda, the same bytes."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from icalendar import Calendar, Event, Timezone

from kring_shared.contracts.matching import Agenda, GatheringKind, GatheringLine
from kring_shared.contracts.matching.words import Spoken
from kring_shared.kernel.ids import BEGINNING, MILLISECOND

CANCELLED: Final = "cancelled"
LOCAL: Final = ZoneInfo("Europe/Amsterdam")
"""The clock of all offices: Brussels has the same one."""
FEED_VERSION: Final = "https://jsonfeed.org/version/1.1"
WORDS: Final[dict[Spoken, dict[str, str]]] = {
    "nl": {
        "title": "Agenda van {}",
        "day": "{} (dag {} van {})",
        "cancelled": "Gaat niet door: {}",
        "online": "online",
        "full": "Er is geen plaats meer.",
        "sought": "Wie we zoeken",
        "when": "d MMMM y 'om' HH:mm",
        GatheringKind.INFORMATION_MEETING: "informatiebijeenkomst",
        GatheringKind.TRAINING_FIRST: "opleiding, eerste deel",
        GatheringKind.TRAINING_SECOND: "opleiding, tweede deel",
        GatheringKind.REGIONAL_MEETING: "regiobijeenkomst",
        GatheringKind.STUDY_DAY: "studiedag",
        GatheringKind.WORKSHOP: "workshop",
    },
    "en": {
        "title": "Agenda of {}",
        "day": "{} (day {} of {})",
        "cancelled": "Cancelled: {}",
        "online": "online",
        "full": "There is no room left.",
        "sought": "Whom we seek",
        "when": "d MMMM y 'at' HH:mm",
        GatheringKind.INFORMATION_MEETING: "information meeting",
        GatheringKind.TRAINING_FIRST: "training, first part",
        GatheringKind.TRAINING_SECOND: "training, second part",
        GatheringKind.REGIONAL_MEETING: "regional meeting",
        GatheringKind.STUDY_DAY: "study day",
        GatheringKind.WORKSHOP: "workshop",
    },
}


def calendar_of(agenda: Agenda, language: Spoken) -> bytes:
    """Write the calendar: an event for each day of a gathering, in UTC; cancelled ones stay, as cancelled.

    An event keeps its UID: the gathering's id, and for a second day and further the number of the day behind it.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Kring//agenda//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", WORDS[language]["title"].format(agenda.office))
    for gathering in agenda.gatherings:
        for event in _events(gathering, WORDS[language]):
            calendar.add_component(event)
    if not agenda.gatherings:
        calendar.add_component(Timezone.from_tzid("UTC"))  # a calendar has one part at least (RFC 5545, 3.6)
    return bytes(calendar.to_ical())


def feed_of(agenda: Agenda, language: Spoken) -> bytes:
    """Write the feed: whom the office seeks, then what is coming."""
    words = WORDS[language]
    feed = {
        "version": FEED_VERSION,
        "title": words["title"].format(agenda.office),
        "language": language,
        "items": [
            *(_sought_item(agenda.office, sentence, words) for sentence in agenda.sought),
            *(_gathering_item(gathering, words, language) for gathering in agenda.gatherings),
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode()


def _events(gathering: GatheringLine, words: dict[str, str]) -> Iterator[Event]:
    many = len(gathering.days)
    cancelled = gathering.stage == CANCELLED
    for number, day in enumerate(gathering.days, start=1):
        event = Event()
        event.add("uid", gathering.gathering_id if number == 1 else f"{gathering.gathering_id}-{number}")
        event.add("dtstamp", _made_at(gathering))
        event.add("dtstart", day.astimezone(BEGINNING.tzinfo))
        event.add("summary", words["day"].format(gathering.title, number, many) if many > 1 else gathering.title)
        event.add("location", gathering.place or words["online"])
        if lines := _lines(gathering, words):
            event.add("description", "\n".join(lines))
        event.add("categories", [words[gathering.kind_of]])
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        event.add("sequence", int(cancelled))  # a calendar takes a change only with a higher number
        yield event


def _sought_item(office: str, sentence: str, words: dict[str, str]) -> dict[str, Any]:
    known_by = blake2b(f"{office}/{sentence}".encode(), digest_size=10).hexdigest()
    return {"id": f"sought-{known_by}", "title": words["sought"], "content_text": sentence}


def _gathering_item(gathering: GatheringLine, words: dict[str, str], language: Spoken) -> dict[str, Any]:
    off = gathering.stage == CANCELLED
    when = [_when(day, words, language) for day in gathering.days]
    text = "\n".join([*when, gathering.place or words["online"], *_lines(gathering, words)])
    return {
        "id": gathering.gathering_id,
        "title": words["cancelled"].format(gathering.title) if off else gathering.title,
        "content_text": text,
        "date_published": _made_at(gathering).isoformat(timespec="seconds"),
        "tags": [words[gathering.kind_of]],
    }


def _lines(gathering: GatheringLine, words: dict[str, str]) -> tuple[str, ...]:
    full = gathering.room_for == 0 and gathering.stage != CANCELLED
    return (*gathering.agenda, words["full"]) if full else gathering.agenda


def _when(day: datetime, words: dict[str, str], language: Spoken) -> str:
    return str(format_datetime(day, words["when"], tzinfo=LOCAL, locale=language))


def _made_at(gathering: GatheringLine) -> datetime:
    """Give the moment a gathering was first planned: its id begins with it, so that no file changes by being written.

    Milliseconds are left out, since a calendar knows none.
    """
    return (BEGINNING + int(gathering.gathering_id[:12], 16) * MILLISECOND).replace(microsecond=0)
