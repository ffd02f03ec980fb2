"""What the last lines say, read from the stores: both offices' databases and streams, and everything the hub holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nats.aio.client import Client as Nats

from kring_shared.contracts.envelope import Reach
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, REFERRALS
from kring_shared.testing.audit import Audit, Kept, kept_in
from kring_shared.testing.office import Backbone


@dataclass
class Books:
    """What was found, and what is wrong with it."""

    facts: Audit
    inside: int
    crossed: int
    problems: list[str]

    def text(self) -> str:
        """Say it."""
        facts = self.facts
        return (
            f"The hub holds {self.crossed} facts, every one of reach backbone; {self.inside} never left their office.\n"
            f"facts: {facts.told} told, {facts.heard} heard, {facts.lost} lost, {facts.doubled} doubled"
        )


async def read_books(backbone: Backbone, admins: Mapping[str, Nats]) -> Books:
    """Hold the outboxes and inboxes of the offices against their own buses and the hub's."""
    facts, between = await backbone.audit(admins), await kept_in(backbone.at_hub, BACKBONE)
    inside = sum([(await admin.jetstream().stream_info(FACTS)).state.messages for admin in admins.values()])
    problems = [*facts.problems, *(await _astray(backbone.at_hub, between))]
    for name, admin in admins.items():
        if left := (await admin.jetstream().stream_info(REFERRALS)).state.messages:
            problems.append(f"{left} handled referrals are still on the bus of {name}")
    return Books(facts, inside, len(between), problems)


async def _astray(at_hub: Nats, between: Sequence[Kept]) -> list[str]:
    """Name what lies at the hub and may not: another stream, or a subject of another reach."""
    streams = [stream.config.name for stream in await at_hub.jetstream().streams_info()]
    wrong = [f"the hub has a stream {name}" for name in streams if name != BACKBONE]
    return wrong + [f"the hub holds {fact.subject}" for fact in between if fact.subject.split(".")[2] != Reach.BACKBONE]
