"""The field's cases of messages: stopped at once, no letter to an old address, safe at home, no e-mail, a death."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from deploy.demo.post_office import PostOffice
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import notifications as n
from kring_shared.contracts.actor import Role
from kring_shared.contracts.sealed import Contact
from tests.route.circled import TEN_DAYS, Circled, a_circle
from tests.route.office import Office, an_office

REQUESTER: dict[str, object] = {"kind": "closePerson", "name": "Rachel", "email": "rachel@voorbeeld.example"}
FOUR_WEEKS = timedelta(days=29)
A_DAY = timedelta(days=1)


@dataclass
class Written:
    """A circle, and everything that reached its people."""

    office: Office
    circle: Circled
    post: PostOffice

    def mails_to(self, address: str) -> list[str]:
        """Give the texts of the mails somebody got."""
        mine = (mail for mail in self.post.mails.values() if mail["To"] == address)
        return [body.get_content() for mail in mine if (body := mail.get_body(("plain",))) is not None]

    async def reached(self) -> int:
        """Count everything that went out, by any way."""
        return len(self.post.mails) + len(self.post.texts) + len(await self.post.printed_letters())

    async def messages(self) -> list[n.MessageLine]:
        """List the messages of the case."""
        listed = await self.office.asks(n.ListMessages(case_id=self.circle.case_id), n.MessageList)
        return list(listed.messages)

    async def statuses(self, *of: n.Moment) -> set[str]:
        """Give where the messages of some moments stand."""
        return {line.status for line in await self.messages() if line.moment in of}


@asynccontextmanager
async def a_written_circle(
    folder: Path, reference: str, rules: dict[str, object] | None = None, requester: dict[str, object] | None = None
) -> AsyncIterator[Written]:
    with PostOffice(folder / "post") as post:
        async with an_office(folder, plugin_settings=post.settings()) as office:
            data = {"contactRules": rules, "requester": requester}
            given = {name: value for name, value in data.items() if value is not None}
            yield Written(office, await a_circle(office, reference, None, **given), post)


def by_mail(name: str) -> Contact:
    return Contact(name=name, email=f"{name.lower()}@voorbeeld.example")


async def test_9_a_family_that_stops_hears_no_more_and_who_was_invited_hears_only_that_it_is_off(
    tmp_path: Path,
) -> None:
    async with a_written_circle(tmp_path, "STOP-9") as written:
        circle, office = written.circle, written.office
        await circle.agrees_on_a_question()
        await circle.joins("Loes", contact=by_mail("Loes"))
        await circle.suggests("Otto", contact=by_mail("Otto"))
        await circle.gets_ready()
        await office.waits(timedelta(days=8) - timedelta(hours=6))  # the reminder of the day comes tonight
        await office.must(i.WithdrawRequest(case_id=circle.case_id), Role.MAIN_PERSON, circle.main_persons[0])
        await office.waits(FOUR_WEEKS)
        assert len(written.mails_to("loes@voorbeeld.example")) == 2  # the invitation, and that it is off
        assert "gaat niet door" in written.mails_to("loes@voorbeeld.example")[-1]
        assert written.mails_to("otto@voorbeeld.example") == []
        assert await written.statuses(n.Moment.DATE_REMINDER) <= {"suppressed"}
        still_open = [m.moment for m in await written.messages() if m.status in {"queued", "delayed", "to-tell"}]
        assert set(still_open) <= {n.Moment.STOPPED}  # whom no message reaches is told by a person that it is off


async def test_27_whom_nobody_reaches_after_the_plan_gets_no_letter_at_an_old_address(tmp_path: Path) -> None:
    async with a_written_circle(tmp_path, "GONE-27", requester=REQUESTER) as written:
        circle, office = written.circle, written.office
        await circle.agrees_on_a_question()
        await circle.joins("Loes", contact=by_mail("Loes"))
        await circle.gets_ready()
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents()
        await circle.concludes()
        await circle.gives_the_plan()
        await office.waits(FOUR_WEEKS)
        before = {line.message_id for line in await written.messages()}
        for _ in range(3):
            await circle.does(c.RecordFollowUpAttempt(case_id=circle.case_id, step=1))
        await office.waits(FOUR_WEEKS)
        (completed,) = await circle.told(c.FollowUpCompleted)
        assert isinstance(completed, c.FollowUpCompleted)
        assert completed.result is c.FollowUpResult.UNREACHABLE
        after = [line for line in await written.messages() if line.message_id not in before]
        assert [line.moment for line in after if line.moment is not n.Moment.ENDED] == []


async def test_33_a_message_that_somebody_else_opens_shows_neither_who_writes_nor_what_about(tmp_path: Path) -> None:
    rules: dict[str, object] = {"neutralSender": True, "doNotContact": []}
    async with a_written_circle(tmp_path, "SAFE-33", rules=rules) as written:
        circle, office = written.circle, written.office
        await circle.agrees_on_a_question()
        await circle.joins("Loes", contact=by_mail("Loes"))
        await circle.joins("Nadia", contact=Contact(name="Nadia", phone="+31 6 12345678"))
        await circle.gets_ready()
        await office.waits(TEN_DAYS - A_DAY)
        to_family = [mail for mail in written.post.mails.values() if mail["To"] == "loes@voorbeeld.example"]
        assert len(to_family) >= 2  # the invitation and the reminder
        for mail in to_family:
            shown = mail.as_bytes().decode("utf-8", "replace").lower()
            headers = "\n".join(f"{name}: {value}" for name, value in mail.items()).lower()
            assert "eigen kracht" not in shown
            assert "conferentie" not in shown
            assert "buurthuis" not in shown  # the place, which they know from the coordinator
            assert str(mail["Subject"]) == "Bericht van ons kantoor"
            assert "utrecht" not in str(mail["Subject"]).lower()
            assert "loes" not in headers.replace("loes@voorbeeld.example", "")
        assert written.post.texts
        assert all("bijeenkomst" not in text and "Nadia" not in text for text in written.post.texts.values())
        wish = n.RecordContactWishes(case_id=circle.case_id, person_id=circle.people["Loes"], do_not_contact=True)
        await office.must(wish, Role.COORDINATOR, circle.case.coordinator_id)
        count = await written.reached()
        await circle.does(c.PostponeConference(case_id=circle.case_id, because=c.StillBecause.PRACTICAL))
        await office.waits(A_DAY)
        new = [m for m in await written.messages() if m.moment is n.Moment.ANOTHER_DAY]
        assert {m.status for m in new if m.person_id == circle.people["Loes"]} == {"suppressed"}
        assert await written.reached() > count  # the others heard


async def test_34_who_has_no_e_mail_gets_a_letter_or_a_call_and_the_coordinator_hears_whom_to_call(
    tmp_path: Path,
) -> None:
    async with a_written_circle(tmp_path, "PAPER-34") as written:
        circle, office = written.circle, written.office
        await circle.agrees_on_a_question()
        jan = await circle.joins("Jan", contact=Contact(name="Jan", postal_address="Lindestraat 1, 3511 AA Utrecht"))
        bea = await circle.joins("Bea", contact=Contact(name="Bea"))
        await office.waits(A_DAY)
        told = {line.person_id: line for line in await written.messages() if line.moment is n.Moment.INVITATION}
        assert (told[jan].channel, told[jan].status) == ("letter", "sent")
        assert (told[bea].status, told[bea].because) == ("to-tell", n.ToTellBecause.NO_WAY)
        assert told[jan].message_id in await written.post.printed_letters()
        coordinator = circle.case.coordinator_id
        what = await office.asks(
            n.ShowToTell(case_id=circle.case_id, message_id=told[bea].message_id),
            n.ToTellShown,
            Role.COORDINATOR,
            coordinator,
        )
        assert (what.name, what.language) == ("Bea", "nl")
        assert "uitgenodigd" in what.text
        digests = [line for line in (await _own_messages(office, coordinator)) if line.status == "sent"]
        assert [line.moment for line in digests] == [n.Moment.MESSAGES_TO_TELL]
        note = n.NoteTold(case_id=circle.case_id, message_id=told[bea].message_id)
        await office.must(note, Role.COORDINATOR, coordinator)
        (line,) = [m for m in await written.messages() if m.message_id == told[bea].message_id]
        assert line.status == "told"


async def test_40_after_a_death_nothing_goes_out_by_itself_not_even_what_was_on_its_way(tmp_path: Path) -> None:
    async with a_written_circle(tmp_path, "DEATH-40") as written:
        circle, office = written.circle, written.office
        await circle.agrees_on_a_question()
        await circle.joins("Loes", contact=by_mail("Loes"))
        await circle.joins("Bea", contact=Contact(name="Bea"))
        await circle.gets_ready()
        await office.waits(timedelta(hours=11, minutes=30))  # it is evening: what is written now waits for the morning
        await circle.joins("Otto", contact=by_mail("Otto"))
        assert await written.statuses(n.Moment.INVITATION) == {"sent", "to-tell", "queued"}
        count = await written.reached()
        death = i.RecordDeath(case_id=circle.case_id, person_id=circle.people["Loes"])
        await office.must(death)
        await office.waits(TEN_DAYS)
        assert await written.reached() == count
        assert not await written.statuses(*n.Moment) & {"queued", "delayed", "to-tell"}


async def _own_messages(office: Office, coordinator_id: str) -> list[n.MessageLine]:
    return list((await office.asks(n.ListMessages(case_id=coordinator_id), n.MessageList)).messages)
