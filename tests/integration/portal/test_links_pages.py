"""Behind a personal link: a door that opens by a button, one page for one thing, and nothing left afterwards."""

from datetime import timedelta
from pathlib import Path

from kring_portal.links.shown import SPOKEN
from kring_portal.web.guarding import LINK_COOKIE, cookie_name
from kring_portal.web.words import LETTERS
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import LinkPurpose, RevokeLinks
from tests.integration.portal.behind import AUNT, a_family, cookies_of, token_in

PLANNED = "kookt op woensdag"


async def test_an_invitation_is_answered_by_whoever_holds_the_link_and_by_nobody_who_only_follows_it(
    tmp_path: Path,
) -> None:
    async with a_family(tmp_path) as family:
        token = await family.link(LinkPurpose.ANSWER_INVITATION)
        scanner = await family.visitor()
        for _ in range(30):
            assert await scanner.sees(f"/k/{token}")
        assert (await family.listed()).links[0].opened == 0
        person, page = await family.opens(token)
        assert "Are you coming?" in page.text
        assert (await family.listed()).links[0].opened == 1
        assert AUNT not in page.text
        thanked = await person.sends("/k/answer", answer="comes", comfort="a quiet corner")
        assert "Thank you. It is noted." in thanked.text
        line = await family.line()
        assert (line.stage, line.comfort) == ("comes", "a quiet corner")
        assert "quiet corner" not in thanked.text
        assert "checked" not in thanked.text
        told = [
            fact for fact in await family.circled.office.facts(family.case_id) if fact.name == "participant-answered"
        ]
        assert told[-1].by == f"circle-member/{family.aunt}"


