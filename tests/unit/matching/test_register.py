"""Somebody enters the register, is entered anew, and says how much they take on."""

from datetime import date, timedelta
from typing import Any

import pytest

from kring_matching.domain import Career, Coordinator
from kring_matching.process import CareerStage, Stage, Standing
from kring_matching.process.career import CANDIDATE
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    AssignmentFrozen,
    AvailabilityChanged,
    CoordinatorRegistered,
    CoordinatorSuspended,
    Period,
    RecordStatute,
    RegisterTieDeclared,
    SetAvailability,
    Statute,
    StatuteKind,
    StatuteRecorded,
    SuspensionReason,
    TieKind,
)
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotReady, Refused
from tests.unit.matching.registers import RegisterStory, a_register, with_a_case
from tests.unit.matching.searches import RACHEL, STATUTE, TODAY, a_coordinator, card, registration

EVERY_TYPE = tuple(ConferenceType)
VOLUNTEER = Statute(
    kind=StatuteKind.VOLUNTEER,
    since=TODAY,
    note_agreed_on=TODAY,
    insured_until=TODAY + timedelta(days=365),
    secrecy_pledged_on=TODAY,
)
WITH_SUPPORT = (CareerStage.MUTUAL_YES, CareerStage.SUPERVISED, CareerStage.EVALUATED)
NOT_YET = {*CANDIDATE, CareerStage.ENDED} - {*WITH_SUPPORT}
GUEST = a_coordinator(lent_by="amersfoort", for_case="0" * 31 + "8")


def a_career(stage: CareerStage, **changes: Any) -> Career:  # noqa: ANN401 - fields
    made: dict[str, Any] = {"policy": "nl/1", "card": card(RACHEL, "Rachel"), "municipality": "Zeist"}
    return Career(RACHEL, "utrecht", stage=stage, since=TODAY, **(made | changes))


def career_of(story: RegisterStory) -> Career:
    found = story.stored[Career, RACHEL]
    assert isinstance(found, Career)
    return found


def test_who_enters_works_at_once_and_has_an_address_that_only_a_key_opens() -> None:
    story = RegisterStory()
    (told,) = story.goes(registration())
    assert isinstance(told, CoordinatorRegistered)
    assert (told.case_id, told.coordinator.contact.scope) == (RACHEL, f"person/{RACHEL}")
    assert "Rachel" not in told.model_dump_json()
    assert (story.rachel.standing, story.rachel.supervised, story.rachel.ties) == (Standing.ACTIVE, False, ())


@pytest.mark.parametrize(
    ("scopes", "stage"),
    [((ConferenceType.FAMILY,), CareerStage.CERTIFIED), (EVERY_TYPE, CareerStage.SCOPE_EXTENDED)],
)
def test_who_was_a_coordinator_before_gets_a_career_that_begins_with_the_certificate(
    scopes: tuple[ConferenceType, ...], stage: CareerStage
) -> None:
    story = RegisterStory()
    story.goes(registration(scopes=scopes, certified_on=date(2019, 5, 1)))
    found = career_of(story)
    assert (found.stage, found.scopes, found.certified_on, found.policy) == (stage, scopes, date(2019, 5, 1), "nl/1")
    assert (story.rachel.scopes, story.rachel.certified_on) == (scopes, date(2019, 5, 1))


def test_a_career_that_was_taken_over_goes_on_under_the_policy_of_the_office() -> None:
    story = RegisterStory(office="gent")
    story.goes(registration(statute=VOLUNTEER))
    assert career_of(story).policy == "be/1"


@pytest.mark.parametrize("stage", WITH_SUPPORT)
def test_a_candidate_does_nothing_before_support_begins_and_then_families_whatever_is_entered(
    stage: CareerStage,
) -> None:
    story = RegisterStory(a_career(stage))
    (told,) = story.goes(registration(scopes=EVERY_TYPE))
    may = () if stage is CareerStage.MUTUAL_YES else (ConferenceType.FAMILY,)
    assert (story.rachel.supervised, story.rachel.scopes) == (True, may)
    assert isinstance(told, CoordinatorRegistered)
    assert told.scopes == may
    assert career_of(story).stage is stage


