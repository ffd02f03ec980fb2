"""The field's cases while a conference is prepared: safety, haste, no network, children, languages, a whole street."""

from datetime import timedelta
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import AgeBand, ConferenceType, Context, Part, Urgency
from tests.route.circled import a_circle, a_mandated_circle, acceptor_of, joins_with_support, mandate
from tests.route.office import CHILD, GROWN_UP, Office, an_office

FATHER = "Vader Bram"


def stage_of(shown: c.ConferenceShown, who: str) -> str:
    return next((line.stage for line in shown.participants if line.person_id == who), "not shown")


async def all_facts_as_text(office: Office, case_id: str) -> str:
    return "\n".join(fact.model_dump_json() for fact in await office.facts(case_id))


async def test_3_who_is_barred_is_not_invited_is_heard_by_letter_and_nobody_of_the_circle_sees_that_or_why(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "BAR-1")
        await circle.agrees_on_a_question()
        aunt = await circle.joins("Tante Loes")
        father = await circle.suggests(FATHER)
        await circle.does(c.LeaveOut(case_id=circle.case_id, person_id=father, hear_by=c.Answered.BY_LETTER))
        await circle.gets_ready()
        refused = await circle.tries(c.InviteParticipant(case_id=circle.case_id, person_id=father))
        assert refused.status == "refused"
        assert stage_of(await circle.seen_by_coordinator(), father) == "not-invited-for-safety"
        for who in (aunt, circle.main_persons[0]):
            seen = await circle.seen_by(who)
            assert father not in seen.model_dump_json()
            assert "not-invited" not in seen.model_dump_json()
        queued = office.rows("notifications", "SELECT count(*) AS n FROM notification WHERE person_id = :p", p=father)
        assert queued[0].n == 0


async def test_4_each_is_asked_beforehand_whether_they_can_come_safely_and_the_day_waits_for_the_answer(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "SAFE-1")
        await circle.agrees_on_a_question()
        aunt = await circle.joins("Tante Loes")
        unsafe = c.RecordSafety(
            case_id=circle.case_id, person_id=aunt, feels_safe=False, measures="niet met haar ex in een kamer"
        )
        await circle.does(unsafe)
        for who in circle.main_persons:
            await circle.case.joins(who)
        await circle.case.sets_the_day(office.clock.now() + timedelta(days=10))
        not_yet = await circle.tries(c.DeclareReady(case_id=circle.case_id))
        assert (not_yet.code, "saf" in not_yet.message) == ("kring.not-ready", True)
        solved = c.RecordSafety(
            case_id=circle.case_id, person_id=aunt, feels_safe=True, measures="een eigen auto, en eerder weg kunnen"
        )
        await circle.does(solved)
        await circle.does(c.DeclareReady(case_id=circle.case_id))
        told = await all_facts_as_text(office, circle.case_id)
        assert "ex in een kamer" not in told
        assert "feelsSafe" not in told


async def test_7_a_condition_that_comes_up_on_the_day_does_not_bind(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_mandated_circle(office, "COND-1", "Noor slaapt thuis")
        judge = await acceptor_of(circle)
        await circle.opens()
        late = await circle.checks(c.AddCondition(case_id=circle.case_id, condition="en de hond gaat weg"), judge)
        assert late.code == "kring.not-allowed-now"
        await circle.is_left_alone()
        await circle.presents()
        await circle.does(c.SubmitPlan(case_id=circle.case_id))
        unknown = await circle.checks(c.SendPlanBack(case_id=circle.case_id, unmet=("condition-2",)), judge)
        assert unknown.code == "kring.invalid-fields"
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), judge)).status == "done"


