"""What matching makes of each message, and what it tells."""

from datetime import timedelta

import pytest

from kring_matching.app import service
from kring_matching.domain import CannotPropose, Coordinator, Search
from kring_matching.domain.load import load_of
from kring_matching.process import Stage
from kring_shared.contracts.envelope import Fact, Reach
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentHandedOver,
    ConflictDeclared,
    CoordinatorConfirmed,
    CoordinatorProposed,
    CoordinatorRefused,
    CoordinatorRegistered,
    OfferExpires,
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposeCoordinator,
    SearchStarted,
    SearchStopped,
    SearchTooLong,
    ShortlistApproved,
    ShortlistExhausted,
)
from kring_shared.kernel.errors import NotFound, NotYet
from kring_shared.testing.declared import heard
from kring_shared.testing.work import NOON, a_work, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    BY_STAGE,
    CASE,
    CONFIRM,
    DECLARE,
    DECLINE,
    DOSSIER,
    END,
    EXPIRE,
    FILIP,
    HAND_OVER,
    HANDLERS,
    JOOST,
    PROPOSE,
    RACHEL,
    REFUSE,
    TRANSFER,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
    registration,
)

CANCELLED = END.model_copy(update={"steps": 0})

OTHER_CASE = "0" * 31 + "8"


def test_an_accepted_request_starts_a_search() -> None:
    work = a_work("matching")
    HANDLERS[type(accepted_request())](accepted_request(), work)
    search = work.need(Search, CASE)
    assert (search.stage, search.main_person_ids, search.dossier) == (Stage.SEARCHING, (FILIP,), DOSSIER)
    assert [type(fact) for fact in facts_of(work)] == [SearchStarted]


def test_a_coordinator_enters_the_register_with_a_sealed_contact() -> None:
    story = Story(a_search())
    work = story.goes(registration())
    (told,) = facts_of(work)
    assert isinstance(told, CoordinatorRegistered)
    assert told.case_id == RACHEL
    assert told.coordinator.contact.scope == f"person/{RACHEL}"
    assert "Rachel" not in told.model_dump_json()


def test_registering_again_replaces_what_the_register_says() -> None:
    story = Story(a_coordinator(version=3))
    work = story.goes(registration(maximum_load=5))
    found = work.need(Coordinator, RACHEL)
    assert (found.maximum_load, found.version) == (5, 3)


@pytest.mark.parametrize(
    ("urgency", "given", "hours"),
    [(Urgency.NORMAL, None, 72), (Urgency.URGENT, None, 12), (Urgency.URGENT, 5, 5)],
)
def test_a_proposal_has_a_clock_that_follows_the_urgency_and_the_policy(
    urgency: Urgency, given: int | None, hours: int
) -> None:
    search = a_search(dossier=DOSSIER.model_copy(update={"urgency": urgency}))
    work = Story(search, a_coordinator()).goes(PROPOSE.model_copy(update={"respond_within_hours": given}))
    due = NOON + timedelta(hours=hours)
    assert [(r.deadline, r.due) for r in work.reminders] == [(EXPIRE, due)]
    approved, told = facts_of(work)
    assert isinstance(approved, ShortlistApproved)
    assert isinstance(told, CoordinatorProposed)
    assert (told.coordinator.person_id, told.respond_by) == (RACHEL, due)


def test_the_cases_a_coordinator_has_now_count_as_their_load() -> None:
    has_one = a_search(case_id=OTHER_CASE, stage=Stage.ACTIVE, coordinator_id=RACHEL)
    was_asked = a_search(case_id="0" * 31 + "9", stage=Stage.PROPOSED, coordinator_id=RACHEL)
    full, free = a_coordinator(maximum_load=1), a_coordinator(maximum_load=2)
    with pytest.raises(CannotPropose, match="as many cases as they take"):
        Story(a_search(), has_one, was_asked, full).goes(PROPOSE)
    assert Story(a_search(), has_one, was_asked, free).goes(PROPOSE).told


def test_an_answer_stops_the_clock() -> None:
    for answer in (ACCEPT, DECLINE):
        assert at(Stage.PROPOSED).goes(answer).forgotten == [(OfferExpires.kind(), CASE)]


def test_a_confirmed_coordinator_starts_at_once() -> None:
    work = at(Stage.ACCEPTED).goes(CONFIRM)
    assert [type(fact) for fact in facts_of(work)] == [CoordinatorConfirmed, AssignmentActivated]