@pytest.mark.parametrize("stage", [CareerStage.APPLIED, CareerStage.REPORTED, CareerStage.ENDED])
def test_who_is_not_far_enough_to_do_a_conference_does_not_enter_the_register(stage: CareerStage) -> None:
    story = RegisterStory(a_career(stage))
    with pytest.raises(NotReady, match=r"AgreeOnCandidate|ApplyAsCandidate"):
        story.goes(registration())
    assert (Coordinator, RACHEL) not in story.stored


def test_every_stage_of_a_career_says_what_entering_the_register_means() -> None:
    for stage in CareerStage:
        story = RegisterStory(a_career(stage))
        if stage in NOT_YET:
            with pytest.raises(NotReady):
                story.goes(registration())
            continue
        story.goes(registration())
        assert story.rachel.supervised is (stage in WITH_SUPPORT), stage


def test_a_scope_is_earned_and_not_entered() -> None:
    earned = (ConferenceType.FAMILY, ConferenceType.LEARNING)
    story = RegisterStory(a_career(CareerStage.CERTIFIED, scopes=earned, certified_on=date(2020, 1, 1)))
    story.goes(registration(scopes=EVERY_TYPE))
    assert (story.rachel.scopes, story.rachel.supervised) == (earned, False)
    assert story.rachel.certified_on == date(2020, 1, 1)


def test_entering_anew_replaces_what_is_said_and_keeps_what_is_not() -> None:
    kept: dict[str, Any] = {
        "away": (Period(first=TODAY, last=TODAY),),
        "screening_checked_on": date(2025, 1, 1),
        "screening_valid_until": date(2030, 1, 1),
        "certified_on": date(2020, 1, 1),
        "last_case_on": date(2026, 5, 1),
        "standing": Standing.PAUSED,
        "standing_because": "illness",
        "standing_since": TODAY,
        "version": 3,
    }
    story = a_register(**kept)
    story.goes(registration(maximum_load=5, statute=None))
    found = story.rachel
    assert {field: getattr(found, field) for field in kept} == kept
    assert (found.maximum_load, found.statute, found.gender) == (5, STATUTE, a_coordinator().gender)


def test_a_career_shows_the_name_and_the_place_that_were_entered_last() -> None:
    story = RegisterStory(a_career(CareerStage.CERTIFIED))
    story.goes(registration())
    assert (career_of(story).card, career_of(story).municipality) == (story.rachel.card, "Amersfoort")


def test_entering_somebody_anew_lets_nobody_work_again() -> None:
    story = a_register(standing=Standing.SUSPENDED, standing_because="complaint")
    story.goes(registration())
    assert (story.rachel.standing, story.rachel.standing_because) == (Standing.SUSPENDED, "complaint")


@pytest.mark.parametrize(
    ("said", "tie"),
    [({"employer_is_helping_body": True}, TieKind.EMPLOYED), ({"ties": (TieKind.HOUSEHOLD,)}, TieKind.HOUSEHOLD)],
)
def test_who_is_tied_to_a_helping_body_at_entry_is_in_the_register_and_does_not_work(
    said: dict[str, object], tie: TieKind
) -> None:
    story = RegisterStory()
    told = story.goes(registration(**said))
    assert [type(fact) for fact in told] == [CoordinatorRegistered, RegisterTieDeclared, CoordinatorSuspended]
    assert (story.rachel.standing, story.rachel.ties) == (Standing.SUSPENDED, (tie,))


def test_a_tie_that_shows_when_somebody_is_entered_anew_freezes_their_cases_at_that_moment() -> None:
    told = a_register(with_a_case()).goes(registration(employer_is_helping_body=True))
    assert AssignmentFrozen in [type(fact) for fact in told]
    suspended = next(fact for fact in told if isinstance(fact, CoordinatorSuspended))
    assert (suspended.reason, suspended.running_cases) == (SuspensionReason.INDEPENDENCE_LOST, 1)


