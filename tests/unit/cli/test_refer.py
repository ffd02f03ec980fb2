"""Which office a referral of a file is for, when nobody says."""

import json
from datetime import date

import pytest

from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.runtime.cli.desk import office_for

TODAY = date(2026, 11, 20)
OFFICES = {card.id: card for card in EXAMPLE_OFFICES}


def a_referral(**data: object) -> bytes:
    """Write a referral that can be taken on, with some of its data replaced."""
    requester = {"kind": "mainPerson", "name": "Rachel", "email": "rachel@voorbeeld.example"}
    whole = {"reference": "R-1", "requester": requester, "mainPersons": [{"name": "Rachel"}], "context": "voluntary"}
    event = {"specversion": "1.0", "id": "1", "source": "urn:nl:desk", "type": "nl.eigenkracht.referral.submitted.v1"}
    return json.dumps(event | {"data": whole | {"urgency": "normal"} | data}).encode()


@pytest.mark.parametrize(
    ("municipality", "office"),
    [("Utrecht", "utrecht"), ("Nieuwegein", "utrecht"), ("amersfoort", "amersfoort"), ("Aalst", "gent")],
)
def test_the_nearest_office_is_taken(municipality: str, office: str) -> None:
    event = a_referral(mainPersons=[{"name": "Rachel", "municipality": municipality}])
    assert office_for(event, OFFICES, TODAY) == office


def test_nothing_is_guessed_where_no_municipality_tells() -> None:
    assert not office_for(a_referral(), OFFICES, TODAY)
    assert not office_for(a_referral(mainPersons=[{"name": "Rachel", "municipality": "Atlantis"}]), OFFICES, TODAY)


def test_the_only_office_there_is_takes_everything() -> None:
    assert office_for(a_referral(), {"gent": OFFICES["gent"]}, TODAY) == "gent"


@pytest.mark.parametrize("event", [b"{", b"[]", b"{}", b"null", a_referral(reference="")])
def test_what_is_no_referral_goes_to_some_office_that_refuses_it(event: bytes) -> None:
    assert office_for(event, OFFICES, TODAY) in OFFICES