@pytest.mark.parametrize(
    ("stage", "message", "told"),
    [
        (Stage.PROPOSED, ACCEPT, ProposalAccepted),
        (Stage.PROPOSED, DECLINE, ProposalDeclined),
        (Stage.PROPOSED, EXPIRE, ProposalExpired),
        (Stage.PROPOSED, DECLARE, ConflictDeclared),
        (Stage.PROPOSED, HAND_OVER, AssignmentHandedOver),
        (Stage.ACCEPTED, REFUSE, CoordinatorRefused),
        (Stage.ACTIVE, HAND_OVER, AssignmentHandedOver),
        (Stage.ACTIVE, END, AssignmentCompleted),
        (Stage.ACTIVE, CANCELLED, AssignmentCompleted),
        (Stage.FROZEN, END, AssignmentCompleted),
        (Stage.FROZEN, HAND_OVER, AssignmentHandedOver),
        (Stage.ACTIVE, WITHDRAW, SearchStopped),
        (Stage.ACTIVE, TRANSFER, SearchStopped),
    ],
)
def test_each_step_tells_what_happened_and_to_whom(stage: Stage, message: object, told: type) -> None:
    fact, *others = facts_of(at(stage).goes(message))  # type: ignore[arg-type]  # every one of them is a message
    assert type(fact) is told
    assert {type(other) for other in others} <= {ShortlistExhausted}
    assert getattr(fact, "coordinator_id", None) == RACHEL


@pytest.mark.parametrize("steps", [(DECLINE,), (EXPIRE,), (ACCEPT, REFUSE)], ids=["declined", "expired", "refused"])
def test_who_said_no_or_was_refused_is_not_asked_again_and_somebody_else_is(steps: tuple[object, ...]) -> None:
    story = at(Stage.PROPOSED)
    story.goes(*steps)  # type: ignore[arg-type]  # every one of them is a message
    with pytest.raises(CannotPropose, match="said no"):
        story.goes(PROPOSE)
    story.goes(ProposeCoordinator(case_id=CASE, coordinator_id=JOOST))
    assert story.search.coordinator_id == JOOST


def test_an_offer_that_was_answered_does_not_expire_afterwards() -> None:
    story = at(Stage.ACCEPTED)
    assert story.goes(EXPIRE).changed == {}


def test_an_old_offer_does_not_end_a_newer_one() -> None:
    story = at(Stage.PROPOSED)
    story.goes(DECLINE, ProposeCoordinator(case_id=CASE, coordinator_id=JOOST))
    assert story.goes(EXPIRE).changed == {}


@pytest.mark.parametrize("stage", [Stage.COMPLETED, Stage.STOPPED])
@pytest.mark.parametrize("message", [WITHDRAW, TRANSFER, END], ids=lambda m: m.name)
def test_what_comes_after_the_end_changes_nothing(stage: Stage, message: object) -> None:
    work = at(stage).goes(message)  # type: ignore[arg-type]  # each is a fact
    assert (work.changed, work.told) == ({}, [])


@pytest.mark.parametrize("message", [WITHDRAW, TRANSFER], ids=lambda m: m.name)
def test_a_stop_before_anything_was_sought_is_left_alone(message: Fact) -> None:
    assert Story(a_coordinator()).goes(message).told == []


@pytest.mark.parametrize("message", [WITHDRAW, TRANSFER], ids=lambda m: m.name)
def test_a_stop_takes_the_clock_with_it(message: Fact) -> None:
    assert at(Stage.PROPOSED).goes(message).forgotten == [(OfferExpires.kind(), CASE), (SearchTooLong.kind(), CASE)]


def test_a_case_that_moves_to_another_office_frees_its_coordinator_and_is_not_held_against_them() -> None:
    story = at(Stage.ACTIVE)
    work = story.goes(TRANSFER)
    assert load_of(work.all(Search, RACHEL)) == 0
    assert RACHEL not in story.search.refused


def test_an_unknown_case_is_refused_for_a_person_and_waits_for_a_fact() -> None:
    with pytest.raises(NotFound):
        Story(a_coordinator()).goes(PROPOSE)
    with pytest.raises(NotFound):
        Story(a_search()).goes(PROPOSE)
    with pytest.raises(NotYet):
        Story(a_coordinator()).goes(END)


def test_no_fact_of_a_whole_search_shows_a_name() -> None:
    story = Story()
    for message in BY_STAGE[Stage.COMPLETED]:
        for told in facts_of(story.goes(message)):
            assert "Rachel" not in told.model_dump_json()


def test_what_is_declared_is_what_is_there() -> None:
    from_other_offices = {m for m in heard(service) if m.service == "matching"}
    assert {m.reach for m in from_other_offices} <= {Reach.BACKBONE}
