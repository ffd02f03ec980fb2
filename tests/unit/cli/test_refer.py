"""Which office a referral of a file is for, when nobody says, and which adapter reads the file."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
import typer

from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.adapters import FileItem, ReferralAdapter
from kring_shared.kernel.nearest_office import office_for
from kring_shared.runtime.cli.referring.adapters import MOST_MESSAGE_BYTES, adapters, chosen, read_message, read_with
from kring_shared.runtime.settings import SharedSettings

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


class Fax:
    """An adapter of somebody else, that breaks its word where it is told to."""

    name, channel = "fax", "file"
    suffixes: tuple[str, ...] = (".eml", ".fax")

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:
        if content:
            raise ValueError(source + content.decode())
        return iter(())


def test_the_end_of_a_name_chooses_the_adapter_whatever_its_capitals() -> None:
    there = adapters(SharedSettings())
    assert {"cloudevents", "cloudevents-lines", "csv", "e-mail"} <= set(there)
    ends = {".json": "cloudevents", ".JSONL": "cloudevents-lines", ".csv": "csv", ".Eml": "e-mail"}
    assert {end: chosen(there, "", end).name for end in ends} == ends


def test_where_two_adapters_read_the_same_a_person_chooses() -> None:
    there = adapters(SharedSettings()) | {"fax": Fax()}
    assert chosen(there, "fax", ".eml").name == "fax"
    assert chosen(there, "", ".fax").name == "fax"
    with pytest.raises(typer.BadParameter, match=r"e-mail and fax read \.eml: choose with --adapter"):
        chosen(there, "", ".eml")


def test_an_adapter_that_raises_gives_one_refusal_and_tells_nobody_what_it_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (item,) = read_with(Fax(), b"Filip", source="urn:x")
    assert item.refused is not None
    told = item.refused.receipt().model_dump_json()
    assert "adapter" in told
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "kring: the adapter fax failed (ValueError)\n")
    assert "Filip" not in told


def test_a_message_without_any_referral_is_refused_and_an_empty_list_is_not() -> None:
    assert read_with(Fax(), b"", source="urn:x") == []
    (item,) = read_message(Fax(), b"", source="urn:x")
    assert item.refused is not None


def test_a_message_without_end_is_refused_whatever_the_adapter_would_say() -> None:
    (item,) = read_message(Fax(), b"x" * (MOST_MESSAGE_BYTES + 1), source="urn:x")
    assert item.refused is not None
    assert item.refused.code == "kring.too-large"


def test_a_plugin_of_intake_that_reads_no_files_is_no_adapter() -> None:
    assert all(isinstance(adapter, ReferralAdapter) for adapter in adapters(SharedSettings()).values())
    assert "open-question" not in adapters(SharedSettings())
