"""What happens at matching when it does not go straight: each case of the field, on a whole Kring."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.testing.people.careers import REPORT, WORK
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register, name_funders, statute_of
from tests.route.coordinated import QUESTION, Coordinated, a_coordinated_case, an_accepted_case
from tests.route.office import GROWN_UP, Office, an_office
from tests.route.test_edge_cases_of_intake import all_is_well

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NOT_PERMITTED = "kring.not-permitted"


async def registered(office: Office) -> None:
    await fill_register(Desk(office.client), office.clock.now(), load=2)


async def shut_out(case: Coordinated, coordinator_id: str) -> None:
    """Hold every service to it: whoever is out sees nothing of the case and does nothing in it, from that moment."""
    case_id, office = case.case_id, case.office
    asked = office.client.actor(Role.COORDINATOR, coordinator_id, office.name)
    for question, form in (
        (c.ShowConference(case_id=case_id), c.ConferenceShown),
        (i.ShowRequest(case_id=case_id), i.RequestShown),
        (m.ShowSearch(case_id=case_id), m.SearchShown),
        (r.ShowRegistration(case_id=case_id), r.RegistrationShown),
    ):
        with pytest.raises(RefusedAnswer) as refused:
            await office.client.ask(question, asked, form, timeout=60)
        assert refused.value.receipt.code == NOT_PERMITTED, question.name
    tried = await office.does(
        c.AgreeQuestion(case_id=case_id, question=QUESTION, requester_agrees=True), Role.COORDINATOR, coordinator_id
    )
    assert tried.code == NOT_PERMITTED


async def test_1_a_tie_found_late_shuts_the_coordinator_out_at_once_and_keeps_what_the_family_agreed_to(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        case = await a_coordinated_case(office, "TIE-1")
        people = await case.prepares()
        before, first = await case.conference(), case.coordinator_id
        await case.does(m.DeclareConflict(case_id=case.case_id, tie=m.ConflictKind.KNOWS_THE_FAMILY))
        await shut_out(case, first)
        assert (await case.search()).stage == "frozen"
        await office.must(m.HandOverAssignment(case_id=case.case_id, reason=m.HandOverReason.CONFLICT))
        assert first not in {one.coordinator_id for one in await case.ranked()}
        await case.approves()
        await case.says_yes()
        assert case.coordinator_id != first
        after = await case.conference()
        assert (after.stage, after.starts_at) == (before.stage, before.starts_at)
        assert {p.person_id for p in after.participants} == {p.person_id for p in before.participants} >= set(people)
        consents = [f.name for f in await office.facts(case.case_id) if isinstance(f, i.ConsentRequested)]
        assert len(consents) <= 1
        await shut_out(case, first)
        await case.does(c.StartInformationPhase(case_id=case.case_id))
        await all_is_well(office)


async def test_1_a_tie_found_in_the_first_part_adjourns_and_private_time_is_never_disturbed(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        in_part_one, alone = [await a_coordinated_case(office, f"TIE-{n}") for n in (2, 3)]
        for case in (in_part_one, alone):
            await case.prepares()
            await case.does(c.StartInformationPhase(case_id=case.case_id))
        left = c.StartPrivateTime(case_id=alone.case_id, professionals_left=True, coordinator_left=True)
        await alone.does(left)
        for case in (in_part_one, alone):
            tie = m.DeclareConflict(case_id=case.case_id, tie=m.ConflictKind.REQUESTER)
            await office.must(tie, Role.MAIN_PERSON, case.main_person)
        assert (await in_part_one.conference()).stage == "adjourned"
        assert (await alone.conference()).stage == "private-time"
        await office.must(c.EndPrivateTime(case_id=alone.case_id), Role.MAIN_PERSON, alone.main_person)
        assert (await alone.conference()).stage == "presentation-phase"
        await all_is_well(office)


async def test_1_where_there_was_no_tie_after_all_the_coordinator_goes_on(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        case = await a_coordinated_case(office, "TIE-4")
        await case.does(m.DeclareConflict(case_id=case.case_id, tie=m.ConflictKind.OWN_INTEREST))
        await shut_out(case, case.coordinator_id)
        await office.must(m.DismissConflict(case_id=case.case_id))
        await case.does(c.AgreeQuestion(case_id=case.case_id, question=QUESTION, requester_agrees=True))
        await all_is_well(office)


async def test_2_for_a_coordinator_who_falls_ill_a_deputy_is_found_the_same_day_and_the_meeting_is_kept(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await registered(office)
        case = await a_coordinated_case(office, "ILL-1")
        await case.prepares()
        before, first, day = await case.conference(), case.coordinator_id, office.clock.now().date()
        await office.must(m.HandOverAssignment(case_id=case.case_id, reason=m.HandOverReason.ILLNESS))
        await case.approves()
        assert office.clock.now().date() == day
        await case.says_yes()
        after = await case.conference()
        assert (after.stage, after.starts_at) == ("ready", before.starts_at)
        await shut_out(case, first)
        await case.does(c.StartInformationPhase(case_id=case.case_id))
        await all_is_well(office)


async def test_18_where_nobody_fits_the_neighbours_are_asked_and_what_was_missing_is_remembered(tmp_path: Path) -> None:
    async with an_office(tmp_path, "amersfoort") as office:
        utrecht = office.at("utrecht")
        await name_funders(Desk(office.client), office.clock.now())
        await a_somali_speaker_at(utrecht)
        person = GROWN_UP | {"languages": ["so"], "municipality": "Amersfoort"}
        case = await an_accepted_case(office, "FAR-1", mainPersons=[person])
        assert await case.ranked() == []
        await office.waits(6 * DAY)
        assert (await case.search()).stage == "unfilled"
        (asked,) = (await utrecht.asks(m.ListLoans(), m.LoanList)).loans
        assert (asked.case_id, asked.languages) == (None, ("so",))
        lent = (await utrecht.asks(m.RankForLoan(loan_id=asked.loan_id), m.Ranking)).coordinators[0]
        await utrecht.must(m.OfferLoan(loan_id=asked.loan_id, coordinator_id=lent.coordinator_id))
        (guest,) = await case.ranked()
        assert (guest.lent_by, guest.coordinator_id != lent.coordinator_id) == ("utrecht", True)
        await case.approves(guest.coordinator_id)
        await case.says_yes()
        await case.does(c.AgreeQuestion(case_id=case.case_id, question=QUESTION, requester_agrees=True))
        (at_home,) = (await utrecht.asks(m.ListCoordinators(), m.CoordinatorList)).coordinators
        assert at_home.active_cases == 1
        advice = await office.asks(m.RecruitmentAdvice(), m.Advice)
        assert [line.unfilled for line in advice.lines if (line.what, line.value) == ("language", "so")] == [1]
        assert (await office.asks(m.RecruitmentAdvice(outward=True), m.Advice)).lines == ()
        between = [fact for fact in await office.facts() if fact.reach == "backbone"]
        told = " ".join(fact.model_dump_json() for fact in between)
        assert between
        assert not {word for word in (case.case_id, lent.coordinator_id, case.main_person) if word in told}
        await all_is_well(office)


async def test_19_a_first_conference_without_a_plan_is_judged_by_the_work_and_certified(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        learner = await a_learner(office)
        case = await an_accepted_case(office, "FIRST-1")
        await case.approves(learner)
        await case.says_yes()
        assert (await case.search()).supervised_by == "manager-utrecht"
        people = await case.prepares()
        await case.does(c.StartInformationPhase(case_id=case.case_id))
        left = c.StartPrivateTime(case_id=case.case_id, professionals_left=True, coordinator_left=True)
        await case.does(left)
        await office.must(c.EndPrivateTime(case_id=case.case_id), Role.MAIN_PERSON, case.main_person)
        await case.does(c.ConcludeConference(case_id=case.case_id, present_count=len(people), without_plan=True))
        (held,) = (fact for fact in await office.facts(case.case_id) if isinstance(fact, c.ConferenceConcluded))
        assert held.outcome is c.PlanOutcome.NO_PLAN
        positive = m.EvaluationResult.POSITIVE
        await office.must(
            m.EvaluateConference(person_id=learner, conference_id=case.case_id, work=WORK, result=positive)
        )
        await office.must(m.IssueCertificate(person_id=learner))
        shown = await office.asks(m.ShowCertificate(person_id=learner), m.CertificateShown)
        assert (shown.name, shown.scopes) == ("Nienke", (ConferenceType.FAMILY,))
        await all_is_well(office)


async def test_20_a_screening_that_ends_is_told_in_time_blocks_what_is_new_and_leaves_the_running_case_to_the_manager(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        soon = office.clock.now().date() + timedelta(days=70)
        who = await a_coordinator(office, screening_valid_until=soon)
        case = await a_coordinated_case(office, "VOG-1")
        await office.waits(11 * DAY)
        assert "screening-expiring" in await office.names(who, "matching")
        await office.waits(61 * DAY)
        names = await office.names(who, "matching")
        assert names[-2:] == ["screening-expired", "coordinator-suspended"]
        new = await an_accepted_case(office, "VOG-2")
        ranking = await office.asks(m.RankCoordinators(case_id=new.case_id), m.Ranking)
        assert ranking.fitting == 0
        assert "VOG" not in ranking.model_dump_json()
        assert "screening" not in ranking.model_dump_json()
        await case.does(c.AgreeQuestion(case_id=case.case_id, question=QUESTION, requester_agrees=True))
        today = office.clock.now().date()
        seen = m.ConfirmScreening(coordinator_id=who, checked_on=today, valid_until=today + timedelta(days=1000))
        await office.must(seen)
        assert (await office.names(who, "matching"))[-1] == "coordinator-reinstated"
        await all_is_well(office)


async def test_21_a_coordinator_who_goes_to_work_for_a_helping_body_is_suspended_and_their_cases_are_frozen(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        who = await a_coordinator(office)
        case = await a_coordinated_case(office, "JOB-1")
        await case.does(m.DeclareRegisterTie(coordinator_id=who, tie=m.TieKind.EMPLOYED))
        await shut_out(case, who)
        back = await office.does(m.ReinstateCoordinator(coordinator_id=who))
        assert back.status == "refused"
        await office.must(m.HandOverAssignment(case_id=case.case_id, reason=m.HandOverReason.CONFLICT))
        await a_coordinator(office, name="Joost")
        await case.approves()
        await case.says_yes()
        await office.must(m.EndRegisterTie(coordinator_id=who, tie=m.TieKind.EMPLOYED))
        await office.must(m.ReinstateCoordinator(coordinator_id=who))
        assert who not in {one.coordinator_id for one in await case.ranked()}
        await all_is_well(office)


async def a_coordinator(office: Office, name: str = "Rachel", **changes: object) -> str:
    """Enter somebody whose papers are in order; give their id."""
    now = office.clock.now()
    fields: dict[str, object] = {
        "coordinator_id": new_id(now),
        "contact": Contact(name=name, email=f"{name.lower()}@kring.example"),
        "languages": ("nl",),
        "scopes": (ConferenceType.FAMILY,),
        "municipality": "Utrecht",
        "screening_valid_until": date(now.year + 2, 1, 1),
        "employer_is_helping_body": False,
        "statute": statute_of(office.name, now),
    }
    entry = m.RegisterCoordinator.model_validate(fields | changes)
    await office.must(entry)
    return entry.coordinator_id


async def a_somali_speaker_at(office: Office) -> None:
    """Enter the one coordinator for miles around who speaks Somali."""
    await a_coordinator(office, "Abdi", languages=("so", "nl"), municipality="Utrecht")


async def a_learner(office: Office) -> str:
    """Bring somebody from a letter to their first conference; give their id."""
    contact = Contact(name="Nienke", email="nienke@voorbeeld.example")
    letter = m.ApplyAsCandidate(contact=contact, motivation="Ik wil dit graag.", cv="Leraar.", languages=("nl",))
    person_id = str(((await office.must(letter)).answer or {})["personId"])
    kinds = m.GatheringKind
    meeting = await planned(office, kinds.INFORMATION_MEETING, 1)
    await office.must(m.RecordAttendance(gathering_id=meeting, present=(person_id,)))
    await office.must(m.OptIn(person_id=person_id), Role.CANDIDATE, person_id)
    training = await planned(office, kinds.TRAINING_FIRST, 3)
    await office.must(m.SignUp(gathering_id=training, person_id=person_id), Role.CANDIDATE, person_id)
    await office.waits(WEEK)
    for day in (1, 2, 3):
        await office.must(m.RecordAttendance(gathering_id=training, day=day, present=(person_id,)))
    await office.must(m.SubmitReport(person_id=person_id, lines=REPORT), Role.CANDIDATE, person_id)
    await office.must(m.AgreeOnCandidate(person_id=person_id, trainers_agree=True, candidate_agrees=True))
    await a_coordinator(office, "Nienke", coordinator_id=person_id)
    await office.must(m.StartSupervision(person_id=person_id))
    return person_id


async def planned(office: Office, kind: m.GatheringKind, days: int) -> str:
    """Plan a gathering from tomorrow on; give its id."""
    when = tuple(office.clock.now() + timedelta(days=n) for n in range(1, days + 1))
    receipt = await office.must(m.PlanGathering(kind_of=kind, title="Bijeenkomst", days=when, place="Utrecht"))
    return str((receipt.answer or {})["gatheringId"])
