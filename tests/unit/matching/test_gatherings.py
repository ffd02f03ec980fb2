"""Being there moves careers: every day of the training counts, and a missed one is done in another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_matching.domain import Gathering
from kring_matching.process import CareerStage, GatheringStage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CancelGathering,
    CandidacyEnd,
    EndCandidacy,
    GatheringKind,
    SignOff,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from kring_shared.testing.work import NOON, an_actor
from tests.unit.matching.careers import (
    AGAIN,
    APPLY,
    FIRST,
    JOOST,
    MEETING,
    RACHEL,
    SECOND,
    WORKSHOP,
    Way,
    nobody,
    on_the_way,
    planned,
    signs_up,
    there,
)
from tests.unit.matching.searches import a_coordinator

STUDY_DAY = planned(MEETING, GatheringKind.STUDY_DAY)
PART = GatheringKind.TRAINING_FIRST
RACHEL_HERSELF = an_actor(Role.CANDIDATE, RACHEL)


def names(way: Way, *messages: object) -> list[str]:
    return [fact.name for fact in way.goes(*messages)]  # type: ignore[arg-type]  # messages of any kind


def followed(way: Way) -> tuple[ConferenceType, ...]:
    return way.career.workshops


def test_a_gathering_gets_an_id_and_planned_anew_keeps_those_who_signed_up() -> None:
    way = Way(a_coordinator(JOOST, "Joost"))
    work = way.does(STUDY_DAY.model_copy(update={"gathering_id": None}))
    assert work.answer is not None
    gathering_id = str(work.answer["gatheringId"])
    way.goes(signs_up(gathering_id, JOOST))
    moved = STUDY_DAY.days[0] + timedelta(days=1)
    way.goes(STUDY_DAY.model_copy(update={"gathering_id": gathering_id, "days": (moved,), "place": "Bibliotheek"}))
    kept = way.gathering(gathering_id)
    assert (kept.signed_up, kept.days, kept.place) == ((JOOST,), (moved,), "Bibliotheek")


@pytest.mark.parametrize(
    ("policy", "kind", "days", "sentence"),
    [
        ("nl/1", GatheringKind.TRAINING_FIRST, 2, "has 3 days"),
        ("nl/1", GatheringKind.TRAINING_SECOND, 4, "has 3 days"),
        ("be/1", GatheringKind.TRAINING_SECOND, 3, "no such part"),
    ],
)
def test_a_training_has_the_days_of_the_policy(policy: str, kind: GatheringKind, days: int, sentence: str) -> None:
    with pytest.raises(InvalidFields, match=sentence) as refusal:
        Way(policy=policy).goes(planned(FIRST, kind, days))
    assert refusal.value.fields == ("/days",)


def test_what_does_not_fit_together_is_named_field_by_field() -> None:
    way = Way(a_coordinator(JOOST, "Joost"), a_coordinator(RACHEL, "Rachel"))
    with pytest.raises(InvalidFields) as refusal:
        way.goes(STUDY_DAY.model_copy(update={"scope": ConferenceType.LEARNING, "days": (NOON, NOON)}))
    assert refusal.value.fields == ("/days", "/scope")
    way.goes(STUDY_DAY, signs_up(MEETING, JOOST), signs_up(MEETING, RACHEL))
    with pytest.raises(InvalidFields) as refusal:
        way.goes(STUDY_DAY.model_copy(update={"kind_of": GatheringKind.WORKSHOP, "room_for": 1}))
    assert refusal.value.fields == ("/kindOf", "/roomFor")


def test_there_is_room_for_so_many_and_signing_up_twice_takes_one_place() -> None:
    way = Way(a_coordinator(JOOST, "Joost"), a_coordinator(RACHEL, "Rachel"))
    way.goes(STUDY_DAY.model_copy(update={"room_for": 1}))
    assert names(way, signs_up(MEETING)) == ["person-signed-up"]
    assert names(way, signs_up(MEETING)) == []
    with pytest.raises(NotReady, match="full"):
        way.goes(signs_up(MEETING, JOOST))
    off = SignOff(gathering_id=MEETING, person_id=RACHEL)
    assert names(way, off) == ["person-signed-off"]
    assert names(way, off) == []
    way.goes(signs_up(MEETING, JOOST))
    assert way.gathering(MEETING).signed_up == (JOOST,)


def test_people_sign_up_and_off_themselves_and_the_office_does_it_for_anybody() -> None:
    way = on_the_way(CareerStage.OPTED_IN)
    way.keep(a_coordinator(JOOST, "Joost"))
    way.goes(planned(FIRST, PART, 3), planned(WORKSHOP, GatheringKind.WORKSHOP))
    way.goes(signs_up(FIRST), actor=RACHEL_HERSELF)
    assert way.career.stage is CareerStage.FIRST_PART
    for message in (signs_up(WORKSHOP, JOOST), SignOff(gathering_id=WORKSHOP, person_id=JOOST)):
        with pytest.raises(NotPermitted):
            way.goes(message, actor=RACHEL_HERSELF)
        way.goes(message)


def test_nobody_signs_up_who_is_not_known_who_left_or_whose_candidacy_ended() -> None:
    way = on_the_way(CareerStage.INFORMED)
    way.goes(STUDY_DAY.model_copy(update={"gathering_id": WORKSHOP}))
    with pytest.raises(NotFound):
        way.goes(signs_up(WORKSHOP, JOOST))
    way.keep(a_coordinator(JOOST, "Joost", standing=Standing.LEFT))
    with pytest.raises(NotAllowedNow):
        way.goes(signs_up(WORKSHOP, JOOST))
    way.goes(EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.OWN_CHOICE))
    with pytest.raises(NotAllowedNow):
        way.goes(signs_up(WORKSHOP))


def test_a_training_begins_when_it_is_its_turn() -> None:
    way = on_the_way(CareerStage.INFORMED)
    way.goes(planned(FIRST, PART, 3), planned(SECOND, GatheringKind.TRAINING_SECOND, 3))
    for training in (FIRST, SECOND):
        with pytest.raises(NotAllowedNow):
            way.goes(signs_up(training))
    way = on_the_way(CareerStage.SECOND_PART_OPEN)
    way.goes(planned(SECOND, GatheringKind.TRAINING_SECOND, 3))
    with pytest.raises(NotAllowedNow):
        way.goes(signs_up(AGAIN))
    way.goes(signs_up(SECOND))
    assert way.career.stage is CareerStage.SECOND_PART


def test_an_experienced_coordinator_without_a_career_follows_no_training() -> None:
    way = Way(a_coordinator(JOOST, "Joost"))
    way.goes(planned(FIRST, PART, 3))
    with pytest.raises(NotFound, match="career"):
        way.goes(signs_up(FIRST, JOOST))


def test_whoever_comes_to_an_information_meeting_is_informed_signed_up_or_not() -> None:
    way = Way()
    way.goes(APPLY, planned(MEETING, GatheringKind.INFORMATION_MEETING))
    assert names(way, there(MEETING)) == ["attendance-recorded", "information-meeting-attended"]
    assert way.career.stage is CareerStage.INFORMED
    assert names(way, there(MEETING)) == ["attendance-recorded"]
    way.goes(nobody(MEETING))
    assert way.career.stage is CareerStage.INFORMED
    with pytest.raises(InvalidFields, match=JOOST) as refusal:
        way.goes(there(MEETING, 1, RACHEL, JOOST))
    assert refusal.value.fields == ("/present/1",)


def test_every_day_counts_and_the_last_one_ends_the_part() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    assert names(way, there(FIRST, 1)) == ["attendance-recorded", "training-day-attended"]
    assert names(way, there(FIRST, 1)) == ["attendance-recorded"]
    way.goes(there(FIRST, 3))
    assert way.career.stage is CareerStage.FIRST_PART
    told = ["attendance-recorded", "training-day-attended", "training-part-completed"]
    assert names(way, there(FIRST, 2)) == told
    assert (way.career.stage, way.career.days_done(PART)) == (CareerStage.FIRST_PART_DONE, (1, 2, 3))


def test_a_missed_day_is_done_in_another_training_also_one_that_is_going_on() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    way.goes(there(FIRST, 1), there(FIRST, 2), nobody(FIRST, 3), nobody(AGAIN, 1))
    assert way.gathering(AGAIN).stage is GatheringStage.HELD
    way.goes(signs_up(AGAIN), there(AGAIN, 3))
    assert way.career.stage is CareerStage.FIRST_PART_DONE


def test_a_training_whose_days_are_over_takes_nobody_in() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    way.goes(*(nobody(AGAIN, day) for day in (1, 2, 3)))
    with pytest.raises(NotReady, match="over"):
        way.goes(signs_up(AGAIN))


def test_a_day_noted_by_mistake_is_taken_away_again_and_one_done_twice_stays() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    way.goes(there(FIRST, 1), nobody(FIRST, 1))
    assert way.career.days == ()
    way.goes(signs_up(AGAIN), there(FIRST, 1), there(AGAIN, 1), nobody(FIRST, 1))
    assert way.career.days_done(PART) == (1,)


def test_a_part_that_is_complete_stays_complete() -> None:
    way = on_the_way(CareerStage.FIRST_PART_DONE)
    way.goes(nobody(FIRST, 3))
    assert (way.career.stage, way.career.days_done(PART)) == (CareerStage.FIRST_PART_DONE, (1, 2, 3))


def test_nobody_is_noted_for_a_training_they_did_not_sign_up_for_nor_for_a_day_it_has_not() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    with pytest.raises(InvalidFields, match=RACHEL):
        way.goes(there(AGAIN, 1))
    with pytest.raises(InvalidFields, match="3 days"):
        way.goes(there(FIRST, 4))
    assert way.career.days == ()


def test_days_of_somebody_whose_candidacy_ended_are_noted_and_count_for_nothing() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    way.goes(EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.OWN_CHOICE))
    assert names(way, there(FIRST, 1)) == ["attendance-recorded"]
    assert way.gathering(FIRST).present_on(1) == (RACHEL,)
    assert way.career.days == ()


def test_a_workshop_prepares_for_its_type_when_it_was_followed_whole() -> None:
    way = on_the_way(CareerStage.CERTIFIED)
    way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, 2, scope=ConferenceType.LEARNING), there(WORKSHOP, 1))
    assert followed(way) == ()
    way.goes(there(WORKSHOP, 2))
    assert followed(way) == (ConferenceType.LEARNING,)
    way.goes(there(WORKSHOP, 2))
    assert followed(way) == (ConferenceType.LEARNING,)
    way.goes(nobody(WORKSHOP, 1))
    assert followed(way) == ()


def test_what_was_held_or_cancelled_stays_so() -> None:
    way = on_the_way(CareerStage.FIRST_PART)
    assert names(way, CancelGathering(gathering_id=AGAIN)) == ["gathering-cancelled"]
    for message in (CancelGathering(gathering_id=AGAIN), signs_up(AGAIN), there(AGAIN), planned(AGAIN, PART, 3)):
        with pytest.raises(NotAllowedNow):
            way.goes(message)
    way.goes(there(FIRST, 1))
    for message in (CancelGathering(gathering_id=FIRST), planned(FIRST, PART, 3)):
        with pytest.raises(NotAllowedNow):
            way.goes(message)


def test_who_was_there_throughout_is_known_once_every_day_was_noted() -> None:
    two = Gathering(MEETING, "utrecht", GatheringKind.STUDY_DAY, "Two days", (NOON, NOON + timedelta(days=1)))
    first = two.noted(1, [JOOST, RACHEL, RACHEL])
    assert first.present_on(1) == (RACHEL, JOOST)
    assert first.there_throughout() == frozenset()
    assert first.noted(2, [JOOST]).there_throughout() == {JOOST}
    assert replace(first, present=()).there_throughout() == frozenset()
