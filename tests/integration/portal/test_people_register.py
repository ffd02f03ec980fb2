"""The register, careers and gatherings at the manager's desk, and at the desks of those who are in them."""

import re
from pathlib import Path

from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import new_id
from tests.integration.portal.house import Portal
from tests.integration.portal.peopled import a_case_that_waits, a_peopled_portal
from tests.route.office import Office

LETTER = "Ik wil graag mensen bij elkaar brengen."


async def test_the_register_is_filtered_and_shown_on_a_map(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        everybody = await manager.sees("/manager/coordinators")
        assert "Marijke Vos" in everybody
        assert "Hanneke Bos" in everybody
        german = await manager.sees("/manager/coordinators?language=de")
        assert "Hanneke Bos" in german
        assert "Marijke Vos" not in german

        drawn = await manager.sees("/manager/coordinators/map")
        assert drawn.count('class="spot"') == 3  # Utrecht, Nieuwegein, Zeist
        assert re.search(
            r"Utrecht</th><td class=\"number\">3</td><td class=\"number\">0</td><td class=\"number\">9<", drawn
        )


async def test_a_coordinator_is_entered_paused_and_gets_a_telephone(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        assert "Enter a coordinator" in await manager.sees("/manager/coordinators/new")
        entered = await manager.sends(
            "/manager/coordinators/new",
            name="Noor Peeters",
            email="noor@kring.example",
            languages="nl, ti",
            scopes=["family"],
            municipality="Utrecht",
            travel_limit_km="30",
            maximum_load="2",
            screening_valid_until="2026-12-15",
        )
        assert "is in the register" in entered.text
        assert "Tigrinya" in entered.text
        assert "ends soon" in entered.text
        path = str(entered.url.path)
        issued = await manager.sends(f"{path}/issue-thing", came_from=path, thing="telephone")
        assert "telephone (23 Nov 2026)" in issued.text
        away = await manager.sends(
            f"{path}/set-availability", came_from=path, maximum_load="1", first=["2026-12-01"], last=["2026-12-08"]
        )
        assert "0 of 1" in away.text
        assert "1 Dec 2026" in away.text


async def test_a_form_that_is_not_right_says_so_and_changes_nothing(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        wrong = await manager.sends("/manager/coordinators/new", name="Noor", languages="", screening_valid_until="")
        assert wrong.status_code == 422
        assert "Noor" not in await manager.sees("/manager/coordinators")


async def a_candidate(portal: Portal, office: Office) -> str:
    apply = m.ApplyAsCandidate(
        contact=Contact(name="Selam Tesfay", email="selam@voorbeeld.example"),
        motivation=LETTER,
        languages=("ti", "nl"),
        municipality="Utrecht",
    )
    receipt = await office.must(apply)
    return str((receipt.answer or {})["personId"])


async def a_gathering(office: Office, kind: m.GatheringKind, days: int = 1) -> str:
    moments = tuple(office.clock.now().replace(day=24 + day) for day in range(days))
    planned = await office.must(m.PlanGathering(kind_of=kind, title="Samen leren", days=moments, place="Buurthuis"))
    return str((planned.answer or {})["gatheringId"])


async def test_a_candidate_goes_their_way_and_a_trainer_notes_who_was_there(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        person_id = await a_candidate(portal, office)
        meeting = await a_gathering(office, m.GatheringKind.INFORMATION_MEETING)
        candidate = await portal.signed_in(Role.CANDIDATE, person_id)
        trainer = await portal.signed_in(Role.TRAINER, "trainer-1")

        up = await candidate.sends(f"/candidate/gatherings/{meeting}/sign-up", came_from="/candidate")
        assert "You are on the list" in up.text
        page = await trainer.sees(f"/trainer/{meeting}")
        assert "Selam Tesfay" in page
        assert LETTER not in page
        noted = await trainer.sends(
            f"/trainer/{meeting}/record-attendance", came_from=f"/trainer/{meeting}", day="1", present=[person_id]
        )
        assert "noted" in noted.text
        await office.kring.settle()

        way = await candidate.sees("/candidate")
        assert "I take part" in way
        await candidate.sends("/candidate/opt-in", came_from="/candidate")
        manager = await portal.manager()
        shown = await manager.sees(f"/manager/careers/{person_id}")
        assert "takes part" in shown
        assert LETTER in shown


async def test_a_candidate_may_stop_and_is_asked_once_more(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        person_id = await a_candidate(portal, office)
        candidate = await portal.signed_in(Role.CANDIDATE, person_id)
        asked = await candidate.sends("/candidate/end-candidacy", came_from="/candidate")
        assert "Do you want to stop?" in asked.text
        assert "wrote a letter" in await candidate.sees("/candidate")
        stopped = await candidate.sends("/candidate/end-candidacy", came_from="/candidate", sure="yes")
        assert "Thank you" in stopped.text
        shown = await office.asks(m.ShowCareer(person_id=person_id), m.CareerShown)
        assert shown.line.stage == "ended"


async def test_nobody_reads_another_candidate_s_way(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        person_id = await a_candidate(portal, office)
        other = await portal.signed_in(Role.CANDIDATE, new_id(office.clock.now()))
        assert (await other.get("/candidate")).status_code in {403, 404}
        supervisor = await portal.signed_in(Role.SUPERVISOR, "supervisor-1")
        page = await supervisor.sees(f"/supervisor/{person_id}")
        assert "Selam Tesfay" in page
        assert LETTER not in page


async def test_a_gathering_is_planned_on_a_page_and_stands_in_the_list(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        planned = await manager.sends(
            "/manager/gatherings/new",
            kind_of="study-day",
            title="Luisteren zonder oordeel",
            days=["2026-12-10T10:00", ""],
            place="",
            agenda="welkom\noefenen",
            room_for="12",
            public="yes",
        )
        assert "Luisteren zonder oordeel" in planned.text
        assert "10 Dec 2026 10:00" in planned.text.replace("\u202f", " ")
        path = re.findall(r'href="(/manager/gatherings/[0-9a-f]+)"', planned.text)[0]
        assert "oefenen" in await manager.sees(path)
        cancelled = await manager.sends(f"{path}/cancel-gathering", came_from=path)
        assert "cancelled" in cancelled.text


async def test_a_question_is_taken_and_answered_by_a_supervisor(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        who = (await case.ranked())[0].coordinator_id
        asked = m.AskHelpdesk(coordinator_id=who, topic=m.Topic.SAFETY, question="Wat doe ik als iemand bang is?")
        await office.must(asked, Role.COORDINATOR, who)
        supervisor = await portal.signed_in(Role.SUPERVISOR, "supervisor-1")
        waiting = await supervisor.sees("/supervisor/helpdesk")
        path = re.findall(r'href="(/supervisor/helpdesk/[0-9a-f]+)"', waiting)[0]
        taken = await supervisor.sends(f"{path}/take-helpdesk-case", came_from=path)
        assert "bang" in taken.text
        answered = await supervisor.sends(f"{path}/answer-helpdesk-case", came_from=path, answer="Bel ons meteen.")
        assert "Bel ons meteen." in answered.text
        coordinator = await portal.signed_in(Role.COORDINATOR, who)
        profile = await coordinator.sees("/coordinator/profile")
        (own,) = re.findall(r'href="(/coordinator/profile/questions/[0-9a-f]+)"', profile)
        assert "answered" in profile
        assert own in await coordinator.sees("/coordinator/profile/questions")
        assert "Bel ons meteen." in await coordinator.sees(own)
        other = await portal.signed_in(Role.COORDINATOR, (await case.ranked())[1].coordinator_id)
        assert own not in await other.sees("/coordinator/profile/questions")
        manager = await portal.manager()
        assert "safety" not in (await manager.sees("/manager/helpdesk")).partition("<tbody>")[2]
        assert "safety" in (await manager.sees("/manager/helpdesk?closed=true")).partition("<tbody>")[2]