async def test_8_an_emergency_is_prepared_in_four_days_without_skipping_consent_safety_or_conditions(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        began = office.clock.now()
        triaged = {"urgency": Urgency.URGENT, "context": Context.MANDATORY}
        compelled = {"context": "mandatory", "mandates": [mandate("Noor slaapt thuis")]}
        circle = await a_circle(office, "HASTE-1", triaged, urgency="urgent", **compelled)
        await circle.agrees_on_a_question()
        aunt = await circle.joins("Tante Loes")
        judge = await acceptor_of(circle)
        await circle.case.joins(judge)
        await circle.does(c.BriefProfessional(case_id=circle.case_id, person_id=judge))
        unsafe = c.RecordSafety(case_id=circle.case_id, person_id=aunt, feels_safe=False)
        await circle.does(unsafe)
        assert not any("food" in words or "eat" in words for words in (await circle.seen_by_coordinator()).missing)
        await circle.case.joins(circle.main_persons[0])
        at = office.clock.now() + timedelta(days=3)
        await circle.does(
            c.ScheduleConference(
                case_id=circle.case_id, starts_at=at, venue="Buurthuis De Linde", neutral=True, no_end_time=True
            )
        )
        early = await circle.tries(c.DeclareReady(case_id=circle.case_id))
        assert early.code == "kring.not-ready"
        assert [command in early.message for command in ("record-safety", "share-conditions", "food")] == [1, 1, 0]
        await circle.does(unsafe.model_copy(update={"feels_safe": True}))
        await circle.does(c.ShareConditions(case_id=circle.case_id))
        await circle.does(c.DeclareReady(case_id=circle.case_id))
        await office.waits(timedelta(days=3))
        await circle.does(c.StartInformationPhase(case_id=circle.case_id))
        assert office.clock.now() - began < timedelta(days=4)
        assert "consent-given" in await office.names(circle.case_id, "intake")


async def test_11_somebody_with_nobody_keeps_searching_and_the_meeting_waits_until_one_person_comes(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "ALONE-1")
        await circle.agrees_on_a_question()
        await circle.case.joins(circle.main_persons[0])
        await circle.case.sets_the_day(office.clock.now() + timedelta(days=10))
        assert (await circle.tries(c.DeclareReady(case_id=circle.case_id))).code == "kring.not-ready"
        assert any("circle" in words for words in (await circle.seen_by_coordinator()).missing)
        await circle.joins("Een oude vriend", suggested_by=circle.main_persons[0])
        await circle.does(c.DeclareReady(case_id=circle.case_id))


async def test_12_a_child_chooses_who_stands_beside_them_and_may_leave_at_any_moment(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "CHILD-1", mainPersons=[GROWN_UP, CHILD], minorsInvolved=True)
        shown = await office.shown(circle.case_id)
        child = next(line.person_id for line in shown.main_persons if line.age_band is not AgeBand.ADULT)
        await circle.agrees_on_a_question()
        aunt = await circle.joins("Tante Loes")
        wants = c.RecordNeeds(case_id=circle.case_id, person_id=child, support=c.SupportWish.WANTED)
        assert (await circle.says(wants, child)).status == "done"
        choice = c.ChooseSupportPerson(case_id=circle.case_id, person_id=child, support_person_id=aunt)
        other = circle.main_persons[0] if circle.main_persons[0] != child else circle.main_persons[1]
        assert (await circle.says(choice, other)).code == "kring.not-permitted"
        assert (await circle.says(choice, child)).status == "done"
        for who in circle.main_persons:
            if who != child:
                await circle.case.joins(who)
        await joins_with_support(circle, child, aunt)
        await circle.case.sets_the_day(office.clock.now() + timedelta(days=10))
        await circle.does(c.DeclareReady(case_id=circle.case_id))
        await circle.opens()
        await circle.is_left_alone()
        assert (await circle.says(c.StepOut(case_id=circle.case_id, person_id=child), child)).status == "done"
        assert (await circle.seen_by_coordinator()).stage == "private-time"


async def test_13_a_support_person_who_is_a_party_supports_no_longer_and_the_child_chooses_again(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "PARTY-1", mainPersons=[GROWN_UP, CHILD], minorsInvolved=True)
        shown = await office.shown(circle.case_id)
        child = next(line.person_id for line in shown.main_persons if line.age_band is not AgeBand.ADULT)
        aunt, neighbour = await circle.suggests("Tante Loes"), await circle.suggests("Buurvrouw Nadia")
        choice = c.ChooseSupportPerson(case_id=circle.case_id, person_id=child, support_person_id=aunt)
        assert (await circle.says(choice, child)).status == "done"
        await circle.does(c.EndSupport(case_id=circle.case_id, person_id=child))
        again = choice.model_copy(update={"support_person_id": neighbour})
        assert (await circle.says(again, child)).status == "done"
        await circle.does(c.KeepApart(case_id=circle.case_id, person_id=child, other_id=aunt))
        refused = await circle.says(choice, child)
        assert refused.status == "refused"
        names = await office.names(circle.case_id, "conference")
        assert [n for n in names if n.startswith("support-person")] == [
            "support-person-chosen",
            "support-person-ended",
            "support-person-chosen",
        ]


async def test_14_an_interpreter_falls_out_another_listens_in_from_afar_and_never_is_it_a_child(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle(office, "LANG-1")
        await circle.agrees_on_a_question()
        aunt = await circle.joins("Hala Nour")
        await circle.does(c.RecordNeeds(case_id=circle.case_id, person_id=aunt, comfort="thee", interpreter="ar"))
        child = c.SuggestParticipant.model_validate(
            {
                "case_id": circle.case_id,
                "contact": {"name": "Sami"},
                "part": Part.INTERPRETER,
                "languages": ("ar", "nl"),
                "minor": True,
            }
        )
        assert (await circle.tries(child)).status == "refused"
        first = await circle.joins("Tolk een", Part.INTERPRETER, languages=("ar", "nl"), minor=False)
        booked = c.BookInterpreter(case_id=circle.case_id, person_id=aunt, interpreter_id=first)
        await circle.does(booked)
        await circle.does(c.CancelInterpreter(case_id=circle.case_id, interpreter_id=first))
        assert any("interpreter" in words for words in (await circle.seen_by_coordinator()).missing)
        second = await circle.joins("Tolk twee", Part.INTERPRETER, languages=("ar", "nl"), minor=False)
        await circle.does(booked.model_copy(update={"interpreter_id": second, "remote": True}))
        assert not any("interpreter" in words for words in (await circle.seen_by_coordinator()).missing)


async def test_16_siblings_with_different_guardians_have_one_conference_with_conditions_for_each(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        mandates = [
            mandate("Noor slaapt bij oma", name="R. Maes", for_persons=(0,)),
            mandate("Rachel drinkt niet", name="T. Pauwels", for_persons=(1,)),
        ]
        compelled = {"context": Context.MANDATORY}
        circle = await a_circle(
            office,
            "SIB-1",
            compelled,
            mainPersons=[CHILD, GROWN_UP],
            minorsInvolved=True,
            context="mandatory",
            mandates=mandates,
        )
        assert len((await circle.seen_by_coordinator()).conditions) == len(mandates)
        acceptors = [p for p in (await circle.seen_by_coordinator()).participants if p.part is Part.ACCEPTOR]
        await circle.agrees_on_a_question()
        await circle.joins("Tante Loes")
        for who in acceptors:
            await circle.case.joins(who.person_id)
            await circle.does(c.BriefProfessional(case_id=circle.case_id, person_id=who.person_id))
        await circle.gets_ready()
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents()
        await circle.does(c.SubmitPlan(case_id=circle.case_id))
        one, other = (line.person_id for line in acceptors)
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), one)).answer == {"stillToAccept": 1}
        assert (await circle.seen_by_coordinator()).plan_stage == "submitted"
        assert (await circle.checks(c.AcceptPlan(case_id=circle.case_id), other)).status == "done"
        assert (await circle.seen_by_coordinator()).plan_stage == "accepted"


