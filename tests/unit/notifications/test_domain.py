"""When to remind, which language, and by which ways a person can be reached."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_notifications.domain import (
    AddressKind,
    Correspondence,
    Correspondent,
    correspondent_id,
    desk_of,
    kinds_of,
)
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import Moment, RecordContactWishes, Way
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.coordination import Coordination
from kring_shared.testing.work import NOON
from tests.unit.notifications.channels import some_words
from tests.unit.notifications.facts import AMINA, CASE, FILIP, MEETING, OMA, RACHEL, card

A_SECOND = timedelta(seconds=1)


def a_correspondence() -> Correspondence:
    return Correspondence(CASE, "utrecht")


def test_a_meeting_that_is_over_takes_back_no_reminder_whose_moment_came_first() -> None:
    case = a_correspondence().scheduled(MEETING, NOON)
    assert case.with_nothing_ahead(MEETING + A_SECOND).remind_at == case.remind_at
    assert case.with_nothing_ahead(NOON).remind_at is None


def test_the_reminder_comes_two_days_before_the_meeting() -> None:
    case = a_correspondence().scheduled(MEETING, NOON)
    assert case.remind_at == MEETING - timedelta(days=2)
    assert not case.must_remind(MEETING - timedelta(days=2) - A_SECOND)
    assert case.must_remind(MEETING - timedelta(days=2))


def test_the_reminder_of_an_urgent_meeting_comes_at_once() -> None:
    case = a_correspondence().scheduled(NOON + timedelta(hours=20), NOON)
    assert case.must_remind(NOON)


def test_nobody_is_reminded_of_a_meeting_that_began() -> None:
    case = a_correspondence().scheduled(MEETING, NOON)
    assert not case.must_remind(MEETING)
    assert a_correspondence().scheduled(NOON, NOON).remind_at is None


def test_nobody_is_reminded_twice_of_the_same_day_but_of_a_new_day_once_more() -> None:
    case = a_correspondence().scheduled(MEETING, NOON).reminded()
    assert not case.must_remind(MEETING - A_SECOND)
    moved = case.scheduled(MEETING + timedelta(days=7), NOON)
    assert moved.must_remind(MEETING + timedelta(days=6))


def test_nobody_is_reminded_after_the_stop() -> None:
    assert not a_correspondence().scheduled(MEETING, NOON).ended().must_remind(MEETING - A_SECOND)


def test_the_coordinator_may_see_which_messages_there_were() -> None:
    assert a_correspondence().parties() == frozenset()
    assert Correspondence(CASE, "utrecht", coordination=Coordination(RACHEL)).parties() == {
        (Role.COORDINATOR.value, RACHEL)
    }


@pytest.mark.parametrize(
    ("spoken", "language", "wished"),
    [
        (("fr", "nl"), "fr", ""),
        (("ar", "fr-BE"), "fr", "ar"),
        (("NL-be",), "nl", ""),
        (("ti", "ar"), "nl", "ti"),
        ((), "nl", ""),
        (("en", "fr"), "en", ""),
    ],
)
def test_the_first_language_with_words_is_used_else_the_offices_and_what_was_wished_is_known(
    spoken: tuple[str, ...], language: str, wished: str
) -> None:
    choice = some_words("nl", "en", "fr").choose(Moment.PLAN, spoken, Way.EMAIL, live=False)
    assert choice is not None
    assert (choice.language, choice.wished) == (language, wished)


def test_each_planned_or_moved_day_counts_up_and_a_day_that_is_off_counts_too() -> None:
    case = a_correspondence().scheduled(MEETING, NOON, 1)
    assert case.sequence == 1
    assert case.scheduled(MEETING, NOON, 0).sequence == 1
    assert case.adjourned().sequence == 2
    assert case.adjourned().adjourned().sequence == 2


def test_the_coordinator_tells_what_no_message_could_and_the_office_while_there_is_none() -> None:
    assert a_correspondence().teller == desk_of("utrecht")
    assert Correspondence(CASE, "utrecht", coordination=Coordination(RACHEL)).teller == RACHEL
    away = Coordination(RACHEL, withheld=True)
    assert Correspondence(CASE, "utrecht", coordination=away).teller == desk_of("utrecht")


def test_who_says_how_they_want_to_hear_changes_nothing_else() -> None:
    person = Correspondent(CASE, OMA, "utrecht", card(OMA, "Oma").contact, neutral_sender=True, ways=(Way.CALL,))
    wishing = person.wishing(RecordContactWishes(case_id=CASE, person_id=OMA, large_print=True))
    assert wishing == replace(person, large_print=True)
    assert wishing.wishing(RecordContactWishes(case_id=CASE, person_id=OMA, ways=())).ways == ()


def test_only_the_kinds_of_address_are_known_and_an_erased_person_has_none() -> None:
    contact = Contact(name="Filip", phone="+31 6 12345678", postal_address="Lindestraat 1, Utrecht")
    assert kinds_of(contact) == (AddressKind.PHONE, AddressKind.POSTAL)
    assert kinds_of(Contact(name="Filip")) == ()
    assert kinds_of(Erased()) == ()


def test_the_same_person_in_two_cases_is_two_correspondents() -> None:
    assert correspondent_id(CASE, OMA) != correspondent_id(AMINA, OMA)
    assert correspondent_id(CASE, OMA) == correspondent_id(CASE, OMA)


def test_a_newer_card_replaces_how_to_reach_a_person_and_a_main_person_stays_one() -> None:
    old = card(FILIP, "Filip", phone="+31 6 1")
    person = Correspondent(CASE, FILIP, "utrecht", old.contact, is_main_person=True, invited=True)
    new = card(FILIP, "Filip", "en", email="filip@voorbeeld.example")
    known = person.known_as(new, (AddressKind.EMAIL,), is_main_person=False)
    assert (known.contact, known.languages, known.kinds) == (new.contact, ("en",), (AddressKind.EMAIL,))
    assert known.is_main_person
    assert known.invited
