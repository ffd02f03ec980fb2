"""What is said of private time, and how the circle stands in it."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.process import Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.field import ConferenceType, Part
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    Case,
)
from tests.unit.conference.coordinators import informing

CONDITION = "School goes on."
ALONE = c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
DONE = c.EndPrivateTime(case_id=CASE_ID)
CALLED = c.EndPrivateTime(case_id=CASE_ID, circle_called=True)


def oma_of(case: Case) -> str:
    """Find the grandmother's id."""
    return next(p.id for p in case.stored.values() if isinstance(p, Participant) and p.part is Part.CIRCLE)


def stage_of(case: Case) -> Stage:
    """Give where the conference stands."""
    return case.conference.stage


def two_circles() -> Case:
    """Make a restorative case in part one: Filip was harmed, Oma is of the other side."""
    case = informing()
    conference = case.conference
    dossier = conference.dossier.model_copy(update={"conference_type": ConferenceType.RESTORATIVE})
    case.stored[Conference, CASE_ID] = replace(conference, dossier=dossier)
    for person_id, side in ((FILIP, c.Side.HARMED), (oma_of(case), c.Side.RESPONSIBLE)):
        case.stored[Participant, person_id] = replace(case.person(person_id), side=side)
    return case
