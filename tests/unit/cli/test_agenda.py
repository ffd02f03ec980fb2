"""The public agenda in files: read back as calendars and feed readers read them, and the same for the same agenda."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from kring_shared.contracts.matching import Agenda, GatheringKind, GatheringLine, ShowAgenda
from kring_shared.contracts.matching.words import Spoken
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.desk import Desk
from kring_shared.runtime.cli.papers.agenda_files import WORDS, calendar_of, feed_of
from kring_shared.testing.work import NOON

SATURDAY: Final = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
SOUGHT: Final = ("We zoeken coördinatoren die Tigrinya spreken.",)
TEXT: Final = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


def a_gathering(name: str = "Regiobijeenkomst", **changes: Any) -> GatheringLine:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "gathering_id": id_at(NOON, name),
        "kind_of": GatheringKind.REGIONAL_MEETING,
        "title": name,
        "days": (SATURDAY,),
        "place": "Buurthuis, Utrecht",
        "agenda": ("Welkom", "Oefenen; wat ging goed, wat niet"),
        "room_for": 20,
        "signed_up": 0,
        "stage": "planned",
    }
    return GatheringLine(**(fields | changes))


def an_agenda(*gatherings: GatheringLine) -> Agenda:
    return Agenda(office="utrecht", gatherings=gatherings, sought=SOUGHT)


def events_of(*gatherings: GatheringLine, language: Spoken = "nl") -> list[Event]:
    calendar = Calendar.from_ical(calendar_of(an_agenda(*gatherings), language))
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def items_of(agenda: Agenda, language: Spoken = "nl") -> list[dict[str, Any]]:
    feed = json.loads(feed_of(agenda, language))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items = feed["items"]
    assert isinstance(items, list)
    return items


def test_an_event_has_its_id_its_moment_in_utc_its_place_and_what_is_on_it() -> None:
    gathering = a_gathering()
    (event,) = events_of(gathering)
    assert str(event["uid"]) == gathering.gathering_id
    assert event.decoded("dtstart") == SATURDAY
    assert event.decoded("dtstamp") == NOON
    assert (str(event["summary"]), str(event["location"])) == ("Regiobijeenkomst", "Buurthuis, Utrecht")
    assert str(event["description"]) == "Welkom\nOefenen; wat ging goed, wat niet"
    assert (str(event["status"]), event.decoded("sequence")) == ("CONFIRMED", 0)
    assert "DTSTART:20261205T090000Z" in calendar_of(an_agenda(gathering), "nl").decode().split("\r\n")


def test_what_was_cancelled_says_so_under_the_same_id_and_a_higher_number() -> None:
    (event,) = events_of(a_gathering(stage="cancelled"))
    assert str(event["uid"]) == a_gathering().gathering_id
    assert (str(event["status"]), event.decoded("sequence")) == ("CANCELLED", 1)


def test_each_day_of_a_training_is_an_event_and_the_first_keeps_the_id_when_days_are_added() -> None:
    first = a_gathering()
    more = a_gathering(days=(SATURDAY, SATURDAY + timedelta(days=7)))
    assert [str(event["uid"]) for event in events_of(more)] == [first.gathering_id, f"{first.gathering_id}-2"]
    assert [str(event["summary"]) for event in events_of(more)] == [
        "Regiobijeenkomst (dag 1 van 2)",
        "Regiobijeenkomst (dag 2 van 2)",
    ]


def test_what_is_online_or_full_or_has_no_agenda_is_written_as_that() -> None:
    (event,) = events_of(a_gathering(place="", room_for=0, agenda=()))
    assert (str(event["location"]), str(event["description"])) == ("online", "Er is geen plaats meer.")
    (bare,) = events_of(a_gathering(agenda=()))
    assert "description" not in bare


def test_an_agenda_with_nothing_in_it_is_still_a_calendar_with_a_part() -> None:
    calendar = Calendar.from_ical(calendar_of(an_agenda(), "nl"))
    assert not calendar.walk("VEVENT")
    assert len(calendar.walk()) > 1


def test_the_feed_says_whom_the_office_seeks_and_then_what_comes() -> None:
    seek, come = items_of(an_agenda(a_gathering()))
    assert seek["content_text"] == SOUGHT[0]
    assert come["id"] == a_gathering().gathering_id
    assert come["content_text"].splitlines() == [
        "5 december 2026 om 10:00",
        "Buurthuis, Utrecht",
        "Welkom",
        "Oefenen; wat ging goed, wat niet",
    ]
    assert come["date_published"] == "2026-11-20T12:00:00+00:00"
    assert come["tags"] == ["regiobijeenkomst"]


def test_the_feed_keeps_the_ids_of_its_items_and_gives_no_two_the_same() -> None:
    agenda = Agenda(office="utrecht", gatherings=(a_gathering(), a_gathering("Studiedag")), sought=(*SOUGHT, "Ook."))
    ids = [item["id"] for item in items_of(agenda)]
    assert len(set(ids)) == len(ids) == 4
    assert next(item["id"] for item in items_of(agenda.model_copy(update={"sought": SOUGHT}))) == ids[0]


def test_what_was_cancelled_says_so_in_the_feed_in_the_language_that_was_asked_for() -> None:
    off = an_agenda(a_gathering(stage="cancelled", room_for=0))
    assert items_of(off)[1]["title"] == "Gaat niet door: Regiobijeenkomst"
    assert items_of(off, "en")[1]["title"] == "Cancelled: Regiobijeenkomst"
    assert "There is no room" not in items_of(off, "en")[1]["content_text"]


def test_every_kind_of_gathering_has_its_word_in_both_languages() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    for kind in GatheringKind:
        for language in WORDS:
            assert items_of(an_agenda(a_gathering(kind_of=kind)), language)[1]["tags"] == [WORDS[language][kind]]


@given(st.lists(st.tuples(TEXT, TEXT, st.lists(TEXT, max_size=3), st.integers(1, 3)), max_size=4))
def test_whatever_people_write_is_read_back_and_written_the_same_again(
    written: list[tuple[str, str, list[str], int]],
) -> None:
    names = count()
    gatherings = tuple(
        a_gathering(
            title,
            gathering_id=id_at(NOON, str(next(names))),
            place=place,
            agenda=tuple(lines),
            days=tuple(SATURDAY + timedelta(days=day) for day in range(days)),
        )
        for title, place, lines, days in written
    )
    events = events_of(*gatherings)
    assert len({str(event["uid"]) for event in events}) == sum(days for *_, days in written)
    assert [str(event["location"]) for event in events] == [g.place for g in gatherings for _ in g.days]
    again = an_agenda(*gatherings)
    assert calendar_of(again, "nl") == calendar_of(again.model_copy(), "nl")
    assert feed_of(again, "nl") == feed_of(again.model_copy(), "nl")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer the command with an agenda, and keep who asked which office in which language."""
    heard: list[str] = []

    def answer(desk: Desk, query: ShowAgenda, _form: object) -> Agenda:
        heard.append(f"{desk.who.role} {desk.office} {query.language}")
        return an_agenda(a_gathering())

    monkeypatch.setattr(Desk, "ask", answer)
    monkeypatch.delenv("KRING_OFFICE", raising=False)
    return heard


def test_the_command_writes_both_files_and_nothing_beside_them(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "www" / "agenda"
    for _ in range(2):
        assert run_words(["agenda", "--office", "utrecht", "--out", str(out), "--json"]) == 0
    assert asked == ["operator utrecht nl"] * 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "agenda.ics": calendar_of(an_agenda(a_gathering()), "nl"),
        "feed.json": feed_of(an_agenda(a_gathering()), "nl"),
    }
    said = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (said["gatherings"], said["sought"]) == (1, 1)


def test_an_agenda_is_of_one_office(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_words(["agenda", "--out", str(tmp_path / "a")]) == 2
    assert "name one of" in capsys.readouterr().err
    assert not asked
    assert not (tmp_path / "a").exists()
