"""Offices of one organisation find the same people once they said yes to it, and no others do."""

from kring_intake.domain import Block, Trace
from kring_shared.contracts.intake import (
    DuplicateSuspected,
)
from kring_shared.testing.work import a_work, facts_of
from tests.unit.intake.look_alikes import TwoOffices


def test_offices_of_one_organisation_find_the_same_people_once_both_said_yes_to_it() -> None:
    offices = TwoOffices("amersfoort")
    assert facts_of(offices.says_yes("utrecht")) == []
    (told,) = facts_of(offices.says_yes("amersfoort"))
    assert isinstance(told, DuplicateSuspected)
    assert (told.elsewhere, told.other_id) == ("utrecht", None)


def test_offices_of_two_organisations_never_find_each_others_people() -> None:
    offices = TwoOffices("gent")
    assert facts_of(offices.says_yes("utrecht")) == []
    assert facts_of(offices.says_yes("gent")) == []


def test_who_takes_the_yes_back_is_found_by_other_offices_no_longer() -> None:
    offices = TwoOffices("amersfoort")
    offices.says_yes("utrecht")
    request = offices.requests["utrecht"]
    own = [one for one in offices.kept.values() if request.case_id in one.keys()]
    work = a_work("intake", *own)
    offices.elsewhere.forget(request, work)
    for one in work.removed:
        del offices.kept[one]
    assert {type(one) for one in work.removed.values()} == {Block}
    assert Trace in {kind for kind, _ in offices.kept}
    assert facts_of(offices.says_yes("amersfoort")) == []
