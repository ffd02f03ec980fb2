"""After a whole route everybody asks what is kept of them, and who looked: they find themselves, and nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import QUERIES
from kring_shared.contracts.every_service import Looks, PersonData, PersonHeld, WhoLooked
from kring_shared.contracts.field import Part
from kring_shared.runtime.bus.client import RefusedAnswer
from tests.route.played import Played, a_referral, played

ROLES: Final = {
    Part.MAIN_PERSON: Role.MAIN_PERSON,
    Part.CIRCLE: Role.CIRCLE_MEMBER,
    Part.SUPPORT_PERSON: Role.CIRCLE_MEMBER,
}
CHOSEN: Final = {"support-person", "spoken-for-by"}
"""Lines that name somebody whom the person chose themselves."""
MANAGER: Final = (Role.REGIONAL_MANAGER, "manager-utrecht")


async def copy(story: Played, case_id: str, person_id: str, role: Role, who: str) -> list[PersonHeld]:
    """Ask every service; those where somebody takes no part answer nothing."""
    query, actor = PersonData(case_id=case_id, person_id=person_id), story.client.actor(role, who, "utrecht")
    found = []
    for one in story.kring.running:
        try:
            found.append(await story.client.ask(query, actor, PersonHeld, service=one.service.name, timeout=60))
        except RefusedAnswer as refused:
            if refused.receipt.code != "kring.not-permitted":
                raise
    return found


def lines(held: list[PersonHeld]) -> Iterator[tuple[str, str]]:
    for answer in held:
        for part in answer.parts:
            yield from ((line.label, line.value) for line in part.lines)


async def test_everybody_finds_themselves_in_a_copy_and_nobody_else(tmp_path: Path) -> None:
    async with played(tmp_path, [("utrecht", a_referral("NL-1"))]) as story:
        (case_id,) = story.players.cases
        case = story.players.cases[case_id]
        (main,) = (person.person_id for person in case.received.main_persons)
        names = {person_id: name for name, person_id in case.known.items()} | {main: "Noor"}
        parts = dict(case.people) | {main: Part.MAIN_PERSON}
        of_the_circle = {person_id for person_id, part in parts.items() if part in ROLES}
        assert len(of_the_circle) > 3
        for person_id in sorted(of_the_circle):
            others = {name for other, name in names.items() if other in of_the_circle - {person_id, main}}
            own = await copy(story, case_id, person_id, ROLES[parts[person_id]], person_id)
            by_office = await copy(story, case_id, person_id, *MANAGER)
            assert len(by_office) == len(story.kring.running), "the office may ask every service"
            for label, value in (*lines(own), *lines(by_office)):
                named = {name for name in others if name in value}
                assert named == set() or label in {*CHOSEN, "agreement"}, (label, value)
            assert dict(lines(own))["name"] == names[person_id]
            said = [value for label, value in lines(by_office) if label in {"agreement", "measures", "comfort"}]
            assert set(said) <= {"only-for-themselves"}
            somebody_else = next(iter(of_the_circle - {person_id}))
            assert await copy(story, case_id, somebody_else, ROLES[parts[person_id]], person_id) == []


async def test_the_log_of_a_case_tells_each_who_looked_and_no_secret_of_another(tmp_path: Path) -> None:
    async with played(tmp_path, [("utrecht", a_referral("NL-1"))]) as story:
        (case_id,) = story.players.cases
        case = story.players.cases[case_id]
        member = next(person_id for person_id, part in case.people if part is Part.CIRCLE)
        actor = story.client.actor(Role.CIRCLE_MEMBER, member, "utrecht")
        manager = story.client.actor(*MANAGER, "utrecht")
        query = WhoLooked(case_id=case_id, limit=1000)
        await copy(story, case_id, member, *MANAGER)
        every = await story.client.ask(query, manager, Looks, service="conference", timeout=60)
        assert {line.case_id for line in every.lines} == {case_id}
        assert "conference.record-safety.v1" in {line.asked for line in every.lines}
        assert {line.basis for line in every.lines if line.outcome == "done"} <= {"office", "own"}
        seen = await story.client.ask(query, actor, Looks, service="conference", timeout=60)
        assert seen.lines
        assert {line.about for line in seen.lines} <= {"", member}
        assert (MANAGER[1], "every.person-data.v1", member) in {(s.actor, s.asked, s.about) for s in seen.lines}
        done_by_others = {line.asked for line in seen.lines if line.actor != member} - set(QUERIES)
        assert "conference.record-safety.v1" not in done_by_others
