"""A case that ran before Kring is taken over as it stood, once, with nothing made up and every hard rule upheld."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.process import CallStage, PathStage, PlanStage, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    Agreement,
    Answered,
    ConferenceConcluded,
    ConferenceScheduled,
    FollowUpCallDue,
    FollowUpDue,
    FollowUpEnded,
    FollowUpPlanned,
    ParticipantContacted,
    PlanAccepted,
    PlanAgreed,
    PlanDistributed,
    PlanOutcome,
    PlanText,
    PrivateTimeStarted,
    QuestionAgreed,
    RecordFollowUp,
    StoodAt,
    TakenPerson,
    TakeOverConference,
    WriteOutPlan,
)
from kring_shared.contracts.envelope import IMPORTED, Fact
from kring_shared.contracts.field import Part
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotPermitted, NotReady
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import CASE_ID, FILIP, QUESTION, Case, mandate, preparing

TODAY = NOON.date()
OMA = TakenPerson(contact=Contact(name="Oma"), part=Part.CIRCLE, informed=True, answer=Answered.COMES)
UNCLE = TakenPerson(contact=Contact(name="Piet"), part=Part.CIRCLE, informed=True, answer=Answered.DOES_NOT_COME)
NIECE = TakenPerson(contact=Contact(name="Noor"), part=Part.CIRCLE, minor=True)
HELPER = TakenPerson(contact=Contact(name="Helper"), part=Part.ACCEPTOR)
PLAN = PlanText(agreements=(Agreement(who="Oma", what="has Filip for the weekend"),))


def ago(days: int) -> date:
    """Give a day before the one the tests happen on."""
    return TODAY - timedelta(days=days)


def as_it_stood(stood_at: StoodAt, **changes: Any) -> TakeOverConference:  # noqa: ANN401 - fields
    """Say how a case stands, with the question and three people unless told otherwise."""
    known: dict[str, Any] = {
        "question": QUESTION,
        "people": (OMA, UNCLE, NIECE),
        "main_persons_informed": True,
        StoodAt.PREPARING: {},
        StoodAt.PLANNED: {"starts_at": NOON + timedelta(days=20), "venue": "Community centre"},
        StoodAt.HELD: {"held_on": ago(10), "present_count": 9, "agreed_on": ago(10)},
        StoodAt.DISTRIBUTED: {
            "held_on": ago(10),
            "present_count": 9,
            "agreed_on": ago(10),
            "distributed_on": ago(5),
        },
    }
    always = {name: value for name, value in known.items() if not isinstance(name, StoodAt)}
    return TakeOverConference(case_id=CASE_ID, stood_at=stood_at, **(always | known[stood_at] | changes))


def held(**changes: Any) -> TakeOverConference:  # noqa: ANN401 - fields
    """Say that it was held."""
    return as_it_stood(StoodAt.HELD, **changes)


def given_out(**changes: Any) -> TakeOverConference:  # noqa: ANN401 - fields
    """Say that the plan was given out."""
    return as_it_stood(StoodAt.DISTRIBUTED, **changes)


def taken(message: TakeOverConference, case: Case | None = None) -> tuple[Case, list[Fact]]:
    """Have the regional manager take it over; gives the case, and what was told."""
    case = case or preparing()
    case.stored[Conference, CASE_ID] = replace(case.conference, imported=True)
    return case, case.do(message, an_actor())


def stages(case: Case) -> dict[str, PathStage]:
    """Give how far everybody is, by name."""
    people = [case.person(i) for kind, i in case.stored if kind.__name__ == "Participant"]
    assert case.last is not None
    found = {}
    for person in people:
        contact = case.last.open(person.card.contact, Contact)
        assert isinstance(contact, Contact)
        found[contact.name] = person.stage
    return found


def test_people_go_on_from_where_each_of_them_was_and_the_question_is_its_first_version() -> None:
    case, told = taken(as_it_stood(StoodAt.PREPARING))
    assert (case.conference.stage, case.conference.question_version) == (Stage.PREPARING, 1)
    assert stages(case) == {
        "Filip": PathStage.INFORMED,
        "Oma": PathStage.ANSWERED,
        "Piet": PathStage.ANSWERED,
        "Noor": PathStage.SUGGESTED,
    }
    assert isinstance(told[0], QuestionAgreed)
    assert {fact.by for fact in told} == {IMPORTED}


def test_a_day_to_come_is_the_day_of_the_meeting_and_one_that_passed_is_refused() -> None:
    case, told = taken(as_it_stood(StoodAt.PLANNED))
    assert case.conference.day.starts_at == NOON + timedelta(days=20)
    assert [fact.by for fact in told if isinstance(fact, ConferenceScheduled)] == [IMPORTED]
    with pytest.raises(InvalidFields, match="still to come"):
        taken(as_it_stood(StoodAt.PLANNED, starts_at=NOON - timedelta(days=1)))


def test_held_it_is_concluded_and_nothing_of_the_day_is_made_up() -> None:
    case, told = taken(held())
    assert (case.conference.stage, case.conference.held_on) == (Stage.CONCLUDED, ago(10))
    assert (case.conference.room.private_from, case.conference.room.private_until) == (None, None)
    assert (stages(case)["Oma"], stages(case)["Filip"]) == (PathStage.ATTENDED, PathStage.ATTENDED)
    assert (stages(case)["Piet"], stages(case)["Noor"]) == (PathStage.ANSWERED, PathStage.SUGGESTED)
    assert case.plan.stage is PlanStage.AGREED
    assert not [fact for fact in told if isinstance(fact, PrivateTimeStarted | ParticipantContacted | PlanAgreed)]
    (concluded,) = [fact for fact in told if isinstance(fact, ConferenceConcluded)]
    assert (concluded.held_on, concluded.present_count, concluded.outcome) == (ago(10), 9, PlanOutcome.PLAN)
    assert case.do(WriteOutPlan(case_id=CASE_ID))


def test_a_plan_in_the_circles_words_counts_from_the_day_everyone_agreed() -> None:
    case, told = taken(held(plan=PLAN))
    assert case.plan.counting is not None
    assert case.plan.counting.confirmed_at is not None
    assert case.plan.counting.confirmed_at.date() == ago(10)
    assert [fact.own_strengths for fact in told if isinstance(fact, PlanAgreed)] == [1]


@pytest.mark.parametrize("plan", [None, PLAN])
def test_without_the_day_everyone_agreed_no_plan_counts(plan: PlanText | None) -> None:
    with pytest.raises(InvalidFields) as wrong:
        taken(held(agreed_on=None, plan=plan))
    assert wrong.value.fields == ("/agreedOn",)


def test_held_without_a_plan_is_said_honestly_and_nobody_is_called() -> None:
    case, told = taken(held(agreed_on=None, without_plan=True))
    assert case.calls() == []
    assert [fact.outcome for fact in told if isinstance(fact, ConferenceConcluded)] == [PlanOutcome.NO_PLAN]
    assert [type(fact) for fact in told][-1] is FollowUpEnded


def test_given_out_the_calls_are_planned_from_that_day() -> None:
    case, told = taken(given_out())
    assert case.plan.stage is PlanStage.DISTRIBUTED
    (planned,) = [fact for fact in told if isinstance(fact, FollowUpPlanned)]
    assert planned.due_on == ago(5) + timedelta(days=28)
    (out,) = [fact for fact in told if isinstance(fact, PlanDistributed)]
    assert out.distributed_on == ago(5)
    assert FILIP in out.recipients
    assert {fact.by for fact in told} == {IMPORTED}


def test_a_call_whose_day_passed_is_due_now_and_can_be_made() -> None:
    case, _ = taken(given_out(held_on=ago(50), agreed_on=ago(50), distributed_on=ago(40)))
    assert case.last is not None
    (reminder,) = [one for one in case.last.reminders if isinstance(one.deadline, FollowUpCallDue)]
    assert reminder.due < case.now
    (due,) = case.hear(reminder.deadline)
    assert isinstance(due, FollowUpDue)
    assert due.by != IMPORTED
    assert case.calls()[0].stage is CallStage.DUE
    case.do(RecordFollowUp.model_validate({"caseId": CASE_ID, "step": 1, "result": "on-track"}))


def test_taken_over_again_or_once_the_coordinator_works_in_kring_it_changes_nothing() -> None:
    case, _ = taken(as_it_stood(StoodAt.PREPARING))
    before = dict(case.stored)
    told = case.do(given_out(), an_actor())
    assert (told, case.stored) == ([], before)
    assert case.last is not None
    assert case.last.answer == {"caseId": CASE_ID, "known": True}


def test_it_waits_for_the_coordinator() -> None:
    with pytest.raises(NotAllowedNow):
        taken(as_it_stood(StoodAt.PREPARING), Case())


COMPELLED = mandate("The children sleep at home")


def test_an_accepted_plan_needs_every_condition_known_beforehand_and_who_accepted_it() -> None:
    accepted = {"accepted_on": ago(8)}
    with pytest.raises(InvalidFields) as wrong:
        taken(given_out(**accepted), preparing(COMPELLED))
    assert wrong.value.fields == ("/conditionsSharedOn",)
    with pytest.raises(InvalidFields):
        taken(given_out(**accepted, conditions_shared_on=ago(9)), preparing(COMPELLED))
    known = {**accepted, "conditions_shared_on": ago(20)}
    with pytest.raises(NotReady):
        taken(given_out(**known, main_persons_informed=False), preparing(COMPELLED))
    with pytest.raises(InvalidFields, match="who accepted"):
        taken(given_out(**known), preparing(mandate("The children sleep at home", acceptor_id=None)))
    case, told = taken(given_out(**known), preparing(COMPELLED))
    assert case.plan.stage is PlanStage.DISTRIBUTED
    assert [fact.accepted_on for fact in told if isinstance(fact, PlanAccepted)] == [ago(8)]


def test_where_a_plan_has_to_be_accepted_none_was_given_out_before_it_was() -> None:
    for case in (preparing(COMPELLED), preparing(policy="be/1")):
        with pytest.raises(InvalidFields) as wrong:
            taken(given_out(), case)
        assert wrong.value.fields == ("/acceptedOn",)
    case, _ = taken(given_out(accepted_on=ago(9), people=(OMA, HELPER)), preparing(policy="be/1"))
    assert len(case.plan.accepted_by) == 1


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (as_it_stood(StoodAt.PREPARING, starts_at=NOON + timedelta(days=2)), "/stoodAt"),
        (as_it_stood(StoodAt.PREPARING, held_on=ago(1)), "/stoodAt"),
        (as_it_stood(StoodAt.PLANNED, venue=""), "/venue"),
        (as_it_stood(StoodAt.PLANNED, starts_at=None), "/startsAt"),
        (as_it_stood(StoodAt.PREPARING, people=(OMA.model_copy(update={"informed": False}),)), "/people/0/informed"),
        (as_it_stood(StoodAt.PREPARING, people=(OMA.model_copy(update={"part": Part.MAIN_PERSON}),)), "/people/0/part"),
        (as_it_stood(StoodAt.PREPARING, people=(OMA.model_copy(update={"side": "harmed"}),)), "/people/0/side"),
        (held(held_on=ago(-1)), "/heldOn"),
        (held(held_on=None), "/heldOn"),
        (held(present_count=None), "/presentCount"),
        (held(agreed_on=ago(11)), "/agreedOn"),
        (held(without_plan=True), "/agreedOn"),
        (held(agreed_on=None, without_plan=True, plan=PLAN), "/withoutPlan"),
        (held(distributed_on=ago(2)), "/stoodAt"),
        (held(accepted_on=ago(2)), "/acceptedOn"),
        (given_out(distributed_on=None), "/distributedOn"),
        (given_out(distributed_on=ago(11)), "/distributedOn"),
        (given_out(distributed_on=ago(-1)), "/distributedOn"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_field_and_nothing_is_told(message: TakeOverConference, field: str) -> None:
    case = preparing()
    before = list(case.told)
    with pytest.raises(InvalidFields) as wrong:
        taken(message, case)
    assert (wrong.value.fields, case.told) == ((field,), before)


def test_nobody_but_the_regional_manager_takes_a_case_over() -> None:
    assert set(RIGHTS[TakeOverConference]) == {Role.REGIONAL_MANAGER}
    with pytest.raises(NotPermitted):
        preparing().do(as_it_stood(StoodAt.PREPARING))
