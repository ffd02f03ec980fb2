"""What requesters hand in themselves, and what they may know of it: as themselves, and in three words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kring_intake.app import service
from kring_intake.domain import Quarantined, Request, SentReferral
from kring_intake.handlers.erasing import erase_request
from kring_intake.handlers.quarantine import reject
from kring_intake.process import Stage
from kring_intake.queries.referrals import list_own_referrals, show_referral_status
from kring_intake.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.intake import (
    DuplicateSuspected,
    ListOwnReferrals,
    RejectQuarantined,
    ShowReferralStatus,
    system_of,
)
from kring_shared.contracts.intake.words import QuarantineRefusal
from kring_shared.contracts.referral import ReceiptStatus, ReferralState
from kring_shared.kernel.errors import InvalidFields, NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane import receipts
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of
from tests.unit.intake.made import CASE, REQUESTER, a_request
from tests.unit.intake.sent import Desk, an_event, receipt_of, request_of
from tests.unit.intake.test_referrals import BSN
from tests.unit.stores import migrated

NORTH = an_actor(Role.REQUESTER, "wijkteam-noord")
SOUTH = an_actor(Role.REQUESTER, "wijkteam-zuid")
REFERENCE = "WN-2026-0041"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def hands_in(desk: Desk, event: str, actor: Actor = NORTH, **of: Any) -> Work:  # noqa: ANN401 - system or channel
    return desk.submit(event, actor=actor, **({"system": system_of(actor.id), "channel": "http"} | of))


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def state(database: Database, actor: Actor = NORTH, **asked: Any) -> ReferralState:  # noqa: ANN401 - the question's
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, ()), PlainVault(), NOON, actor, SHELVES)
        return show_referral_status(ShowReferralStatus(**(asked or {"reference": REFERENCE})), reader).status


def sent(number: int = 1, **of: Any) -> SentReferral:  # noqa: ANN401 - whatever it holds
    one = SentReferral(f"{number:032x}", "utrecht", "wijkteam-noord", f"R{number}", CASE, CASE, "kring.received", NOON)
    return replace(one, **of)


def test_a_system_hands_in_as_itself_and_reads_its_receipt() -> None:
    work = hands_in(Desk(), an_event())
    receipt = receipt_of(work)
    assert (receipt.status, receipt.request_id) == (ReceiptStatus.RECEIVED, request_of(work).case_id)
    (kept,) = (one for one in work.changed.values() if isinstance(one, SentReferral))
    assert (kept.system, kept.reference, kept.case_id) == ("wijkteam-noord", REFERENCE, receipt.request_id)


@pytest.mark.parametrize(
    "of", [{"system": "wijkteam-zuid"}, {"system": "office"}, {"channel": "bus"}, {"channel": "file"}]
)
def test_nobody_hands_in_as_somebody_else_or_as_if_it_came_another_way(of: dict[str, str]) -> None:
    with pytest.raises(NotPermitted, match="hands in as themselves"):
        hands_in(Desk(), an_event(), NORTH, **of)


def test_a_person_whose_id_is_no_name_hands_in_under_one_made_of_it() -> None:
    person = an_actor(Role.REQUESTER, "0" * 32)
    work = hands_in(Desk(), an_event(), person, channel="form")
    assert receipt_of(work).status is ReceiptStatus.RECEIVED
    assert system_of("0" * 32) != system_of("1" * 32)


def test_the_same_reference_and_event_of_another_sender_tell_nothing_of_what_was_here() -> None:
    desk = Desk()
    first = receipt_of(hands_in(desk, an_event()))
    second = receipt_of(hands_in(desk, an_event(), SOUTH))
    assert (second.status, second.request_id != first.request_id) == (ReceiptStatus.RECEIVED, True)


def test_the_same_sender_s_repetition_is_known() -> None:
    desk = Desk()
    first = receipt_of(hands_in(desk, an_event()))
    again = receipt_of(hands_in(desk, an_event("event-2")))
    assert (again.status, again.request_id) == (ReceiptStatus.REPEATED, first.request_id)


def test_that_other_people_look_the_same_stays_with_the_office_also_in_what_followed() -> None:
    desk = Desk()
    hands_in(desk, an_event())
    work = hands_in(desk, an_event(), SOUTH)
    assert any(isinstance(fact, DuplicateSuspected) for fact in facts_of(work))
    assert receipt_of(work).code == "kring.received"
    assert "duplicate" not in receipts.done(a_message(), work)


def a_message() -> ShowReferralStatus:
    return ShowReferralStatus(reference=REFERENCE)


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.RECEIVED, ReferralState.RECEIVED),
        (Stage.AWAITING_CONSENT, ReferralState.RECEIVED),
        (Stage.ACCEPTED, ReferralState.TAKEN_ON),
        (Stage.IN_PREPARATION, ReferralState.TAKEN_ON),
        (Stage.CLOSED, ReferralState.ENDED),
        (Stage.REJECTED, ReferralState.ENDED),
        (Stage.WITHDRAWN, ReferralState.ENDED),
    ],
)
def test_where_it_stands_is_said_in_three_words(database: Database, stage: Stage, said: ReferralState) -> None:
    put(database, a_request(stage), sent(reference=REFERENCE))
    assert state(database) is said
    assert state(database, request_id=CASE) is said


def test_nobody_reads_where_another_sender_s_referral_stands(database: Database) -> None:
    put(database, a_request(), sent(reference=REFERENCE))
    for asked in ({"reference": REFERENCE}, {"request_id": CASE}):
        with pytest.raises(NotFound, match="no referral of yours"):
            state(database, SOUTH, **asked)
    with pytest.raises(NotFound):
        state(database, an_actor(Role.REQUESTER, NORTH.id, office="gent"))
    with pytest.raises(InvalidFields):
        state(database, reference="")


def test_who_asked_for_a_conference_in_person_reads_where_it_stands_by_the_request(database: Database) -> None:
    put(database, a_request(Stage.ACCEPTED))
    assert state(database, an_actor(Role.REQUESTER, REQUESTER), request_id=CASE) is ReferralState.TAKEN_ON
    with pytest.raises(NotFound):
        state(database, an_actor(Role.REQUESTER, "e" * 32), request_id=CASE)


def test_a_merged_one_stands_where_the_one_stands_that_it_goes_on_as(database: Database) -> None:
    other = "e" * 32
    into = replace(a_request(Stage.ACCEPTED), case_id=other)
    put(database, replace(a_request(Stage.MERGED), merged_into=other), into, sent(reference=REFERENCE))
    assert state(database) is ReferralState.TAKEN_ON


def test_what_was_set_apart_is_received_and_ended_when_nobody_takes_it_on(database: Database) -> None:
    desk = Desk()
    work = hands_in(desk, an_event(question=f"Nummer {BSN}"))
    (apart,) = (one for one in work.changed.values() if isinstance(one, Quarantined))
    put(database, *work.changed.values())
    assert state(database) is ReferralState.RECEIVED
    assert apart.reference == REFERENCE
    kept = [one for one in desk.kept.values() if apart.id in one.keys()]
    rejecting = a_work("intake", *kept, actor=an_actor())
    reject(RejectQuarantined(quarantine_id=apart.id, reason=QuarantineRefusal.NOT_READABLE), rejecting)
    put(database, *(replace(one, version=1) for one in rejecting.changed.values() if isinstance(one, SentReferral)))
    assert state(database) is ReferralState.ENDED


def test_own_referrals_are_listed_the_newest_first_a_page_at_a_time(database: Database) -> None:
    put(
        database,
        a_request(),
        *(sent(n, sent_at=NOON + timedelta(minutes=n)) for n in range(3)),
        sent(8, system="wijkteam-zuid"),
        sent(9, office="gent", case_id="e" * 32),
    )
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, ()), PlainVault(), NOON, NORTH, SHELVES)
        first = list_own_referrals(ListOwnReferrals(limit=2), reader)
        rest = list_own_referrals(ListOwnReferrals(limit=2, before=first.next), reader)
    assert [line.reference for line in (*first.referrals, *rest.referrals)] == ["R2", "R1", "R0"]
    assert rest.next == ""


def test_with_the_request_it_is_erased_that_somebody_handed_it_in() -> None:
    work = a_work("intake", a_request(), sent())
    erase_request(work.need(Request, CASE), work)
    assert (SentReferral, sent().id) in work.removed
