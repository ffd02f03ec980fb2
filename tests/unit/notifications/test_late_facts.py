"""What comes too late leads to nothing; what comes too early waits."""

import pytest

from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import AgeBand
from kring_shared.kernel.errors import NotYet
from tests.unit.notifications.cases import Story
from tests.unit.notifications.facts import (
    ACTIVATED,
    ADJOURNED,
    AWAITED,
    CALENDAR,
    CALL,
    CANCELLED,
    CLOSED,
    CONCLUDED,
    CONDITIONS,
    CONVENER,
    FILIP,
    INFORMED,
    INVITED,
    LAPSED,
    MERGED,
    MORE_TIME,
    MOVED,
    NO_HELP_YET,
    NO_MEETING,
    NO_MONEY,
    NOT_ANSWERED,
    NOT_INVITED,
    OFFERED,
    OMA,
    PAUSED,
    POSTPONED,
    PROPOSED,
    REFUSED,
    REJECTED,
    RESUMED,
    REVIEW,
    SAID_NO,
    SAID_NOTHING,
    SAID_YES,
    SENT_BACK,
    STAYS_AWAY,
    STEPPED_OUT,
    SUGGESTED,
    TO_CHECK,
    UNMERGED,
    WITHDRAWN,
    aged,
    distributed,
    plan_accepted,
    received,
    request_accepted,
    scheduled,
)

LATE: tuple[Fact, ...] = (
    INFORMED,
    CALENDAR,
    CONDITIONS,
    CLOSED,
    SAID_YES,
    SAID_NO,
    SAID_NOTHING,
    SENT_BACK,
    NOT_ANSWERED,
    NO_HELP_YET,
    aged(AgeBand.ADULT),
    NO_MONEY,
    PROPOSED,
    MORE_TIME,
    ACTIVATED,
    SUGGESTED,
    INVITED,
    STAYS_AWAY,
    scheduled(),
    distributed(FILIP),
    CALL,
    PAUSED,
    RESUMED,
    request_accepted(),
    STEPPED_OUT,
    NOT_INVITED,
    POSTPONED,
    ADJOURNED,
    CONCLUDED,
    NO_MEETING,
    plan_accepted(),
    TO_CHECK,
    AWAITED,
    CONVENER,
    OFFERED,
    REVIEW,
    CANCELLED,
)


@pytest.mark.parametrize("stop", [WITHDRAWN, REJECTED, REFUSED, MERGED, MOVED, LAPSED, CANCELLED], ids=lambda f: f.name)
@pytest.mark.parametrize("fact", LATE, ids=lambda f: f.name)
def test_whatever_is_heard_after_the_stop_leads_to_nothing(stop: Fact, fact: Fact) -> None:
    story = Story()
    story.hears(received(), ACTIVATED, SUGGESTED, stop)
    work = story.hears(fact)
    assert (work.told, work.errands, work.reminders, work.changed) == ([], [], [], {})


@pytest.mark.parametrize("fact", [*LATE, WITHDRAWN, MERGED, UNMERGED, MOVED, LAPSED], ids=lambda f: f.name)
def test_a_fact_that_comes_before_the_request_waits(fact: Fact) -> None:
    with pytest.raises(NotYet):
        Story().hears(fact)


OF_SOMEBODY: tuple[Fact, ...] = (
    INFORMED,
    CALENDAR,
    SAID_YES,
    SAID_NO,
    SAID_NOTHING,
    INVITED,
    STAYS_AWAY,
    STEPPED_OUT,
    NOT_INVITED,
    CONVENER,
    distributed(OMA),
    CALL,
    MORE_TIME,
    TO_CHECK.model_copy(update={"acceptor_id": OMA}),
    AWAITED.model_copy(update={"acceptor_id": OMA}),
)


@pytest.mark.parametrize("fact", OF_SOMEBODY, ids=lambda f: f.name)
def test_a_fact_about_somebody_who_is_not_known_yet_waits(fact: Fact) -> None:
    story = Story()
    story.hears(received())
    with pytest.raises(NotYet):
        story.hears(fact)