def test_entering_somebody_anew_ends_no_tie_and_tells_a_known_one_once() -> None:
    story = RegisterStory()
    story.goes(registration(employer_is_helping_body=True))
    again = story.goes(registration(employer_is_helping_body=True))
    story.goes(registration(employer_is_helping_body=False))
    assert [type(fact) for fact in again] == [CoordinatorRegistered]
    assert (story.rachel.ties, story.rachel.standing) == ((TieKind.EMPLOYED,), Standing.SUSPENDED)


def test_who_left_may_come_back_by_entering_anew() -> None:
    story = a_register(standing=Standing.LEFT, standing_because="moved")
    story.goes(registration())
    assert (story.rachel.standing, story.rachel.standing_because) == (Standing.ACTIVE, "")
    assert story.clock()


def test_who_comes_back_with_a_tie_that_was_never_ended_does_not_work() -> None:
    story = a_register(standing=Standing.LEFT, ties=(TieKind.GOVERNS,))
    story.goes(registration())
    assert (story.rachel.standing, story.rachel.standing_because) == (Standing.SUSPENDED, "independence-lost")


@pytest.mark.parametrize(
    "dates",
    [
        {"screening_checked_on": TODAY + timedelta(days=1)},
        {"screening_checked_on": TODAY, "screening_valid_until": TODAY},
    ],
)
def test_a_proof_that_cannot_have_been_seen_is_refused(dates: dict[str, Any]) -> None:
    with pytest.raises(InvalidFields):
        RegisterStory().goes(registration(**dates))


def test_a_guest_is_entered_by_the_office_that_lends_them() -> None:
    story = RegisterStory(GUEST)
    for message in (registration(), SetAvailability(coordinator_id=RACHEL, maximum_load=3)):
        with pytest.raises(Refused, match="ask office amersfoort"):
            story.goes(message)
    assert story.rachel == GUEST


def test_a_statute_is_settled_and_its_dates_are_asked_at_every_proposal() -> None:
    story = a_register(statute=None)
    (told,) = story.goes(RecordStatute(coordinator_id=RACHEL, statute=STATUTE))
    assert isinstance(told, StatuteRecorded)
    assert told.statute == story.rachel.statute == STATUTE


@pytest.mark.parametrize(
    ("office", "statute", "fields"),
    [
        ("utrecht", VOLUNTEER, ("/statute/kind",)),
        ("gent", STATUTE, ("/statute/kind",)),
        ("utrecht", STATUTE.model_copy(update={"until": date(2023, 1, 1)}), ("/statute/until",)),
        ("gent", VOLUNTEER.model_copy(update={"note_agreed_on": None}), ("/statute/noteAgreedOn",)),
        (
            "gent",
            VOLUNTEER.model_copy(update={"note_agreed_on": None, "insured_until": None}),
            ("/statute/noteAgreedOn", "/statute/insuredUntil"),
        ),
    ],
)
def test_a_statute_that_is_not_how_the_office_works_is_refused_also_at_entry(
    office: str, statute: Statute, fields: tuple[str, ...]
) -> None:
    story = RegisterStory(a_coordinator(office=office), office=office)
    for message in (RecordStatute(coordinator_id=RACHEL, statute=statute), registration(statute=statute)):
        with pytest.raises(InvalidFields) as refusal:
            story.goes(message)
        assert refusal.value.fields == fields


def test_a_coordinator_says_how_much_they_take_on_and_when_they_are_away() -> None:
    story = a_register()
    away = (Period(first=TODAY, last=TODAY + timedelta(days=7)),)
    (told,) = story.goes(SetAvailability(coordinator_id=RACHEL, maximum_load=0, away=away))
    assert isinstance(told, AvailabilityChanged)
    assert (told.maximum_load, told.away) == (story.rachel.maximum_load, story.rachel.away) == (0, away)


def test_of_who_left_nothing_is_settled_and_of_who_is_unknown_neither() -> None:
    messages = (
        SetAvailability(coordinator_id=RACHEL, maximum_load=1),
        RecordStatute(coordinator_id=RACHEL, statute=STATUTE),
    )
    for message in messages:
        with pytest.raises(NotAllowedNow, match="register-coordinator"):
            a_register(standing=Standing.LEFT).goes(message)
        with pytest.raises(NotFound):
            RegisterStory(with_a_case(Stage.SEARCHING)).goes(message)
