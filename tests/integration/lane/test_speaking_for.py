"""One office's service hears what another office's told, also when both are the same service, and acts in its name."""

from dataclasses import replace
from pathlib import Path

import pytest

from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import CaseFacts, FactLines
from kring_shared.kernel.work import Work
from kring_shared.runtime.bus.streams import BACKBONE, FACTS
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane.settle import settle
from kring_shared.runtime.running.running import filters_of
from kring_shared.runtime.storage.tables import DEADLINE, ERASURE, INBOX, OUTBOX, PARKED
from kring_shared.testing.audit import audit
from tests.integration.lane.desk import BOTH, CASE, MANAGER, OTHER, START, Desk, a_desk, a_fact
from tests.integration.lane.inn import inn
from tests.integration.lane.inn_guests import DOOR, OFFERS, rang
from tests.integration.lane.inn_messages import GuestNoted, GuestOffered, GuestRang, OfferGuest, OfferTaken
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
OFFERED = GuestOffered(case_id=OTHER, to_office="gent")


def offers(desk: Desk) -> list[tuple[str, str]]:
    return [tuple(row) for row in desk.rows(OFFERS, "id", "office")]


def offered(to_office: str = "gent") -> Delivery:
    return a_fact(GuestOffered(case_id=OTHER, to_office=to_office))


async def offer_from_utrecht_to_gent(stage: Stage) -> None:
    stage.settle(rang())
    await stage.start()
    receipt = await stage.do(OfferGuest(case_id=CASE, offer_id=OTHER, to_office="gent"))
    assert receipt.told == ("inn.guest-offered.v1",)
    await stage.rest()


WANTED = ("guest-offered", "guest-noted", "offer-taken")


async def test_a_service_hears_itself_on_the_backbone_and_acts_for_the_other_office(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), started=False) as stage:
        await offer_from_utrecht_to_gent(stage)
        assert offers(stage) == [(OTHER, "gent")]
        # Of two streams, each told by a teller of its own: which comes first is not said.
        there, _noted, taken = sorted(await stage.on_the_bus(), key=lambda m: WANTED.index(m.subject.split(".")[4]))
        assert there.subject == f"kring.utrecht.backbone.inn.guest-offered.v1.{OTHER}"
        assert taken.subject == f"kring.gent.office.inn.offer-taken.v1.{OTHER}"
        fact = OfferTaken.model_validate_json(taken.body)
        assert (fact.office, fact.by) == ("gent", "system")
        key = stage.parts.vault._store.fetch(f"case/{OTHER}")
        assert key is not None
        assert key.office == "gent"
        assert stage.rows(DEADLINE, "office") == ["gent"]
        found = await audit(stage.bus, [(stage.service, stage.database)])
        assert (found.problems, found.told, found.heard) == ([], 3, 1)


async def test_each_office_sees_what_was_told_in_its_name(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), started=False) as stage:
        await offer_from_utrecht_to_gent(stage)
        gent = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, "gent")
        lines = await stage.client.ask(CaseFacts(case_id=OTHER), gent, FactLines, service="inn")
        assert [line.name for line in lines.facts] == ["offer-taken"]


async def test_what_it_tells_itself_has_one_effect_also_when_it_is_killed_and_hears_it_again(
    kind: str, tmp_path: Path
) -> None:
    async with on_stage(kind, tmp_path, service=inn(), started=False) as stage:
        await offer_from_utrecht_to_gent(stage)
        await stage.kill()
        there, *_ = [row for row in stage.rows(OUTBOX) if ".backbone." in row.subject]
        with stage.database.begin() as tx:  # as if its place had not been written down: it is told again
            tx.execute(OUTBOX.update().where(OUTBOX.c.id == there.id).values(place=None))
        await stage.start()
        await stage.rest()
        assert offers(stage) == [(OTHER, "gent")]
        assert len(await stage.on_the_bus()) == len(stage.rows(OUTBOX)) == 3
        assert stage.rows(PARKED) == []


async def test_an_offices_own_instance_hears_the_backbone_of_all(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path, service=inn(), serves=("gent",)) as stage:
        await stage.tell(OFFERED, GuestRang(case_id=CASE, door_id=DOOR))  # told in Utrecht, the second for itself
        await stage.rest()
        assert offers(stage) == [(OTHER, "gent")]
        assert [fact.kind for fact in await stage.on_the_bus()] == ["inn.guest-offered.v1", "inn.offer-taken.v1"]
        assert len(stage.rows(INBOX)) == 1


def test_what_is_for_an_office_served_elsewhere_is_settled_and_changes_nothing(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        elsewhere, fact = replace(desk.setup, serves=("utrecht", "amersfoort")), offered()
        assert settle(elsewhere, [fact]).rows == []
        assert offers(desk) == desk.rows(PARKED) == desk.rows(DEADLINE) == []
        assert desk.inbox() == {fact.id}


def test_what_was_done_before_that_was_found_out_is_thrown_away(kind: str, tmp_path: Path) -> None:
    def too_early(message: GuestNoted, work: Work) -> None:
        work.tell(OfferTaken(case_id=message.case_id))
        work.erase(f"person/{message.case_id}")
        work.speak_for("gent")

    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.running.broker.hears(GuestNoted, too_early)
        settle(replace(desk.setup, serves=("utrecht",)), [noted := a_fact(GuestNoted(case_id=CASE, visits=1))])
        assert desk.inbox() == {noted.id}
        assert desk.rows(OUTBOX) == desk.rows(ERASURE) == desk.rows(PARKED) == []


@pytest.mark.parametrize("nowhere", ["Gent", "gent.office", "*", ">", ""])
def test_an_office_that_cannot_be_one_is_set_apart(kind: str, nowhere: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        fact = offered(nowhere)
        desk.settle(fact)
        assert desk.reasons() == {fact.id: "kring.fault: ValidationError"}
        assert offers(desk) == desk.rows(OUTBOX) == []


def test_what_the_other_office_waits_for_comes_back_to_it(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        desk.settle(offered())
        desk.clock.move_by(START.replace(hour=13) - START)
        [due] = desk.due()
        assert due.office == "gent"
        desk.settle(due)
        assert offers(desk) == []


def test_the_backbone_is_heard_once_from_every_office_and_the_rest_from_its_own(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, service=inn()) as desk:
        heard = filters_of(desk.running.broker, ("utrecht", "gent"))
        assert heard[BACKBONE] == ["kring.*.backbone.inn.guest-offered.*.*"]
        assert heard[FACTS] == [
            *(f"kring.gent.office.street.guest-{what}.*.*" for what in ("left", "moved", "rang")),
            *(f"kring.utrecht.office.street.guest-{what}.*.*" for what in ("left", "moved", "rang")),
        ]
