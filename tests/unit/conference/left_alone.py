"""What is said of private time, and how the circle stands in it."""

from kring_conference.domain.participant import Participant
from kring_conference.process import Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.field import Part
from tests.unit.conference.case import (
    CASE_ID,
    Case,
)

ALONE = c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)


DONE = c.EndPrivateTime(case_id=CASE_ID)


CALLED = c.EndPrivateTime(case_id=CASE_ID, circle_called=True)


def oma_of(case: Case) -> str:
    """Find the grandmother's id."""
    return next(p.id for p in case.stored.values() if isinstance(p, Participant) and p.part is Part.CIRCLE)


def stage_of(case: Case) -> Stage:
    """Give where the conference stands."""
    return case.conference.stage
