"""Who hears that a funder said no, and how to object; a child does not."""

from datetime import timedelta

import pytest

from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.notifications import Moment, SuppressedBecause
from kring_shared.testing.work import NOON
from tests.unit.notifications.cases import Story, deliveries, held_back, queued
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    FILIP,
    INFORMED,
    INVITED,
    NO_MONEY,
    OMA,
    SUGGESTED,
    aged,
    card,
    received,
)


@pytest.mark.parametrize("day", [None, NOON.date() + timedelta(days=42)], ids=["no day known", "until a day"])
def test_when_a_funder_says_no_the_main_persons_hear_how_to_object(day: object) -> None:
    story = Story()
    story.hears(received())
    work = story.hears(NO_MONEY.model_copy(update={"objection_until": day}))
    assert queued(work) == [(Moment.FUNDING_REFUSED, FILIP)]
    assert [delivery.last_day for delivery in deliveries(work)] == [day]


def test_each_no_of_a_funder_is_told() -> None:
    story = Story()
    story.hears(received(), NO_MONEY)
    assert queued(story.hears(NO_MONEY)) == [(Moment.FUNDING_REFUSED, FILIP)]


@pytest.mark.parametrize("band", [AgeBand.UNDER_12, AgeBand.FROM_12, AgeBand.FROM_16])
def test_a_child_is_not_written_to_about_money(band: AgeBand) -> None:
    story = Story()
    adult = card(AMINA, "Amina")
    story.hears(received(main_persons=(card(FILIP, "Filip"), adult), requester=adult), aged(band))
    work = story.hears(NO_MONEY)
    assert queued(work) == [(Moment.FUNDING_REFUSED, AMINA)]
    assert held_back(work) == [(Moment.FUNDING_REFUSED, SuppressedBecause.MINOR)]


def test_who_is_a_child_is_known_from_the_request_until_the_office_knows_better() -> None:
    story = Story()
    story.hears(received(main_persons=(card(FILIP, "Filip", minor=True),)))
    assert story.correspondent(FILIP).is_minor
    story.hears(aged(None))
    assert story.correspondent(FILIP).is_minor
    story.hears(aged(AgeBand.ADULT))
    assert not story.correspondent(FILIP).is_minor


def test_nobody_but_the_main_persons_hears_about_money() -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, INFORMED, INVITED)
    assert queued(story.hears(NO_MONEY)) == [(Moment.FUNDING_REFUSED, FILIP)]


def test_who_holds_authority_over_a_child_hears_about_money_in_the_childs_place() -> None:
    story = Story()
    story.hears(received(), aged(AgeBand.UNDER_12))
    work = story.hears(NO_MONEY.model_copy(update={"holders": (card(OMA, "Oma"),)}))
    assert queued(work) == [(Moment.FUNDING_REFUSED, OMA)]
