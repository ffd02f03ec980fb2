"""One message's room to work in: what it reads, changes and tells, and the ids that repeat with it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Deadline, Fact, Reach
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotFound, NotYet
from kring_shared.kernel.work import Aggregate, Erasure, Found, NotOurs
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

CASE, OTHER = "0" * 31 + "1", "0" * 31 + "2"


@dataclass(frozen=True)
class Chair(Aggregate):
    number: str
    case_id: str = CASE
    office: str = "utrecht"
    version: int = 0

    @property
    def id(self) -> str:
        return self.number

    def keys(self) -> tuple[str, ...]:
        return (self.number, self.case_id)


@dataclass(frozen=True)
class Table(Chair):
    """The same ids, another kind."""


class ChairMoved(Fact, service="room"):
    """A chair was moved."""

    number: str = ""


class RoomFree(Fact, service="room"):
    """Other offices may sit here."""

    reach = Reach.BACKBONE


class Dusk(Deadline, service="room"):
    """It gets dark."""


class Dawn(Deadline, service="room"):
    """It gets light."""


class Letter(BaseModel):
    text: str


def test_what_is_not_there_is_nothing_and_is_found_by_its_own_kind_only() -> None:
    work = a_work("room", Chair("1"))
    assert work.get(Chair, "1") == Chair("1")
    assert work.get(Chair, "2") is None
    assert work.get(Table, "1") is None


def test_a_person_who_needs_what_is_not_there_hears_that_it_is_not() -> None:
    with pytest.raises(NotFound, match="no chair is known under that id in this office"):
        a_work("room", actor=an_actor()).need(Chair, "1")


def test_a_fact_that_needs_what_is_not_there_comes_too_early() -> None:
    with pytest.raises(NotYet, match="chair not there yet"):
        a_work("room").need(Chair, "1")


def test_what_was_saved_is_seen_at_once_and_what_was_loaded_stays_as_it_was() -> None:
    work = a_work("room", Chair("1"))
    work.save(Chair("1", version=4), Chair("2"))
    assert work.need(Chair, "1").version == 4
    assert work.loaded[Chair, "1"] == Chair("1")
    assert set(work.changed) == {(Chair, "1"), (Chair, "2")}


def test_a_group_is_found_by_its_key_in_the_order_of_ids_with_what_changed_meanwhile() -> None:
    work = a_work("room", Chair("3"), Chair("1"), Chair("9", case_id=OTHER), Table("4"))
    work.save(Chair("2"), Chair("3", case_id=OTHER), Chair("8", case_id=OTHER))
    assert [chair.id for chair in work.all(Chair, CASE)] == ["1", "2"]
    assert [chair.id for chair in work.all(Chair, OTHER)] == ["3", "8", "9"]
    assert [table.id for table in work.all(Table, CASE)] == ["4"]
    assert work.all(Chair, "nowhere") == ()


def test_what_is_told_is_stamped_and_has_ids_that_repeat_with_the_cause() -> None:
    def handle(cause: str, service: str = "room") -> list[str]:
        work = a_work(service, actor=an_actor(person_id="manager-1"), cause=cause)
        work.tell(ChairMoved(case_id=CASE, number="1"), ChairMoved(case_id=CASE, number="2"))
        work.tell(ChairMoved(case_id=CASE, number="3"))
        work.post("kring.utrecht.receipts.x", "receipt", b"{}")
        work.remind(Dusk(case_id=CASE), NOON)
        work.send_out("post", CASE, Letter(text="x"))
        stamps = {(fact.office, fact.occurred_at, fact.by) for fact in facts_of(work)}
        assert stamps == {("utrecht", NOON, "regional-manager/manager-1")}
        assert [fact.number for fact in facts_of(work) if isinstance(fact, ChairMoved)] == ["1", "2", "3"]
        made = [t.id for t in work.told] + [p.id for p in work.posted] + [r.id for r in work.reminders]
        return [*made, *(e.id for e in work.errands), work.new_id("chair")]

    once = handle(CASE)
    assert len(set(once)) == 7
    assert handle(CASE) == once
    assert not set(once) & set(handle(OTHER))
    assert not set(once) & set(handle(CASE, "hall"))


def test_what_nobody_asked_for_is_done_by_the_system() -> None:
    work = a_work("room")
    work.tell(ChairMoved(case_id=CASE))
    [fact] = facts_of(work)
    assert fact.by == "system"


def test_other_offices_do_not_hear_who_of_an_office_did_it() -> None:
    work = a_work("room", actor=an_actor(Role.MAIN_PERSON, OTHER))
    work.tell(ChairMoved(case_id=CASE), RoomFree(case_id=CASE))
    assert [fact.by for fact in facts_of(work)] == [f"main-person/{OTHER}", "system"]


def test_an_errand_is_due_at_once_unless_it_may_wait() -> None:
    work = a_work("room")
    work.send_out("post", CASE, Letter(text="x"))
    work.send_out("post", CASE, Letter(text="y"), due=NOON + timedelta(hours=1))
    assert [errand.due for errand in work.errands] == [NOON, NOON + timedelta(hours=1)]


def test_deadlines_are_forgotten_by_kind_and_case() -> None:
    work = a_work("room")
    work.forget((Dusk, Dawn), CASE)
    assert work.forgotten == [("room.dusk.v1", CASE), ("room.dawn.v1", CASE)]


def test_what_is_sealed_opens_until_its_owner_is_erased() -> None:
    vault = PlainVault()
    work = a_work("room", vault=vault)
    sealed = work.seal("person/1", "Rachel")
    assert work.open(sealed, str) == "Rachel"
    vault.destroy("person/1")
    assert work.open(sealed, str) == Erased()


def test_what_was_removed_is_found_no_more_until_it_is_saved_again() -> None:
    work = a_work("room", Chair("1"), Chair("2"))
    work.save(Chair("3"))
    work.remove(Chair("1"), Chair("3"))
    assert work.get(Chair, "1") is work.get(Chair, "3") is None
    assert [chair.id for chair in work.all(Chair, CASE)] == ["2"]
    assert work.changed == {}
    with pytest.raises(NotYet):
        work.need(Chair, "1")
    work.save(Chair("1", version=7))
    assert [(chair.id, chair.version) for chair in work.all(Chair, CASE)] == [("1", 7), ("2", 0)]
    assert work.loaded[Chair, "1"] == Chair("1")


def test_removing_one_kind_leaves_another_under_the_same_id() -> None:
    work = a_work("room", Chair("1"), Table("1"))
    work.remove(Chair("1"))
    assert work.get(Table, "1") == Table("1")


def test_what_is_found_is_found_by_kind_and_by_key() -> None:
    work = a_work("room", Chair("2"), Chair("1"), Chair("9", case_id=OTHER), Table("4"))
    found = Found(work.loaded, work.groups)
    assert found.get(Chair, "1") == Chair("1")
    assert found.get(Table, "1") is found.get(Chair, "3") is None
    assert [chair.id for chair in found.all(Chair, CASE)] == ["1", "2"]
    assert found.all(Chair, "nowhere") == ()


def test_an_erasure_says_whose_why_and_in_whose_name() -> None:
    work = a_work("room")
    work.erase("person/1", "case/2", because="term-over")
    work.erase("person/3")
    assert work.erased == [
        Erasure("person/1", "term-over", "utrecht"),
        Erasure("case/2", "term-over", "utrecht"),
        Erasure("person/3", "erased", "utrecht"),
    ]


def test_who_speaks_for_another_office_does_everything_from_there_on_in_its_name() -> None:
    work = a_work("room")
    for office in ("", "gent"):
        if office:
            work.speak_for(office)
        work.tell(ChairMoved(case_id=CASE))
        work.remind(Dusk(case_id=CASE), NOON)
        work.send_out("post", CASE, Letter(text="x"))
        work.erase("person/1")
    both = ["utrecht", "gent"]
    assert [fact.office for fact in facts_of(work)] == both
    assert [reminder.office for reminder in work.reminders] == both
    assert [errand.office for errand in work.errands] == both
    assert [erasure.office for erasure in work.erased] == both
    assert work.office == "gent"


def test_two_offices_that_hear_the_same_make_ids_of_their_own() -> None:
    def handle(office: str) -> set[str]:
        work = a_work("room", cause=CASE)
        work.speak_for(office)
        work.tell(ChairMoved(case_id=CASE))
        work.post("kring.x.receipts.x", "receipt", b"{}")
        return {work.new_id("chair"), work.told[0].id, work.posted[0].id}

    assert len(handle("gent") | handle("utrecht")) == 6
    assert handle("gent") == handle("gent")


def test_nobody_who_asks_speaks_for_another_office() -> None:
    work = a_work("room", actor=an_actor())
    with pytest.raises(ValueError, match="an actor speaks for his own office"):
        work.speak_for("gent")
    assert work.office == "utrecht"


@pytest.mark.parametrize("nowhere", ["", "Gent", "gent.office", "*", ">"])
def test_an_office_that_cannot_be_one_is_not_spoken_for(nowhere: str) -> None:
    work = a_work("room")
    with pytest.raises(ValidationError):
        work.speak_for(nowhere)
    assert (work.office, work.voice) == ("utrecht", "")


def test_an_office_that_is_served_elsewhere_is_not_spoken_for_here() -> None:
    work = a_work("room")
    work.serves = ("utrecht", "amersfoort")
    work.speak_for("amersfoort")
    with pytest.raises(NotOurs):
        work.speak_for("gent")


def test_what_is_handed_over_is_sealed_for_the_other_office() -> None:
    seen: list[str] = []

    class Watched(PlainVault):
        def seal(self, office: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
            seen.append(office)
            return super().seal(office, scope, value)

    work = a_work("room", vault=Watched())
    work.seal("case/1", "mine")
    work.seal("case/2", "theirs", office="gent")
    work.speak_for("amersfoort")
    work.seal("case/3", "mine now")
    assert seen == ["utrecht", "gent", "amersfoort"]


def test_a_text_is_blinded_the_same_in_one_realm_and_otherwise_in_the_next() -> None:
    work = a_work("room", vault=PlainVault(no_keys_for={"organisation/other"}))
    hashes = {work.blind(realm, text) for realm in ("utrecht", "organisation/1") for text in ("a", "b")}
    assert len(hashes) == 4
    assert all(found is not None and re.fullmatch("[0-9a-f]{32}", found) for found in hashes)
    assert work.blind("utrecht", "a") == a_work("hall").blind("utrecht", "a")
    assert work.blind("organisation/other", "a") is None
