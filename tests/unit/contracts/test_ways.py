"""The ways of messages, as their receivers know them: written out here, since all else reads the table."""

from kring_shared.contracts.notifications import Way
from kring_shared.contracts.sealed import Contact


def test_a_way_needs_its_address_and_gets_its_kind_of_words() -> None:
    assert {way.value: (way.address, way.is_short, way.is_written) for way in Way} == {
        "e-mail": ("email", False, True),
        "text": ("phone", True, True),
        "letter": ("postal_address", False, True),
        "call": ("phone", False, False),
        "system": ("", False, False),
    }
    assert [way.value for way in Way.to_people()] == ["e-mail", "text", "letter", "call"]


def test_what_a_way_needs_is_a_field_of_a_contact() -> None:
    assert {way.address for way in Way.to_people()} <= set(Contact.model_fields)
