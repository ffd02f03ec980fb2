"""What a second conference has to do to play in a route: from a coordinator who begins to the last call."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import IMPORTED, Command
from kring_shared.contracts.field import Part
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.scenarios.circle import (
    QUESTION,
    a_plan,
    agree_on,
    agree_on_a_question,
    are_alone,
    choose_a_day,
    coordinator,
    is_coordinated,
    is_invited,
    is_spoken_with,
    is_thought_of,
    joins,
    judge,
    open_the_meeting,
)
from kring_shared.testing.conformance.steps import (
    ANY_CODE,
    ANYTHING,
    NOT_FOUND,
    NOT_NOW,
    NOT_PERMITTED,
    NOT_READY,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)
from kring_shared.testing.conformance.who import As

LONG_AGO: Final = timedelta(days=50)
"""Longer than any policy waits before it calls after four weeks."""


def refuses(some: Invented, code: str, *commands: Command) -> tuple[Step, ...]:
    """The coordinator asks for what cannot be now."""
    return tuple(Do(command, coordinator(some), refused=code) for command in commands)


def is_shown(some: Invented, stage: str, **shows: object) -> Step:
    """The regional manager sees where the conference stands."""
    return Ask(c.ShowConference(case_id=some.id("case")), some.manager, {"stage": stage} | shows)


def a_whole_conference(some: Invented) -> Iterator[Step]:
    """From the coordinator to the plan in people's hands, where a court compels and sends it back once."""
    case = some.id("case")
    yield from is_coordinated(some, compelled=True)
    yield from agree_on_a_question(some)
    yield from is_thought_of(some, "loes")
    yield from refuses(some, NOT_READY, c.InviteParticipant(case_id=case, person_id=some.id("loes")))
    for word in ("judge", "amina", "loes"):
        yield from is_spoken_with(some, word)
    yield from is_invited(some, "amina")
    yield from is_invited(some, "loes")
    yield Do(c.ShareConditions(case_id=case), coordinator(some))
    yield Expect(c.ConditionsShared, case, {"recipients": ANYTHING})
    yield from refuses(some, NOT_READY, c.DeclareReady(case_id=case))
    yield from choose_a_day(some)
    yield from open_the_meeting(some)
    stays = c.StartPrivateTime(case_id=case, professionals_left=True, coordinator_left=False)
    yield from refuses(some, NOT_READY, stays)
    yield Do(c.ExplainConditions(case_id=case), coordinator(some))
    yield Expect(c.ConditionsExplained, case)
    yield from are_alone(some)
    yield from agree_on(some, a_plan(some, "belt elke avond"), 1)
    yield from comes_back_and_is_accepted(some)
    yield Do(c.ConcludeConference(case_id=case, present_count=2), coordinator(some))
    yield Expect(c.ConferenceConcluded, case, {"outcome": "plan", "presentCount": 2, "meeting": 1})
    yield Do(c.WriteOutPlan(case_id=case), coordinator(some))
    yield Expect(c.PlanWrittenOut, case, {"planVersion": 2})
    yield Do(c.DistributePlan(case_id=case), coordinator(some), on_its_way=True)
    yield Expect(c.PlanDistributed, case, {"recipients.*": some.id("loes"), "plan.box": ANYTHING})
    yield Expect(c.FollowUpPlanned, case, {"step": 1, "dueOn": ANYTHING})
    yield is_shown(some, "concluded", planStage="distributed")


def comes_back_and_is_accepted(some: Invented) -> Iterator[Step]:
    """Who checks the plan misses a condition; the circle changes it, alone, and then it is accepted."""
    case, here = some.id("case"), {"acceptorId": some.id("judge")}
    stranger = As(Role.MANDATED_PROFESSIONAL, some.id("stranger"))
    yield Do(c.SubmitPlan(case_id=case), coordinator(some))
    yield Expect(c.PlanSubmitted, case, here | {"planVersion": 1})
    yield Do(c.AcceptPlan(case_id=case), stranger, refused=NOT_PERMITTED)
    yield Do(c.SendPlanBack(case_id=case, unmet=("condition-2",)), judge(some), refused=ANY_CODE)
    yield Do(c.SendPlanBack(case_id=case, unmet=("condition-1",)), judge(some))
    yield Expect(c.PlanSentBack, case, {"planVersion": 1, "unmet": ["condition-1"]})
    edited = c.DraftPlan(case_id=case, plan=a_plan(some, "doet wat de coördinator zegt"))
    yield Do(edited, coordinator(some), refused=NOT_PERMITTED)
    yield from are_alone(some)
    yield from agree_on(some, a_plan(some, "haalt Noor elke avond thuis"), 2)
    yield Do(c.SubmitPlan(case_id=case), coordinator(some))
    yield Expect(c.PlanSubmitted, case, here | {"planVersion": 2})
    yield Do(c.AcceptPlan(case_id=case), judge(some), on_its_way=True)
    yield Expect(c.PlanAccepted, case, {"planVersion": 2})


