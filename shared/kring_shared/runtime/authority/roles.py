"""What each role may say and hear, made from what services declare and from the grammar of subjects.

The permissions of a role stand in the account, with places left open in double braces; a server fills them from the
tags of whoever comes in. So a service that tells a new fact needs a new account, and no new credential.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from kring_shared.contracts.envelope import Fact, Reach
from kring_shared.contracts.every_service import Ready
from kring_shared.runtime.bus.streams import (
    BACKBONE,
    FACTS,
    HEADER_ROOM_BYTES,
    MAX_REFERRAL_BYTES,
    RECEIPTS,
    REFERRALS,
    SECOND,
    stream_of,
)
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running.blueprint import declared

DESK: Final = "desk"
PORTAL: Final = "portal"
SYSTEM: Final = "system"
LINE: Final = "line"
ADMIN: Final = "admin"
OFFICE: Final = "{{tag(office)}}"
DURABLE: Final = "{{tag(durable)}}"
OWN_INBOX: Final = "_INBOX.{{name()}}.>"
HERE: Final = "$JS.API"
AT_THE_HUB: Final = "$JS.{{tag(domain)}}.API"
ANSWER_WITHIN_SECONDS: Final = 60
"""How long a service may answer what it was asked. Whoever asks waits for less, and asks again with the same id. The
server keeps a note of each delivery for as long."""
NO_LIMIT: Final = -1
FEW_SUBSCRIPTIONS: Final = 10
LINE_SUBSCRIPTIONS: Final = 1000
LINE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Template:
    """The permissions of one role, its open places still open."""

    says: tuple[str, ...]
    hears: tuple[str, ...] = (OWN_INBOX,)
    answers: bool = False
    subscriptions: int = NO_LIMIT
    bytes: int = NO_LIMIT
    over: str = "STANDARD"
    """By what it may connect: as a client, or as a leaf node."""

    def claims(self) -> dict[str, Any]:
        """Write it as an account has it."""
        claims: dict[str, Any] = {
            "pub": {"allow": list(self.says)},
            "sub": {"allow": list(self.hears)},
            "subs": self.subscriptions,
            "data": NO_LIMIT,
            "payload": self.bytes,
            "allowed_connection_types": [self.over],
        }
        return claims | ({"resp": {"max": 1, "ttl": ANSWER_WITHIN_SECONDS * SECOND}} if self.answers else {})


def templates() -> dict[str, Template]:
    """Give every role there is: one for each installed service, and those of whoever is no service."""
    services = list(declared())
    facts = [fact for service, _ in services for fact in service.own(Fact)]
    return {
        **{service.name: of_service(service, broker) for service, broker in services},
        DESK: Template(says=(f"kring.{OFFICE}.do.*.*.*", f"kring.{OFFICE}.ask.*.*.*")),
        PORTAL: _of_portal(),
        SYSTEM: _of_system(),
        LINE: _of_line(facts),
        ADMIN: _of_admin(),
    }


def of_service(service: Service, broker: LaneBroker) -> Template:
    """Let a service tell its own facts, read its own consumers, look up what it told, and answer what it is asked."""
    told = [fact.address(OFFICE) for fact in service.own(Fact)]
    heard = {fact.reach for fact in broker.routes.heard()}
    read = [_reads(FACTS, HERE)] if Reach.OFFICE in heard else []
    read += (
        [_reads(BACKBONE, HERE), _reads(BACKBONE, AT_THE_HUB, acknowledges=False)] if Reach.BACKBONE in heard else []
    )
    if service.takes_referrals is not None:
        told.append(f"kring.{OFFICE}.receipts.*")
        # What was settled is erased from the stream, and not only acknowledged: it names a family.
        read += [_reads(REFERRALS, HERE), (f"{HERE}.STREAM.MSG.DELETE.{REFERRALS}",)]
    return Template(
        says=(
            *told,
            *(line for subject in told for line in _looks_up(subject)),
            *(line for lines in read for line in lines),
        ),
        hears=(f"kring.{OFFICE}.do.{service.name}.>", f"kring.{OFFICE}.ask.{service.name}.>", OWN_INBOX),
        answers=True,
    )


def _of_portal() -> Template:
    """Let the portal ask as a desk does, hear that facts of its offices arrive, and read receipts.

    It hears facts as they pass, and keeps none: a page that is open is renewed. What was told while it was away it
    asks the services.
    """
    return Template(
        says=(f"kring.{OFFICE}.do.*.*.*", f"kring.{OFFICE}.ask.*.*.*", *_reads(RECEIPTS, HERE)),
        hears=(f"kring.{OFFICE}.office.>", OWN_INBOX),
    )


def _of_system() -> Template:
    """Let a referring system refer, and nothing else: its receipts are delivered to an inbox of its own.

    It may ask JetStream nothing. The bus sends an answer wherever who asks wants it, whatever they may say themselves;
    an empty one, sent to where streams are deleted, deletes one.
    """
    return Template(
        says=(f"kring.{OFFICE}.referrals.{{{{tag(system)}}}}",),
        subscriptions=FEW_SUBSCRIPTIONS,
        bytes=MAX_REFERRAL_BYTES + HEADER_ROOM_BYTES,
    )


def _of_line(facts: Iterable[type[Fact]]) -> Template:
    """Let an office's leaf node tell the office's own backbone facts, and read its services' consumers at the hub."""
    told = [fact.address(OFFICE) for fact in facts if fact.reach is Reach.BACKBONE]
    return Template(
        says=(
            *told,
            *(f"{AT_THE_HUB}.DIRECT.GET.{BACKBONE}.{subject}" for subject in told),
            *_reads(BACKBONE, AT_THE_HUB),
        ),
        hears=("_INBOX.{{tag(inbox)}}.>",),
        subscriptions=LINE_SUBSCRIPTIONS,
        bytes=LINE_BYTES,
        over="LEAFNODE",
    )


def _of_admin() -> Template:
    """Let who sets the bus up make streams and consumers, tell facts again, and ask services whether they work."""
    return Template(
        says=(
            f"{HERE}.>",
            "$JS.*.API.>",
            "$JS.ACK.>",
            "kring.*.office.>",
            "kring.*.backbone.>",
            f"kring.*.ask.*.{Ready.name}.v{Ready.version}",
        )
    )


def _reads(stream: str, api: str, *, acknowledges: bool = True) -> tuple[str, ...]:
    """Name what reading an own consumer takes; an acknowledgement is written in two forms, the newer with a domain."""
    asks = tuple(f"{api}.CONSUMER.{call}.{stream}.{DURABLE}" for call in ("MSG.NEXT", "INFO", "RESET"))
    return (*asks, f"$JS.ACK.{stream}.{DURABLE}.>", f"$JS.ACK.*.*.{stream}.{DURABLE}.>") if acknowledges else asks


def _looks_up(subject: str) -> tuple[str, ...]:
    stream = stream_of(subject)
    places = (HERE, AT_THE_HUB) if stream == BACKBONE else (HERE,)
    return tuple(f"{api}.DIRECT.GET.{stream}.{subject}" for api in places)
