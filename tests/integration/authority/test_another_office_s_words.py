"""What an office may say on the backbone, used against another: its own subjects, and whatever headers it likes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError

from kring_shared.contracts.intake import TransferHandedOver, TransferOffered
from kring_shared.contracts.matching import LoanRequested
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.streams import BACKBONE, provision_consumer, provision_streams
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of, heard_as, id_of
from kring_shared.runtime.lane import fetch
from kring_shared.runtime.lane.relay import publish
from tests.integration.authority.bus import Guest, guarded_bus, guest
from tests.integration.authority.table import CASE

TRUE_ID = "019aa000000070008000000000000fac"
"""The id of what Utrecht will tell: it follows from what Gouda told, so that every office can tell it before."""
HANDED = Row(
    1, TRUE_ID, TransferHandedOver.address("utrecht", CASE), TransferHandedOver.type(), CASE, '{"dossier": "x7f"}', 0
)
GOUDA = TransferOffered.address("gouda", CASE)


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[dict[str, Guest]]:
    authority = Authority.make(tmp_path / "keys")
    gouda = Wanted(offices=("gouda",))
    utrecht = Wanted(offices=("utrecht",))
    with guarded_bus(tmp_path, authority) as bus:
        async with (
            guest(bus, authority.let_in("admin", "admin"), "admin") as admin,
            guest(bus, authority.let_in("intake", "intake_gouda", gouda), "intake_gouda") as curious,
            guest(bus, authority.let_in("intake", "intake_utrecht", utrecht), "intake_utrecht") as true,
        ):
            await provision_streams(admin.client)
            yield {"admin": admin, "gouda": curious, "utrecht": true}


async def test_no_office_has_the_bus_drop_what_another_will_tell(offices: dict[str, Guest]) -> None:
    js = offices["gouda"].client.jetstream()
    await js.publish(GOUDA, b"{}", headers={MESSAGE_ID: TRUE_ID})
    await js.publish(GOUDA, b"{}", headers={MESSAGE_ID: TRUE_ID[::-1], "ce-id": TRUE_ID})
    for again in (False, True):  # what is told twice is told once, as before
        assert [(told.place, told.again) for told in await publish(offices["utrecht"].client, [HANDED])] == [(3, again)]
    kept = await offices["admin"].client.jetstream().get_msg(BACKBONE, 3)
    assert (kept.subject, id_of(kept.headers or {})) == (HANDED.subject, TRUE_ID)


async def test_no_office_uses_up_the_id_by_which_an_inbox_will_know_what_another_tells(
    offices: dict[str, Guest],
) -> None:
    admin = offices["admin"].client
    await provision_consumer(admin, BACKBONE, "intake_gouda", ["kring.*.backbone.intake.>"])
    forged = headers_of(HANDED) | {"ce-type": TransferOffered.type(), MESSAGE_ID: "another"}
    await offices["gouda"].client.jetstream().publish(GOUDA, b"{}", headers=forged)
    await publish(offices["utrecht"].client, [HANDED])
    heard = await admin.jetstream().pull_subscribe_bind("intake_gouda", BACKBONE)
    false, true = [fetch.fact(admin, message) for message in await heard.fetch(2, timeout=5)]
    assert (true.id, true.office) == (heard_as(TRUE_ID, HANDED.subject), "utrecht")
    assert false.id not in {true.id, true.formerly}


async def test_who_may_tell_one_kind_of_fact_tells_no_other_by_what_a_header_says(offices: dict[str, Guest]) -> None:
    admin = offices["admin"].client
    await provision_consumer(admin, BACKBONE, "intake_gouda", ["kring.*.backbone.intake.>"])
    js = offices["gouda"].client.jetstream()
    kinds = (
        TransferOffered.type(),
        LoanRequested.type(),
        f"{TransferOffered.type()}1",
        "nl.eigenkracht.intake",
        "",
        "x",
    )
    for kind in kinds:
        await js.publish(GOUDA, b"{}", headers={"ce-type": kind})
    heard = await admin.jetstream().pull_subscribe_bind("intake_gouda", BACKBONE)
    found = [fetch.fact(admin, message).kind for message in await heard.fetch(len(kinds), timeout=5)]
    assert found == [TransferOffered.kind(), "", "", "", "", ""]


@pytest.mark.parametrize(
    "header",
    [
        {"Nats-Rollup": "all"},
        {"Nats-Rollup": "sub"},
        {"Nats-TTL": "1s"},
        {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": HANDED.subject},
        {"Nats-Incr": "1"},
    ],
)
async def test_no_header_wipes_a_stream_or_speaks_on_another_subject(
    offices: dict[str, Guest], header: dict[str, str]
) -> None:
    await publish(offices["utrecht"].client, [HANDED])
    js = offices["gouda"].client.jetstream()
    with pytest.raises(APIError):
        await js.publish(GOUDA, b"{}", headers=header)
    assert await _count(offices["admin"].client.jetstream(), BACKBONE) == 1


async def _count(js: JetStreamContext, stream: str) -> int:
    return (await js.stream_info(stream)).state.messages


async def test_what_the_bus_answers_to_a_look_is_no_fact_wherever_it_is_sent(offices: dict[str, Guest]) -> None:
    """The bus lets who asks say where the answer goes, and does not look whether they may speak there."""
    admin, gouda = offices["admin"].client, offices["gouda"].client
    await provision_consumer(admin, BACKBONE, "intake_gent", ["kring.utrecht.backbone.intake.>"])
    forged = {name: value for name, value in headers_of(HANDED).items() if name != MESSAGE_ID}
    await gouda.jetstream().publish(GOUDA, HANDED.body.encode(), headers=forged)
    await gouda.publish(f"$JS.API.DIRECT.GET.{BACKBONE}.{GOUDA}", b"", reply=HANDED.subject)
    heard = await admin.jetstream().pull_subscribe_bind("intake_gent", BACKBONE)
    [message] = await heard.fetch(1, timeout=5)
    assert (message.subject, (message.headers or {})["ce-type"]) == (HANDED.subject, HANDED.type)
    assert not fetch.fact(admin, message).kind


async def test_no_answer_of_the_bus_empties_a_stream(offices: dict[str, Guest]) -> None:
    await publish(offices["utrecht"].client, [HANDED])
    gouda, admin = offices["gouda"].client, offices["admin"].client
    await provision_consumer(admin, BACKBONE, "intake_gouda", ["kring.gouda.backbone.intake.>"])
    for subject, body in (
        (f"$JS.API.DIRECT.GET.{BACKBONE}.{GOUDA}", b""),
        (f"$JS.API.CONSUMER.MSG.NEXT.{BACKBONE}.intake_gouda", b'{"batch": 1, "no_wait": true}'),
    ):
        await gouda.publish(subject, body, reply=f"$JS.API.STREAM.PURGE.{BACKBONE}")
        answers = await gouda.subscribe(inbox := gouda.new_inbox())
        await gouda.publish(subject, body, reply=inbox)
        await answers.next_msg(5)  # what was asked before it was answered before it
    assert await _count(admin.jetstream(), BACKBONE) == 1
