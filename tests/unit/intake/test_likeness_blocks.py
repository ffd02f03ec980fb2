"""Under what somebody is found again, and whom it is worth to open."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.likeness.blocks import MOST_IN_A_BLOCK, MOST_OPENED, blocks_of, blocks_of_family, worth_opening
from kring_intake.likeness.traits import Traits, as_family
from tests.benchmarks.duplicates_changes import typo
from tests.unit.intake.likened import a_person, with_contact
from tests.unit.intake.test_likeness_compare import SAME_PERSON, families

TJITSKE = with_contact(a_person())


@pytest.mark.parametrize("other", SAME_PERSON.values(), ids=SAME_PERSON)
def test_somebody_is_found_again_after(other: Traits) -> None:
    assert {*blocks_of(a_person())} & {*blocks_of(other)}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(with_contact(Traits(name="verkeerd verstaan")), id="only the contact is the same"),
        pytest.param(Traits(name="Tjitske", postal_code="3511 AB"), id="a given name and a postal code"),
        pytest.param(Traits(name="Tjitske Wiersma", birth_year=2013, municipality="Utrecht"), id="another family name"),
    ],
)
def test_somebody_is_found_again_when(other: Traits) -> None:
    assert {*blocks_of(TJITSKE)} & {*blocks_of(other)}


def test_a_family_that_moved_and_was_misspelt_is_found_by_its_first_names() -> None:
    before = as_family((a_person("Emma de Jong", 2013), a_person("Sem de Jong", 2015)))
    moved = as_family((a_person("Emma de Yongh", None, ""), a_person("Sem de Yongh", None, "")))
    shared = {text for one in before for text in blocks_of(one)} & {text for one in moved for text in blocks_of(one)}
    assert {text.partition(":")[0] for text in shared} == {"pair"}


def test_strangers_share_nothing() -> None:
    stranger = a_person("Wojciech Nowak", 1980, "9711 LM")
    assert not {*blocks_of(TJITSKE)} & {*blocks_of(stranger)}


def test_a_frequent_name_alone_is_no_block() -> None:
    assert not blocks_of(Traits(name="Emma de Jong"))


def test_nearly_every_misspelt_name_still_shares_a_block() -> None:
    chance = Random(7)  # noqa: S311 - the same slips at each run
    names = ["Tjitske van der Heide", "Youssef El Amrani", "Katarzyna Wójcik", "Emma de Jong", "Yuliia Kovalenko"]
    tried = [(name, a_person(typo(chance, name))) for name in names * 60]
    found = [bool({*blocks_of(a_person(name))} & {*blocks_of(other)}) for name, other in tried]
    assert sum(found) >= 0.99 * len(found)


@given(families)
def test_blocks_are_the_same_each_time_and_say_their_kind(people: list[Traits]) -> None:
    texts = blocks_of_family(people)
    assert texts == blocks_of_family(people)
    assert texts == tuple(map(blocks_of, as_family(tuple(people))))
    kinds = {text.partition(":")[0] for each in texts for text in each}
    assert kinds <= {
        *("name", "name-year", "name-place", "word-place", "word-year", "word-year-place", "word-code"),
        *("initial-year", "email", "phone", "pair"),
    }


@given(st.dictionaries(st.text(max_size=5), st.lists(st.sampled_from("abcdefgh"), max_size=MOST_IN_A_BLOCK * 2)))
def test_only_a_few_are_opened_and_nobody_for_a_crowded_block_alone(found: dict[str, list[str]]) -> None:
    opened = worth_opening(found)
    assert len(opened) == len({*opened}) <= MOST_OPENED
    assert {*opened} <= {case for cases in found.values() if len(cases) <= MOST_IN_A_BLOCK for case in cases}


def test_who_shares_most_of_what_few_share_is_opened_first_and_who_shares_little_not_at_all() -> None:
    found = {"name:a": ["x"], "word-year:b": ["x", "y", "z"], "pair:c": ["y", "z"], "word-place:d": ["z"], "e": ["w"]}
    assert worth_opening(found) == ("z", "x", "w")


def test_two_are_opened_however_little_they_share() -> None:
    assert worth_opening({"pair:a": ["v", "w", "x", "y"]}) == ("v", "w")
