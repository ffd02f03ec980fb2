"""Claims come back as they were stored, are shown to whose they are, and hold no bank or identity number."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.allowance import CoordinatorYear, Taken
from kring_registry.domain.claim import Claim, ClaimNumbers, book_of, claims_of
from kring_registry.handlers import claims
from kring_registry.queries.claims import ClaimShower
from kring_registry.store import SHELVES
from kring_registry.store.claim import ClaimNumbersRow, ClaimRow, CoordinatorYearRow
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.allowances import PayRates
from kring_shared.contracts.registry import (
    Cap,
    ChangeClaim,
    ClaimShown,
    CompleteRegistration,
    Expense,
    ListClaims,
    ListOwnClaims,
    NotePayment,
    ReturnClaim,
    ShowClaim,
    SubmitClaim,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate, Found
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.registry.cases import CASE, RACHEL
from tests.unit.registry.claiming import ITS_CASE, PARKING, Desk, a_claim, an_office
from tests.unit.stores import migrated

OFFICES = {"utrecht": an_office("be/1", PayRates())}
SHOWER = ClaimShower(OFFICES)
THEIRS = an_actor(Role.COORDINATOR, RACHEL)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *stored: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(one), one.id): one for one in stored})


def shown(database: Database, claim_id: str, actor: Actor = THEIRS) -> ClaimShown:
    query = ShowClaim(claim_id=claim_id)
    with database.read() as tx:
        view = load(tx, SHELVES, [claim_id])
        reader = Reader(Session(tx), view, PlainVault(), NOON, actor, SHELVES)
        reader.load(*claims.its_years(query, "utrecht", Found(view.loaded, view.groups)))
        return SHOWER.show(query, reader)


def listed(database: Database, query: ListClaims, office: str = "utrecht") -> tuple[list[str], str]:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), NOON, an_actor(office=office), SHELVES)
        found = SHOWER.list(query, reader)
    return [claim.reference for claim in found.claims], found.next_after


def sent_in() -> Desk:
    desk = Desk(a_claim(1), office=OFFICES["utrecht"])
    days = (date(2024, 3, 1), date(2024, 3, 2))
    desk.give(ChangeClaim(claim_id=desk.claim.id, minutes_worked=60, distance_km=9, days=days, expenses=(PARKING,)))
    desk.give(SubmitClaim(claim_id=desk.claim.id))
    return desk


@pytest.mark.parametrize(
    "stored",
    [
        a_claim(1),
        sent_in().claim,
        replace(a_claim(1), returned_for="hours", approved_on=date(2024, 3, 3), paid_on=date(2024, 3, 4)),
        replace(a_claim(1), lines=()),
        CoordinatorYear(RACHEL, "utrecht", 2024, {CASE: Taken(5, (date(2024, 1, 1),), 7)}, frozenset({Cap.YEAR})),
        ClaimNumbers("utrecht", 2026, 42),
    ],
    ids=["drafted", "sent in", "paid", "worth nothing", "year", "numbers"],
)
def test_what_is_kept_of_claims_comes_back_as_it_was_stored(database: Database, stored: Aggregate) -> None:
    put(database, stored)
    with database.read() as tx:
        found = load(tx, SHELVES, [stored.id]).loaded[type(stored), stored.id]
    assert found == replace(stored, version=1)  # type: ignore[type-var]  # each of them is a dataclass


@pytest.mark.parametrize(
    "key", [f"{1:032x}", RACHEL, claims_of(ITS_CASE)], ids=["itself", "whose", "its case's claims"]
)
def test_a_claim_is_found_by_what_it_belongs_to(database: Database, key: str) -> None:
    put(database, a_claim(1))
    with database.read() as tx:
        view = load(tx, SHELVES, [key])
    assert Claim in {kind for kind, _ in view.loaded}
    assert view.about([ITS_CASE]) == []


def test_each_message_names_the_years_and_the_numbers_it_touches() -> None:
    desk = sent_in()
    found = Found(desk.stored, {})
    for message in (SubmitClaim(claim_id=desk.claim.id), ReturnClaim(claim_id=desk.claim.id, code="days-unclear")):
        named = claims.its_years(message, "utrecht", found)
        assert named == tuple(year.id for year in desk.all(CoordinatorYear))
    completion = CompleteRegistration(case_id=CASE, minutes_worked=1, distance_km=1)
    assert claims.where_claims_are(completion, "utrecht") == (claims_of(CASE), book_of("utrecht"))


def test_a_claim_shows_what_it_would_come_to_before_it_is_sent_in(database: Database) -> None:
    put(database, replace(a_claim(1), days=(date(2024, 3, 1),)), *sent_in().all(CoordinatorYear))
    found = shown(database, f"{1:032x}")
    assert (found.stage, found.cents, found.year, found.to_set) == ("draft", 4148, 2024, "")
    assert found.possible == ("change-claim", "submit-claim")


def test_a_claim_that_cannot_be_reckoned_shows_hours_and_kilometres_and_what_to_set(database: Database) -> None:
    put(database, replace(a_claim(1, "nl/1"), minutes_worked=600, distance_km=84))
    found = shown(database, f"{1:032x}")
    assert (found.minutes_worked, found.distance_km, found.cents, found.lines) == (600, 84, 0, ())
    assert found.to_set.startswith("fill in pay.hourCents and pay.kmRate in the office's card")


def test_each_sees_what_they_can_do_themselves(database: Database) -> None:
    put(database, sent_in().claim)
    assert shown(database, f"{1:032x}").possible == ()
    assert shown(database, f"{1:032x}", an_actor()).possible == ("approve-claim", "return-claim")


def test_a_list_goes_by_stage_and_year_and_page_and_never_over_the_office(database: Database) -> None:
    other = replace(a_claim(4), office="gent")
    put(database, a_claim(1), replace(sent_in().claim, claim_id=f"{2:032x}"), a_claim(3, year=2025), other)
    assert listed(database, ListClaims(stage="submitted")) == (["2024-0001"], "")
    assert listed(database, ListClaims(year=2025)) == (["2025-0003"], "")
    assert listed(database, ListClaims(limit=2)) == (["2024-0001", "2024-0001"], f"{2:032x}")
    assert listed(database, ListClaims(limit=2, after=f"{2:032x}")) == (["2025-0003"], "")
    assert listed(database, ListClaims(), office="gent") == (["2024-0004"], "")


def test_a_coordinator_lists_their_own_claims(database: Database) -> None:
    put(database, a_claim(1), replace(a_claim(2), coordinator_id="f" * 32))
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, [RACHEL]), PlainVault(), NOON, THEIRS, SHELVES)
        found = SHOWER.list_own(ListOwnClaims(coordinator_id=RACHEL), reader)
    assert [claim.claim_id for claim in found.claims] == [f"{1:032x}"]


def test_an_unknown_claim_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        shown(database, "f" * 32)


@pytest.mark.parametrize("model", [ChangeClaim, SubmitClaim, ReturnClaim, NotePayment, ClaimShown, Expense])
def test_no_place_takes_a_bank_number_an_identity_number_or_a_sentence(model: type) -> None:
    """Texts of these messages are ids, codes with a pattern, or written by Kring itself."""
    written_by_kring = {
        "reference",
        "stage",
        "possible",
        "lines",
        "returned_for",
        "case_id",
        "to_set",
        "coordinator_id",
    }
    free = [
        name
        for name, field in model.model_fields.items()  # type: ignore[attr-defined]  # each is a message
        if field.annotation is str and not any(getattr(part, "pattern", None) for part in field.metadata)
    ]
    asked = model is not ClaimShown
    assert [name for name in free if asked or name not in written_by_kring] == []


@pytest.mark.parametrize("row", [ClaimRow, CoordinatorYearRow, ClaimNumbersRow])
def test_every_text_that_is_stored_of_claims_is_short(row: type) -> None:
    lengths = {column.name: getattr(column.type, "length", 0) for column in row.__table__.columns}  # type: ignore[attr-defined]  # a table
    assert {name: length for name, length in lengths.items() if (length or 0) > 40} == {}
    assert not {"iban", "bsn", "account", "name", "note", "words"} & set(lengths)


def test_an_expense_says_a_kind_and_an_amount_and_no_word() -> None:
    assert set(Expense.model_fields) == {"kind", "cents"}
    assert {field.name for field in fields(Claim)} & {"note", "words", "text", "description"} == set()
