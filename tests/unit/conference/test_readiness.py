"""The readiness checklist: one thing taken away, one thing named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from kring_conference.domain.participant import Participant
from kring_conference.readiness import CHECKLIST, Preparation, missing
from kring_shared.contracts.conference import Answered
from kring_shared.contracts.field import Part
from tests.unit.conference.case import Case, card, mandate, prepared

UNDER_CONDITIONS = prepared(mandate("School goes on."))


def preparation(case: Case) -> Preparation:
    people = [a for a in case.stored.values() if isinstance(a, Participant)]
    return Preparation(case.conference, people, case.now)


def with_everyone(p: Preparation, who: Part, **fields: object) -> Preparation:
    people: Sequence[Participant] = [
        replace(person, **fields) if person.part is who else person  # type: ignore[arg-type]
        for person in p.people
    ]
    return replace(p, people=people)


def with_conference(p: Preparation, **fields: object) -> Preparation:
    return replace(p, conference=replace(p.conference, **fields))  # type: ignore[arg-type]


TAKEN_AWAY: dict[str, Callable[[Preparation], Preparation]] = {
    "agree-question": lambda p: with_conference(p, question_version=0),
    "speak with every main person": lambda p: with_everyone(p, Part.MAIN_PERSON, spoken_with=None),
    "hear from everyone who was invited": lambda p: with_everyone(p, Part.MAIN_PERSON, is_invited=True),
    "a main person comes or is represented": lambda p: with_everyone(
        p, Part.MAIN_PERSON, is_invited=True, answer=Answered.DOES_NOT_COME
    ),
    "somebody of the circle who comes": lambda p: with_everyone(p, Part.CIRCLE, answer=Answered.IS_REPRESENTED),
    "a neutral place": lambda p: with_conference(p, venue=None),
    "choose a new day": lambda p: replace(p, now=p.now + timedelta(days=60)),
    "share-conditions": lambda p: with_everyone(p, Part.CIRCLE, knows_conditions=False),
    "part acceptor": lambda p: with_everyone(p, Part.ACCEPTOR, part=Part.INFORMATION_GIVER),
}


@pytest.mark.parametrize(
    "case", [prepared(), UNDER_CONDITIONS, prepared(policy="be/1")], ids=["voluntary", "conditions", "always checked"]
)
def test_nothing_is_missing_once_everything_was_arranged(case: Case) -> None:
    assert missing(preparation(case)) == ()


@pytest.mark.parametrize("words", TAKEN_AWAY)
def test_what_is_taken_away_is_named_and_nothing_else(words: str) -> None:
    (gap,) = missing(TAKEN_AWAY[words](preparation(UNDER_CONDITIONS)))
    assert words in gap


def test_every_item_of_the_list_is_tried_here_and_says_why() -> None:
    named = {item.missing for item in CHECKLIST for words in TAKEN_AWAY if words in item.missing}
    assert named == {item.missing for item in CHECKLIST}
    assert len(TAKEN_AWAY) == len(CHECKLIST)
    assert all(item.because.endswith(".") and item.source for item in CHECKLIST)


def test_where_nobody_is_compelled_and_nothing_is_checked_no_acceptor_is_asked_for() -> None:
    p = preparation(prepared())
    assert not p.of(Part.ACCEPTOR)
    assert missing(p) == ()


def test_where_a_plan_is_always_checked_somebody_must_be_there_to_accept_it() -> None:
    without = with_everyone(preparation(prepared(policy="be/1")), Part.ACCEPTOR, part=Part.INFORMATION_GIVER)
    (gap,) = missing(without)
    assert "part acceptor" in gap


def test_on_the_day_itself_the_hour_may_have_come() -> None:
    p = preparation(prepared())
    late = replace(p, now=p.now + timedelta(days=60))
    assert missing(late) != ()
    assert missing(replace(late, on_the_day=True)) == ()


def test_a_main_person_with_whom_it_does_not_go_on_is_neither_waited_for_nor_counted() -> None:
    p = preparation(UNDER_CONDITIONS)
    filip = next(person for person in p.people if person.part is Part.MAIN_PERSON)
    sister = replace(
        filip, card=card("0" * 31 + "9", "Noor"), spoken_with=None, knows_conditions=False, is_invited=True
    )
    assert len(missing(replace(p, people=[*p.people, sister]))) == 3
    assert missing(replace(p, people=[*p.people, sister.goes_on(with_them=False)])) == ()
    alone = with_everyone(p, Part.MAIN_PERSON, has_left=True)
    assert "a main person comes or is represented" in missing(alone)[0]


def test_who_declined_need_not_know_the_conditions() -> None:
    p = preparation(UNDER_CONDITIONS)
    oma = next(person for person in p.people if person.part is Part.CIRCLE)
    leo = replace(oma, is_invited=True, answer=Answered.DOES_NOT_COME, knows_conditions=False)
    assert missing(replace(p, people=[*p.people, leo])) == ()