async def test_needs_and_days_are_said_behind_links_of_their_own(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        person, page = await family.opens(await family.link(LinkPurpose.SAY_NEEDS))
        assert page.text.count("<option value=") >= len(SPOKEN)
        await person.sends("/k/needs", support="not-wanted", interpreter="tr")
        assert (await family.line()).interpreter == "tr"
        refused = await person.sends("/k/answer", answer="comes")
        assert refused.status_code == 404
        day = family.clock.now() + timedelta(days=10)
        await family.circled.does(c.ProposeDates(case_id=family.case_id, options=(day, day + timedelta(days=1))))
        person, page = await family.opens(await family.link(LinkPurpose.CHOOSE_DATES))
        field = f"day-{day.timestamp():.0f}"
        assert field in page.text
        nothing = await person.sends("/k/dates")
        assert nothing.status_code == 422
        assert "Nothing was chosen yet." in nothing.text
        said = await person.sends("/k/dates", **{field: "can"})
        assert "Thank you" in said.text
        best = (await family.circled.seen_by_coordinator()).dates
        assert next(line for line in best if line.starts_at == day).can == 1


async def test_who_answers_an_invitation_says_at_once_which_days_suit_them(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        token = await family.link(LinkPurpose.ANSWER_INVITATION)
        person, page = await family.opens(token)
        assert "Which days suit you?" not in page.text
        day = family.clock.now() + timedelta(days=10)
        other = day + timedelta(days=1)
        await family.circled.does(c.ProposeDates(case_id=family.case_id, options=(day, other)))
        first, second = f"day-{day.timestamp():.0f}", f"day-{other.timestamp():.0f}"
        assert "If you come: say for each day whether you can." in await person.sees("/k/page")
        missing = await person.sends("/k/answer", {first: "can", second: "if-need-be"}, comfort="a quiet corner")
        assert missing.status_code == 422
        assert f'name="{second}" value="if-need-be" checked' in missing.text
        assert "a quiet corner" in missing.text
        assert "quiet corner" not in await person.sees("/k/page")
        thanked = await person.sends("/k/answer", {first: "can", second: "if-need-be"}, answer="comes")
        assert "Thank you" in thanked.text
        assert "checked" not in thanked.text
        line = await family.line()
        assert line.stage == "comes"
        assert line.dates == c.DatesOf(answered=True, can=(day,), if_need_be=(other,))


async def test_who_does_not_come_chooses_no_day_and_once_there_is_one_nobody_does(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        day = family.clock.now() + timedelta(days=10)
        field = f"day-{day.timestamp():.0f}"
        await family.circled.does(c.ProposeDates(case_id=family.case_id, options=(day,)))
        person, _ = await family.opens(await family.link(LinkPurpose.ANSWER_INVITATION))
        said_no = await person.sends("/k/answer", {field: "can"}, answer="does-not-come")
        assert "Would you rather come after all? Tell the coordinator" in said_no.text
        assert '/k/answer"' not in said_no.text
        assert (await family.line()).dates is None
        assert field not in await person.sees("/k/page")
        await family.circled.does(
            c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES)
        )
        assert (await family.line()).dates == c.DatesOf(answered=False)
        assert field in await person.sees("/k/page")
        place = c.ScheduleConference(case_id=family.case_id, starts_at=day, venue="Buurthuis De Linde", neutral=True)
        await family.circled.does(place)
        assert field not in await person.sees("/k/page")
        other, page = await family.opens(await family.link(LinkPurpose.CHOOSE_DATES))
        assert "The day has been chosen." in page.text
        assert "Linde" not in page.text
        assert (await other.sends("/k/dates", {field: "can"})).status_code == 422


async def test_a_plan_is_read_with_a_code_that_was_told_apart_from_the_link(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        circled = family.circled
        await circled.does(c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES))
        await circled.gets_ready()
        await circled.opens()
        await circled.is_left_alone()
        await circled.presents()
        await circled.concludes()
        await circled.gives_the_plan()
        token = await family.link(LinkPurpose.READ_PLAN)
        person, page = await family.opens(token)
        assert "you have none that works now" in page.text
        code = await family.code()
        assert PLANNED not in (await person.get("/k/page")).text
        wrong = await person.sends("/k/code", code="12")
        assert "That code is not right" in wrong.text
        shown = await person.sends("/k/code", code=code)
        assert PLANNED in shown.text
        received = await person.sends("/k/received")
        assert "Thank you" in received.text
        other, page = await family.opens(token)
        assert PLANNED not in page.text
        assert (await other.sends("/k/received")).status_code == 404


async def test_the_day_comes_as_a_file_that_says_nothing_and_without_a_day_there_is_none(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        await family.circled.does(
            c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES)
        )
        person, _ = await family.opens(await family.link(LinkPurpose.SHOW_CALENDAR))
        assert "There is no day yet" in (await person.sends("/k/calendar")).text
        await family.circled.gets_ready()
        file = await person.sends("/k/calendar")
        assert file.headers["content-type"].startswith("text/calendar")
        assert "BEGIN:VCALENDAR" in file.text
        assert "Linde" not in file.text or "LOCATION" in file.text


async def test_unknown_closed_and_revoked_look_the_same_and_a_page_that_is_open_closes_at_once(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        token = await family.link(LinkPurpose.SAY_NEEDS)
        person, page = await family.opens(token)
        assert "What do you need?" in page.text
        await family.circled.does(RevokeLinks(case_id=family.case_id, person_id=family.aunt))
        refusals = [
            await person.get("/k/page"),
            await (await family.visitor()).get(f"/k/{token}"),
            await (await family.visitor()).get(f"/k/{token[:4]}{'a' * 26}"),
            await (await family.visitor()).get("/k/nothing"),
            await (await family.visitor()).get("/k/page"),
        ]
        assert {answer.status_code for answer in refusals} == {404}
        assert len({answer.text for answer in refusals}) == 1
        assert LINK_COOKIE not in cookies_of(person)


async def test_a_link_dies_with_the_case(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        token = await family.link(LinkPurpose.SAY_NEEDS)
        person, _ = await family.opens(token)
        office = family.circled.office
        await office.must(i.WithdrawRequest(case_id=family.case_id), Role.MAIN_PERSON, family.circled.main_persons[0])
        assert (await person.get("/k/page")).status_code == 404
        assert (await (await family.visitor()).get(f"/k/{token}")).status_code == 404


async def test_the_way_out_is_a_plain_link_on_every_page_and_leaves_nothing(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        person, page = await family.opens(await family.link(LinkPurpose.SAY_NEEDS))
        assert '<a href="/k/leave"' in page.text
        assert cookies_of(person)[LINK_COOKIE] == "/k"
        secret = person.client.cookies[LINK_COOKIE]
        left = await person.client.get("/k/leave", follow_redirects=False)
        assert (left.status_code, left.headers["location"]) == (303, "https://www.wikipedia.org/")
        assert LINK_COOKIE not in cookies_of(person)
        person.client.cookies.set(LINK_COOKIE, secret, domain="portal.test", path="/k")
        assert (await person.get("/k/page")).status_code == 404


async def test_a_visit_behind_a_link_opens_no_desk_and_a_desk_opens_no_link(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        person, _ = await family.opens(await family.link(LinkPurpose.SAY_NEEDS))
        secret = person.client.cookies[LINK_COOKIE]
        person.client.cookies.set(cookie_name(family.portal.house), secret, domain="portal.test")
        assert "/sign-out" not in (await person.sees("/"))
        manager = await family.portal.manager()
        desk = manager.client.cookies[cookie_name(family.portal.house)]
        manager.client.cookies.set(LINK_COOKIE, desk, domain="portal.test", path="/k")
        assert (await manager.get("/k/page")).status_code == 404


async def test_who_asked_sees_how_far_it_is_in_one_word_and_nothing_of_the_case(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        asked_by = (await family.circled.office.shown(family.case_id)).requester.person_id
        person, page = await family.opens(await family.link(LinkPurpose.SEE_STATUS, asked_by), "nl")
        assert "Wij zijn begonnen." in page.text
        assert AUNT not in page.text
        assert (await person.sends("/k/needs", support="wanted")).status_code == 404


async def test_a_form_without_the_token_of_the_visit_changes_nothing(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        person, _ = await family.opens(await family.link(LinkPurpose.ANSWER_INVITATION))
        person.csrf = "from another site"
        assert (await person.sends("/k/answer", answer="comes")).status_code == 404
        assert (await family.line()).stage == "invited"


async def test_nothing_on_a_page_says_who_it_is_from_or_what_it_is_about_in_any_language(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        token = await family.link(LinkPurpose.SAY_NEEDS)
        for language in LETTERS:
            person = await family.visitor(language)
            door = await person.sees(f"/k/{token}")
            chosen = await person.sends("/k/language", came_from=f"/k/{token}", language=language)
            assert f'lang="{language}"' in chosen.text
            assert ('dir="rtl"' in chosen.text) is (language == "ar")
            answer = await person.sends(f"/k/{token}")
            assert token_in(answer)
            for page in (door, chosen.text, answer.text):
                shown = page.partition("<head")[2].casefold()
                for word in ("kring<", "eigen kracht", "utrecht", "conferen", "links-", family.case_id, family.aunt):
                    assert word not in shown
