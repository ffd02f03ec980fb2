"""People are asked how satisfied they are, and answer by a code; nothing leads from an answer to who gave it."""

from pathlib import Path
from typing import Final

import pytest

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.work import Sealer
from kring_shared.testing.people.case import Temper
from tests.route.played import Played, a_referral, played

WITH_MARKS: Final = Temper(gives_marks=10)
GROWN_UP: Final = {
    "name": "Rachel de Boer",
    "birthYear": 1986,
    "languages": ["tr"],
    "email": "rachel@voorbeeld.example",
}
CHILD: Final = {"name": "Noor", "birthYear": 2014, "languages": ["nl"], "email": "noor@voorbeeld.example"}


def codes(story: Played, case: str) -> dict[str, str]:
    """Give the code of each form, as its person reads it: by person."""
    mail: Sealer = story.kring.running[0].setup.vault
    opened = {told.person_id: mail.open(told.code, str) for told in story.of(case, r.SatisfactionInvited)}
    return {person: code for person, code in opened.items() if not isinstance(code, Erased)}


async def test_who_said_yes_gets_a_form_once_they_have_the_plan_and_what_they_answer_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_NOTIFICATIONS_CHANNELS", '["console"]')
    referral = a_referral("S-1", mainPersons=[GROWN_UP, CHILD])
    async with played(tmp_path, [("utrecht", referral)], lambda _: WITH_MARKS) as story:
        (case,) = story.players.cases
        invited = story.of(case, r.SatisfactionInvited)
        (distributed,) = story.of(case, c.PlanDistributed)
        assert len(invited) >= 3
        assert all(told.occurred_at >= distributed.occurred_at for told in invited)
        assert {told.group for told in invited} >= {r.Group.MINOR, r.Group.FAMILY, r.Group.PROFESSIONAL}
        came_back = [fact for fact in story.facts if isinstance(fact, r.SatisfactionReceived)]
        answers = story.rows("registry", "SELECT * FROM score_answer")
        assert 1 <= len(came_back) == len(answers) <= len(invited)
        sent = [told.moment for told in story.facts if told.name == "notification-queued"]  # type: ignore[attr-defined]  # has one
        assert sent.count("satisfaction-form") + sent.count("satisfaction-form-minor") == len(invited)
        assert "satisfaction-form-minor" in sent
        _nothing_leads_back(story, case)
        await _a_code_opens_nothing_any_more(story, case)
        await _the_coordinator_sees_nothing_yet(story, case)


def _nothing_leads_back(story: Played, case: str) -> None:
    """After the closing day a case has neither wishes nor forms, and no answer holds an id known elsewhere."""
    for table in ("score_form", "score_wish"):
        assert story.rows("registry", f"SELECT * FROM {table}") == []  # noqa: S608 - our own tables
    ((stage, token),) = story.rows("registry", "SELECT stage, token FROM score_round")
    assert (stage, token) == ("closed", "")
    elsewhere = {case, *(fact.case_id for fact in story.facts), *map(r.form_id, codes(story, case).values())}
    people = {person for person, _ in story.players.cases[case].people}
    for row in story.rows("registry", "SELECT * FROM score_answer"):
        assert not (elsewhere | people) & set(map(str, row))
    kinds = {"answer": r.AnswerSatisfaction.kind(), "paper": r.EnterPaperForm.kind()}
    looked = "SELECT at_ms FROM access WHERE asked IN (:answer, :paper)"
    hours = story.rows("registry", looked, **kinds)
    assert hours
    assert all(at_ms % (24 * 60 * 60 * 1000) == 0 for (at_ms,) in hours)


async def _a_code_opens_nothing_any_more(story: Played, case: str) -> None:
    """One that was used, one that was not and one that never was are refused in the same words."""
    refusals = set()
    for code in (*codes(story, case).values(), "bcdf-bcdf-bcdf-bcdf"):
        holder = story.client.actor(Role.CIRCLE_MEMBER, r.form_id(code), "utrecht")
        answer = r.AnswerSatisfaction(code=code, scores=r.Scores(plan=1))
        receipt = await story.client.do(answer, holder, timeout=60)
        refusals.add((receipt.status, receipt.code, receipt.message))
    ((status, _, _),) = refusals
    assert status == "refused"


async def _the_coordinator_sees_nothing_yet(story: Played, case: str) -> None:
    """One conference is too few, however many answered."""
    coordinator = story.players.cases[case].coordinator_id
    actor = story.client.actor(Role.COORDINATOR, coordinator, "utrecht")
    shown = await story.client.ask(r.ShowOwnScores(coordinator_id=coordinator), actor, r.OwnScoresShown, timeout=60)
    assert (shown.enough, shown.means, shown.conferences) == (False, (), 0)


async def test_nobody_is_asked_where_the_play_does_not_say_so_and_nobody_after_somebody_stopped(tmp_path: Path) -> None:
    stops = Temper(gives_marks=10, withdraws_after="conference.plan-distributed.v1")
    referrals = [("utrecht", a_referral("S-2")), ("utrecht", a_referral("S-3", mainPersons=[GROWN_UP]))]
    tempers = {"S-2": Temper(), "S-3": stops}
    async with played(tmp_path, referrals, lambda received: tempers[received.reference]) as story:
        assert not [fact for fact in story.facts if isinstance(fact, r.SatisfactionReceived)]
        assert story.rows("registry", "SELECT * FROM score_answer") == []
        assert story.rows("registry", "SELECT * FROM score_form") == []
        (stopped,) = (case.id for case in story.players.cases.values() if case.received.reference == "S-3")
        assert codes(story, stopped)
        for code in codes(story, stopped).values():
            holder = story.client.actor(Role.CIRCLE_MEMBER, r.form_id(code), "utrecht")
            answer = r.AnswerSatisfaction(code=code, scores=r.Scores(plan=1))
            assert (await story.client.do(answer, holder, timeout=60)).status == "refused"