def the_last_call(some: Invented) -> Iterator[Step]:
    """A plan went out long ago, before Kring: the call is due at once, is made, and ends it."""
    case, day = some.id("case"), some.today - LONG_AGO
    aunt = c.TakenPerson(contact=some.contact("loes"), part=Part.CIRCLE, informed=True, answer=c.Answered.COMES)
    taken = c.TakeOverConference(
        case_id=case,
        stood_at=c.StoodAt.DISTRIBUTED,
        question=QUESTION,
        people=(aunt,),
        main_persons_informed=True,
        held_on=day,
        present_count=9,
        plan=a_plan(some, "kookt op woensdag"),
        agreed_on=day,
        distributed_on=day,
    )
    call = c.RecordFollowUp(case_id=case, step=1, result=c.FollowUpResult.ON_TRACK)
    yield from is_coordinated(some, by=IMPORTED)
    yield Do(taken, coordinator(some), refused=NOT_PERMITTED)
    yield Do(taken, some.manager)
    yield Expect(c.PlanDistributed, case, {"distributedOn": day.isoformat()})
    yield Expect(c.FollowUpDue, case, {"step": 1, "coordinatorId": some.id("rachel")})
    yield Do(call, some.coordinator("stranger"), refused=NOT_PERMITTED)
    yield Do(call, coordinator(some))
    yield Expect(c.FollowUpCompleted, case, {"step": 1, "result": "on-track"})
    yield Expect(c.FollowUpEnded, case, {"steps": 1})
    yield from refuses(some, NOT_NOW, call)
    yield Tell(m.AssignmentCompleted(case_id=case, coordinator_id=some.id("rachel")))
    shown = c.ShowConference(case_id=case)
    yield Ask(shown, coordinator(some), refused=NOT_PERMITTED, patient=True)


def amina_is_invited(some: Invented) -> Iterator[Step]:
    """A coordinator begins, there is a question, and the main person is asked to come."""
    yield from is_coordinated(some)
    yield from agree_on_a_question(some)
    yield from is_spoken_with(some, "amina")
    yield from is_invited(some, "amina")


def a_no(some: Invented) -> Iterator[Step]:
    """Somebody does not come, another does; no plan comes of it, and that is said."""
    case = some.id("case")
    yield from amina_is_invited(some)
    yield from is_thought_of(some, "loes")
    yield from is_spoken_with(some, "loes")
    yield from is_invited(some, "loes", c.Answered.DOES_NOT_COME)
    for_her = c.AnswerInvitation(case_id=case, person_id=some.id("loes"), answer=c.Answered.COMES)
    yield Do(for_her, some.main_person("amina"), refused=NOT_PERMITTED)
    yield from choose_a_day(some)
    yield from refuses(some, NOT_READY, c.DeclareReady(case_id=case))
    yield from joins(some, "jef")
    yield from open_the_meeting(some)
    yield from are_alone(some)
    yield from refuses(some, NOT_READY, c.ConcludeConference(case_id=case, present_count=2))
    yield Do(c.ConcludeConference(case_id=case, present_count=2, without_plan=True), coordinator(some))
    yield Expect(c.ConferenceConcluded, case, {"outcome": "no-plan"})
    yield Expect(c.FollowUpEnded, case, {"steps": 0})
    yield from refuses(some, NOT_NOW, c.DistributePlan(case_id=case))


