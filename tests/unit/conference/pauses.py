"""What comes in while a case waits, or moves to another office."""

from kring_shared.contracts.conference import (
    FollowUpCallDue,
)
from kring_shared.contracts.intake import (
    RequestTransferred,
)
from tests.unit.conference.case import (
    CASE_ID,
)

MOVED = RequestTransferred(case_id=CASE_ID, office="utrecht", to_office="gent")


CALL = FollowUpCallDue(case_id=CASE_ID, step=1)
