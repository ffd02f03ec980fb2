"""Six weeks without a yes: whoever was named can be read nowhere, and the case still counts."""

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases, SubmitReferral
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.audit import kept_facts
from tests.integration.lane.desk import MANAGER, OFFICE
from tests.integration.lane.stage import Stage, on_stage
from tests.resilience.books import readable
from tests.unit.intake.sent import an_event

MANDATE = {
    "kind": "ocj",
    "conditions": ["Filip slaapt thuis"],
    "acceptor": {"name": "S. De Smet", "organisation": "OCJ Gent", "email": "s.desmet@ocj.example"},
}
WORDS = ("Filip", "Rachel", "M. Jansen", "De Smet", "veilig kan opgroeien", "slaapt thuis", "Nergenshuizen")
SEALED = re.compile(rb'\{"scope":"[a-z]+/[0-9a-f]{32}","box":"[A-Za-z0-9+/=]+"\}')
WEEKS = timedelta(weeks=6, minutes=1)


def opened(stage: Stage, boxes: Iterable[bytes]) -> str:
    """Open every box with the keys that lie in the vault, as somebody would who has them all."""
    vault = Vault(stage.parts.vault._store, stage.shared.office_key_bytes())
    texts = []
    for box in dict.fromkeys(boxes):
        sealed: Sealed[str] = Sealed.model_validate_json(box)
        text = vault.open(sealed, str)
        texts += [] if isinstance(text, Erased) else [text]
    return "\n".join(texts)


async def everything(stage: Stage, folder: Path) -> tuple[list[bytes], list[bytes]]:
    """Give every sealed box in the database's files, and every one in the stream."""
    stream = b"".join(fact.body for fact in await kept_facts(stage.bus))
    return SEALED.findall(_files(folder)), SEALED.findall(stream)


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("guestbook.db*"))


async def cases(stage: Stage) -> tuple[CaseLine, ...]:
    """List the cases, as `kring cases` does."""
    actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
    return (await stage.client.ask(ListCases(office=OFFICE), actor, CaseList)).cases


async def test_after_six_weeks_without_a_yes_nobody_can_be_read_anywhere_and_the_case_still_counts(
    tmp_path: Path,
) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        event = an_event(context="mandatory", mandates=[MANDATE])
        receipt = await stage.do(SubmitReferral(event=event, system="wijkteam", channel="file"))
        assert receipt.status == "done"
        await stage.rest()
        before = await everything(stage, tmp_path)
        in_files, in_stream = (opened(stage, boxes) for boxes in before)
        assert [word for word in WORDS if word not in in_files] == []
        assert [word for word in WORDS if word not in in_stream] == ["Nergenshuizen"]  # details stay in the database
        (case,) = await cases(stage)

        stage.clock.move_by(WEEKS)
        await stage.rest()
        after = await everything(stage, tmp_path)
        assert all(opened(stage, boxes) == "" for boxes in (*before, *after))
        assert len(after[1]) == len(before[1])  # a stream cannot be written anew: what is in it cannot be opened
        assert readable(tmp_path, WORDS) == []
        (left,) = await cases(stage)
        assert (left.case_id, left.stage, left.received_at) == (case.case_id, "lapsed", case.received_at)
        assert [fact.kind for fact in await stage.on_the_bus()][-1] == "intake.request-lapsed.v1"


async def test_the_same_referral_is_a_new_request_after_it_lapsed(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        submit = SubmitReferral(event=an_event(), system="wijkteam", channel="file")
        first = (await stage.do(submit)).answer or {}
        assert ((await stage.do(submit)).answer or {})["status"] == "repeated"
        stage.clock.move_by(WEEKS)
        await stage.rest()
        again = (await stage.do(submit)).answer or {}
        assert again["status"] == "received"
        assert again["requestId"] != first["requestId"]
        assert [case.stage for case in await cases(stage)] == ["received", "lapsed"]