async def test_a_pupil_plans_what_to_learn_once_somebody_of_the_school_informs(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        learning = {"conference_type": ConferenceType.LEARNING}
        pupil = {"mainPersons": [CHILD], "minorsInvolved": True}
        circle = await a_circle(office, "LEARN-1", learning, conferenceType="learning", **pupil)
        await circle.agrees_on_a_question()
        await circle.joins("Tante Loes")
        assert any("school" in words for words in (await circle.seen_by_coordinator()).missing)
        await circle.joins("Juf Els", Part.INFORMATION_GIVER)
        assert not any("school" in words for words in (await circle.seen_by_coordinator()).missing)
        await circle.gets_ready()
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents()
        question = c.ShowPlan(case_id=circle.case_id)
        shown = await office.asks(question, c.PlanShown, Role.COORDINATOR, circle.case.coordinator_id)
        assert (shown.form, shown.counts) == ("learning", True)


async def test_38_a_street_of_sixty_is_invited_openly_counted_and_not_named(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        community = {"conference_type": ConferenceType.COMMUNITY, "minors_involved": False}
        circle = await a_circle(office, "STREET-1", community, conferenceType="community")
        await circle.agrees_on_a_question()
        await circle.joins("Buurvrouw Nadia")
        await circle.does(c.InviteGroup(case_id=circle.case_id, invited=60))
        await circle.gets_ready()
        assert (await circle.seen_by_manager()).invited_group == 60
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents()
        await circle.concludes(present=43)
        await circle.gives_the_plan()
        (distributed,) = [f for f in await office.facts(circle.case_id) if isinstance(f, c.PlanDistributed)]
        assert set(distributed.recipients) == {*circle.people.values(), *circle.main_persons}
        (concluded,) = [f for f in await office.facts(circle.case_id) if isinstance(f, c.ConferenceConcluded)]
        assert concluded.present_count == 43
