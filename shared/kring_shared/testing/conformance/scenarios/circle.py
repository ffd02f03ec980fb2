"""What people do in a conference, as steps that several scenarios take; who is of the circle, the candidate names."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Mandate, Part, Urgency
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.testing.conformance.invented import PERSONAL, Invented
from kring_shared.testing.conformance.steps import ANYTHING, Do, Expect, Step, Tell
from kring_shared.testing.conformance.who import As

EVERYTHING: Final = (*sorted(c.BEFORE_AN_INVITATION), c.Covered.QUESTION)
QUESTION: Final = f"Wat is er nodig zodat het op {PERSONAL} goed gaat?"
TEN_DAYS: Final = timedelta(days=10)


def coordinator(some: Invented) -> As:
    """Give who coordinates."""
    return some.coordinator("rachel")


def judge(some: Invented) -> As:
    """Give who checks the plan in the name of a body that compels."""
    return As(Role.MANDATED_PROFESSIONAL, some.id("judge"))


def is_coordinated(some: Invented, *, compelled: bool = False, by: str = "system") -> tuple[Step, ...]:
    """A request was taken on, and a coordinator begins; it is urgent, so the list of what has to be there is short."""
    case = some.id("case")
    words = some.sealed(scope_of(Scope.CASE, case), f"Noor slaapt op {PERSONAL}")
    accepted = i.RequestAccepted(
        case_id=case,
        requester=some.card("requester"),
        main_persons=(some.card("amina"),),
        dossier=Dossier(
            conference_type=ConferenceType.FAMILY,
            context=Context.MANDATORY if compelled else Context.VOLUNTARY,
            urgency=Urgency.URGENT,
            policy="nl/1",
            languages=("nl",),
        ),
        mandates=(Mandate(kind="youthCourt", conditions=(words,), acceptor=some.card("judge")),) if compelled else (),
    )
    return (
        Tell(accepted, by=by),
        Tell(m.AssignmentActivated(case_id=case, coordinator=some.card("rachel")), by=by),
        Expect(c.PreparationStarted, case, {"coordinatorId": some.id("rachel")}),
    )


def agree_on_a_question(some: Invented) -> tuple[Step, ...]:
    """They find one open question."""
    agreed = c.AgreeQuestion(case_id=some.id("case"), question=QUESTION, requester_agrees=True)
    shows = {"questionVersion": 1, "question.box": ANYTHING}
    return (Do(agreed, coordinator(some)), Expect(c.QuestionAgreed, some.id("case"), shows))


def is_thought_of(some: Invented, word: str) -> tuple[Step, ...]:
    """Somebody may be asked; under which id, the candidate says."""
    case = some.id("case")
    idea = c.SuggestParticipant(case_id=case, contact=some.contact(word), part=Part.CIRCLE, languages=("nl",))
    shows = {"part": "circle", "participant.contact.box": ANYTHING}
    return (
        Do(idea, coordinator(some)),
        Expect(c.ParticipantSuggested, case, shows, names={"participant.personId": word}),
    )


def is_spoken_with(some: Invented, word: str) -> tuple[Step, ...]:
    """Somebody hears in person what a conference is, and says that they can come safely."""
    case, who = some.id("case"), some.id(word)
    contact = c.RecordContact(case_id=case, person_id=who, how=c.ContactKind.HOME_VISIT, covered=EVERYTHING)
    return (
        Do(contact, coordinator(some)),
        Expect(c.ParticipantInformed, case, {"personId": who}),
        Do(c.RecordSafety(case_id=case, person_id=who, feels_safe=True), coordinator(some)),
    )


def is_invited(some: Invented, word: str, answer: c.Answered = c.Answered.COMES) -> tuple[Step, ...]:
    """Somebody is invited, and answers."""
    case, who = some.id("case"), some.id(word)
    return (
        Do(c.InviteParticipant(case_id=case, person_id=who), coordinator(some)),
        Expect(c.ParticipantInvited, case, {"personId": who}),
        Do(c.AnswerInvitation(case_id=case, person_id=who, answer=answer), coordinator(some)),
        Expect(c.ParticipantAnswered, case, {"personId": who, "answer": answer.value}),
    )


def joins(some: Invented, word: str) -> Iterator[Step]:
    """Somebody is thought of, spoken with and invited, and comes."""
    yield from is_thought_of(some, word)
    yield from is_spoken_with(some, word)
    yield from is_invited(some, word)


def choose_a_day(some: Invented) -> tuple[Step, ...]:
    """They choose a day and a place that is nobody's; people may well be there before its hour."""
    day = c.ScheduleConference(
        case_id=some.id("case"),
        starts_at=some.now + TEN_DAYS,
        venue=f"{PERSONAL} 4, Utrecht",
        neutral=True,
        no_end_time=True,
    )
    shows = {"startsAt": ANYTHING, "venue.box": ANYTHING}
    return (Do(day, coordinator(some)), Expect(c.ConferenceScheduled, some.id("case"), shows))


def open_the_meeting(some: Invented) -> tuple[Step, ...]:
    """Everything is there, and the first part begins."""
    case = some.id("case")
    return (
        Do(c.DeclareReady(case_id=case), coordinator(some)),
        Expect(c.ConferenceReady, case),
        Do(c.StartInformationPhase(case_id=case), coordinator(some)),
        Expect(c.InformationPhaseStarted, case),
    )


def are_alone(some: Invented) -> tuple[Step, ...]:
    """Everybody else leaves; the circle talks, and gives the sign itself."""
    case = some.id("case")
    left = c.StartPrivateTime(case_id=case, professionals_left=True, coordinator_left=True)
    return (
        Do(left, coordinator(some)),
        Expect(c.PrivateTimeStarted, case),
        Do(c.EndPrivateTime(case_id=case), some.main_person("amina")),
        Expect(c.PrivateTimeEnded, case),
    )


def a_plan(some: Invented, what: str) -> c.PlanText:
    """Make a small plan."""
    return c.PlanText(
        agreements=(c.Agreement(who=f"Loes {PERSONAL}", what=what),),
        review_on=some.today + timedelta(days=60),
        review_by="wij allemaal",
        fallback_convener=f"Loes {PERSONAL}",
    )


def agree_on(some: Invented, plan: c.PlanText, version: int) -> tuple[Step, ...]:
    """The circle puts its plan in words, and everyone present agrees with it."""
    case, amina = some.id("case"), some.main_person("amina")
    yes = c.ConfirmPlan(case_id=case, plan_version=version, everyone_agrees=True)
    return (
        Do(c.DraftPlan(case_id=case, plan=plan), amina),
        Expect(c.PlanDrafted, case, {"planVersion": version}),
        Do(yes, amina),
        Expect(c.PlanAgreed, case, {"planVersion": version, "ownStrengths": 1, "plan.box": ANYTHING}),
    )
