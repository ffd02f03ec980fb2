"""After the certificate: conferences that count, the second part, and more types of conference, or not."""

from dataclasses import replace
from typing import Final

from kring_matching.domain import Career, Coordinator, Search
from kring_matching.domain.scope import extended
from kring_matching.process import CareerStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import ConferenceConcluded
from kring_shared.contracts.matching import (
    ConferenceCounted,
    ExtendScope,
    KeepFamilyOnly,
    ScopeExtended,
    ScopeLimited,
    SecondPartOpened,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Found, Work

COORDINATOR: Final = f"{Role.COORDINATOR.value}/"


def who_carried_it_out(message: ConferenceConcluded, _office: str, found: Found) -> tuple[str, ...]:
    """Name the coordinator of a conference, so that their career is loaded."""
    return (carried_out_by(message, found.get(Search, message.case_id)),)


def carried_out_by(message: ConferenceConcluded, search: Search | None) -> str:
    """Give who carried a conference out: whoever closed it, else who had the case; empty when nobody is known.

    Who closed it stands in the fact, and stays right when the case was handed over before the fact was heard.
    """
    if message.by.startswith(COORDINATOR):
        return message.by.removeprefix(COORDINATOR)
    return (search.coordinator_id or search.coordinated_by or "") if search is not None else ""


def count_conference(message: ConferenceConcluded, work: Work) -> None:
    """Count a conference that was held, with a plan or without one, and however many meetings it took.

    It is leading a meeting that prepares for the second part of the training. So a preparation that was stopped does
    not count, and nor does a plan the circle made before the meeting: neither is ever told as concluded. One that was
    held before Kring counts for whoever has the case.
    """
    search = work.need(Search, message.case_id)
    if not search.was_active:
        raise NotYet(f"{message.name} came before anybody began")
    coordinator_id = carried_out_by(message, search)
    career = work.get(Career, coordinator_id)
    if career is None or career.office != work.office:
        return  # a guest, whose career is kept at home, or somebody who was a coordinator before careers were kept
    counted = career.counted(message.case_id)
    if counted is career:
        return
    after = counted.on_to_the_second_part(POLICIES[career.policy].career, message.occurred_at.date())
    work.save(after)
    work.tell(ConferenceCounted(case_id=career.id, carried_out=len(after.conferences)))
    if after.stage is not counted.stage and after.stage is CareerStage.SECOND_PART_OPEN:
        work.tell(SecondPartOpened(case_id=career.id))


def extend_scope(message: ExtendScope, work: Work) -> None:
    """Let them also do conferences of a type, when they went the policy's way to it."""
    career = work.need(Career, message.person_id)
    after = extended(career, message.scope, POLICIES[career.policy].career, work.now.date())
    work.save(after)
    if (entry := work.get(Coordinator, career.id)) is not None:
        work.save(replace(entry, scopes=tuple(dict.fromkeys((*entry.scopes, message.scope)))))
    work.tell(ScopeExtended(case_id=career.id, scope=message.scope))


def keep_family_only(message: KeepFamilyOnly, work: Work) -> None:
    """They stay with families and individuals, and with what a workshop prepared them for; that may change later."""
    career = work.need(Career, message.person_id)
    work.save(career.moved(KeepFamilyOnly, work.now.date()))
    work.tell(ScopeLimited(case_id=career.id))
