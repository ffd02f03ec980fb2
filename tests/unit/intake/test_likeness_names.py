"""Names as two people write them: the same name, and names that only resemble each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.likeness.matching_names import Grade, grade_of, match_names
from kring_intake.likeness.names import read_name

SAME = {
    "without its marks": ("Çağla Çelik", "Cagla Celik"),
    "with ue for an umlaut": ("Jürgen Müller", "Juergen Mueller"),
    "in Polish and without its stroke": ("Łukasz Wójcik", "Lukasz Wojcik"),
    "in Cyrillic and in Latin letters": ("Олена Шевченко", "Olena Shevchenko"),
    "in the Dutch way and in the English": ("Olena Sjevtsjenko", "Olena Shevchenko"),
    "of the Turkish capital with a dot": ("İbrahim Şahin", "Ibrahim Sahin"),
    "with ij and with y": ("Thijs van Dijk", "Thijs van Dyk"),
    "as one sign for ij": ("Ĳsbrand Bos", "IJsbrand Bos"),
    "with its particle dropped": ("Jan van der Berg", "Jan Berg"),
    "with its particle shortened": ("Jan van der Berg", "Jan v.d. Berg"),
    "with its particle moved": ("Jan van der Berg", "Berg, Jan van der"),
    "with its particle glued on, in Flanders": ("Marie Van den Berghe", "Marie Vandenberghe"),
    "with its article glued on, in Morocco": ("Youssef El Amrani", "Youssef Elamrani"),
    "with an apostrophe and without": ("Piet van 't Hof", "Piet van Hof"),
    "the other way round": ("Piet Jansen", "Jansen Piet"),
    "the other way round, with a comma": ("Piet Jansen", "Jansen, Piet"),
    "with ch and with sj": ("Rachid Azzouzi", "Rasjid Azzouzi"),
    "with oe and with u": ("Yusuf Kaya", "Joesoef Kaya"),
}
VARIANT = {
    "of other vowels": ("Mohammed Bouali", "Mohamad Bouali"),
    "with a vowel less": ("Fatima Bouali", "Fatma Bouali"),
    "short": ("Bram de Vries", "Abraham de Vries"),
    "short and long the other way": ("Cornelis Bakker", "Kees Bakker"),
    "a letter more": ("Tjitske Hoekstra", "Tjitskae Hoekstra"),
    "a letter less": ("Tjitske Hoekstra", "Tjitske Hoestra"),
    "another letter": ("Tjitske Hoekstra", "Tjitspe Hoekstra"),
    "two letters swapped": ("Tjitske Hoekstra", "Tjitske Hoesktra"),
    "with a second family name": ("Marie Jansen-de Vries", "Marie de Vries"),
    "with a second given name": ("Anna Maria Kok", "Anna Kok"),
    "with only an initial": ("J. Terpstra", "Jelle Terpstra"),
}
OTHER = {
    "of brothers": ("Daan de Vries", "Sem de Vries"),
    "of Turkish twins": ("Hasan Kaya", "Hüseyin Kaya"),
    "of two prophets": ("Mohamed Kaya", "Mahmoud Kaya"),
    "short for the same name": ("Jan Bos", "Hans Bos"),
    "as short as that they have nothing else": ("Isa Schoondam", "Ria Schoondam"),
}
lines = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_it_is_one_name(one: str, other: str) -> None:
    match = match_names(read_name(one), read_name(other))
    assert match.complete
    assert match.left_of_longer == 0
    assert {grade for grade, *_ in match.words} <= {Grade.SAME, Grade.VARIANT}


@pytest.mark.parametrize(("one", "other"), VARIANT.values(), ids=VARIANT)
def test_it_may_be_one_name(one: str, other: str) -> None:
    match = match_names(read_name(one), read_name(other))
    assert match.complete
    assert not match.exact


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_it_is_another_name(one: str, other: str) -> None:
    match = match_names(read_name(one), read_name(other))
    assert not match.complete
    assert not match.whole_alike
    assert match.given is Grade.NOT


def test_a_name_that_is_written_apart_and_together_is_one_name() -> None:
    match = match_names(read_name("Anne Marie Terpstra"), read_name("Annemarie Terpstra"))
    assert match.whole_alike


@pytest.mark.parametrize("line", ["", "-", "…", "123"])
def test_a_line_without_letters_has_no_words_and_matches_nothing(line: str) -> None:
    assert read_name(line).words == ()
    assert match_names(read_name(line), read_name(line)).matched == 0


def test_a_name_that_is_only_a_particle_is_kept() -> None:
    assert [word.plain for word in read_name("Van").words] == ["van"]


def test_a_given_name_that_is_also_a_particle_is_kept_where_it_stands_first() -> None:
    assert [word.plain for word in read_name("Ben Ali").words] == ["ben", "ali"]


@given(lines, lines)
def test_two_names_match_the_same_whichever_comes_first(one: str, other: str) -> None:
    there, back = match_names(read_name(one), read_name(other)), match_names(read_name(other), read_name(one))
    assert (there.matched, there.left_of_shorter, there.left_of_longer, there.given, there.whole_alike) == (
        back.matched,
        back.left_of_shorter,
        back.left_of_longer,
        back.given,
        back.whole_alike,
    )


@given(lines)
def test_every_word_of_a_name_is_the_same_as_itself(line: str) -> None:
    assert all(grade_of(word, word) is Grade.SAME for word in read_name(line).words)
