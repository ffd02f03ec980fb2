"""The field's cases on the day itself: who stays in the room, how long it lasts, and what comes of it."""

from datetime import date, timedelta
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.field import ConferenceType
from tests.route.circled import Circled, a_circle, a_mandated_circle, a_plan
from tests.route.office import GROWN_UP, Office, an_office

ONLY_THEIRS = "wat alleen de kring weet"


async def a_circle_in_part_one(office: Office, reference: str) -> Circled:
    circle = await a_circle(office, reference)
    await circle.agrees_on_a_question()
    await circle.joins("Tante Loes")
    await circle.gets_ready()
    await circle.opens()
    return circle


async def test_22_private_time_does_not_begin_while_a_professional_is_there_and_that_they_stayed_is_known(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle_in_part_one(office, "STAYS-1")
        stays = c.StartPrivateTime(case_id=circle.case_id, professionals_left=False, coordinator_left=True)
        assert (await circle.tries(stays)).code == "kring.not-ready"
        noted = c.RecordViolation(case_id=circle.case_id, rule=c.RoomRule.PROFESSIONAL_STAYED)
        await circle.does(noted)
        (violated,) = [f for f in await office.facts(circle.case_id) if isinstance(f, c.PhaseRuleViolated)]
        assert (violated.rule, violated.stage) == ("professional-stayed", "private-time")
        assert violated.by == "system"
        await circle.is_left_alone()
        silent = await circle.tries(noted)
        assert silent.code == "kring.not-allowed-now"


async def test_23_a_meeting_lasts_as_long_as_the_circle_needs_and_nothing_ends_it_but_its_sign(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle_in_part_one(office, "NIGHT-1")
        await circle.is_left_alone()
        await office.waits(timedelta(hours=20))
        shown = await circle.seen_by_coordinator()
        assert shown.stage == "private-time"
        nobody_called = c.EndPrivateTime(case_id=circle.case_id)
        assert (await circle.tries(nobody_called)).code == "kring.not-ready"
        await circle.does(nobody_called.model_copy(update={"circle_called": True}))
        assert (await circle.seen_by_coordinator()).stage == "presentation-phase"


async def test_of_private_time_nothing_is_kept_said_or_shown_and_when_it_was_is_forgotten_at_the_lock(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle_in_part_one(office, "ALONE-2")
        await circle.is_left_alone()
        for command in (
            c.DraftPlan(case_id=circle.case_id, plan=a_plan(date(2027, 1, 1), stay_in_touch=ONLY_THEIRS)),
            c.AgreeQuestion(case_id=circle.case_id, question=ONLY_THEIRS, requester_agrees=True),
            c.RecordInformationNeed(case_id=circle.case_id, need=ONLY_THEIRS),
        ):
            assert (await circle.tries(command)).status == "refused", command.name
        for seen in (await circle.seen_by_coordinator(), await circle.seen_by_manager()):
            assert (seen.stage, seen.participants, seen.question, seen.missing) == ("private-time", (), "", ())
        await office.waits(timedelta(hours=5))
        await circle.presents()
        main_person = circle.main_persons[0]
        assert (await circle.seen_by(main_person)).private_until is not None
        assert (await circle.seen_by_manager()).private_from is None
        await circle.concludes()
        await circle.gives_the_plan()
        await locks(circle)
        seen = await circle.seen_by(main_person)
        assert (seen.private_from, seen.private_until) == (None, None)
        told = [
            f for f in await office.facts(circle.case_id) if isinstance(f, c.PrivateTimeStarted | c.PrivateTimeEnded)
        ]
        assert [(f.occurred_at.hour, f.occurred_at.minute) for f in told] == [(0, 0), (0, 0)]


async def locks(circle: Circled) -> None:
    """Make the call, complete the registration, and lock it."""
    office, case_id = circle.office, circle.case_id
    await office.waits(timedelta(days=29))
    await circle.does(c.RecordFollowUp(case_id=case_id, step=1, result=c.FollowUpResult.ON_TRACK))
    await circle.does(
        r.CompleteRegistration(case_id=case_id, minutes_worked=900, distance_km=40, topics=("upbringing",))
    )
    await office.must(r.ValidateRegistration(case_id=case_id))
    await office.must(r.LockRegistration(case_id=case_id))


async def test_24_no_plan_came_of_it_and_that_is_said_honestly(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle_in_part_one(office, "NONE-1")
        await circle.is_left_alone()
        assert (await circle.says(c.EndPrivateTime(case_id=circle.case_id))).status == "done"
        silently = c.ConcludeConference(case_id=circle.case_id, present_count=5)
        assert (await circle.tries(silently)).code == "kring.not-ready"
        await circle.concludes(present=5, without_plan=True)
        (concluded,) = [f for f in await office.facts(circle.case_id) if isinstance(f, c.ConferenceConcluded)]
        assert concluded.outcome is c.PlanOutcome.NO_PLAN
        names = await office.names(circle.case_id, "conference")
        assert "follow-up-planned" not in names


async def test_24_under_compulsion_the_day_the_law_sets_stays_in_sight(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        last_day = date(2027, 2, 15)
        circle = await a_mandated_circle(office, "NONE-2", "Noor slaapt thuis", legalDeadline=last_day.isoformat())
        assert (await circle.seen_by_manager()).legal_deadline == last_day
        await circle.opens()
        await circle.is_left_alone()
        assert (await circle.says(c.EndPrivateTime(case_id=circle.case_id))).status == "done"
        await circle.concludes(present=5, without_plan=True)
        shown = await circle.seen_by_manager()
        assert (shown.stage, shown.plan_stage, shown.legal_deadline) == ("concluded", "none", last_day)


async def test_25_somebody_disagrees_so_nothing_is_agreed_and_nothing_says_who(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        circle = await a_circle_in_part_one(office, "NO-1")
        await circle.is_left_alone()
        assert (await circle.says(c.EndPrivateTime(case_id=circle.case_id))).status == "done"
        today = office.clock.now().date()
        await circle.does(c.DraftPlan(case_id=circle.case_id, plan=a_plan(today)))
        no = c.ConfirmPlan(case_id=circle.case_id, plan_version=1, everyone_agrees=False)
        told = len(await office.facts())
        refused = await circle.says(no)
        assert refused.code == "kring.not-ready"
        assert len(await office.facts()) == told
        assert circle.main_persons[0] not in str(office.rows("conference", "SELECT * FROM plan"))
        assert (await circle.seen_by_coordinator()).plan_stage == "drafted"
        assert "plan-agreed" not in await office.names(circle.case_id, "conference")
        smaller = a_plan(today, agreements=({"who": "Tante Loes", "what": "kookt op donderdag"},))
        await circle.agrees_on(smaller)
        assert (await circle.seen_by_coordinator()).plan_stage == "agreed"


async def test_39_in_a_restorative_conference_each_circle_has_its_own_room_and_either_side_may_stop_without_a_reason(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle, harmed, responsible = await two_sides(office, "HERGO-1")
        await circle.opens()
        together = c.StartPrivateTime(
            case_id=circle.case_id, professionals_left=True, coordinator_left=True, together=True
        )
        await circle.says(c.AskToMeet(case_id=circle.case_id, side=c.Side.HARMED), harmed)
        assert (await circle.tries(together)).status == "refused"
        await circle.is_left_alone()
        await circle.says(c.EndPrivateTime(case_id=circle.case_id, side=c.Side.HARMED), harmed)
        assert (await circle.seen_by_coordinator()).stage == "private-time"
        other_side = c.EndPrivateTime(case_id=circle.case_id, side=c.Side.RESPONSIBLE)
        assert (await circle.says(other_side, harmed)).status == "refused"
        assert (await circle.says(other_side, responsible)).status == "done"
        assert (await circle.seen_by_coordinator()).stage == "presentation-phase"
        assert (await circle.says(c.StepOut(case_id=circle.case_id, person_id=harmed), harmed)).status == "done"
        facts = await office.facts(circle.case_id)
        (cancelled,) = [f for f in facts if isinstance(f, c.ConferenceCancelled)]
        assert cancelled.because is c.CancelledBecause.A_SIDE_STOPPED
        assert "harmed" not in cancelled.model_dump_json()
        seen = await circle.seen_by(responsible)
        assert seen.stage == "cancelled"
        assert harmed not in seen.model_dump_json()


async def test_39_who_was_harmed_may_send_a_letter_and_the_other_side_does_not_see_how_they_take_part(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        circle, harmed, responsible = await two_sides(office, "HERGO-2", by_letter=True)
        seen = await circle.seen_by(responsible)
        assert harmed not in seen.model_dump_json()
        shown = c.AnswerInvitation(
            case_id=circle.case_id, person_id=harmed, answer=c.Answered.BY_LETTER, may_be_shown=True
        )
        await circle.says(shown, harmed)
        after = await circle.seen_by(responsible)
        assert [line.stage for line in after.participants if line.person_id == harmed] == ["by-letter"]


async def two_sides(office: Office, reference: str, *, by_letter: bool = False) -> tuple[Circled, str, str]:
    """Bring two circles up to the day; give who was harmed, and who is responsible."""
    kind = {"conference_type": ConferenceType.RESTORATIVE, "minors_involved": False}
    main = [GROWN_UP, GROWN_UP | {"name": "Otto Kuipers", "birthYear": 1951}]
    circle = await a_circle(office, reference, kind, conferenceType="restorative", mainPersons=main)
    harmed, responsible = circle.main_persons
    await circle.agrees_on_a_question()
    for who, side in ((harmed, c.Side.HARMED), (responsible, c.Side.RESPONSIBLE)):
        await circle.does(c.PlaceOnSide(case_id=circle.case_id, person_id=who, side=side))
    for name, side in (("Tante Loes", c.Side.HARMED), ("Broer Piet", c.Side.RESPONSIBLE)):
        await circle.joins(name, side=side)
    if by_letter:
        await circle.case.joins(harmed, c.Answered.BY_LETTER)
        await circle.case.joins(responsible)
        return circle, harmed, responsible
    await circle.gets_ready()
    return circle, harmed, responsible
