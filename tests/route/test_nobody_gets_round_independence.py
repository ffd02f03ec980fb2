"""Whoever is out of a case is out of it everywhere: every command and every question of a coordinator is tried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Answer, Command, Named, Query
from kring_shared.contracts.every_service import CaseFacts, FactLines
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.published.schemas import example_of
from tests.route.coordinated import Coordinated, a_coordinated_case, an_accepted_case
from tests.route.office import an_office
from tests.route.test_edge_cases_of_matching import registered

NOT_PERMITTED = "kring.not-permitted"
SERVICES = ("intake", "matching", "conference", "notifications", "registry")


class Told(Answer, extra="allow"):
    """An answer of any shape."""


def all_of_a_coordinator(case_id: str, who: str) -> Iterator[tuple[str, Named]]:
    """Give, with the service it goes to, all that the rights let a coordinator ask about a case of their own."""
    for model, rights in RIGHTS.items():
        if rights.get(Role.COORDINATOR) is not Right.OWN or "case_id" not in model.model_fields:
            continue
        fields: dict[str, Any] = example_of(model, needed_only=True) | {"caseId": case_id}
        message = model.model_validate(fields | ({"coordinatorId": who} if "coordinatorId" in fields else {}))
        for service in SERVICES if model.service == "every" else (model.service,):
            yield service, message


async def codes(case: Coordinated, who: str, kind: type[Named] = Named) -> dict[str, str]:
    """Try everything of a kind as somebody; give what each was answered with, by service and name."""
    office, found = case.office, dict[str, str]()
    actor = office.client.actor(Role.COORDINATOR, who, office.name)
    for service, message in all_of_a_coordinator(case.case_id, who):
        if not isinstance(message, kind):
            continue
        try:
            if isinstance(message, Query):
                await office.client.ask(message, actor, Told, service=service, timeout=60)
                code = "done"
            else:
                code = (await office.client.do(cast("Command", message), actor, timeout=60)).code or "done"
        except RefusedAnswer as refused:
            code = refused.receipt.code or ""
        found[f"{service}.{message.name}"] = code
    return found


async def test_whoever_has_a_tie_or_had_the_case_before_reads_nothing_and_does_nothing_in_any_service(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        case = await a_coordinated_case(office, "OUT-1")
        first = case.coordinator_id
        asked = await codes(case, first, Query)
        none_yet = {"conference.show-plan", "conference.show-calendar"}
        nothing_there_yet = none_yet | {f"notifications.show-{what}" for what in ("to-tell", "link", "code")}
        assert {name for name, code in asked.items() if code != "done"} <= nothing_there_yet
        assert NOT_PERMITTED not in asked.values()
        await office.must(
            m.DeclareConflict(case_id=case.case_id, tie=m.ConflictKind.REQUESTER), Role.MAIN_PERSON, case.main_person
        )
        before = await case.conference(), await case.search()
        frozen = await codes(case, first)
        assert len(frozen) >= 25
        assert {name for name, code in frozen.items() if code != NOT_PERMITTED} == set()
        await office.kring.settle()
        assert (await case.conference(), await case.search()) == before
        await office.must(m.HandOverAssignment(case_id=case.case_id, reason=m.HandOverReason.SCREENING))
        await case.approves()
        await case.says_yes()
        out = await codes(case, first)
        assert {name for name, code in out.items() if code != NOT_PERMITTED} == set()


async def test_a_successor_is_not_told_which_tie_a_colleague_has_nor_how_their_screening_is(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        case = await an_accepted_case(office, "OUT-2")
        await case.approves()
        declined = (await case.search()).coordinator_id or ""
        no = m.DeclineProposal(case_id=case.case_id, reason=m.DeclineReason.TIE)
        await office.must(no, Role.COORDINATOR, declined)
        await case.says_yes()
        await case.does(m.DeclareConflict(case_id=case.case_id, tie=m.ConflictKind.OWN_INTEREST))
        await office.must(m.HandOverAssignment(case_id=case.case_id, reason=m.HandOverReason.SCREENING))
        await case.approves()
        await case.says_yes()
        successor = office.client.actor(Role.COORDINATOR, case.coordinator_id, office.name)
        story = await office.client.ask(CaseFacts(case_id=case.case_id), successor, FactLines, service="matching")
        told = " ".join(line.model_dump_json() for line in story.facts)
        assert "assignment-handed-over" in told
        assert not [word for word in ("own-interest", "screening", '"tie"') if word in told]
