"""What two histories are compared by: kinds, days and codes per route; never an id, a word or an hour."""

from datetime import UTC, datetime, timedelta

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.intake import Outcome
from kring_shared.testing.simulation.history import History

NOON = datetime(2022, 3, 1, 12, tzinfo=UTC)
ONE, OTHER = "0" * 31 + "1", "0" * 31 + "2"


def due(case_id: str, at: datetime = NOON, coordinator_id: str = ONE, step: int = 1) -> c.FollowUpDue:
    return c.FollowUpDue(
        case_id=case_id, office="gent", occurred_at=at, by="system", step=step, coordinator_id=coordinator_id
    )


def history(*facts: c.FollowUpDue | r.RegistrationLocked) -> History:
    found = History({ONE: "gent-1", OTHER: "gent-1"})
    for fact in facts:
        found.see(fact)
    return found


def test_ids_and_hours_make_no_difference_and_neither_does_the_order() -> None:
    later = NOON + timedelta(hours=3)
    one = history(due(ONE), due(ONE, later, step=2))
    other = history(due(OTHER, NOON, OTHER, step=2), due(OTHER, later, OTHER))
    assert one.digest() == other.digest()


def test_another_day_or_another_code_makes_another_digest() -> None:
    digests = {
        history(due(ONE)).digest(),
        history(due(ONE, NOON + timedelta(days=1))).digest(),
        history(due(ONE, step=2)).digest(),
        history(due(ONE), due(ONE)).digest(),
    }
    assert len(digests) == 4


def test_outcomes_stand_in_it_and_proofs_do_not() -> None:
    locked = r.RegistrationLocked(
        case_id=ONE,
        office="gent",
        occurred_at=NOON,
        by="system",
        outcome=Outcome.MEETING_WITH_PLAN,
        digest="ab" * 32,
        number=4,
    )
    (line,) = history(locked).lines()
    assert line.split() == ["gent-1", "2022-03-01", "registry.registration-locked.v1", "outcome=meeting-with-plan"]
