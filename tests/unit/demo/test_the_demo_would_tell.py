"""The demo's last line is worth something: each thing that must not be is found when it is there."""

import json
from collections import Counter
from pathlib import Path

from deploy.demo.check import ERASED, Books, Line, miscounted, misregistered
from deploy.demo.privacy import opened, readable, words_in
from deploy.demo.referrals import samples
from kring_shared.contracts.sealed import Sealed
from kring_shared.testing.audit import Audit, Kept
from tests.unit.runtime.keys import KeysInMemory, a_vault

SUBJECT = "kring.utrecht.office.intake.request-received.v1.a"
NAME = "Greet Kuipers"


def the_books(request: str, registration: str, *, office: str = "utrecht") -> Books:
    """Give books with one request and its registration."""
    books = Books(Audit())
    books.requests = {"a": Line("utrecht", request)}
    books.registrations = {"a": Line(office, registration)}
    return books


def a_fact(data: dict[str, object]) -> Kept:
    """Give a fact of case a, as the stream keeps it."""
    body = json.dumps({"caseId": "a"} | data, separators=(",", ":")).encode()
    return Kept(1, "id", "intake.request-received.v1", SUBJECT, "{}", body)


def test_each_request_that_is_over_is_registered_in_its_way() -> None:
    right = [("closed", "locked"), ("lapsed", "locked"), ("merged", "set-aside"), ("transferred", "moved")]
    assert [misregistered(the_books(*pair)) for pair in right] == [[]] * len(right)
    assert misregistered(the_books("received", "open")) == []


def test_a_request_that_is_over_and_not_locked_or_locked_and_not_over_is_found() -> None:
    for wrong in [("closed", "open"), ("received", "locked"), ("merged", "locked"), ("transferred", "open")]:
        assert misregistered(the_books(*wrong)) == [f"request a is {wrong[0]}, but its registration is {wrong[1]}"]


def test_a_request_without_a_registration_and_one_at_another_office_are_found() -> None:
    books = the_books("closed", "locked")
    books.registrations = {}
    assert misregistered(books) == ["1 requests came in, but 0 have a registration"]
    assert misregistered(the_books("closed", "locked", office="gent"))


def test_only_what_people_went_through_is_complete_and_only_what_is_open_waits() -> None:
    stages = ("closed", "withdrawn", "lapsed", "merged", "transferred", "received")
    books = Books(Audit(), requests={stage: Line("utrecht", stage) for stage in stages})
    books.set_apart = Counter(waiting=1, released=1)
    assert (books.complete, books.waiting) == (2, 2)


def test_a_receipt_too_few_or_too_many_and_a_request_lost_on_its_way_are_found() -> None:
    books = Books(Audit(), receipts=Counter(received=3, quarantined=1), set_apart=Counter(released=1))
    assert miscounted(books, 3) == []
    assert miscounted(books, 4) != []
    books.requests = {"a": Line("utrecht", "transferred")}
    assert miscounted(books, 3) == ["1 requests went to another office, but 0 arrived"]


def test_a_name_is_found_beside_what_is_sealed_in_a_database_and_in_the_log(tmp_path: Path) -> None:
    sealed: dict[str, object] = {"contact": {"scope": "person/p", "box": "Ali" * 20}}
    assert readable([a_fact(sealed)], tmp_path, {"Ali", NAME}) == []
    assert readable([a_fact({"why": "Ali"})], tmp_path, {"Ali"}) != []
    (tmp_path / "demo.log").write_text(f"written to {NAME}")
    (tmp_path / "intake.db-wal").write_text(f"{NAME}, Utrecht")
    assert len(readable([], tmp_path, {NAME})) == 2


def test_what_was_erased_and_still_opens_is_found_and_so_are_keys_that_open_nothing() -> None:
    vault = a_vault(KeysInMemory())
    contact: Sealed[str] = vault.seal("utrecht", "person/p", NAME)
    fact = a_fact({"mainPersons": [{"contact": contact.model_dump()}]})
    assert opened([fact], {"a": "closed"}, ERASED, vault) == []
    assert opened([fact], {"a": "lapsed"}, ERASED, vault) == [
        f"{fact.kind} of a request that is lapsed can still be opened"
    ]
    vault.destroy("person/p")
    assert opened([fact], {"a": "lapsed"}, ERASED, vault) == ["nothing at all can be opened: the keys were not found"]


def test_what_is_looked_for_is_what_the_samples_hold_of_people() -> None:
    words = words_in(samples())
    assert {NAME, "Samir", "Havik 400, 3800 ZZ Amersfoort", "+31 6 00 00 21 43", "111222333"} <= words
    assert any(word.endswith("?") for word in words)
