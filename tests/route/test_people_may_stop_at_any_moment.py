"""Withdrawal works from every open stage, needs no reason, and stops everything that still hangs."""

from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Deadline, Fact
from kring_shared.contracts.retention import ErasureAnswer
from kring_shared.testing.audit import audit
from kring_shared.testing.people.case import Temper
from tests.route.played import MANDATE, a_referral, played

MOMENTS: tuple[type[Fact], ...] = (
    i.RequestReceived,
    i.RequestTriaged,
    i.ConsentRequested,
    i.ConsentGiven,
    i.RequestAccepted,
    m.SearchStarted,
    m.CoordinatorProposed,
    m.ProposalAccepted,
    m.AssignmentActivated,
    c.QuestionAgreed,
    c.ParticipantInvited,
    c.ConferenceScheduled,
    c.ConferenceReady,
    c.InformationPhaseStarted,
    c.PrivateTimeStarted,
    c.PresentationStarted,
    c.PlanAgreed,
    c.PlanSubmitted,
    c.PlanAccepted,
    c.ConferenceConcluded,
    c.PlanWrittenOut,
    c.PlanDistributed,
    r.RegistrationCompleted,
    r.RegistrationValidated,
    c.FollowUpDue,
)

OF_CASE = "SELECT kind FROM deadline WHERE key = :case"
TERMS = {term.kind() for term in Deadline.__subclasses__() if term.is_term}
"""Nothing waits but for the end of what is kept."""
WHAT_FOLLOWS = {"claim-drafted", "erasure-ordered", "erasure-executed"} | {
    answer.name for answer in ErasureAnswer.__subclasses__()
}
"""Who worked is paid, and in time what is kept of the family goes; none of it asks anything of anybody."""


async def test_from_every_stage_everything_stops_at_once(tmp_path: Path) -> None:
    kinds = iter([moment.kind() for moment in MOMENTS])
    referrals = [
        ("utrecht", a_referral(f"STOP-{n}", context="mandatory", mandates=[MANDATE])) for n in range(len(MOMENTS))
    ]
    async with played(tmp_path, referrals, lambda _: Temper(withdraws_after=next(kinds))) as story:
        assert len(story.players.cases) == len(MOMENTS)
        for case, moment in zip(story.players.cases, MOMENTS, strict=True):
            names = story.names(case)
            assert moment.name in names, moment.name
            assert "request-withdrawn" in names, moment.name
            after = names[names.index("request-withdrawn") + 1 :]
            stops = {"search-stopped", "conference-cancelled", "registration-locked", "request-withdrawn"}
            assert set(after) <= stops | WHAT_FOLLOWS, (moment.name, after)
            assert "registration-locked" in after, moment.name
        stages = {row.stage for row in story.rows("intake", "SELECT stage FROM request")}
        assert stages == {"withdrawn"}
        for service in ("intake", "matching", "conference", "registry", "notifications"):
            waits = [row.kind for case in story.players.cases for row in story.rows(service, OF_CASE, case=case)]
            assert set(waits) <= TERMS, service
            assert story.rows(service, "SELECT id FROM errand") == [], service
            assert story.rows(service, "SELECT id FROM parked") == [], service
        assert story.rows("matching", "SELECT case_id FROM search WHERE stage NOT IN ('stopped')") == []
        databases = [(one.service, one.database) for one in story.kring.running]
        assert (await audit(story.client.connection, databases)).problems == []
