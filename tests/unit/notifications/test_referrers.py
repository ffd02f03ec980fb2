"""What a professional or a system that referred hears: that it began and that it ended, no more."""

from datetime import timedelta

import pytest

from kring_notifications.domain import AddressKind, desk_of
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.notifications import Moment, SuppressedBecause, Way
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, to_tell
from tests.unit.notifications.channels import MAIL, FakeChannel, a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    CANCELLED,
    CLOSED,
    FILIP,
    REFUSED,
    REJECTED,
    WITHDRAWN,
    received,
    request_accepted,
)

REFERS = {"requester_kind": RequesterKind.PROFESSIONAL}


def test_a_professional_who_asked_hears_that_it_begins_and_that_it_ended_and_what_came_of_it_from_nobody() -> None:
    story = Story()
    assert (Moment.REQUEST_RECEIVED, AMINA) in queued(story.hears(received(**REFERS)))
    assert queued(story.hears(request_accepted())) == [(Moment.TAKEN_ON, AMINA)]
    assert queued(story.hears(ACTIVATED)) == [(Moment.COORDINATOR_FOUND, FILIP)]
    assert queued(story.hears(CLOSED)) == [(Moment.ENDED, AMINA)]


@pytest.mark.parametrize("stop", [WITHDRAWN, REJECTED, REFUSED, CANCELLED], ids=lambda f: f.name)
def test_a_professional_who_asked_hears_that_it_ended_also_when_it_stopped_and_never_why(stop: Fact) -> None:
    story = Story()
    story.hears(received(**REFERS))
    assert queued(story.hears(stop)) == [(Moment.ENDED, AMINA)]


def test_who_asked_as_somebody_close_is_not_written_to_as_a_professional_is() -> None:
    story = Story()
    story.hears(received())
    assert story.hears(request_accepted()).told == []
    assert story.hears(CLOSED).told == []


def test_a_system_that_referred_is_answered_in_its_own_way_with_its_own_reference_and_without_words() -> None:
    hook = FakeChannel("hook", AddressKind.SYSTEM, way=Way.SYSTEM)
    story = Story(MAIL, hook)
    story.hears(received(**REFERS, referring_system="jeugdbescherming", reference="JB-2026-17"))
    (letter,) = (d for d in deliveries(story.hears(request_accepted())) if d.channel == "hook")
    assert (letter.moment, letter.reference, letter.language) == (Moment.TAKEN_ON, "JB-2026-17", "")
    assert "hook" not in {d.channel for d in deliveries(story.hears(ACTIVATED))}
    assert Moment.ENDED in {d.moment for d in deliveries(story.hears(CLOSED)) if d.channel == "hook"}


def test_nobody_telephones_a_system_that_cannot_be_reached() -> None:
    story = Story(MAIL)
    story.hears(received(**REFERS, referring_system="jeugdbescherming"))
    work = story.hears(request_accepted())
    assert held_back(work) == [(Moment.TAKEN_ON, SuppressedBecause.NO_WAY_TO_REACH)]
    assert to_tell(work) == []


@pytest.mark.parametrize("code", ["kring.channel-refused", "kring.no-such-channel", "kring.errand-failed"])
def test_when_a_system_cannot_be_told_for_good_the_desk_hears_so_once_and_not_in_which_case(code: str) -> None:
    hook = FakeChannel("hook", AddressKind.SYSTEM, way=Way.SYSTEM)
    story = Story(MAIL, hook, house=a_house(desk="desk@voorbeeld.example"))
    story.hears(received(**REFERS, referring_system="jeugdbescherming"))
    (event,) = (d for d in deliveries(story.hears(request_accepted())) if d.channel == "hook")
    work = story.ends(event, code)
    assert queued(work) == [(Moment.OFFICE_LOOKS, desk_of("utrecht"))]
    (letter,) = deliveries(work)
    assert queued(story.ends(letter, "kring.channel-refused")) == []


def test_of_a_system_that_never_asked_to_hear_nobody_is_bothered() -> None:
    hook = FakeChannel("hook", AddressKind.SYSTEM, way=Way.SYSTEM)
    story = Story(MAIL, hook, house=a_house(desk="desk@voorbeeld.example"))
    story.hears(received(**REFERS, referring_system="jeugdbescherming"))
    (event,) = (d for d in deliveries(story.hears(request_accepted())) if d.channel == "hook")
    work = story.ends(event, "kring.not-connected")
    assert held_back(work) == [(Moment.TAKEN_ON, SuppressedBecause.NO_WAY_TO_REACH)]
    assert queued(work) == []


def test_while_a_system_may_still_be_told_nobody_is_bothered() -> None:
    hook = FakeChannel("hook", AddressKind.SYSTEM, way=Way.SYSTEM, patience=(timedelta(hours=1),))
    story = Story(MAIL, hook, house=a_house(desk="desk@voorbeeld.example"))
    story.hears(received(**REFERS, referring_system="jeugdbescherming"))
    (event,) = (d for d in deliveries(story.hears(request_accepted())) if d.channel == "hook")
    assert queued(story.ends(event, "kring.channel-away")) == []
