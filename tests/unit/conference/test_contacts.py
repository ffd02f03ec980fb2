"""Calls and visits: that they were, and never what was said."""

from dataclasses import fields
from datetime import timedelta

import pytest

from kring_conference.domain.path import PersonalContact
from kring_conference.process import PathStage
from kring_shared.contracts.conference import (
    AgreeQuestion,
    ConditionsReceived,
    ContactKind,
    Covered,
    InviteParticipant,
    ParticipantContacted,
    ParticipantInformed,
    ReceivedBy,
    RecordContact,
)
from kring_shared.kernel.errors import InvalidFields, NotFound, NotPermitted, NotReady, Refused
from kring_shared.testing.work import NOON
from tests.unit.conference.case import CASE_ID, FILIP, GUARDIAN, QUESTION, contact, main_person, mandate, preparing
from tests.unit.conference.people import left_out, steps_out


def test_of_a_contact_kind_day_minutes_and_kilometres_are_kept_and_nothing_else() -> None:
    case = preparing()
    yesterday = NOON.date() - timedelta(days=1)
    (told,) = case.do(
        RecordContact(
            case_id=CASE_ID,
            person_id=FILIP,
            how=ContactKind.PHONE,
            held_on=yesterday,
            minutes=25,
            distance_km=3,
        )
    )
    assert isinstance(told, ParticipantContacted)
    assert (told.held_on, told.minutes, told.distance_km) == (yesterday, 25, 3)
    assert case.person(FILIP).told.contacts == (PersonalContact(ContactKind.PHONE, yesterday, 25, 3),)
    assert {field.name for field in fields(PersonalContact)} == {"how", "held_on", "minutes", "distance_km"}
    assert case.person(FILIP).stage is PathStage.CONTACTED


def test_what_contacts_were_about_adds_up_until_it_is_enough_for_an_invitation() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    case.do(contact(leo, Covered.AIM, Covered.WORKING_METHOD))
    with pytest.raises(NotReady, match="about possibilities, responsibilities"):
        case.do(InviteParticipant(case_id=CASE_ID, person_id=leo))
    told = case.do(contact(leo, Covered.POSSIBILITIES, Covered.RESPONSIBILITIES))
    assert [type(fact) for fact in told] == [ParticipantContacted, ParticipantInformed]
    assert case.person(leo).stage is PathStage.INFORMED
    case.do(InviteParticipant(case_id=CASE_ID, person_id=leo))
    again = case.do(contact(leo, Covered.AIM))
    assert [type(fact) for fact in again] == [ParticipantContacted]
    assert len(case.person(leo).told.contacts) == 3


def test_a_contact_that_is_still_to_come_is_not_noted() -> None:
    case = preparing()
    tomorrow = NOON.date() + timedelta(days=1)
    with pytest.raises(InvalidFields) as refusal:
        case.do(RecordContact(case_id=CASE_ID, person_id=FILIP, how=ContactKind.VIDEO, held_on=tomorrow))
    assert refusal.value.fields == ("/heldOn",)


def test_the_question_is_clear_in_the_words_it_has_now() -> None:
    case = preparing()
    with pytest.raises(NotReady, match="agree-question"):
        case.do(contact(FILIP, Covered.QUESTION))
    case.do(AgreeQuestion(case_id=CASE_ID, question=QUESTION, requester_agrees=True))
    case.do(contact(FILIP, Covered.QUESTION))
    assert case.person(FILIP).told.question == 1
    case.do(AgreeQuestion(case_id=CASE_ID, question="What does Filip need to be safe?", requester_agrees=True))
    assert case.person(FILIP).told.question == 1
    case.do(contact(FILIP, Covered.QUESTION))
    assert case.person(FILIP).told.question == 2


def test_conditions_that_were_read_aloud_are_received_once() -> None:
    case = preparing(mandate("School goes on.", "Nobody is alone at night."))
    told = case.do(contact(FILIP, Covered.CONDITIONS))
    assert [type(fact) for fact in told] == [ParticipantContacted, ConditionsReceived]
    received = told[1]
    assert isinstance(received, ConditionsReceived)
    assert (received.received_by, received.conditions) == (ReceivedBy.READ_ALOUD, 2)
    assert (case.person(FILIP).told.conditions, case.person(FILIP).told.conditions_by) == (2, ReceivedBy.READ_ALOUD)
    assert [type(fact) for fact in case.do(contact(FILIP, Covered.CONDITIONS))] == [ParticipantContacted]


def test_where_there_are_no_conditions_nobody_was_told_any() -> None:
    with pytest.raises(NotReady, match="no conditions"):
        preparing().do(contact(FILIP, Covered.CONDITIONS))


def test_who_is_left_out_is_spoken_with_and_informed_and_stays_left_out() -> None:
    case = preparing()
    leo = case.suggest("Leo")
    case.do(left_out(leo))
    told = case.do(contact(leo, Covered.AIM, Covered.WORKING_METHOD, Covered.POSSIBILITIES, Covered.RESPONSIBILITIES))
    assert [type(fact) for fact in told] == [ParticipantContacted, ParticipantInformed]
    assert case.person(leo).stage is PathStage.NOT_INVITED


def test_who_stepped_out_is_left_in_peace() -> None:
    case = preparing()
    leo = case.joins("Leo")
    case.do(steps_out(leo))
    with pytest.raises(Refused, match="suggested anew"):
        case.do(contact(leo, Covered.AIM))


def test_only_the_coordinator_notes_a_contact_and_only_with_somebody_of_the_case() -> None:
    case = preparing()
    with pytest.raises(NotPermitted):
        case.do(contact(FILIP, Covered.AIM), main_person())
    with pytest.raises(NotFound, match="in this case"):
        case.do(contact(GUARDIAN, Covered.AIM))
