"""A name is what whoever referred wrote: it stands in a letter, and writes nothing of it."""

from typing import Final

import pytest

from kring_notifications.plugins.letter.setting import said_of
from kring_notifications.wording.names import MOST_OF_A_NAME, MOST_OF_AN_ADDRESS, shown
from kring_shared.contracts.notifications import Way
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import NOON
from tests.unit.notifications.channels import FakeChannel
from tests.unit.notifications.facts import OMA, card
from tests.unit.notifications.letters import a_letter
from tests.unit.notifications.test_courier import sent

TURNED: Final = "Oma \u202ekcirts\u202c \u2066x\u2069\u200f\ufeff"
PARAGRAPH: Final = "Oma\r\n\r\nBel 0900 1234\u2028\u2029\tnu\x1b[31m\x00"


@pytest.mark.parametrize("way", [Way.EMAIL, Way.LETTER])
async def test_a_name_writes_no_paragraph_of_its_own_and_turns_no_words_round(way: Way) -> None:
    plain = await sent(FakeChannel("post", way=way))
    for name in (TURNED, PARAGRAPH):
        letter = await sent(
            FakeChannel("post", way=way), contact=card(OMA, name, email="oma@voorbeeld.example").contact
        )
        assert letter.text.count("\n") == plain.text.count("\n")
        assert not set(letter.text + letter.contact.name) & set(
            "\u202e\u202c\u2066\u2069\u200f\ufeff\u2028\u2029\x1b\x00\r"
        )
        assert letter.text.replace("\n", "").isprintable()


@pytest.mark.parametrize("name", ["{signature}", "{0.__class__}", '#import "x"', "<b>Oma</b>", "%s", "$text"])
async def test_what_looks_like_a_field_or_like_layout_stays_what_it_is(name: str) -> None:
    letter = await sent(contact=card(OMA, name, email="oma@voorbeeld.example").contact)
    assert name in letter.text


def test_no_name_and_no_address_fills_a_letter() -> None:
    long = shown(Contact(name="O" * 5000, organisation="W" * 5000, postal_address="\n".join(["Lindestraat"] * 900)))
    assert (len(long.name), len(long.organisation)) == (MOST_OF_A_NAME, MOST_OF_A_NAME)
    assert len(long.postal_address) <= MOST_OF_AN_ADDRESS


def test_names_keep_the_signs_that_languages_are_written_with() -> None:
    for name in ("ندا\u200cوند", "Zoë d'Hondt-Łukasiewicz", "ক্\u200dষ", "Anna Maria"):
        assert shown(Contact(name=name, postal_address="Lindestraat 1\n3511 AA Utrecht")).name == name


def test_an_address_keeps_its_lines_and_turns_nothing_round_in_the_window() -> None:
    contact = shown(Contact(name=TURNED, postal_address="\u202eLindestraat 1\r\n\r\n3511 AA Utrecht"))
    assert contact.postal_address == "Lindestraat 1\n3511 AA Utrecht"
    address = said_of(a_letter(contact=contact), NOON.date(), "left")["address"]
    assert [line["text"] for line in address] == ["Oma kcirts x", "Lindestraat 1", "3511 AA Utrecht"]


def test_a_telephone_number_writes_nothing_on_the_screen_of_who_calls() -> None:
    contact = shown(
        Contact(name="Oma", phone="\u202a+31 6 12345678\u202c\x1b]0;x\x07\r\n", email=" oma@voorbeeld.example\n")
    )
    assert (contact.phone, contact.email) == ("+31 6 12345678 ]0;x", "oma@voorbeeld.example")
