"""The day in somebody's own calendar: that there is an appointment, for who asked for it, and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import Answered
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, VAULT, Case, circle_member, main_person, preparing
from tests.unit.conference.papers import ANJA, AUNT, OMA, calendar_for, put

VENUE = "Community centre, Lindestraat 1; round the corner"


def planned(policy: str = "nl/1") -> Case:
    """Make a case that has its day, of which the grandmother wants to be told by her calendar."""
    case = preparing(policy=policy)
    day = replace(
        case.conference.day,
        starts_at=case.now + timedelta(days=200, hours=6),
        venue=VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), VENUE),
        sequence=1,
    )
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.READY, day=day)
    wants_it(case, put(case, OMA, Part.CIRCLE, stage=PathStage.PREPARED))
    return case


def wants_it(case: Case, person: Participant, *languages: str) -> None:
    contact = VAULT.seal(
        "utrecht", scope_of(Scope.PERSON, person.id), Contact(name="Tineke Bakker", email="oma@voorbeeld.example")
    )
    card = person.card.model_copy(update={"contact": contact, "languages": languages})
    case.stored[Participant, person.id] = replace(person, card=card, care=replace(person.care, calendar=True))


def moved(case: Case, **day: object) -> None:
    conference = case.conference
    case.stored[Conference, CASE_ID] = replace(conference, day=replace(conference.day, **day))  # type: ignore[arg-type]


def changed(case: Case, person_id: str, **values: object) -> None:
    case.stored[Participant, person_id] = replace(case.person(person_id), **values)  # type: ignore[arg-type]


def file_of(case: Case, person_id: str = OMA) -> Any:  # noqa: ANN401 - see below
    text = calendar_for(case, person_id).ics
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # octets (RFC 5545, 3.1)
    return Calendar.from_ical(text)


def event_of(calendar: Any) -> Any:  # noqa: ANN401 - a component holds a value of any of thirty types
    (event,) = calendar.events
    return event


def test_the_file_says_when_and_is_a_request_as_the_standards_want_it() -> None:
    case = planned()
    calendar = file_of(case)
    assert (calendar["method"], calendar["version"], bool(calendar["prodid"])) == ("REQUEST", "2.0", True)
    event = event_of(calendar)
    assert all(event.get(name) is not None for name in ("uid", "dtstamp", "dtstart", "organizer", "attendee"))
    assert (event.decoded("sequence"), event["summary"], event["status"]) == (1, "Afspraak", "CONFIRMED")
    assert event["class"] == "PRIVATE"
    assert event.decoded("dtstamp") == case.now
    assert event.errors == calendar.errors == []


def test_nothing_says_what_it_is_about_with_whom_or_how_long() -> None:
    case = planned()
    put(case, ANJA, Part.INFORMATION_GIVER)
    event = event_of(file_of(case))
    assert not {"description", "dtend", "duration", "comment", "contact", "url", "categories"} & {
        n.lower() for n in event
    }
    text = calendar_for(case, OMA).ics
    for secret in (CASE_ID, OMA, FILIP, "Filip", "Tineke", "Somebody", "utrecht", "onference"):
        assert secret not in text


def test_only_oneself_is_named_and_an_answer_of_a_calendar_goes_nowhere() -> None:
    event = event_of(file_of(planned()))
    assert str(event["attendee"]) == "mailto:oma@voorbeeld.example"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert str(event["organizer"]) == "invalid:nomail"


def test_who_has_no_address_has_a_file_all_the_same() -> None:
    case = planned()
    contact = VAULT.seal("utrecht", scope_of(Scope.PERSON, OMA), Contact(name="Tineke", phone="+31 30 1234567"))
    changed(case, OMA, card=case.person(OMA).card.model_copy(update={"contact": contact}))
    assert str(event_of(file_of(case))["attendee"]) == "invalid:nomail"


@pytest.mark.parametrize(("policy", "zone"), [("nl/1", "Europe/Amsterdam"), ("be/1", "Europe/Brussels")])
def test_the_hour_is_that_of_the_place_in_summer_too_by_the_clocks_in_the_file(policy: str, zone: str) -> None:
    case = planned(policy)
    for moment in (case.conference.day.starts_at, case.now + timedelta(days=20)):
        moved(case, starts_at=moment)
        calendar = file_of(case)
        start = event_of(calendar)["dtstart"]
        assert start.params["TZID"] == zone
        assert start.dt == moment
        (clocks,) = calendar.timezones
        there = clocks.to_tz(lookup_tzid=False)
        assert isinstance(start.dt, datetime)
        assert there.utcoffset(start.dt.replace(tzinfo=None)) == start.dt.utcoffset()


@pytest.mark.parametrize(
    ("tag", "word"), [("nl-BE", "Afspraak"), ("ar", "موعد"), ("tr", "Randevu"), ("pl", "Spotkanie"), ("ti", "Afspraak")]
)
def test_the_word_is_in_their_own_language(tag: str, word: str) -> None:
    case = planned()
    wants_it(case, case.person(OMA), tag)
    assert event_of(file_of(case))["summary"] == word


def test_a_new_day_is_the_same_appointment_with_a_higher_number() -> None:
    case = planned()
    first = event_of(file_of(case))
    moved(case, starts_at=case.now + timedelta(days=9), sequence=3)
    second = event_of(file_of(case))
    assert first["uid"] == second["uid"]
    assert second.decoded("sequence") > first.decoded("sequence")


def test_two_people_of_one_case_cannot_tell_from_their_files_that_they_belong_together() -> None:
    case = planned()
    wants_it(case, put(case, AUNT, Part.CIRCLE, stage=PathStage.PREPARED))
    mine, theirs = (str(event_of(file_of(case, who))["uid"]) for who in (OMA, AUNT))
    assert not {mine[n : n + 8] for n in range(0, 32, 8)} & {theirs[n : n + 8] for n in range(0, 32, 8)}
    assert CASE_ID[:12] not in mine + theirs


def is_taken_away(case: Case) -> bool:
    calendar = file_of(case)
    event = event_of(calendar)
    assert all(event.get(name) is not None for name in ("uid", "dtstamp", "organizer", "attendee", "sequence"))
    assert (calendar["method"] == "CANCEL") == (event["status"] == "CANCELLED")
    assert calendar["method"] == "REQUEST" or "location" not in event
    return bool(calendar["method"] == "CANCEL")


@pytest.mark.parametrize("stage", [Stage.POSTPONED, Stage.ADJOURNED])
def test_a_day_that_is_off_is_taken_away_until_there_is_a_new_one(stage: Stage) -> None:
    case = planned()
    uid = event_of(file_of(case))["uid"]
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=stage).without_day()
    assert is_taken_away(case)
    event = event_of(file_of(case))
    assert (event["uid"], event.decoded("sequence")) == (uid, 2)
    moved(case, starts_at=case.now + timedelta(days=9), sequence=3)
    assert not is_taken_away(case)


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.WITHOUT_MEETING])
def test_no_meeting_is_no_appointment_whatever_day_stands_there(stage: Stage) -> None:
    case = planned()
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=stage)
    assert is_taken_away(case)


@pytest.mark.parametrize(
    "change",
    [
        {"answer": Answered.DOES_NOT_COME},
        {"answer": Answered.BY_LETTER},
        {"stage": PathStage.STEPPED_OUT},
        {"has_left": True},
    ],
)
def test_who_does_not_come_any_more_has_it_taken_away(change: dict[str, object]) -> None:
    case = planned()
    assert not is_taken_away(case)
    changed(case, OMA, **change)
    assert is_taken_away(case)


def test_the_place_is_there_unless_somebody_must_not_find_it() -> None:
    case = planned()
    assert event_of(file_of(case))["location"] == VENUE
    put(case, AUNT, Part.CIRCLE, stage=PathStage.NOT_INVITED, answer=None)
    assert "location" not in event_of(file_of(case))


def test_where_two_are_kept_apart_nobody_carries_the_place_with_them() -> None:
    case = planned()
    case.stored[Conference, CASE_ID] = replace(case.conference, apart=frozenset({frozenset({OMA, FILIP})}))
    assert "location" not in event_of(file_of(case))


def test_nobody_has_a_file_who_did_not_ask_for_one_or_was_not_invited_or_before_there_was_a_day() -> None:
    case = planned()
    assert calendar_for(case, FILIP).ics == ""
    changed(case, OMA, stage=PathStage.INFORMED, answer=None)
    assert calendar_for(case, OMA).ics == ""
    changed(case, OMA, stage=PathStage.INVITED)
    assert event_of(file_of(case))["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    moved(case, sequence=0, starts_at=None)
    assert calendar_for(case, OMA).ics == ""


def test_a_file_is_for_oneself_or_through_the_coordinator_who_may_have_one_too() -> None:
    case = planned()
    assert calendar_for(case, OMA, circle_member(OMA)).ics == calendar_for(case, OMA).ics
    with pytest.raises(NotPermitted, match="for oneself"):
        calendar_for(case, OMA, main_person())
    with pytest.raises(NotPermitted):
        calendar_for(case, OMA, an_actor(Role.REGIONAL_MANAGER))
    assert event_of(file_of(case, COORDINATOR))["summary"] == "Afspraak"
    with pytest.raises(NotFound):
        calendar_for(case, "f" * 32)


def test_in_private_time_no_file_is_given() -> None:
    case = planned()
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.PRIVATE_TIME)
    with pytest.raises(NotAllowedNow, match="private-time"):
        calendar_for(case, OMA)
