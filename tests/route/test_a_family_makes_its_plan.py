"""The route as the field tells it, under the policy of the Netherlands and under that of Flanders."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts.field import Part
from kring_shared.contracts.policies import BE
from kring_shared.testing.audit import audit
from kring_shared.testing.people.case import Temper
from tests.route.played import MANDATE, Played, a_referral, played

FROM_REQUEST_TO_COORDINATOR = [
    "request-received",
    "request-triaged",
    "consent-requested",
    "consent-given",
    "request-accepted",
    "search-started",
    "coordinator-proposed",
    "proposal-accepted",
    "coordinator-confirmed",
    "assignment-activated",
    "preparation-started",
]
THE_DAY = [
    "question-agreed",
    "conference-scheduled",
    "conference-ready",
    "information-phase-started",
    "private-time-started",
    "private-time-ended",
    "presentation-started",
    "plan-agreed",
]
AFTERWARDS = [
    "conference-concluded",
    "plan-written-out",
    "plan-distributed",
    "follow-up-planned",
    "registration-completed",
    "registration-validated",
    "follow-up-due",
    "follow-up-completed",
    "follow-up-ended",
    "assignment-completed",
    "registration-locked",
    "request-closed",
]


def only(case: str, story: Played, names: list[str]) -> list[str]:
    """Keep, of the facts of a case, those that are named."""
    return [name for name in story.names(case) if name in names]


async def test_a_voluntary_request_in_the_netherlands_goes_the_whole_route(tmp_path: Path) -> None:
    async with played(tmp_path, [("utrecht", a_referral("NL-1"))]) as story:
        (case,) = story.players.cases
        expected = FROM_REQUEST_TO_COORDINATOR + THE_DAY + AFTERWARDS
        assert only(case, story, expected) == expected
        assert not story.of(case, c.PlanSubmitted), "without compulsion nobody checks the plan in the Netherlands"
        (closed,) = story.of(case, i.RequestClosed)
        assert closed.outcome is i.Outcome.MEETING_WITH_PLAN
        (planned,) = story.of(case, c.FollowUpPlanned)
        (distributed,) = story.of(case, c.PlanDistributed)
        assert planned.due_on == (distributed.occurred_at + timedelta(days=28)).date()
        circle = {person for person, part in story.players.cases[case].people if not part.is_professional}
        assert set(distributed.recipients) == circle, "the plan goes to the circle"
        databases = [(one.service, one.database) for one in story.kring.running]
        assert (await audit(story.client.connection, databases)).problems == []


async def test_under_compulsion_a_professional_accepts_the_plan_and_conditions_are_known_beforehand(
    tmp_path: Path,
) -> None:
    referral = a_referral("NL-2", context="mandatory", mandates=[MANDATE])
    async with played(tmp_path, [("utrecht", referral)]) as story:
        (case,) = story.players.cases
        expected = [*THE_DAY, "plan-submitted", "plan-accepted", *AFTERWARDS]
        assert only(case, story, expected) == expected
        names = story.names(case)
        assert names.index("conditions-shared") < names.index("conference-ready")


async def test_in_flanders_every_plan_is_checked_and_the_circle_keeps_it_and_somebody_calls_after_three_months(
    tmp_path: Path,
) -> None:
    async with played(tmp_path, [("gent", a_referral("BE-1"))]) as story:
        (case,) = story.players.cases
        expected = [*FROM_REQUEST_TO_COORDINATOR, *THE_DAY, "plan-submitted", "plan-accepted", *AFTERWARDS]
        assert only(case, story, expected) == expected
        (distributed,) = story.of(case, c.PlanDistributed)
        circle = {who for who, part in story.players.cases[case].people if part in {Part.MAIN_PERSON, Part.CIRCLE}}
        assert set(distributed.recipients) == circle
        (planned,) = story.of(case, c.FollowUpPlanned)
        assert planned.due_on == (distributed.occurred_at + timedelta(days=91)).date()
        assert story.of(case, i.RequestAccepted)[0].dossier.policy == BE.id


async def test_a_plan_that_is_sent_back_goes_to_the_circle_which_talks_again_alone(tmp_path: Path) -> None:
    referral = a_referral("BE-2", context="mandatory", mandates=[MANDATE])
    async with played(tmp_path, [("gent", referral)], lambda _: Temper(plan_is_sent_back=True)) as story:
        (case,) = story.players.cases
        names = story.names(case)
        assert names.count("plan-agreed") == 2
        again = names[names.index("plan-sent-back") :]
        assert again.index("private-time-ended") < again.index("plan-agreed") < again.index("plan-accepted")
        assert [fact.plan_version for fact in story.of(case, c.PlanAgreed)] == [1, 2]
        assert names[-1] == "request-closed"


async def test_an_urgent_request_is_held_within_a_week(tmp_path: Path) -> None:
    async with played(tmp_path, [("utrecht", a_referral("NL-3", urgency="urgent"))]) as story:
        (case,) = story.players.cases
        (received,) = story.of(case, i.RequestReceived)
        (held,) = story.of(case, c.ConferenceConcluded)
        assert held.occurred_at - received.occurred_at < timedelta(days=7)


async def test_a_coordinator_who_declines_or_stays_silent_or_is_refused_makes_way_for_another(tmp_path: Path) -> None:
    tempers = {
        "declines": Temper(first_coordinator="declines"),
        "silent": Temper(first_coordinator="stays-silent"),
        "refused": Temper(refuses_first_coordinator=True),
    }
    order = iter(tempers.values())
    referrals = [("utrecht", a_referral(f"NL-{name}")) for name in tempers]
    async with played(tmp_path, referrals, lambda _: next(order)) as story:
        seen = [story.names(case) for case in story.players.cases]
        for names, why in zip(seen, ("proposal-declined", "proposal-expired", "coordinator-refused"), strict=True):
            assert names.count("coordinator-proposed") == 2
            assert why in names
            assert names[-1] == "request-closed"


async def test_facts_carry_a_moment_an_office_and_who_did_it(tmp_path: Path) -> None:
    async with played(tmp_path, [("amersfoort", a_referral("NL-4"))]) as story:
        (case,) = story.players.cases
        facts = [fact for fact in story.facts if fact.case_id == case]
        assert {fact.office for fact in facts} == {"amersfoort"}
        by_the_hour = [fact for fact in facts if not fact.day_only]
        assert all(earlier.occurred_at <= later.occurred_at for earlier, later in pairwise(by_the_hour))
        days = [fact.occurred_at.date() for fact in facts]
        assert all(earlier <= later for earlier, later in pairwise(days))
        by = {fact.name: fact.by.partition("/")[0] for fact in facts}
        said = {fact.by.partition("/")[0] for fact in story.of(case, i.ConsentRecorded)}
        assert said == {"main-person", "legal-representative"}, "a child of twelve says yes, and both parents do"
        assert by["consent-given"] in said
        assert by["private-time-ended"] == "main-person"
        assert by["request-triaged"] == "regional-manager"
        assert by["follow-up-due"] == "system"
