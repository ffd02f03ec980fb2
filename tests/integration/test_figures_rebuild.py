"""Every figure again: from the rows that stand, and from the facts of the stream, told from the beginning."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from kring_registry.domain.figures.cells import Cell, Groups, added_up, in_all
from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.domain.figures.reckoning import figure_set
from kring_registry.domain.registration import Registration
from kring_registry.store import SHELVES
from kring_registry.store.figures import CellRow
from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Command, Fact, Receipt
from kring_shared.runtime.storage.shelves import load, table_of
from kring_shared.testing.audit import kept_facts
from kring_shared.testing.people.case import Temper
from tests.route.played import MANDATE, Played, a_referral, played
from tests.unit.registry.lane import ROUTES, Lane

YEAR = 2026
REFERRALS = [
    ("utrecht", a_referral("NL-1")),
    ("utrecht", a_referral("NL-2", context="mandatory", mandates=[MANDATE])),
    ("gent", a_referral("BE-1")),
]
STOPS = {"NL-2": Temper(withdraws_after="intake.request-accepted.v1")}


def temper_of(received: i.RequestReceived) -> Temper:
    """Let one stop, and the others go straight through."""
    return STOPS.get(received.reference, Temper())


def as_it_was_said(fact: Fact) -> Command | Fact:
    """Give what a registry that begins anew is told: its own facts are what people asked of it."""
    case_id = fact.case_id
    if isinstance(fact, r.RegistrationCompleted):
        told = fact.model_dump(include={"case_id", "minutes_worked", "distance_km", "days_worked", "interpreter_came"})
        return r.CompleteRegistration(**told, topics=tuple(f"topic-{n}" for n in range(fact.topics)))
    if isinstance(fact, r.RegistrationReturned):
        return r.ReturnRegistration(case_id=case_id, code=fact.code)
    if isinstance(fact, r.RegistrationValidated):
        return r.ValidateRegistration(case_id=case_id)
    return fact


def told_again(facts: list[Fact]) -> Lane:
    """Let an empty registry hear every fact there is, in the order of the stream, by its own handlers."""
    lane = Lane()
    for fact in facts:
        lane.now, lane.office = max(lane.now, fact.occurred_at), fact.office
        if isinstance(fact, r.RegistrationLocked):
            registration = lane.stored[Registration, fact.case_id]
            assert isinstance(registration, Registration)
            if not registration.is_sealed:  # else it was locked by the fact with which the case stopped
                lane.handle(r.LockRegistration(case_id=fact.case_id))
            continue
        message = as_it_was_said(fact)
        if message.kind() in ROUTES.messages:
            lane.handle(message)
    return lane


def cells_of(story: Played) -> dict[tuple[str, str], Groups]:
    """Give what every cell of the registry counts."""
    database = next(one.database for one in story.kring.running if one.service.name == "registry")
    with database.read() as tx:
        table = table_of(CellRow)
        keys = list(tx.execute(select(table.c.cell_id)).scalars())
        found = [cell for cell in load(tx, SHELVES, keys).loaded.values() if isinstance(cell, Cell)]
    return {(cell.office, cell.month): added_up([cell.groups()]) for cell in found}


def without_scores(cells: dict[tuple[str, str], Groups]) -> dict[tuple[str, str], Groups]:
    """Leave out what people answered about themselves: it stands in the answers, and is told to nobody."""
    kept = {
        where: {group: _without_scores(amounts) for group, amounts in groups.items() if _without_scores(amounts)}
        for where, groups in cells.items()
    }
    return {where: groups for where, groups in kept.items() if groups}


def _without_scores(amounts: Mapping[str, int]) -> dict[str, int]:
    return {measure: amount for measure, amount in amounts.items() if not measure.startswith("score-")}


async def recounted(story: Played, office: str) -> Receipt:
    actor = story.client.actor(Role.REGIONAL_MANAGER, f"manager-{office}", office)
    return await story.client.do(r.RecountYear(year=YEAR), actor, timeout=60)


async def test_figures_are_the_same_counted_anew_from_the_rows_and_told_again_from_the_stream(tmp_path: Path) -> None:
    async with played(tmp_path, REFERRALS, temper_of) as story:
        cells = cells_of(story)
        whole = {office: figure_set("", in_all(cells[office, "2026-11"])) for office in ("utrecht", "gent")}
        assert [figure.numerator for figure in whole["utrecht"].figures[:2]] == [2.0, 1.0]
        for office in whole:
            receipt = await recounted(story, office)
            assert receipt.answer == {"year": YEAR, "figures": len(DEFINITIONS), "different": []}, receipt
        assert cells_of(story) == cells, "counted anew from the rows"
        kept = await kept_facts(story.client.connection)
        facts = [FACTS[one.kind].model_validate_json(one.body) for one in kept]
    anew = told_again(facts)
    again = {(cell.office, cell.month): cell.groups() for cell in anew.all(Cell)}
    assert without_scores(again) == without_scores(cells), "told again from the stream"
