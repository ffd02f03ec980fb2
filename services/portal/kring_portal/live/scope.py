"""Whose changes somebody is told of: an office's, or those of cases that the services let them see; asked once."""

from typing import Final

from kring_portal.web.changes import Scope
from kring_portal.web.visit import Visit
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    ConferenceLine,
    ConferenceList,
    ConferenceShown,
    ListConferences,
    ListOwnConferences,
    OwnPartShown,
    ShowConference,
    ShowOwnPart,
)
from kring_shared.contracts.intake import RequestShown, ShowRequest
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.client import RefusedAnswer

PRIVATE_TIME: Final = "private-time"
OF_THE_OFFICE: Final = frozenset({Role.REGIONAL_MANAGER})
WITH_CASES: Final = frozenset({Role.COORDINATOR, Role.MANDATED_PROFESSIONAL, Role.INFORMATION_GIVER})
WITH_A_PART: Final = frozenset({Role.MANDATED_PROFESSIONAL, Role.INFORMATION_GIVER})
IN_A_CIRCLE: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.COORDINATOR, Role.REGIONAL_MANAGER})
BEFORE_A_CIRCLE: Final = frozenset({Role.MAIN_PERSON, Role.LEGAL_REPRESENTATIVE, Role.REGIONAL_MANAGER})
AT_MOST: Final = 200


class NothingChanges(KringError):
    """No page of this role changes by itself."""


async def scope_of(visit: Visit, case_id: str) -> Scope:
    """Find out what somebody may be told of; what is in private time now is said to the house.

    Raises:
        RefusedAnswer: the services do not let them see that case.
        NoAnswer: a service does not answer now.
        NothingChanges: there is nothing they could be told of.
    """
    role, linked = visit.person.role, visit.person.case_id
    if linked and case_id and case_id != linked:
        raise NothingChanges  # a personal link is about one case
    case_id = case_id or linked
    if case_id:
        await _see(visit, case_id)
        return Scope(visit.office, frozenset({case_id}))
    if role in OF_THE_OFFICE:
        alone = ListConferences(stages=(PRIVATE_TIME,), limit=AT_MOST)
        _note(visit, (await visit.ask(alone, ConferenceList)).conferences)
        return Scope(visit.office, None)
    if role in WITH_CASES:
        own = (await visit.ask(ListOwnConferences(limit=AT_MOST), ConferenceList)).conferences
        _note(visit, own)
        return Scope(visit.office, frozenset(line.case_id for line in own))
    raise NothingChanges


async def _see(visit: Visit, case_id: str) -> None:
    role = visit.person.role
    if role in WITH_A_PART:
        part = await visit.ask(ShowOwnPart(case_id=case_id), OwnPartShown)
        _note_one(visit, case_id, part.stage)
    elif role in IN_A_CIRCLE:
        try:
            shown = await visit.ask(ShowConference(case_id=case_id), ConferenceShown)
            _note_one(visit, case_id, shown.stage)
        except RefusedAnswer:
            if role not in BEFORE_A_CIRCLE:
                raise
            await visit.ask(ShowRequest(case_id=case_id), RequestShown)  # there may be no conference of it yet
    elif role in BEFORE_A_CIRCLE:
        await visit.ask(ShowRequest(case_id=case_id), RequestShown)
    else:
        raise NothingChanges


def _note(visit: Visit, lines: tuple[ConferenceLine, ...]) -> None:
    for line in lines:
        _note_one(visit, line.case_id, line.stage)


def _note_one(visit: Visit, case_id: str, stage: str) -> None:
    if stage == PRIVATE_TIME:
        visit.house.changes.leave_alone(case_id)