def somebody_is_left_out(some: Invented) -> Iterator[Step]:
    """Who is kept away for safety is not invited, neither before the day nor on it."""
    case = some.id("case")
    yield from amina_is_invited(some)
    yield from joins(some, "loes")
    yield from is_thought_of(some, "omar")
    yield from is_spoken_with(some, "omar")
    omar = some.id("omar")
    yield Do(c.LeaveOut(case_id=case, person_id=omar, hear_by=c.Answered.BY_LETTER), coordinator(some))
    yield Expect(c.ParticipantNotInvited, case, {"personId": omar})
    yield Do(c.RecordSafety(case_id=case, person_id=omar, feels_safe=False), coordinator(some))
    comes = c.AnswerInvitation(case_id=case, person_id=omar, answer=c.Answered.COMES)
    yield from refuses(some, NOT_READY, c.InviteParticipant(case_id=case, person_id=omar), comes)
    yield from choose_a_day(some)
    yield from open_the_meeting(some)
    yield from refuses(some, ANY_CODE, c.NoteArrival(case_id=case, person_id=omar))
    yield ExpectNothing((c.ParticipantInvited, c.ParticipantNotInvited), case)


def it_is_withdrawn(some: Invented) -> Iterator[Step]:
    """The main person stops: nobody is invited any more, and no day is kept."""
    case = some.id("case")
    yield from is_coordinated(some)
    yield from agree_on_a_question(some)
    yield from joins(some, "loes")
    yield from is_thought_of(some, "jef")
    yield from is_spoken_with(some, "jef")
    yield from choose_a_day(some)
    yield Tell(i.RequestWithdrawn(case_id=case))
    yield Expect(c.ConferenceCancelled, case, {"because": "withdrawn", "stage": "preparing"})
    invited = c.InviteParticipant(case_id=case, person_id=some.id("jef"))
    yield from refuses(some, NOT_NOW, invited, c.DeclareReady(case_id=case), c.PostponeConference(case_id=case))
    yield is_shown(some, "cancelled")
    yield ExpectNothing((c.ParticipantInvited, c.ConferenceReady, c.ConferencePostponed), case)


def out_of_their_time(some: Invented) -> Iterator[Step]:
    """What comes later is refused before, and nothing of it happens; nobody from outside does anything."""
    case, plan = some.id("case"), a_plan(some, "belt elke avond")
    left = c.StartPrivateTime(case_id=case, professionals_left=True, coordinator_left=True)
    later = (
        c.StartInformationPhase(case_id=case),
        left,
        c.EndPrivateTime(case_id=case, circle_called=True),
        c.DraftPlan(case_id=case, plan=plan),
        c.ConcludeConference(case_id=case, present_count=2),
        c.WriteOutPlan(case_id=case),
        c.RecordFollowUp(case_id=case, step=1, result=c.FollowUpResult.ON_TRACK),
    )
    yield from is_coordinated(some)
    yield from refuses(some, NOT_NOW, *later)
    agreed = c.AgreeQuestion(case_id=case, question=QUESTION, requester_agrees=True)
    yield Do(agreed, some.coordinator("stranger"), refused=NOT_PERMITTED)
    yield Ask(c.ShowConference(case_id=case), some.main_person("stranger"), refused=NOT_PERMITTED)
    yield Ask(c.ShowConference(case_id=some.id("no case")), some.manager, refused=NOT_FOUND)
    yield is_shown(some, "preparing", question="")
    told = (c.InformationPhaseStarted, c.PrivateTimeStarted, c.PlanDrafted, c.ConferenceConcluded, c.QuestionAgreed)
    yield ExpectNothing(told, case)
    yield from agree_on_a_question(some)
    yield from is_spoken_with(some, "amina")
    yield from joins(some, "loes")
    yield from choose_a_day(some)
    yield from open_the_meeting(some)
    yield Do(left, coordinator(some))
    yield Expect(c.PrivateTimeStarted, case)
    yield Do(c.EndPrivateTime(case_id=case), coordinator(some), refused=NOT_READY)
    yield from refuses(some, NOT_NOW, later[0], left, *later[3:])
    yield ExpectNothing((c.PrivateTimeEnded, c.PresentationStarted, c.PlanDrafted), case)


SCENARIOS: Final = (
    Scenario(
        "a conference goes from its coordinator to the plan in people's hands, also when it is sent back once",
        a_whole_conference,
        kills=True,
    ),
    Scenario("a call that is due is made by who coordinates, and the last one ends it", the_last_call),
    Scenario("somebody who does not come is let be, and a meeting may end without a plan", a_no),
    Scenario("nobody who is kept away for safety is invited, nor comes on the day", somebody_is_left_out),
    Scenario("a request that is withdrawn stops the conference, and nobody is invited any more", it_is_withdrawn),
    Scenario("what is asked out of its time is refused, and changes nothing", out_of_their_time),
)
