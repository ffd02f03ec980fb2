"""A coordinator is supported: how, about what and how long; never what was said, nor about somebody else's case."""

from typing import Any, Final

import pytest
from pydantic import ValidationError

from kring_matching.handlers.support import HasLeft, NotTheirCase, record_coaching
from kring_matching.process import Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import CoachingHeld, CoachingKind, RecordCoaching, Topic
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import a_work, an_actor, facts_of
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, a_search

RACHELS: Final = a_search(stage=Stage.ACTIVE, coordinator_id=RACHEL, coordinated_by=RACHEL)


def coaching(**changes: Any) -> RecordCoaching:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "coordinator_id": RACHEL,
        "how": CoachingKind.SUPERVISION,
        "topic": Topic.CIRCLE,
        "minutes": 45,
    }
    return RecordCoaching(**(fields | changes))


def recorded(message: RecordCoaching, *aggregates: Aggregate) -> Work:
    work = a_work("matching", *aggregates, actor=an_actor())
    record_coaching(message, work)
    return work


def test_support_is_told_in_codes_and_minutes_and_nothing_else_is_kept() -> None:
    work = recorded(coaching(supported_case=CASE), a_coordinator(), RACHELS)
    (fact,) = facts_of(work)
    assert isinstance(fact, CoachingHeld)
    assert (fact.case_id, fact.how, fact.topic, fact.minutes) == (RACHEL, "supervision", "circle", 45)
    assert fact.supported_case == CASE
    assert not work.changed


def test_support_need_not_be_about_a_case_and_there_may_be_more_of_it() -> None:
    for message in (coaching(), coaching()):
        (fact,) = facts_of(recorded(message, a_coordinator()))
        assert isinstance(fact, CoachingHeld)
        assert fact.supported_case is None


def test_a_case_they_finished_can_still_be_spoken_about() -> None:
    finished = a_search(stage=Stage.COMPLETED, coordinator_id=RACHEL, coordinated_by=RACHEL)
    assert facts_of(recorded(coaching(supported_case=CASE), a_coordinator(), finished))


@pytest.mark.parametrize(
    "search",
    [
        a_search(stage=Stage.ACTIVE, coordinator_id=JOOST, coordinated_by=JOOST),
        a_search(stage=Stage.PROPOSED, coordinator_id=RACHEL),
        a_search(),
    ],
    ids=["somebody else's", "only proposed", "nobody's"],
)
def test_a_case_that_is_not_theirs_is_refused(search: Aggregate) -> None:
    with pytest.raises(NotTheirCase, match="name that one, or none"):
        recorded(coaching(supported_case=CASE), a_coordinator(), search)


def test_nobody_supports_who_is_unknown_or_has_left() -> None:
    with pytest.raises(NotFound):
        recorded(coaching())
    with pytest.raises(HasLeft):
        recorded(coaching(), a_coordinator(standing=Standing.LEFT))


def test_who_waits_or_is_suspended_is_supported_all_the_same() -> None:
    for standing in (Standing.PAUSED, Standing.SUSPENDED):
        assert facts_of(recorded(coaching(), a_coordinator(standing=standing)))


def test_there_is_no_place_for_what_was_said_and_only_the_office_notes_it() -> None:
    with pytest.raises(ValidationError):
        RecordCoaching.model_validate(coaching().model_dump() | {"note": "she cried"}, extra="forbid")
    assert set(RIGHTS[RecordCoaching]) == {Role.REGIONAL_MANAGER, Role.SUPERVISOR}
