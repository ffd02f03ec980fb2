"""Who looks like the same, who does not, and why it is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.likeness.compare import compare, compare_families
from kring_intake.likeness.likenesses import Likeness, Reason
from kring_intake.likeness.traits import Companion, Traits, as_family, traits_of
from kring_shared.contracts.referral import Referral
from tests.unit.intake.likened import PARENT, a_person, with_contact

TJITSKE = a_person()
SAME_PERSON = {
    "a slip of the finger": a_person("Tjitkse van der Heide"),
    "swapped names": a_person("van der Heide, Tjitske"),
    "an initial": a_person("T. van der Heide"),
    "a year that is not said": a_person(born=None),
    "a year that is one off": a_person(born=2014),
    "a year with two digits swapped": a_person(born=2031),
    "a place that is not said": a_person(at=""),
    "a postal code without its letters": a_person(at="3511"),
    "a move": a_person(at="9711 LM"),
    "a family name that was added": a_person("Tjitske van der Heide-Wiersma"),
}
OTHER_PERSON = {
    "a sister": a_person("Nynke van der Heide", 2015),
    "a twin": a_person("Nynke van der Heide", 2013),
    "a neighbour": a_person("Willemijn Sloot", 2013),
    "a grandmother of that name": a_person(born=1951),
    "a stranger of that family name": a_person("Foppe van der Heide", 1999, "9711 LM"),
    "nobody named": a_person(""),
}
people = st.builds(
    Traits,
    name=st.one_of(
        st.sampled_from(["Emma Jansen", "Jansen Ema", "E. Janssen", "Ema", "Юлія Коваль", "Joelia Kowal", ""]),
        st.text(alphabet=st.characters(codec="utf-8"), max_size=25),
    ),
    birth_year=st.one_of(st.none(), st.integers(1900, 2026)),
    postal_code=st.sampled_from(["", "3511", "3511 AB", "9000", "B-9000"]),
    municipality=st.sampled_from(["", "Utrecht", "Gent"]),
    emails=st.sampled_from([(), (PARENT,)]),
)
families = st.lists(people, max_size=4)


@pytest.mark.parametrize("other", SAME_PERSON.values(), ids=SAME_PERSON)
def test_somebody_looks_like_themself_after(other: Traits) -> None:
    assert compare(TJITSKE, other).looks_alike


@pytest.mark.parametrize("other", OTHER_PERSON.values(), ids=OTHER_PERSON)
def test_somebody_does_not_look_like(other: Traits) -> None:
    assert not compare(with_contact(TJITSKE), with_contact(other)).looks_alike


def test_the_reasons_are_said_weightiest_first() -> None:
    found = compare(with_contact(TJITSKE), with_contact(TJITSKE))
    assert found.reasons == (
        Reason.SAME_NAME,
        Reason.SAME_POSTAL_CODE,
        Reason.SAME_EMAIL,
        Reason.SAME_BIRTH_YEAR,
        Reason.SAME_PHONE,
    )


def test_a_frequent_name_elsewhere_is_a_namesake_and_a_rare_one_moved() -> None:
    assert not compare(a_person("Emma de Jong"), a_person("Emma de Jong", at="9711 LM")).looks_alike
    assert compare(TJITSKE, a_person(at="9711 LM")).looks_alike


def test_a_family_tells_a_frequent_name_that_moved_from_a_namesake() -> None:
    before = [a_person("Emma de Jong", 2013), a_person("Sem de Jong", 2015)]
    moved = [a_person("Emma de Jong", 2013, "9711 LM"), a_person("Sem de Jong", 2015, "9711 LM")]
    others = [a_person("Emma de Jong", 2013, "9711 LM"), a_person("Lotte de Jong", 2011, "9711 LM")]
    assert Reason.SAME_FAMILY in compare_families(before, moved).reasons
    assert compare_families(before, moved).looks_alike
    assert not compare_families(before, others).looks_alike


def test_swapped_names_do_not_hide_the_companions() -> None:
    before = [a_person("Emma de Jong", 2013), a_person("Sem de Jong", 2015)]
    moved = [a_person("de Jong Emma", 2013, "9711 LM"), a_person("de Jong Sem", 2015, "9711 LM")]
    assert compare_families(before, moved).looks_alike


def test_one_person_of_two_families_is_enough() -> None:
    assert compare_families([TJITSKE, a_person("Nynke van der Heide", 2015)], [TJITSKE]).looks_alike


def test_brothers_and_sisters_referred_apart_are_one_household_and_not_the_same_people() -> None:
    found = compare_families([with_contact(TJITSKE)], [with_contact(a_person("Nynke van der Heide", 2015))])
    assert not found.looks_alike
    assert {Reason.TWIN_OR_SIBLING, Reason.SAME_HOUSEHOLD} <= {*found.reasons}


def test_strangers_of_one_family_name_are_no_household() -> None:
    assert compare_families([TJITSKE], [a_person("Foppe van der Heide", 1999, "9711 LM")]) == Likeness(0.0)


def test_nobody_looks_like_nobody() -> None:
    assert compare_families([], [TJITSKE]) == Likeness(0.0)


def test_what_is_sealed_never_holds_the_names_of_others() -> None:
    family = as_family((TJITSKE, a_person("Nynke van der Heide")))
    assert family[0].companions == (Companion(name="Nynke van der Heide", birth_year=2013),)
    assert "Nynke" not in family[0].model_dump_json(by_alias=True)


@pytest.mark.parametrize(("kind", "emails"), [("professional", ()), ("closePerson", ("m@wijkteam.example",))])
def test_the_contact_of_a_professional_is_not_the_familys(kind: str, emails: tuple[str, ...]) -> None:
    asks = {"kind": kind, "name": "M. Jansen", "organisation": "Wijkteam", "email": "m@wijkteam.example"}
    referral = Referral.model_validate(
        {
            "reference": "R-1",
            "requester": asks,
            "mainPersons": [{"name": "Tjitske", "birthYear": 2013}, {"name": "Nynke"}],
            "context": "voluntary",
            "urgency": "normal",
        }
    )
    tjitske, nynke = traits_of(referral)
    assert tjitske.emails == nynke.emails == emails
    assert [one.name for one in tjitske.companions] == ["Nynke"]


@given(people, people)
def test_two_people_look_as_much_alike_whichever_comes_first(one: Traits, other: Traits) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.looks_alike is back.looks_alike
    assert math.isclose(there.score, back.score)
    assert 0 <= there.score <= 1
    assert {*there.reasons} == {*back.reasons}


@given(families, families)
def test_two_families_look_as_much_alike_whichever_comes_first(ones: list[Traits], others: list[Traits]) -> None:
    there, back = compare_families(ones, others), compare_families(others, ones)
    assert there.looks_alike is back.looks_alike
    assert math.isclose(there.score, back.score)
    assert 0 <= there.score <= 1


@given(
    people.filter(lambda person: bool(person.birth_year and person.postal_code)),
    st.sampled_from(["Emma Jansen", "Юлія Коваль"]),
)
def test_a_person_looks_like_themself(person: Traits, name: str) -> None:
    named = person.model_copy(update={"name": name})
    assert compare(named, named).looks_alike
