"""What happens with what is known of people, on a whole Kring: asked to go, held, looked at, and gone at its term."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from kring_shared.contracts import every_service as e
from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Context
from kring_shared.contracts.retention import ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.running import assembly
from kring_shared.testing.audit import kept_facts
from tests.route.office import Office, an_office
from tests.route.played import MANDATE

QUARTER = timedelta(days=100)
ALL_SERVICES = {"intake", "matching", "conference", "notifications", "registry"}


async def asked_and_answered(office: Office, case_id: str, person_id: str) -> r.ErasureShown:
    """Let somebody ask that what is about them goes, and the manager grant what may go; give the receipt."""
    asking = r.AskAboutData(
        case_id=case_id, person_id=person_id, asks_for=r.AsksFor.ERASURE, words="Ik wil dat alles over mij weg is."
    )
    asked_id = str(((await office.must(asking)).answer or {})["askedId"])
    await office.must(r.TakeUpAsked(asked_id=asked_id))
    answered = await office.must(r.AnswerPerson(asked_id=asked_id, with_=r.AnsweredWith.PARTLY, code="legal-file-runs"))
    erasure_id = str((answered.answer or {})["erasureId"])
    return await office.asks(r.ShowErasure(erasure_id=erasure_id), r.ErasureShown)


def boxes(value: Any) -> Iterator[Sealed[str]]:  # noqa: ANN401 - whatever JSON holds
    """Find every sealed value."""
    if isinstance(value, dict) and value.keys() == {"scope", "box"}:
        yield Sealed[str](**value)
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from boxes(inner)


async def opens(office: Office, case_id: str) -> int:
    """Count what of a case can still be opened, of all that is on the bus."""
    vault = assembly.parts(office.kring.shared, office.clock).vault
    bodies = [json.loads(fact.body) for fact in await kept_facts(office.client.connection)]
    found = [box for body in bodies if body["caseId"] == case_id for box in boxes(body)]
    assert found, "a case without anything sealed proves nothing"
    return sum(not isinstance(vault.open(box, str), Erased) for box in found)


async def test_37_what_a_legal_file_needs_stays_and_the_answer_says_so_for_each_kind(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("ERASE-1", context="mandatory", mandates=[MANDATE])
        other = await office.refers("OTHER-1", mainPersons=[{"name": "Kofi Mensah", "birthYear": 1990}])
        await office.accepts(other.case_id)
        await office.accepts(case.case_id, context=Context.MANDATORY)
        (person,) = (await office.shown(case.case_id)).main_persons
        receipt = await asked_and_answered(office, case.case_id, person.person_id)
        kept = {line.kind: line.because for line in receipt.kept}
        assert kept[RecordKind.CONTACTS] is KeptBecause.LEGAL_FILE
        assert set(kept.values()) <= {KeptBecause.LEGAL_FILE, KeptBecause.TERM_RUNS, KeptBecause.NOBODY_NAMED}
        assert await opens(office, case.case_id), "nothing went that the file needs"

        await office.must(i.WithdrawRequest(case_id=case.case_id), Role.MAIN_PERSON, person.person_id)
        await office.waits(QUARTER)
        assert await opens(office, case.case_id) == 0, "once the file is over, what was asked is done"
        assert await opens(office, other.case_id), "another family keeps what is theirs"
        orders = (await office.asks(r.ListErasures(), r.ErasureList)).erasures
        mine = [order for order in orders if order.case_id == case.case_id]
        assert mine
        assert all(order.done and order.proof for order in mine)
        for order in mine:
            if order.kinds:
                assert {answer.service for answer in order.services} == ALL_SERVICES
        chain = await office.asks(r.VerifyChain(), r.ChainVerified)
        assert (chain.faults, chain.entries > len(mine)) == ((), True)


async def test_what_is_held_stays_when_its_term_is_over_and_goes_when_it_is_released(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("HOLD-1")
        await office.accepts(case.case_id)
        await office.must(r.PlaceHold(case_id=case.case_id, code="court-asks"))
        await office.must(i.WithdrawRequest(case_id=case.case_id))
        await office.waits(QUARTER)
        assert await opens(office, case.case_id)
        shown = await office.asks(r.ShowKeeping(case_id=case.case_id), r.KeepingShown)
        assert shown.held_for == "court-asks"
        await office.must(r.ReleaseHold(case_id=case.case_id))
        await office.waits(timedelta(days=1))
        assert await opens(office, case.case_id) == 0


async def test_a_person_reads_who_looked_and_gets_what_is_held_of_them(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("LOOK-1")
        await office.accepts(case.case_id)
        (person,) = (await office.shown(case.case_id)).main_persons
        actor = office.client.actor(Role.MAIN_PERSON, person.person_id, office.name)
        looked = await office.client.ask(
            e.WhoLooked(case_id=case.case_id), actor, e.Looks, service="intake", timeout=60
        )
        assert any(line.role == "regional-manager" and line.basis == "office" for line in looked.lines)
        held = await office.client.ask(
            e.PersonData(case_id=case.case_id, person_id=person.person_id),
            actor,
            e.PersonHeld,
            service="intake",
            timeout=60,
        )
        assert "Noor" in held.model_dump_json()


async def test_an_order_to_erase_is_answered_by_every_service_once(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("ORDER-1")
        await office.accepts(case.case_id)
        await office.must(i.WithdrawRequest(case_id=case.case_id))
        await office.waits(QUARTER)
        facts = await office.facts(case.case_id)
        orders = [fact for fact in facts if isinstance(fact, r.ErasureOrdered)]
        executed = [fact.erasure_id for fact in facts if isinstance(fact, r.ErasureExecuted)]
        assert sorted(executed) == sorted(order.erasure_id for order in orders)
        receipts = [await office.asks(r.ShowErasure(erasure_id=order.erasure_id), r.ErasureShown) for order in orders]
        outcomes = {line.outcome for receipt in receipts for answer in receipt.services for line in answer.lines}
        assert outcomes == {ErasureOutcome.ERASED, ErasureOutcome.NOTHING_HERE}
