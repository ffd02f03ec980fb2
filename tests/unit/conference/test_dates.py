"""The participants choose the day: what each can, and which day suits best."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_conference.domain.dates import best_dates
from kring_conference.domain.day import Day
from kring_conference.domain.participant import Participant
from kring_conference.domain.path import Dates
from kring_conference.process import PathStage
from kring_shared.contracts.conference import (
    AnswerDates,
    Answered,
    AnswerInvitation,
    DatesProposed,
    ProposeDates,
    ScheduleConference,
)
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from kring_shared.testing.work import NOON
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    Case,
    card,
    circle_member,
    in_days,
    main_person,
    preparing,
    presenting,
)

MONDAY, TUESDAY, FRIDAY = in_days(NOON, 7), in_days(NOON, 8), in_days(NOON, 11)
DAYS = (MONDAY, TUESDAY, FRIDAY)
PROPOSED = ProposeDates(case_id=CASE_ID, options=DAYS)
PEOPLE = [f"{n:032x}" for n in range(1, 7)]


def can(*days: datetime, person_id: str = FILIP, if_need_be: tuple[datetime, ...] = ()) -> AnswerDates:
    return AnswerDates(case_id=CASE_ID, person_id=person_id, can=days, if_need_be=if_need_be)


def on(day: datetime) -> ScheduleConference:
    return ScheduleConference(case_id=CASE_ID, starts_at=day, venue="Community centre", neutral=True, no_end_time=True)


def proposed() -> Case:
    case = preparing()
    case.do(PROPOSED)
    return case


def one(number: int, *days: datetime, need: tuple[datetime, ...] = (), part: Part = Part.CIRCLE) -> Participant:
    """Make somebody who comes, and answered."""
    dates = Dates(answered=True, can=frozenset(days), if_need_be=frozenset(need))
    who = card(PEOPLE[number], "Somebody")
    return Participant(
        who, CASE_ID, "utrecht", part, stage=PathStage.ANSWERED, answer=Answered.COMES, dates=dates
    )  # fmt: skip


def best(*people: Participant, apart: frozenset[frozenset[str]] = frozenset()) -> list[datetime]:
    return [line.starts_at for line in best_dates(Day(options=DAYS), people, apart)]


def test_days_are_laid_before_the_participants_in_order() -> None:
    case = preparing()
    (told,) = case.do(ProposeDates(case_id=CASE_ID, options=(FRIDAY, MONDAY, TUESDAY)))
    assert isinstance(told, DatesProposed)
    assert told.options == case.conference.day.options == DAYS


@pytest.mark.parametrize("options", [(NOON,), (NOON - timedelta(days=1), MONDAY), (MONDAY, MONDAY)])
def test_a_day_that_passed_or_stands_there_twice_is_not_proposed(options: tuple[datetime, ...]) -> None:
    with pytest.raises(InvalidFields) as refusal:
        preparing().do(ProposeDates(case_id=CASE_ID, options=options))
    assert refusal.value.fields == ("/options",)


def test_a_new_list_replaces_the_one_before_and_everybodys_answers() -> None:
    case = proposed()
    case.do(can(MONDAY))
    assert case.person(FILIP).dates.answered
    case.do(ProposeDates(case_id=CASE_ID, options=(FRIDAY,)))
    assert case.person(FILIP).dates == Dates()
    assert case.conference.day.options == (FRIDAY,)


def test_people_say_for_themselves_which_days_they_can_and_may_change_their_mind() -> None:
    case = proposed()
    oma = case.joins("Oma")
    assert case.do(can(MONDAY, person_id=oma, if_need_be=(FRIDAY,)), circle_member(oma)) == []
    assert case.person(oma).dates == Dates(answered=True, can=frozenset({MONDAY}), if_need_be=frozenset({FRIDAY}))
    case.do(can(), main_person())
    assert case.person(FILIP).dates == Dates(answered=True)
    case.do(can(TUESDAY, person_id=oma))
    assert case.person(oma).dates.can == {TUESDAY}


def test_nobody_answers_for_somebody_else_but_the_coordinator() -> None:
    case = proposed()
    oma = case.joins("Oma")
    for actor, person_id in ((main_person(), oma), (circle_member(oma), FILIP)):
        with pytest.raises(NotPermitted, match="nobody answers for somebody else"):
            case.do(can(MONDAY, person_id=person_id), actor)
    with pytest.raises(NotPermitted):
        case.do(PROPOSED, main_person())


def test_only_proposed_days_are_answered_each_in_one_way() -> None:
    case = proposed()
    for answer, fields in (
        (can(NOON), ("/can",)),
        (can(MONDAY, if_need_be=(NOON,)), ("/ifNeedBe",)),
        (can(MONDAY, if_need_be=(MONDAY,)), ("/ifNeedBe",)),
    ):
        with pytest.raises(InvalidFields) as refusal:
            case.do(answer)
        assert refusal.value.fields == fields
    assert not case.person(FILIP).dates.answered


def test_no_day_is_answered_before_there_are_any_or_by_who_is_not_there() -> None:
    with pytest.raises(NotReady, match="propose-dates"):
        preparing().do(can(MONDAY))
    case = proposed()
    with pytest.raises(NotFound):
        case.do(can(MONDAY, person_id=PEOPLE[5]))
    case.stored[Participant, FILIP] = case.person(FILIP).goes_on(with_them=False)
    with pytest.raises(Refused, match="takes no further part"):
        case.do(can(MONDAY))


def test_no_days_are_chosen_once_people_met() -> None:
    case = presenting()
    for command in (PROPOSED, can(MONDAY)):
        with pytest.raises(NotAllowedNow):
            case.do(command)


def test_the_day_is_one_that_was_proposed_unless_all_of_them_passed() -> None:
    case = proposed()
    with pytest.raises(InvalidFields, match="choose one of the days that were proposed") as refusal:
        case.do(on(in_days(NOON, 9)))
    assert refusal.value.fields == ("/startsAt",)
    case.do(on(TUESDAY))
    case.now = in_days(NOON, 20)
    case.do(on(in_days(NOON, 30)))
    assert case.conference.day.starts_at == in_days(NOON, 30)


def test_no_day_is_set_on_which_a_main_person_said_they_cannot_come() -> None:
    case = proposed()
    case.do(can(MONDAY, if_need_be=(FRIDAY,)))
    with pytest.raises(InvalidFields, match="a main person said that they cannot come on that day: choose another"):
        case.do(on(TUESDAY))
    case.do(on(FRIDAY))
    case.do(AnswerInvitation(case_id=CASE_ID, person_id=oma_who_cannot(case), answer=Answered.COMES))
    case.do(on(MONDAY))


def oma_who_cannot(case: Case) -> str:
    oma = case.joins("Oma")
    case.do(can(person_id=oma))
    return oma


def test_the_day_most_main_persons_can_comes_before_the_day_most_people_can() -> None:
    filip = one(0, TUESDAY, part=Part.MAIN_PERSON)
    others = [one(n, MONDAY) for n in range(1, 5)]
    assert best(filip, *others) == [TUESDAY, MONDAY, FRIDAY]


def test_then_most_people_then_most_if_need_be_then_the_earliest() -> None:
    filip = one(0, *DAYS, part=Part.MAIN_PERSON)
    assert best(filip, one(1, FRIDAY), one(2, MONDAY, FRIDAY)) == [FRIDAY, MONDAY, TUESDAY]
    assert best(filip, one(1, MONDAY, FRIDAY), one(2, need=(FRIDAY,))) == [FRIDAY, MONDAY, TUESDAY]
    assert best(filip) == list(DAYS)


def test_people_who_are_kept_apart_do_not_count_against_each_other() -> None:
    filip = one(0, *DAYS, part=Part.MAIN_PERSON)
    father, uncle, aunt = one(1, MONDAY), one(2, MONDAY, TUESDAY), one(3, TUESDAY)
    cousin = one(4, TUESDAY)
    apart = frozenset({frozenset({father.id, uncle.id})})
    assert best(filip, father, uncle, aunt) == [MONDAY, TUESDAY, FRIDAY]  # two people either day: the earliest
    assert best(filip, father, uncle, aunt, apart=apart) == [TUESDAY, MONDAY, FRIDAY]
    (first, *_) = best_dates(Day(options=DAYS), [filip, father, uncle, aunt, cousin], apart)
    assert (first.starts_at, first.can, first.cannot) == (TUESDAY, 4, 1)


def test_the_counts_tell_who_can_could_cannot_or_said_nothing_yet() -> None:
    filip = one(0, MONDAY, part=Part.MAIN_PERSON)
    silent = Participant(card(PEOPLE[1], "Silent"), CASE_ID, "utrecht", Part.CIRCLE, stage=PathStage.INVITED)
    (monday, *_) = best_dates(Day(options=DAYS), [filip, silent, one(2), one(3, need=(MONDAY,))], frozenset())
    assert (monday.can, monday.if_need_be, monday.cannot, monday.unknown) == (1, 1, 1, 1)
    assert monday.main_persons_can


def test_who_writes_a_letter_is_spoken_for_or_was_never_invited_is_not_counted() -> None:
    filip = one(0, MONDAY, part=Part.MAIN_PERSON)
    letter = one(1).answered(Answered.BY_LETTER, None)
    thought_of = Participant(card(PEOPLE[2], "Somebody"), CASE_ID, "utrecht", Part.CIRCLE)
    guardian = Participant(card(PEOPLE[3], "The guardian"), CASE_ID, "utrecht", Part.ACCEPTOR)
    (monday, *_) = best_dates(Day(options=DAYS), [filip, letter, thought_of, guardian], frozenset())
    assert (monday.can, monday.cannot, monday.unknown) == (1, 0, 0)


@given(
    answers=st.lists(st.frozensets(st.sampled_from(DAYS)), min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
    pairs=st.frozensets(st.frozensets(st.sampled_from(PEOPLE), min_size=2, max_size=2), max_size=3),
)
def test_the_best_day_never_depends_on_the_order_of_people(
    answers: list[frozenset[datetime]], order: object, pairs: frozenset[frozenset[str]]
) -> None:
    people = [one(n, *days, part=Part.CIRCLE if n else Part.MAIN_PERSON) for n, days in enumerate(answers)]
    mixed = list(people)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert best_dates(Day(options=DAYS), mixed, pairs) == best_dates(Day(options=DAYS), people, pairs)
