"""Everybody speaks in their own language; a child never interprets."""

import pytest

from kring_shared.contracts.conference import (
    Answered,
    BookInterpreter,
    CancelInterpreter,
    InterpreterBooked,
    InterpreterCancelled,
    InterpreterNeeded,
    ParticipantAnswered,
    RecordNeeds,
)
from kring_shared.kernel.errors import NotPermitted, NotReady, Refused
from tests.unit.conference.case import CASE_ID, FILIP, Case, main_person, preparing
from tests.unit.conference.people import a_child, answer, apart, interpreter, invited, left_out, steps_out


def needs(language: str, person_id: str = FILIP) -> RecordNeeds:
    return RecordNeeds(case_id=CASE_ID, person_id=person_id, interpreter=language)


def booked(interpreter_id: str, person_id: str = FILIP, *, remote: bool = False) -> BookInterpreter:
    return BookInterpreter(case_id=CASE_ID, person_id=person_id, interpreter_id=interpreter_id, remote=remote)


def understood() -> tuple[Case, str]:
    """Make a case in which Mariam interprets for Filip."""
    case = preparing()
    case.do(needs("ar-SY"))
    mariam = interpreter(case, "Mariam", "ar", "nl")
    case.do(booked(mariam))
    return case, mariam


def test_an_interpreter_is_booked_and_only_language_and_way_are_told() -> None:
    case, mariam = understood()
    fact = case.told[-1]
    assert isinstance(fact, InterpreterBooked)
    assert (fact.language, fact.remote) == ("ar-SY", False)
    assert not {FILIP, mariam} & set(fact.model_dump_json().split('"'))
    assert case.do(booked(mariam)) == []
    (remote,) = case.do(booked(mariam, remote=True))
    assert isinstance(remote, InterpreterBooked)
    assert case.person(FILIP).care.interpreter_remote


def test_a_child_never_interprets() -> None:
    case = preparing()
    case.do(needs("ar"))
    mariam = interpreter(case, "Mariam", "ar")
    a_child(case, mariam)
    with pytest.raises(Refused, match="child never interprets"):
        case.do(booked(mariam))
    assert case.person(FILIP).care.interpreter_id is None


def test_somebody_of_the_circle_does_not_interpret() -> None:
    case = preparing()
    case.do(needs("ar"))
    with pytest.raises(Refused, match="part interpreter"):
        case.do(booked(case.joins("Oma")))


def test_an_interpreter_speaks_the_language_that_is_needed_when_their_languages_are_known() -> None:
    case = preparing()
    with pytest.raises(NotReady, match="record-needs"):
        case.do(booked(interpreter(case, "Mariam", "ar")))
    case.do(needs("ti"))
    with pytest.raises(Refused, match="language"):
        case.do(booked(interpreter(case, "Mariam", "ar")))
    assert len(case.do(booked(interpreter(case, "Somebody")))) == 1


def test_an_interpreter_is_nobody_they_are_kept_apart_from_nor_somebody_who_is_not_there() -> None:
    case = preparing()
    case.do(needs("ar"))
    known, gone = interpreter(case, "Mariam", "ar"), interpreter(case, "Samir", "ar")
    case.do(apart(FILIP, known))
    case.do(left_out(gone))
    with pytest.raises(Refused, match="not be there"):
        case.do(booked(known))
    with pytest.raises(Refused, match="not be there"):
        case.do(booked(gone))


def test_when_an_interpreter_falls_out_everybody_is_free_and_another_listens_in_from_afar() -> None:
    case, mariam = understood()
    oma = case.joins("Oma")
    case.do(needs("ar", oma))
    case.do(booked(mariam, oma))
    invited(case, mariam)
    answer(case, mariam, Answered.COMES)
    told = case.do(CancelInterpreter(case_id=CASE_ID, interpreter_id=mariam))
    assert [type(fact) for fact in told] == [ParticipantAnswered, InterpreterCancelled, InterpreterCancelled]
    assert not case.person(mariam).is_expected
    assert {case.person(person).care.interpreter_id for person in (FILIP, oma)} == {None}
    with pytest.raises(Refused, match="book-interpreter"):
        case.do(CancelInterpreter(case_id=CASE_ID, interpreter_id=mariam))
    samir = interpreter(case, "Samir", "ar")
    case.do(booked(samir, remote=True))
    assert (case.person(FILIP).care.interpreter_id, case.person(FILIP).care.interpreter_remote) == (samir, True)


@pytest.mark.parametrize("how", ["steps out", "is left out", "does not come", "is kept apart", "is not needed"])
def test_when_an_interpreter_falls_away_the_language_is_told_again(how: str) -> None:
    case, mariam = understood()
    invited(case, mariam)
    if how == "steps out":
        told = case.do(steps_out(mariam))
    elif how == "is left out":
        told = case.do(left_out(mariam))
    elif how == "does not come":
        told = answer(case, mariam, Answered.DOES_NOT_COME)
    elif how == "is kept apart":
        told = case.do(apart(mariam, FILIP))
    else:
        told = case.do(needs(""))
    (cancelled,) = [fact for fact in told if isinstance(fact, InterpreterCancelled)]
    assert cancelled.language == "ar-SY"
    assert case.person(FILIP).care.interpreter_id is None


def test_for_another_language_another_interpreter_is_sought() -> None:
    case, _ = understood()
    assert [type(fact) for fact in case.do(needs("ti"))] == [InterpreterCancelled, InterpreterNeeded]
    assert case.person(FILIP).care.interpreter_id is None


def test_only_the_coordinator_books_or_cancels_an_interpreter() -> None:
    case, mariam = understood()
    for command in (booked(mariam), CancelInterpreter(case_id=CASE_ID, interpreter_id=mariam)):
        with pytest.raises(NotPermitted):
            case.do(command, main_person())
