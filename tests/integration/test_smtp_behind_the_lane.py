"""Letters from a fact to a real mail server: one each, and never the same one twice, also under kill -9."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kring_notifications.plugins.smtp import Smtp
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.server.ports import free_port
from tests.integration.mail_office import CASE, FILIPS, Office, a_fact
from tests.integration.mail_server import Mailbox, mail_server, until
from tests.unit.notifications.letters import ADDRESS, AMINA


async def test_a_request_leads_to_one_mail_each_and_nothing_personal_in_facts_or_logs(tmp_path: Path) -> None:
    with mail_server() as box, capture_logs() as lines:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: office.statuses() == ["sent", "sent"])
    assert sorted(box.recipients) == [ADDRESS, FILIPS]
    assert len(office.told("notification-sent")) == 2
    assert office.errands() == 0
    public = str([*office.told("notification"), *lines])
    assert "Amina" not in public
    assert "voorbeeld" not in public


async def test_a_refused_address_is_told_by_a_person_and_the_other_letter_still_goes(tmp_path: Path) -> None:
    with mail_server(Mailbox(refused={ADDRESS})) as box, capture_logs() as lines:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: office.statuses() == ["to-tell", "sent"])
    assert "kring.channel-refused" in office.told("notification-failed")[0]
    assert ADDRESS not in str(lines)


@pytest.mark.parametrize("box", [Mailbox(), Mailbox(busy={ADDRESS, FILIPS})], ids=["away", "busy"])
async def test_what_the_server_could_not_take_now_goes_later(box: Mailbox, tmp_path: Path) -> None:
    box.port = free_port()
    office = Office(tmp_path, box)
    async with office.at_work() as lane:
        with mail_server(box) if box.busy else nullcontext():
            await lane.put(office.request())
            await until(lambda: office.statuses() == ["delayed", "delayed"])
        assert (office.told("notification-failed"), box.mails) == ([], [])
        box.busy.clear()
        with mail_server(box):
            office.clock.move_by(Smtp.patience[0])
            await until(lambda: office.statuses() == ["sent", "sent"])
    assert sorted(box.recipients) == [ADDRESS, FILIPS]
    assert len(office.told("notification-delayed")) == 2


async def test_a_letter_is_never_sent_twice_when_the_service_is_killed_and_started_again(tmp_path: Path) -> None:
    with mail_server(Mailbox(silent=True)) as box:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: len(box.mails) == 2)  # given to the server, which does not say that it took them
        assert office.statuses() == ["queued", "queued"]
        async with office.at_work():
            await until(lambda: office.statuses() == ["to-tell", "to-tell"])
        async with office.at_work() as lane:
            await lane.put(a_fact(RequestWithdrawn(case_id=CASE, office="utrecht")))
            await until(lambda: bool(lane.idle))
    assert len(box.mails) == 2
    assert len(office.told("notification-failed")) == 2
    assert all("kring.unclear" in body for body in office.told("notification-failed"))


async def test_what_a_withdrawal_calls_back_is_not_sent_also_when_both_arrive_at_once(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        withdrawal = a_fact(RequestWithdrawn(case_id=CASE, office="utrecht"))
        async with office.at_work() as lane:
            await lane.settle_now([office.request(), withdrawal])
            await until(lambda: office.statuses() == ["suppressed", "suppressed"])
            assert office.errands() == 0
    assert box.mails == []
    assert len(office.told("notification-suppressed")) == 2


async def test_an_errand_that_is_called_back_the_instant_before_it_begins_is_not_carried_out(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        lane = Lane(office.setup, None)
        timers = Timers(office.setup, lane)
        await lane.settle_now([office.request()])
        _, seen = timers._all_due()
        await lane.settle_now([a_fact(RequestWithdrawn(case_id=CASE, office="utrecht"))])
        for errand in seen:
            await timers._carry_out(errand)
        lane.close()
    assert len(seen) == 2
    assert box.mails == []


async def test_nothing_is_sent_to_somebody_who_was_erased_after_the_letter_was_queued(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        queueing = Lane(office.setup, None)
        await queueing.settle_now([office.request()])
        queueing.close()
        office.vault.destroy(scope_of(Scope.PERSON, AMINA))
        async with office.at_work():
            await until(lambda: office.statuses() == ["suppressed", "sent"])
    assert box.recipients == [FILIPS]
