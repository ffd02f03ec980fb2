"""In how many parts a text travels."""

import pytest

from kring_notifications.plugins.sms.parts import parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ş" * 70, 1),
        ("ş" * 71, 2),
        ("a" * 70 + "ł", 2),
        ("م" * 134, 2),
        ("م" * 135, 3),
        ("🌱" * 35, 1),
        ("🌱" * 36, 2),
    ],
)
def test_a_text_takes_as_many_parts_as_its_letters_ask_for(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_a_letter_that_takes_two_places_is_never_cut_in_two() -> None:
    assert parts_of("a" * 152 + "€" + "a" * 152) == 3 > (152 + 2 + 152) / 153
    assert parts_of("ş" * 66 + "🌱" + "ş" * 66) == 3
